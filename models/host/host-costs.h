// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HOST_COSTS_H
#define NEXSIM_HOST_COSTS_H

#include "models/host/cost-table.h"

#include "ns3/object.h"

#include <utility>

namespace nexsim
{

/** @brief A cost table as the value of an attribute; hosts that share it each take a copy. */
class HostCosts : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    HostCosts() = default;

    explicit HostCosts(CostTable table) : m_table(std::move(table)) {}

    const CostTable& Table() const
    {
        return m_table;
    }

  private:
    CostTable m_table;
};

} // namespace nexsim

#endif // NEXSIM_HOST_COSTS_H
