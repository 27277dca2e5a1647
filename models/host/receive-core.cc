// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/receive-core.h"

#include "models/host/processor.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

/** Time that has been counted under one stage was spent in another. */
void
MoveStage(Packet& packet, Stage from, Stage to, SimTime span)
{
    if (span > SimTime(0))
    {
        AddToStage(packet, from, SimTime(0) - span);
        AddToStage(packet, to, span);
    }
}

} // namespace

ReceiveCore::ReceiveCore(const ReceiveSettings& settings,
                         Core& core,
                         const std::vector<std::unique_ptr<ReceiveCore>>& peers)
    : m_settings(settings), m_core(core), m_peers(peers)
{
}

void
ReceiveCore::DoAttach()
{
    m_resume.Bind<&ReceiveCore::OnResume>(*this, Priority::Departure);
    m_backlog = std::make_unique<Backlog>(*this, m_settings.backlog, AddDropReason("backlog-full"));
}

void
ReceiveCore::Connect(KernelInput& input, HostNetwork& network)
{
    m_input = &input;
    m_softirq.Connect(Run(), input, network);
    m_thread.Connect(Run(), input, network);
    if (m_settings.joinsTcp)
    {
        m_trains.JoinTcp(Run(), PathHash());
    }
}

void
ReceiveCore::Interrupt(PollSource& source)
{
    if (source.isListed)
    {
        return;
    }
    source.isListed = true;
    m_list.push_back(&source);
    ++m_interrupts;
    m_entriesDue += m_settings.isByInterrupt ? 0 : 1;
    if (m_softirq.IsAsleep() && !m_isDeferred)
    {
        m_isWoken = true;
        BeginRound();
    }
    m_core.Wake(m_softirq);
}

void
ReceiveCore::EnterInterrupt()
{
    ++m_interrupts;
    ++m_entriesDue;
    m_core.Wake(m_softirq);
}

void
ReceiveCore::Complete(int64_t packets)
{
    if (m_settings.sent)
    {
        m_sentDue += packets;
        EnterInterrupt();
    }
}

bool
ReceiveCore::BeginReceived(Poller& task, CoreWork& work)
{
    if (&task == &m_thread)
    {
        const bool hasWork = BeginNext(task, work);
        m_isDeferred = hasWork || m_resume.IsArmed();
        return hasWork;
    }
    return (m_entriesDue > 0 || m_sentDue > 0 || !m_isDeferred) && BeginNext(task, work);
}

bool
ReceiveCore::BeginNext(Poller& task, CoreWork& work)
{
    const bool isSoftirq = &task == &m_softirq;
    while (true)
    {
        if (isSoftirq && m_entriesDue > 0)
        {
            --m_entriesDue;
            m_entrySpan = work.Add(m_settings.entry);
            task.BeginOverhead();
            return true;
        }
        if (isSoftirq && m_sentDue > 0)
        {
            work.Add(*m_settings.sent, std::exchange(m_sentDue, 0));
            task.BeginOverhead();
            return true;
        }
        if (PacketFifo* train = m_trains.Complete())
        {
            ++m_trainsSeen;
            m_inTrains += m_trains.CompletePackets();
            task.BeginTrain(*train, work);
            m_trains.Pop();
            return true;
        }
        if (m_list.empty())
        {
            return false;
        }
        PollSource& source = *m_list.front();
        const bool mayTake = m_polled < m_settings.pollBudget;
        if (PacketPtr packet = mayTake ? source.Take() : PacketPtr())
        {
            BeginPacket(task, source, std::move(packet), work);
            return true;
        }
        EndPoll(source, mayTake);
        if (!m_list.empty() && IsRoundOver() && EndRound(isSoftirq))
        {
            return false;
        }
    }
}

void
ReceiveCore::BeginPacket(Poller& task, const PollSource& source, PacketPtr packet, CoreWork& work)
{
    ++m_polled;
    ++m_inRound;
    ++m_packets;
    ChargeWakeUp(*packet, source.IsDevice() ? Stage::NicRing : Stage::CoreWait);
    if (!source.IsDevice())
    {
        task.BeginInput(std::move(packet), work);
        return;
    }
    if (m_settings.isByInterrupt)
    {
        work.Add(m_settings.entry);
    }
    AddDriverCost(source, *packet, work);
    if (m_settings.merges)
    {
        work.Add(m_settings.mergeTry);
    }
    const bool isSteered = SteeredTo(*packet) != nullptr;
    if (m_settings.merges && !isSteered && m_input->TakesTrains(*packet))
    {
        task.BeginJoin(std::move(packet), m_trains);
        return;
    }
    BeginAfterDriver(task, std::move(packet), work);
}

void
ReceiveCore::AddDriverCost(const PollSource& source, const Packet& packet, CoreWork& work) const
{
    work.Add(m_settings.driver);
    if (!source.HasChecked() && m_input->ChecksSums(packet))
    {
        work.Add(m_settings.checksum, packet.payloadBytes);
    }
}

