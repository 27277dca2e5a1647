// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/socket-datapath.h"

#include "models/host/kernel-task.h"
#include "models/host/processor.h"

namespace nexsim
{

void
SocketDatapath::DoDispose()
{
    m_sender.Clear();
    m_receiver.Clear();
    Datapath::DoDispose();
}

bool
SocketDatapath::IsStream(const Packet& packet) const
{
    return Run().Flows()[packet.flow].key.protocol == kProtocolTcp;
}

void
SocketDatapath::Send(PacketPtr packet)
{
    if (m_sender.Waiting() >= m_backlogLimit.Value())
    {
        m_isRefusing = true;
        Drop(std::move(packet), *m_backlogFull);
        m_isRefusing = false;
        return;
    }
    if (packet->segments > 1 && !m_isWholePrepared && m_sendCall->IsOneWork())
    {
        PrepareWhole(); // by a source that does not ask for it beforehand
    }
    Run().Flows()[packet->flow].sender = this;
    CoreTask* const current = Network().GetProcessor()->Current();
    KernelTask* const task = current != nullptr ? current->Kernel() : nullptr;
    if (task != nullptr && m_sender.IsIdle())
    {
        m_sender.Buffer().Add(packet->size);
        task->AddSend(*this, std::move(packet));
        return;
    }
    const bool mayGrow = m_gso.Takes(*packet);
    m_sender.Push(std::move(packet));
    if (mayGrow)
    {
        m_room.ArmAt(Now()); // when all that TCP gives now is there
        return;
    }
    Wake();
}

void
SocketDatapath::Deliver(PacketPtr packet)
{
    PacketFifo train;
    train.Push(std::move(packet));
    DeliverTrain(train);
}

void
SocketDatapath::DeliverTrain(PacketFifo& train)
{
    if (m_busyPoll)
    {
        m_busyPoll->Learn(Network().SourceOf(train.Front()));
    }
    if (IsStream(train.Front()))
    {
        int64_t bytes = 0;
        PacketSink* receiver = Run().Flows()[train.Front().flow].receiver;
        while (!train.Empty())
        {
            bytes += train.Front().payloadBytes;
            receiver->Deliver(train.Pop());
        }
        if (bytes > 0)
        {
            m_receiver.PushStream(bytes);
            Wake();
        }
        return;
    }
    if (!m_receiver.HasRoom())
    {
        while (!train.Empty())
        {
            Drop(train.Pop(), *m_bufferFull);
        }
        return;
    }
    m_receiver.Push(train);
    Wake();
}

bool
SocketDatapath::TakesTrains(const Packet& packet) const
{
    return IsStream(packet) ? packet.payloadBytes > 0 : m_takesTrains;
}

bool
SocketDatapath::ChecksSums() const
{
    return true;
}

void
SocketDatapath::AddInputCost(const Packet& /*packet*/, CoreWork& work)
{
    work.Add(m_lookup);
    work.Add(m_enqueue);
}

void
SocketDatapath::AddOutputCost(const Packet& packet, CoreWork& work)
{
    if (m_gso.Takes(packet))
    {
        m_gso.AddWork(packet, work);
    }
    else
    {
        work.Add(m_kernelSend);
    }
    Network().AddChecksumWork(packet, work);
}

void
SocketDatapath::JoinOutput(Packet& packet, PacketFifo& later)
{
    while (m_gso.Takes(packet) && m_gso.Join(packet, later))
    {
    }
}

void
SocketDatapath::TransmitOutput(PacketPtr packet)
{
    if (!m_gso.Takes(*packet))
    {
        Network().Transmit(std::move(packet));
        return;
    }
    PacketFifo packets;
    m_gso.Cut(std::move(packet), packets);
    Network().TransmitAll(packets);
}

int64_t
SocketDatapath::BufferFootprint(const Packet& packet) const
{
    return IsStream(packet) ? 0 : m_receiver.Buffer().Footprint(packet.size);
}

bool
SocketDatapath::HasRoomAfter(int64_t bytes) const
{
    return m_receiver.Buffer().Used().Value() + bytes <= m_receiver.Buffer().Limit().Value();
}

int64_t
SocketDatapath::Buffered() const
{
    return m_receiver.Buffered();
}

bool
SocketDatapath::HoldsBackWriters() const
{
    return true;
}

void
SocketDatapath::PrepareWhole()
{
    if (!m_sendCall->IsOneWork())
    {
        Datapath::PrepareWhole();
    }
    if (Network().HasSegmentation())
    {
        m_sendCall->PrepareWhole(Network().GetProcessor()->Costs(), Path());
    }
    m_isWholePrepared = true;
}

void
SocketDatapath::AddWriter(WriteClient& client)
{
    m_sender.AddWriter(client);
    Wake();
}

void
SocketDatapath::OnLeftHost(const Packet& packet)
{
    if (!m_isRefusing && m_sender.OnLeftHost(packet))
    {
        m_room.ArmAt(Now()); // not from within a queue or the NIC
    }
}

void
SocketDatapath::Wake()
{
    m_wakeUps += m_thread.IsAsleep() ? 1 : 0;
    m_isFresh = m_isFresh || m_thread.IsAsleep() || m_thread.IsPolling();
    ThreadCore()->Wake(m_thread);
}

bool
SocketDatapath::Begin(CoreWork& work)
{
    return m_busyPoll ? BeginPolling(work) : BeginCall(work);
}

/** What the thread's polls find goes before its calls; where there are none, it polls on. */
bool
SocketDatapath::BeginPolling(CoreWork& work)
{
    if (m_busyPoll->Begin(work, m_receiver.HasWaiting() || m_sender.Waiting() > 0))
    {
        return true;
    }
    if (BeginCall(work))
    {
        m_busyPoll->OnWork();
        return true;
    }
    m_busyPoll->OnNothing();
    return false;
}

bool
SocketDatapath::BeginCall(CoreWork& work)
{
    if (m_receiver.IsInCall())
    {
        m_isSending = false;
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
SocketDatapath::Finish()
{
    if (m_busyPoll && m_busyPoll->Kernel() != nullptr)
    {
        m_busyPoll->Finish();
        return;
    }
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
SocketDatapath::Held() const
{
    Tally held = m_sender.Held();
    held += m_receiver.Held();
    return held;
}

void
SocketDatapath::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"sent_packets", "packets", "packets that its thread has sent"},
                    m_sender.Sent());
    visitor.Counter({"send_calls", "1", "calls that sent them"}, m_sender.Calls());
    visitor.Counter({"received_packets", "packets", "datagrams that its thread has received"},
                    m_receiver.Received());
    visitor.Counter({"receive_calls", "1", "calls that received them, or bytes of streams"},
                    m_receiver.Calls());
    visitor.Counter({"stream_bytes", "B", "bytes of TCP that its thread has read"},
                    m_receiver.StreamBytes());
    visitor.Counter({"wake_ups", "1", "times that the thread was woken from sleep"}, m_wakeUps);
    visitor.Quotient({"wake_ups_per_packet", "1", "per datagram received"},
                     m_wakeUps,
                     m_receiver.Received());
    visitor.Counter({"receive_buffer_drops", "packets", "datagrams that found no room"},
                    m_bufferFull->dropped.packets);
    visitor.Level({"receive_buffer_used", "B", "memory of datagrams that wait for the thread"},
                  m_receiver.Buffer().Used().Value());
    visitor.Level({"send_buffer_used", "B", "memory of packets that have not left the host"},
                  m_sender.Buffer().Used().Value());
}

} // namespace nexsim
