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
            .AddAttribute("Close",
                          "With the nexus's Reaper: how the application ends its flows: it closes "
                          "them, or leaves them, as one that crashes or is suspended.",
                          QuantityDefault(FlowEnd::Remove),
                          MakeQuantityAccessor(&NexusDatapath::m_close),
                          MakeChoiceChecker({"remove", "abort"}))
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
                          MakeChoiceChecker(AdviceNames()))
            .AddAttribute("Pool",
                          "How many free packets the application is lent in advance, from a pool "
                          "of its own; none: memory without limit and cost.",
                          PolicyValue(),
                          MakePolicyAccessor(&NexusDatapath::m_poolPolicy),
                          MakePolicyChecker<PoolPolicy>())
            .AddAttribute("Memory",
                          "With Pool: its memory.",
                          PolicyValue(),
                          MakePolicyAccessor(&NexusDatapath::m_poolMemory),
                          MakePolicyChecker<PoolMemory>())
            .AddAttribute("AllocRing",
                          "With Pool: slots of the ring of free packets for the application (XNU).",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&NexusDatapath::m_allocSlots),
                          MakeQuantityChecker<Packets>(Packets(2), Packets(16'384)))
            .AddAttribute("FreeRing",
                          "With Pool: slots of the ring of packets that it gives back (XNU).",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&NexusDatapath::m_freeSlots),
                          MakeQuantityChecker<Packets>(Packets(2), Packets(16'384)))
            .AddAttribute("PurgePeriod",
                          "With Pool: how often the application asks for a purge, which is granted "
                          "when it was idle (XNU's note for libraries).",
                          QuantityDefault(Seconds(11)),
                          MakeQuantityAccessor(&NexusDatapath::m_purgePeriod),
                          MakeQuantityChecker<SimTime>(MilliSeconds(1), Seconds(100'000)))
            .AddAttribute("NoMemory",
                          "With Pool: what becomes of a packet to send for which there is no "
                          "memory; one that can never have any is dropped.",
                          QuantityDefault(NoMemory::Wait),
                          MakeQuantityAccessor(&NexusDatapath::m_noMemory),
                          MakeChoiceChecker({"wait", "drop"}))
            .AddAttribute("DefunctOk",
                          "With the nexus's Reclaim: whether the channel may become defunct, as "
                          "that of a trusted application (XNU: the channel's DEFUNCT_OK).",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&NexusDatapath::m_isDefunctOk),
                          ns3::MakeBooleanChecker())
            .AddAttribute("ArenaGroup",
                          "With the nexus's Reclaim: channels of the same number share an arena, "
                          "which is freed when all of them are defunct; 0: it has its own.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&NexusDatapath::m_arenaGroup),
                          MakeIntegerRangeChecker(0, 1'000'000))
            .AddAttribute("Reconnect",
                          "With the nexus's Reclaim: from when its stack has learnt that the "
                          "channel is defunct until it has another with all flows (an assumption: "
                          "two round trips of 60 ms).",
                          QuantityDefault(MilliSeconds(120)),
                          MakeQuantityAccessor(&NexusDatapath::m_reconnect),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(100'000)))
            .AddAttribute("Relaunch",
                          "With the nexus's Reclaim: how long a new process of the application "
                          "takes to have a channel with all flows (an assumption).",
                          QuantityDefault(MilliSeconds(1500)),
                          MakeQuantityAccessor(&NexusDatapath::m_relaunch),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(100'000)));
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
    m_event = costs.Need("kevent", Path());
    m_receiver.Connect(Run(),
                       *Network().GetProcessor(),
                       nexus->ReceiveCopies(),
                       m_event,
                       stack,
                       {m_ringFull, &AddDropReason("incomplete-datagram")},
                       PathHash());
    m_receiver.Ring().SetSlots(m_receiveSlots.Value());
    m_advice.Connect(Run(), m_adviceMode, nexus->Flowadv(), [this] { Wake(); });
    m_sync = costs.Need("channel_sync", Path());
    NexusSenderSetup sending;
    sending.sync = m_sync;
    sending.stack = stack;
    if (m_adviceMode == Advice::Heed)
    {
        sending.read = costs.Need("advisory_read", Path());
    }
    sending.slots = m_transmitSlots.Value();
    sending.syncBatch = std::min(m_syncBatch.Value(), m_transmitSlots.Value() - 1);
    sending.channel = this;
    m_sender.Connect(*nexus, Network(), m_advice, sending);
    TransmitMemory memory;
    m_noMemoryLeft = &AddDropReason("DropNoMemPkt");
    memory.noDevice = m_noMemoryLeft;
    memory.core = ThreadCore()->Number();
    if (m_poolPolicy)
    {
        OpenMemory(costs, memory);
    }
    else if (m_poolMemory)
    {
        throw std::invalid_argument(Path() + ": Memory is the memory of a Pool; write \"Pool\": "
                                             "{\"type\": \"WorkingSet\"}, too");
    }
    m_sender.SetMemory(memory);
    OpenLife();
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
    TransportOf(*packet).poolBuffer = 0;
    ArmPurge();
    m_sender.Push(std::move(packet));
    Wake();
}

void
NexusDatapath::Deliver(PacketPtr packet)
{
    PacketFifo packets;
    if (m_life && m_life->state != ChannelState::Active)
    {
        Drop(std::move(packet), *m_life->drops.noListener);
        return;
    }
    if (m_life)
    {
        packet = Admit(std::move(packet), ThreadCore()->Number());
    }
    if (packet)
    {
        packets.Push(std::move(packet));
        Receive(packets);
    }
}

void
NexusDatapath::OnListen(FlowIndex flow)
{
    if (m_life && m_life->state != ChannelState::Active)
    {
        m_life->detached.push_back(flow);
        return;
    }
    m_nexus->Flows().Add(flow, m_mask, *this);
}

void
NexusDatapath::OnClosed(FlowIndex flow)
{
    if (m_life)
    {
        std::vector<FlowIndex>& flows = m_life->detached;
        flows.erase(std::remove(flows.begin(), flows.end(), flow), flows.end());
    }
    if (FlowReaper* reaper = m_nexus->GetReaper())
    {
        reaper->Close(flow, m_close);
    }
}

void
NexusDatapath::Receive(PacketFifo& packets)
{
    if (m_life && m_life->state != ChannelState::Active)
    {
        RefuseAll(packets);
        return;
    }
    m_receiver.Receive(packets);
    if (m_life && m_receiver.Ring().HasHidden())
    {
        m_life->stamps.OnEnqueue(Now());
    }
    m_sender.Unblock();
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
    if (m_life && m_life->IsFrozen())
    {
        return;
    }
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
    if (m_life && m_life->IsStopped())
    {
        return BeginStopped(work);
    }
    m_doing = Doing::Send;
    if (m_sender.IsInSync())
    {
        return m_sender.Begin(work, m_isFresh);
    }
    if (BeginMemory(work))
    {
        m_doing = Doing::Memory;
        return true;
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
    const int64_t received = m_receiver.Received();
    m_isFresh = false;
    m_isAtWork = false;
    switch (m_doing)
    {
    case Doing::Receive:
        m_receiver.Finish(wakeUp);
        m_sender.Unblock();
        break;
    case Doing::Send:
        m_sender.Finish(wakeUp);
        break;
    case Doing::TakeAdvice:
        m_advice.TakeEvents();
        break;
    case Doing::Memory:
        break;
    case Doing::TakeEof:
        FinishEof();
        break;
    }
    if (m_life)
    {
        if (m_receiver.Received() > received)
        {
            m_life->stamps.OnDequeue(Now());
            m_life->OnDelivered(Now());
        }
        FinishStopped();
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

std::optional<std::string>
NexusDatapath::FindError() const
{
    std::optional<std::string> error = m_receiver.Ring().FindError();
    if (!error && m_memory)
    {
        error = m_memory->FindError();
    }
    return error;
}

void
NexusDatapath::BeginMeasurement()
{
    if (m_memory)
    {
        m_memory->Pool().BeginMeasurement();
    }
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
    visitor.Counter({"DropNoMemPkt",
                     "packets",
                     "packets for whose copies there was no memory, received or to send"},
                    m_noMemoryLeft->dropped.packets);
    ReportRing(m_receiver.Ring().Slots(), visitor, "rx-ring/");
    ReportRing(m_sender.Slots(), visitor, "tx-ring/");
    if (m_memory)
    {
        visitor.Counter({"no_memory", "1", "calls that found no memory for a packet (ENOMEM)"},
                        m_sender.NoMemory());
        m_memory->ReportMetrics(visitor);
    }
    if (m_life)
    {
        m_life->ReportMetrics(visitor);
    }
}

} // namespace nexsim