void
ReceiveCore::BeginAlone(KernelTask& task,
                        const PollSource& source,
                        PacketPtr packet,
                        CoreWork& work)
{
    ++m_packets;
    AddDriverCost(source, *packet, work);
    BeginAfterDriver(task, std::move(packet), work);
}

void
ReceiveCore::BeginPolled(KernelTask& task,
                         const PollSource& source,
                         PacketPtr packet,
                         SimTime look,
                         CoreWork& work)
{
    // Of a look whose first packet a filter has kept the next one has not waited all.
    const SimTime waited = SimTime(
        HasStage(*packet, Stage::NicRing)
            ? StagesOf(*packet).picoseconds[static_cast<size_t>(Stage::NicRing)] / packet->segments
            : 0);
    MoveStage(*packet, Stage::NicRing, Stage::WakeUp, std::min(look, waited));
    if (m_settings.merges)
    {
        work.Add(m_settings.mergeTry);
    }
    BeginAlone(task, source, std::move(packet), work);
}

/** Another core's backlog, or all the way to the application. */
void
ReceiveCore::BeginAfterDriver(KernelTask& task, PacketPtr packet, CoreWork& work)
{
    if (Backlog* backlog = SteeredTo(*packet))
    {
        work.Add(m_settings.handOver);
        task.BeginHandOver(std::move(packet), *backlog);
        return;
    }
    task.BeginInput(std::move(packet), work);
}

/** Up to now all time since the interrupt is the given stage's. */
void
ReceiveCore::ChargeWakeUp(Packet& packet, Stage waitedIn)
{
    if (!m_isWoken)
    {
        return;
    }
    m_isWoken = false;
    MoveStage(packet, waitedIn, Stage::WakeUp, m_softirq.WakeUpSpan());
    MoveStage(packet, waitedIn, Stage::InterruptHold, m_entrySpan);
    if (m_entrySpan > SimTime(0))
    {
        m_core.GetProcessor().NoteWork(packet, {m_settings.entry.kind, m_entrySpan});
    }
}

Backlog*
ReceiveCore::SteeredTo(const Packet& packet) const
{
    if (!m_settings.steers)
    {
        return nullptr;
    }
    const uint64_t place = static_cast<uint64_t>(packet.flowHash) * m_peers.size() >> 32;
    ReceiveCore& peer = *m_peers[place];
    return &peer == this ? nullptr : peer.m_backlog.get();
}

/** @param isEmpty false when its turn is over, with more to take perhaps */
void
ReceiveCore::EndPoll(PollSource& source, bool isEmpty)
{
    ++m_polls;
    m_polled = 0;
    m_trains.Flush();
    m_list.pop_front();
    if (isEmpty)
    {
        source.isListed = false;
        source.Enable();
    }
    else
    {
        m_list.push_back(&source);
    }
}

/**
 * The softirq leaves the rest to the thread; that lets others of its class go first.
 * @return whether the task stops for now
 */
bool
ReceiveCore::EndRound(bool isSoftirq)
{
    BeginRound();
    if (isSoftirq)
    {
        ++m_deferrals;
        m_isDeferred = true;
        m_core.Wake(m_thread);
        return true;
    }
    if (!m_core.IsWanted(CoreClass::UserThread))
    {
        return false;
    }
    m_resume.ArmAt(Now());
    return true;
}

void
ReceiveCore::OnResume()
{
    m_core.Wake(m_thread);
}

void
ReceiveCore::BeginRound()
{
    m_inRound = 0;
    m_roundSince = Now();
}

bool
ReceiveCore::IsRoundOver() const
{
    return m_inRound >= m_settings.roundBudget || Now() - m_roundSince >= m_settings.roundTime;
}

Tally
ReceiveCore::Held() const
{
    Tally held = m_softirq.Held();
    held += m_thread.Held();
    held += m_backlog->Held();
    held += m_trains.Held();
    return held;
}

void
ReceiveCore::Clear()
{
    m_softirq.Clear();
    m_thread.Clear();
    m_backlog->Clear();
    m_trains.Clear();
}

void
ReceiveCore::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"interrupts", "1", "calls for this core by a queue or another core"},
                    m_interrupts);
    visitor.Counter({"polls", "1", "turns of a queue"}, m_polls);
    visitor.Counter({"packets", "packets", "packets taken from queues and the backlog"}, m_packets);
    visitor.Counter({"deferrals", "1", "times that the rest was left to the thread"}, m_deferrals);
    if (m_settings.merges)
    {
        visitor.Counter({"trains", "1", "trains of packets that were handled as one"},
                        m_trainsSeen);
        visitor.Quotient({"packets_per_train", "packets", "packets per such train"},
                         m_inTrains,
                         m_trainsSeen);
    }
}

} // namespace nexsim
