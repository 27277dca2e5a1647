// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-datapath.h"

#include "models/base/attributes.h"
#include "models/host/processor.h"
#include "models/nexus/skywalk-nexus.h"

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(NexusDatapath);

ns3::TypeId
NexusDatapath::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::NexusDatapath")
            .SetParent<Datapath>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<NexusDatapath>()
            .AddAttribute("FlowMask",
                          "Which fields of a packet make it one of this application's: of each of "
                          "its flows on its own, or those of a listener, which then gets all of "
                          "its packets as one flow.",
                          QuantityDefault(FlowMask::FiveTuple),
                          MakeQuantityAccessor(&NexusDatapath::m_mask),
                          MakeChoiceChecker({"five-tuple",
                                             "four-tuple",
                                             "three-tuple",
                                             "two-tuple",
                                             "ip-flow-3",
                                             "ip-flow-2",
                                             "ip-flow-1"}))
            .AddAttribute("RxRing",
                          "Slots of the channel's receive ring, of which one is always empty "
                          "(XNU: NX_FSW_RXRINGSIZE).",
                          QuantityDefault(Packets(1024)),
                          MakeQuantityAccessor(&NexusDatapath::m_receiveSlots),
                          MakeQuantityChecker<Packets>(Packets(2), Packets(16'384)))
            .AddAttribute("TxRing",
                          "Slots of its transmit ring (XNU: NX_FSW_TXRINGSIZE).",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&NexusDatapath::m_transmitSlots),
                          MakeQuantityChecker<Packets>(Packets(2), Packets(16'384)))
            .AddAttribute("Backlog",
                          "Packets of the application that may wait for its thread; what comes "
                          "beyond is dropped.",
                          QuantityDefault(Packets(100'000)),
                          MakeQuantityAccessor(&NexusDatapath::m_backlogLimit),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)));
    return tid;
}

void
NexusDatapath::DoAttach()
{
    auto* nexus = dynamic_cast<SkywalkNexus*>(Network().GetNexus());
    if (nexus == nullptr)
    {
        throw std::invalid_argument(
            Path() + ": a Nexus datapath needs a nexus at its host; write there \"Nexus\": "
                     "{\"type\": \"Skywalk\"}, \"Cores\": 1, \"Costs\": {\"profile\": "
                     "\"linux-bdw36-2018\", \"extends\": [\"nexus-reconstruction\"]}");
    }
    m_nexus = nexus;
    const CostTable& costs = Network().GetProcessor()->Costs();
    const Cost stack = costs.Need("stack_packet", Path());
    m_ringFull = &AddDropReason("RxDstRingFull");
    m_backlogFull = &AddDropReason("application-backlog-full");
    m_receiver.Connect(Run(), costs.Need("kevent", Path()), stack, *m_ringFull);
    m_receiver.Ring().SetSlots(m_receiveSlots.Value());
    m_sender.Connect(Run(),
                     *nexus,
                     Network(),
                     costs.Need("channel_sync", Path()),
                     stack,
                     m_transmitSlots.Value());
}

void
NexusDatapath::DoDispose()
{
    m_sender.Clear();
    m_receiver.Clear();
    Datapath::DoDispose();
}

void
NexusDatapath::Send(PacketPtr packet)
{
    if (m_sender.Waiting() >= m_backlogLimit.Value())
    {
        Drop(std::move(packet), *m_backlogFull);
        return;
    }
    m_sender.Push(std::move(packet));
    Wake();
}

void
NexusDatapath::Deliver(PacketPtr packet)
{
    PacketFifo packets;
    packets.Push(std::move(packet));
    Receive(packets);
}

void
NexusDatapath::OnListen(FlowIndex flow)
{
    m_nexus->Flows().Add(flow, m_mask, *this);
}

void
NexusDatapath::Receive(PacketFifo& packets)
{
    m_receiver.Receive(packets);
    Wake();
}

bool
NexusDatapath::HoldsBackWriters() const
{
    return true;
}

void
NexusDatapath::AddWriter(WriteClient& client)
{
    m_sender.AddWriter(client);
    Wake();
}

void
NexusDatapath::Wake()
{
    if (m_thread.IsAsleep())
    {
        m_isFresh = true;
        ++m_wakeUps;
    }
    ThreadCore()->Wake(m_thread);
}

bool
NexusDatapath::Begin(CoreWork& work)
{
    if (m_sender.IsInSync())
    {
        m_isSending = true;
        return m_sender.Begin(work, m_isFresh);
    }
    m_isSending = false;
    if (m_receiver.IsInEvent())
    {
        return m_receiver.Begin(work, m_isFresh);
    }
    m_isSending = m_sender.Begin(work, m_isFresh);
    if (!m_isSending && !m_receiver.Begin(work, m_isFresh))
    {
        m_isSending = m_sender.AskWriters() && m_sender.Begin(work, m_isFresh);
        return m_isSending;
    }
    return true;
}

void
NexusDatapath::Finish()
{
    const SimTime wakeUp = m_isFresh ? m_thread.WakeUpSpan() : SimTime(0);
    m_isFresh = false;
    if (m_isSending)
    {
        m_sender.Finish(wakeUp);
    }
    else
    {
        m_receiver.Finish(wakeUp);
    }
}

Tally
NexusDatapath::Held() const
{
    Tally held = m_sender.Held();
    held += m_receiver.Held();
    return held;
}

void
NexusDatapath::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"sent_packets", "packets", "packets that its thread has sent"},
                    m_sender.Sent());
    visitor.Counter({"syncs", "1", "calls that sent them"}, m_sender.Syncs());
    visitor.Counter({"received_packets", "packets", "packets that its stack has received"},
                    m_receiver.Received());
    visitor.Counter({"events", "1", "events that showed them to it"}, m_receiver.Events());
    visitor.Quotient({"packets_per_event", "packets", "packets per event"},
                     m_receiver.Received(),
                     m_receiver.Events());
    visitor.Counter({"wake_ups", "1", "times that the thread was woken from sleep"}, m_wakeUps);
    visitor.Counter({"RxDstRingFull", "packets", "packets that found no slot"},
                    m_ringFull->dropped.packets);
}

} // namespace nexsim
