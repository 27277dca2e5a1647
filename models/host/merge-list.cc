// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/merge-list.h"

#include "models/base/segments.h"

#include <algorithm>

namespace nexsim
{

void
MergeList::Add(PacketPtr packet)
{
    if (m_run != nullptr && JoinsTcp(*packet))
    {
        AddSegment(std::move(packet));
        return;
    }
    const uint32_t size = packet->size;
    auto train = Find(packet->flow);
    if (train != m_open.end() && (size > train->size || train->bytes + size > kMostBytes))
    {
        Complete(train);
        train = m_open.end();
    }
    if (train == m_open.end())
    {
        train = Open(*packet);
    }
    train->bytes += size;
    ++train->count;
    train->packets.Push(std::move(packet));
    if (size < train->size || train->packets.Size() == kMostPackets)
    {
        Complete(train);
    }
}

MergeList::Trains::iterator
MergeList::Find(FlowIndex flow)
{
    return std::find_if(m_open.begin(), m_open.end(), [&](const Train& open) {
        return open.flow == flow;
    });
}

MergeList::Trains::iterator
MergeList::Open(const Packet& first)
{
    if (m_open.size() == kMostFlows)
    {
        Complete(m_open.begin());
    }
    const auto train = m_open.emplace(m_open.end());
    train->flow = first.flow;
    train->size = first.size;
    return train;
}

bool
MergeList::JoinsTcp(const Packet& packet) const
{
    return m_run->Flows()[packet.flow].key.protocol == kProtocolTcp;
}

/** What all of the header says must be equal, so that one packet can say it. */
bool
MergeList::MayJoin(const Packet& whole, const Packet& segment) const
{
    const TransportFields& said = TransportOf(whole);
    const TransportFields& says = TransportOf(segment);
    return whole.hops == segment.hops && said.acknowledgement == says.acknowledgement &&
           said.window == says.window && CanMerge(*m_run, whole, segment);
}

void
MergeList::AddSegment(PacketPtr packet)
{
    auto train = Find(packet->flow);
    if (train != m_open.end() && !MayJoin(train->packets.Front(), *packet))
    {
        Complete(train);
        train = m_open.end();
    }
    if (train == m_open.end())
    {
        train = Open(*packet);
        train->packets.Push(std::move(packet));
    }
    else
    {
        MarkStage(train->packets.Front(), Stage::BatchWait, m_run->Now());
        MergeSegments(*m_run, train->packets.Front(), std::move(packet), m_pathHash);
    }
    ++train->count;
    if (!IsMergeOpen(train->packets.Front()))
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
