// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-datapath.h"

#include "models/base/attributes.h"
#include "models/host/processor.h"
#include "models/nexus/skywalk-nexus.h"

#include <algorithm>
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
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute(
                "SyncBatch",
                "Packets after which its stack synchronises the transmit ring, and at "
                "most as many as the ring takes; the stack's own choice, unknown of XNU's.",
                QuantityDefault(Packets(kUnlimited)),
                MakeQuantityAccessor(&NexusDatapath::m_syncBatch),
                MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("Advice",
                          "What its stack makes of its flow advisory table: heed it, ignore it, "
                          "or have none.",
                          QuantityDefault(Advice::Heed),
                          MakeQuantityAccessor(&NexusDatapath::m_adviceMode),
                          MakeChoiceChecker(AdviceNames()));
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
    const CostTable& costs = Network().GetProcessor()->Costs();
    const Cost stack = costs.Need("stack_packet", Path());
    m_ringFull = &AddDropReason("RxDstRingFull");
    m_backlogFull = &AddDropReason("application-backlog-full");
    m_event = costs.Need("kevent", Path());
    m_receiver.Connect(Run(), *Network().GetProcessor(), m_event, stack, *m_ringFull);
    m_receiver.Ring().SetSlots(m_receiveSlots.Value());
    m_advice.Connect(Run(), m_adviceMode, nexus->Flowadv(), [this] { Wake(); });
    NexusSenderSetup sending;
    sending.sync = costs.Need("channel_sync", Path());
    sending.stack = stack;
    if (m_adviceMode == Advice::Heed)
    {
        sending.read = costs.Need("advisory_read", Path());
    }
    sending.syncBatch = std::min(m_syncBatch.Value(), m_transmitSlots.Value() - 1);
    sending.channel = this;
    m_sender.Connect(*nexus, Network(), m_advice, sending);
}

bool
NexusDatapath::HeedsAdvice() const
{
    return m_adviceMode != Advice::None;
}

void
NexusDatapath::UseAdvisories(FlowAdvisoryTable& table)
{
    m_advice.UseTable(table);
}

void
NexusDatapath::DoDispose()
{
    m_sender.Clear();
    m_advice.Clear();
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
        m_doing = Doing::Send;
        return m_sender.Begin(work, m_isFresh);
    }
    m_doing = Doing::Receive;
    if (m_receiver.IsInEvent())
    {
        return m_receiver.Begin(work, m_isFresh);
    }
    if (m_advice.HasEvent())
    {
        m_doing = Doing::TakeAdvice;
        work.Add(m_event);
        return true;
    }
    m_doing = Doing::Send;
    if (m_sender.Begin(work, m_isFresh))
    {
        return true;
    }
    m_doing = Doing::Receive;
    if (m_receiver.Begin(work, m_isFresh))
    {
        return true;
    }
    m_doing = Doing::Send;
    return m_sender.AskWriters() && m_sender.Begin(work, m_isFresh);
}

void
NexusDatapath::Finish()
{
    const SimTime wakeUp = m_isFresh ? m_thread.WakeUpSpan() : SimTime(0);
    m_isFresh = false;
    switch (m_doing)
    {
    case Doing::Receive:
        m_receiver.Finish(wakeUp);
        break;
    case Doing::Send:
        m_sender.Finish(wakeUp);
        break;
    case Doing::TakeAdvice:
        m_advice.TakeEvents();
        break;
    }
}

Tally
NexusDatapath::Held() const
{
    Tally held = m_sender.Held();
    held += m_advice.Held();
    held += m_receiver.Held();
    return held;
}

void
NexusDatapath::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"sent_packets", "packets", "packets that its thread has sent"},
                    m_sender.Sent());
    visitor.Counter({"syncs", "1", "calls that sent them"}, m_sender.Syncs());
    visitor.Quotient({"packets_per_sync", "packets", "packets per such call"},
                     m_sender.Sent(),
                     m_sender.Syncs());
    visitor.Counter({"held_packets", "packets", "packets held while their flow was suspended"},
                    m_advice.Holds());
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
