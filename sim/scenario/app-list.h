// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_APP_LIST_H
#define NEXSIM_APP_LIST_H

#include "sim/scenario/name-index.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief The applications of a host in the order in which its entries first name them. */
class AppList
{
  public:
    /** @param apps the object at "apps" of an entry; what it names again is changed */
    void Read(const Json& apps,
              const std::string& pointer,
              const ReadContext& context,
              const ObjectReader& objects);

    const NameIndex& Names() const
    {
        return m_names;
    }

    const std::vector<AppSpec>& Specs() const
    {
        return m_specs;
    }

  private:
    void ReadOne(const std::string& name,
                 const Json& app,
                 const std::string& pointer,
                 const ObjectReader& objects);

    NameIndex m_names{"application"};
    std::vector<AppSpec> m_specs;
};

} // namespace nexsim

#endif // NEXSIM_APP_LIST_H
