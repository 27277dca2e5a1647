// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/forwarding-table.h"

#include <algorithm>

namespace nexsim
{

namespace
{

uint32_t
ChooseByModulo(uint64_t hash, const ForwardingTable::Ports& ports)
{
    return ports[hash % ports.count];
}

uint32_t
ChooseByRendezvous(uint64_t hash, const ForwardingTable::Ports& ports)
{
    uint32_t chosen = ports[0];
    uint64_t highest = 0;
    for (uint32_t i = 0; i < ports.count; ++i)
    {
        const uint32_t port = ports[i];
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

uint32_t
ForwardingTable::Choose(uint64_t hash, const Ports& ports) const
{
    return m_choose == nullptr ? ports[(hash * ports.count) >> 32] : m_choose(hash, ports);
}

/** The way over these ports. */
uint32_t
ForwardingTable::WayOver(const std::vector<uint32_t>& ports)
{
    if (ports.empty())
    {
        return kNone;
    }
    const bool isRow =
        std::adjacent_find(ports.begin(), ports.end(), [](uint32_t port, uint32_t next) {
            return next != port + 1;
        }) == ports.end();
    if (isRow && ports.front() <= 0xffff && ports.size() <= kBelow >> 16)
    {
        return kRow | static_cast<uint32_t>(ports.size() - 1) << 16 | ports.front();
    }
    const auto known = std::find(m_groups.begin(), m_groups.end(), ports);
    const auto index = static_cast<uint32_t>(known - m_groups.begin());
    if (known == m_groups.end())
    {
        m_groups.push_back(ports);
    }
    return kGroup | index;
}

/** From now on each end node of the block has a way of its own, the same one so far. */
void
ForwardingTable::Divide(uint32_t& block)
{
    if (m_unused.empty())
    {
        m_unused.push_back(static_cast<uint32_t>(m_divided.size()));
        m_divided.emplace_back();
    }
    const uint32_t index = m_unused.back();
    m_unused.pop_back();
    m_divided[index].fill(block);
    block = kDivided | index;
}

void
ForwardingTable::Set(NodeIndex destination, const std::vector<uint32_t>& ports)
{
    const uint32_t way = WayOver(ports);
    if (destination / kBlock >= m_blocks.size())
    {
        m_blocks.resize(destination / kBlock + 1, kNone);
    }
    uint32_t& block = m_blocks[destination / kBlock];
    if (block == way)
    {
        return;
    }
    if ((block & kDivided) == 0)
    {
        Divide(block);
    }
    Block& ways = m_divided[block & kBelow];
    ways[destination % kBlock] = way;
    // From the end: where end nodes are set in their order, that one differs until they are done.
    if (std::all_of(ways.rbegin(), ways.rend(), [way](uint32_t other) { return other == way; }))
    {
        m_unused.push_back(block & kBelow);
        block = way;
    }
}

} // namespace nexsim
