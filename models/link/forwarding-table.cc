// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/forwarding-table.h"

#include <algorithm>

namespace nexsim
{

void
ForwardingTable::Set(NodeIndex destination, const std::vector<uint32_t>& ports)
{
    if (destination >= m_group.size())
    {
        m_group.resize(destination + 1, kNoPort);
    }
    const auto known = std::find(m_groups.begin(), m_groups.end(), ports);
    m_group[destination] = static_cast<uint32_t>(known - m_groups.begin());
    if (known == m_groups.end())
    {
        m_groups.push_back(ports);
    }
}

} // namespace nexsim
