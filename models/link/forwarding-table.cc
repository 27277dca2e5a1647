// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/forwarding-table.h"

#include <algorithm>

namespace nexsim
{

namespace
{

uint32_t
ChooseByModulo(uint64_t hash, const std::vector<uint32_t>& ports)
{
    return ports[hash % ports.size()];
}

uint32_t
ChooseByRendezvous(uint64_t hash, const std::vector<uint32_t>& ports)
{
    uint32_t chosen = ports.front();
    uint64_t highest = 0;
    for (const uint32_t port : ports)
    {
        const uint64_t weight = HashInteger(hash << 32 | port);
        if (weight > highest)
        {
            highest = weight;
            chosen = port;
        }
    }
    return chosen;
}

} // namespace

std::vector<std::string>
EcmpChoiceNames()
{
    return {"hash-threshold", "modulo", "rendezvous"};
}

void
ForwardingTable::SetChoice(EcmpChoice choice)
{
    m_choose = choice == EcmpChoice::Modulo       ? &ChooseByModulo
               : choice == EcmpChoice::Rendezvous ? &ChooseByRendezvous
                                                  : nullptr;
}

void
ForwardingTable::Set(NodeIndex destination, const std::vector<uint32_t>& ports)
{
    if (destination >= m_way.size())
    {
        m_way.resize(destination + 1, kNoPort);
    }
    if (ports.size() <= 1)
    {
        m_way[destination] = ports.empty() ? kNoPort : ports.front();
        return;
    }
    const auto known = std::find(m_groups.begin(), m_groups.end(), ports);
    m_way[destination] = kGroup + static_cast<uint32_t>(known - m_groups.begin());
    if (known == m_groups.end())
    {
        m_groups.push_back(ports);
    }
}

} // namespace nexsim
