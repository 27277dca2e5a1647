// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/merge-list.h"

#include <algorithm>

namespace nexsim
{

void
MergeList::Add(PacketPtr packet)
{
    const uint32_t size = packet->size;
    auto train = std::find_if(m_open.begin(), m_open.end(), [&](const Train& open) {
        return open.flow == packet->flow;
    });
    if (train != m_open.end() && (size > train->size || train->bytes + size > kMostBytes))
    {
        Complete(train);
        train = m_open.end();
    }
    if (train == m_open.end())
    {
        if (m_open.size() == kMostFlows)
        {
            Complete(m_open.begin());
        }
        train = m_open.emplace(m_open.end());
        train->flow = packet->flow;
        train->size = size;
    }
    train->bytes += size;
    train->packets.Push(std::move(packet));
    if (size < train->size || train->packets.Size() == kMostPackets)
    {
        Complete(train);
    }
}

Tally
MergeList::Held() const
{
    Tally held;
    for (const Trains* trains : {&m_open, &m_complete})
    {
        for (const Train& train : *trains)
        {
            held += train.packets.Sum();
        }
    }
    return held;
}

} // namespace nexsim
