// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// How the flow switch sees that packets are of the flows of the channel that sends them.

#include "models/base/forged-packets.h"
#include "models/base/fragments.h"
#include "models/host/datapath.h"
#include "models/nexus/skywalk-nexus.h"

#include <utility>

namespace nexsim
{

void
FlowswitchTransmitter::AddCheck(const Packet& packet,
                                const Packet* previous,
                                Share& share,
                                CoreWork& work)
{
    const NexusCosts& costs = m_nexus->Costs();
    share.classification += work.Add(costs.classify);
    const bool isHit = previous != nullptr && previous->flow == packet.flow;
    share.classification += work.Add(isHit ? costs.previousHit : costs.lookUp);
    if (costs.verify)
    {
        share.classification += work.Add(*costs.verify);
    }
    FlowswitchTransmitCounts& counts = m_nexus->TransmitCounts();
    ++counts.lookUps;
    counts.previousHits += isHit ? 1 : 0;
}

/** The verdict on packets in the ring, before any of them is copied. */
void
FlowswitchTransmitter::FinishCheck(SimTime wakeUp)
{
    FlowswitchTransmitCounts& counts = m_nexus->TransmitCounts();
    counts.inBatch -= m_batch.Size();
    for (const Share& share : m_shares)
    {
        PacketPtr packet = m_batch.Pop();
        Charge(*packet, share, wakeUp);
        packet = Check(Read(std::move(packet), m_nexus->Now()));
        if (packet)
        {
            m_batch.Push(std::move(packet)); // behind those that are not verified yet
        }
    }
    m_shares.clear();
    counts.inBatch += m_batch.Size();
    m_isChecked = !m_batch.Empty();
}

/** When the last packet of the batch was copied, if the rest of the work went on without a break. */
SimTime
FlowswitchTransmitter::CopiedAt() const
{
    SimTime at = m_nexus->Now();
    for (const Share& share : m_shares)
    {
        at -= share.classification;
    }
    return at;
}

/** Null for nobody, as for all packets but those of an attack. */
PacketForger*
FlowswitchTransmitter::ForgerOf(const Packet& packet) const
{
    if ((packet.flags & kForger) == 0)
    {
        return nullptr; // without a look at its flow
    }
    return nexsim::ForgerOf(m_nexus->Run().Flows()[packet.flow].key, packet);
}

/** @return what lies in the packet's memory at that time, which its application may have changed */
PacketPtr
FlowswitchTransmitter::Read(PacketPtr packet, SimTime at) const
{
    PacketForger* const forger = ForgerOf(*packet);
    return forger != nullptr ? forger->Read(std::move(packet), at) : std::move(packet);
}

/** @return null for a packet that is dropped, since it is not of the channel's own flows */
PacketPtr
FlowswitchTransmitter::Check(PacketPtr packet)
{
    DropReason* const reason = Verify(*packet);
    PacketForger* const forger = ForgerOf(*packet);
    if (forger != nullptr)
    {
        forger->OnVerdict(*packet,
                          reason == nullptr ? SendVerdict::Accepted : SendVerdict::Refused);
    }
    if (reason == nullptr)
    {
        return packet;
    }
    m_nexus->Run().GetLedger().Drop(std::move(packet), *reason, m_nexus->Now());
    return PacketPtr();
}

/**
 * Null for a packet of the channel's own flows.
 *
 * A fragment that is not the first has no ports to be looked up by: it must follow the others of its
 * datagram.
 */
DropReason*
FlowswitchTransmitter::Verify(const Packet& packet)
{
    const FlowRecord& flow = m_nexus->Run().Flows()[packet.flow];
    const bool isFragment = IsFragment(flow.key, packet);
    const auto datagram = std::pair(packet.flow, isFragment ? FragmentIdentification(packet) : 0);
    if (isFragment && FragmentOffset(packet) > 0)
    {
        m_begun = m_begun == datagram ? m_begun : std::nullopt;
        return m_begun ? nullptr : m_nexus->TransmitDrops().fragment;
    }
    const bool isOwn = flow.owner == m_channel && !HasForgedId(flow.key, packet);
    m_begun = isOwn && isFragment ? std::optional(datagram) : std::nullopt;
    return isOwn                   ? nullptr
           : flow.owner == nullptr ? m_nexus->TransmitDrops().flowNotFound
                                   : m_nexus->TransmitDrops().badId;
}

/** The packet has left the memory that its application can write. */
void
FlowswitchTransmitter::Leave(Packet& packet) const
{
    if (PacketForger* const forger = ForgerOf(packet))
    {
        forger->OnLeft(packet);
        ForgetForger(packet);
    }
}

} // namespace nexsim
