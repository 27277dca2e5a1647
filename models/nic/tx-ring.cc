// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/tx-ring.h"

#include "models/base/segments.h"

#include <algorithm>

namespace nexsim
{

void
TxRing::Connect(TxRingOwner& owner, NicClient& client, uint32_t nic)
{
    m_told = &owner;
    m_client = &client;
    m_nic = nic;
}

void
TxRing::Attach(const Component& owner, const TxRingSetup& setup)
{
    m_owner = &owner;
    m_setup = setup;
    if (setup.flight > SimTime(0))
    {
        m_flight.Bind<&TxRing::OnSeen>(*this, owner, Priority::Arrival);
    }
    if (setup.completion.IsEmpty())
    {
        return;
    }
    m_completion = setup.completion.CreateAs<InterruptModeration>();
    m_completion->Connect(*this);
    m_completion->Attach(owner.Run(), owner.Path() + "/tx/completion");
    m_doneTimer.Bind<&TxRing::OnDone>(*this, owner, Priority::Departure);
}

void
TxRing::Ring()
{
    const int64_t packets = m_unrung;
    m_unrung = 0;
    m_posted += packets;
    ++m_doorbells;
    m_client->OnDoorbell(m_nic);
    if (m_setup.flight == SimTime(0))
    {
        See(packets);
        return;
    }
    const SimTime seenAt = m_owner->Now() + m_setup.flight;
    m_rung.push_back({seenAt, packets});
    if (m_rung.size() == 1)
    {
        m_flight.ArmAt(seenAt);
    }
}

void
TxRing::OnSeen()
{
    const int64_t packets = m_rung.front().packets;
    m_rung.pop_front();
    if (!m_rung.empty())
    {
        m_flight.ArmAt(m_rung.front().seenAt);
    }
    See(packets);
    m_told->OnTxReady();
}

void
TxRing::See(int64_t packets)
{
    m_seen += packets;
    if (m_setup.dma != nullptr)
    {
        FetchAndRead();
    }
}

/** Moves packets on with DMA as far as descriptors, tags and memory of the NIC allow. */
void
TxRing::FetchAndRead()
{
    Pcie& dma = *m_setup.dma;
    const int64_t descriptors = std::min(m_seen, dma.MostToFetch());
    if (descriptors > 0)
    {
        m_seen -= descriptors;
        dma.Fetch(descriptors);
    }
    while (m_fetched > 0 || !m_segments.Empty())
    {
        if (m_segments.Empty())
        {
            --m_fetched;
            TakeFromRing();
            m_partsLeft.push_back(m_segments.Size());
        }
        const Packet& next = m_segments.Front();
        // Headers are read once; the NIC writes those of the further segments.
        const int64_t bytes =
            m_isWhole ? next.size + Pcie::kFrameHeader : int64_t{next.payloadBytes};
        if (!dma.CanRead(next, bytes))
        {
            return;
        }
        m_isWhole = false;
        dma.Read(m_segments.Pop(), bytes);
    }
}

void
TxRing::OnFetched(int64_t descriptors)
{
    m_fetched += descriptors;
    FetchAndRead();
}

void
TxRing::OnRead(PacketPtr packet)
{
    m_ready.Push(std::move(packet));
    m_told->OnTxReady();
    FetchAndRead();
}

/** The oldest packet leaves the ring: whole, or as its segments. */
void
TxRing::TakeFromRing()
{
    PacketPtr packet = m_ring.Pop();
    m_isWhole = true;
    if (!m_setup.cutsSegments || packet->segments == 1)
    {
        m_segments.Push(std::move(packet));
        return;
    }
    MarkStage(*packet, Stage::NicRing, m_owner->Now());
    ++m_cut;
    m_made += packet->segments;
    SplitSegments(m_owner->Run(), std::move(packet), m_owner->PathHash(), m_segments);
}

PacketPtr
TxRing::NextInMemory()
{
    if (m_segments.Empty())
    {
        if (m_seen == 0)
        {
            return PacketPtr();
        }
        --m_seen;
        if (__builtin_expect(!m_setup.cutsSegments, 1))
        {
            PacketPtr packet = m_ring.Pop();
            FinishDescriptor(packet->size);
            return packet;
        }
        TakeFromRing();
    }
    PacketPtr packet = m_segments.Pop();
    if (m_segments.Empty())
    {
        FinishDescriptor(packet->size);
    }
    return packet;
}

PacketPtr
TxRing::Next()
{
    if (__builtin_expect(m_setup.dma == nullptr, 1))
    {
        return NextInMemory();
    }
    if (m_ready.Empty())
    {
        return PacketPtr();
    }
    PacketPtr packet = m_ready.Pop();
    m_setup.dma->Leave(*packet);
    if (--m_partsLeft.front() == 0)
    {
        m_partsLeft.pop_front();
        FinishDescriptor(packet->size);
    }
    FetchAndRead();
    return packet;
}

void
TxRing::FinishDescriptor(int64_t bytes)
{
    if (__builtin_expect(m_completion == nullptr, 1))
    {
        --m_used;
        if (m_setup.dma != nullptr)
        {
            m_setup.dma->WriteBack();
        }
        return;
    }
    ++m_done;
    m_doneBytes += bytes;
    // The transmitter is in the middle of a packet: the client must not be called from here.
    m_doneTimer.ArmAt(m_owner->Now());
}

void
TxRing::OnDone()
{
    if (m_done > 0)
    {
        m_completion->OnPacket(Packets(m_done));
    }
}

void
TxRing::Raise()
{
    ++m_completions;
    Complete();
}

void
TxRing::Poll()
{
    Complete();
}

void
TxRing::Complete()
{
    HandlerRun run;
    run.raised = m_owner->Now();
    run.packets = m_done;
    run.bytes = m_doneBytes;
    m_used -= m_done;
    m_done = 0;
    m_doneBytes = 0;
    if (m_setup.dma != nullptr)
    {
        m_setup.dma->WriteBack();
    }
    m_client->OnTransmitted(m_nic, run.packets);
    m_told->OnTxFree();
    m_completion->OnEnabled(run);
}

void
TxRing::Forget(PacketFifo& reading)
{
    if (m_setup.dma != nullptr)
    {
        m_setup.dma->Abort(reading);
    }
    if (!m_rung.empty())
    {
        m_flight.Cancel();
        m_rung.clear();
    }
    m_partsLeft.clear();
    m_used = m_done;
    m_unrung = 0;
    m_seen = 0;
    m_fetched = 0;
}

Tally
TxRing::Held() const
{
    Tally held = m_ring.Sum();
    held += m_segments.Sum();
    held += m_ready.Sum();
    return held;
}

void
TxRing::Clear()
{
    DropAll([](PacketPtr) {});
}

void
TxRing::ReportMetrics(MetricVisitor& visitor) const
{
    // With nothing of this modelled, all of it follows from the packets sent.
    const bool isPlain = m_setup.dma == nullptr && m_setup.flight == SimTime(0) &&
                         m_completion == nullptr && !m_setup.cutsSegments;
    const MetricRole role = isPlain ? MetricRole::Sum : MetricRole::Own;
    visitor.Counter({"doorbells", "events", "times that the host told of new descriptors", role},
                    m_doorbells);
    visitor.Quotient({"packets_per_doorbell", "packets", "packets told of at a time", role},
                     m_posted,
                     m_doorbells);
    visitor.Counter({"split_packets", "packets", "packets cut into their segments", role}, m_cut);
    visitor.Counter({"split_segments", "packets", "segments that they became", role}, m_made);
    visitor.Counter({"tx_interrupts", "events", "interrupts that free sent descriptors", role},
                    m_completions);
}

} // namespace nexsim
