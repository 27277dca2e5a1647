// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LINK_READER_H
#define NEXSIM_LINK_READER_H

#include "sim/scenario/node-reader.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/port-refiner.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/**
 * @brief Makes the list of links: those of a topology, then the entries of "links" in file order.
 *
 * An entry has "between" and makes links, or has only the "name" of a link of the topology and sets
 * attributes on it.
 */
class LinkReader
{
  public:
    LinkReader(const ReadContext& context, const ObjectReader& objects, const NodeReader& nodes);

    void Add(const GeneratedTopology& topology);

    /** @param links the array at "/links" */
    void Read(const Json& links);

    const NameIndex& Names() const
    {
        return m_names;
    }

    /** @brief Type of the links of one name, for events that change them. */
    ns3::TypeId TypeOf(std::size_t link) const
    {
        return m_links[link].forward.GetTypeId();
    }

    std::vector<LinkSpec> Links() const
    {
        return m_links;
    }

  private:
    void ReserveNames(const Json& links);
    void ReadEntry(const Json& entry, const std::string& pointer);
    void Change(const Json& entry, const std::string& pointer);
    void Make(const Json& entry, const std::string& pointer);
    void ReadDirections(LinkSpec& link, const Json& entry, const std::string& pointer) const;
    std::string FreeName(const std::string& wanted) const;

    const ReadContext& m_context;
    const ObjectReader& m_objects;
    const NodeReader& m_nodes;
    PortRefiner m_ports;
    NameIndex m_names{"link"};
    std::set<std::string> m_reserved; //!< given by entries that stand further down
    std::vector<LinkSpec> m_links;
};

} // namespace nexsim

#endif // NEXSIM_LINK_READER_H
