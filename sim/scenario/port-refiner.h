// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PORT_REFINER_H
#define NEXSIM_PORT_REFINER_H

#include "sim/scenario/node-reader.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"

#include <cstddef>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Reads "at": attributes of the ports at the ends of links, over the nodes' templates. */
class PortRefiner
{
  public:
    PortRefiner(const ReadContext& context, const ObjectReader& objects, const NodeReader& nodes)
        : m_context(context), m_objects(objects), m_nodes(nodes)
    {
    }

    /** @param links of one entry; a key of "at" must select ends of these */
    void Read(const std::vector<LinkSpec*>& links,
              const Json& entry,
              const std::string& pointer) const;

  private:
    void Refine(std::size_t node,
                Blueprint& port,
                const Json& value,
                const std::string& pointer) const;

    const ReadContext& m_context;
    const ObjectReader& m_objects;
    const NodeReader& m_nodes;
};

} // namespace nexsim

#endif // NEXSIM_PORT_REFINER_H
