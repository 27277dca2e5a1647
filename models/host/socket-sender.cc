// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/socket-sender.h"

#include "models/base/run-context.h"
#include "models/base/segments.h"
#include "models/host/charge-work.h"
#include "models/host/write-client.h"

namespace nexsim
{

namespace
{
constexpr int64_t kMostGsoBytes = 65'507; //!< payload of a call: what one UDP datagram can hold
} // namespace

void
SocketSender::Connect(RunContext& run,
                      HostNetwork& network,
                      SendCall& call,
                      const TcpGso& gso,
                      uint64_t pathHash)
{
    m_gso = &gso;
    m_pathHash = pathHash;
    m_run = &run;
    m_network = &network;
    m_call = &call;
}

bool
SocketSender::AskWriters()
{
    if (!HasRoom())
    {
        m_isBlocked = m_isBlocked || !m_writers.empty();
        return false;
    }
    while (m_waiting.Empty() && !m_writers.empty())
    {
        m_nextWriter = m_nextWriter < m_writers.size() ? m_nextWriter : 0;
        if (m_writers[m_nextWriter]->OnWritable(m_call->Limit()))
        {
            ++m_nextWriter;
        }
        else
        {
            m_writers.erase(m_writers.begin() + static_cast<std::ptrdiff_t>(m_nextWriter));
        }
    }
    return !m_waiting.Empty();
}

/** Of the waiting packets, those that the next call takes. */
int64_t
SocketSender::CountCall() const
{
    if (!m_call->IsOneWork())
    {
        return std::min(m_call->Limit(), m_waiting.Size());
    }
    const Packet& first = m_waiting.Front();
    if (first.segments > 1)
    {
        return 1; // the application has made it of several
    }
    int64_t count = 0;
    int64_t bytes = 0;
    for (const Packet* packet = &first; packet != nullptr && count < m_call->Limit();
         packet = packet->next)
    {
        bytes += packet->payloadBytes;
        const bool joins = packet->flow == first.flow && packet->size <= first.size &&
                           packet->segments == 1 && (count == 0 || bytes <= kMostGsoBytes);
        if (!joins)
        {
            break;
        }
        ++count;
        if (packet->size < first.size)
        {
            break; // only the last segment may be shorter
        }
    }
    return count;
}

bool
SocketSender::Begin(CoreWork& work, bool isFresh)
{
    if (m_isLocked)
    {
        m_network->AddLockedWork(m_inCall.Front(), work);
        m_span = work.Total();
        return true;
    }
    if (m_waiting.Empty())
    {
        return false;
    }
    if (!HasRoom())
    {
        m_left = 0; // the call returns with what it has sent
        m_isBlocked = true;
        return false;
    }
    if (m_gso->Takes(m_waiting.Front()))
    {
        BeginStream(work, isFresh);
    }
    else
    {
        BeginDatagrams(work, isFresh);
    }
    m_span = work.Total();
    return true;
}

void
SocketSender::BeginDatagrams(CoreWork& work, bool isFresh)
{
    if (m_left == 0)
    {
        m_left = CountCall();
        ++m_calls;
        if (!IsWhole(m_waiting.Front()))
        {
            m_call->AddCall(work);
        }
    }
    for (int64_t i = m_call->IsOneWork() ? m_left : 1; i > 0; --i)
    {
        AddCost(m_waiting.Front(), work);
        Take(m_waiting.Pop(), isFresh);
        --m_left;
    }
}

/** A call that gives TCP what becomes one packet; it ends one that sends datagrams. */
void
SocketSender::BeginStream(CoreWork& work, bool isFresh)
{
    m_left = 0;
    ++m_calls;
    PacketPtr packet = m_waiting.Pop();
    while (m_gso->Join(*packet, m_waiting))
    {
    }
    m_gso->AddCallAndWork(*packet, work);
    m_network->AddChecksumWork(*packet, work);
    Take(std::move(packet), isFresh);
}

void
SocketSender::Take(PacketPtr packet, bool isFresh)
{
    if (!isFresh)
    {
        MarkStage(*packet, Stage::Application, m_run->Now());
    }
    ForEachSegmentIpBytes(*packet, [this](int64_t ipBytes) { m_buffer.Add(ipBytes); });
    m_inCall.Push(std::move(packet));
}

/** Whether the packet goes through the kernel as one of several segments, which the NIC cuts. */
bool
SocketSender::IsWhole(const Packet& packet) const
{
    return m_call->IsOneWork() && packet.segments > 1 && m_network->CutsSegments(packet);
}

void
SocketSender::AddCost(const Packet& packet, CoreWork& work) const
{
    if (IsWhole(packet))
    {
        m_call->AddWhole(packet.segments, work);
        return;
    }
    for (int64_t i = m_call->IsOneWork() ? packet.segments : 1; i > 0; --i)
    {
        m_call->AddPacket(work);
    }
    m_network->AddChecksumWork(packet, work);
}

/** What the call was for goes to the NIC, cut first where the kernel does that. */
void
SocketSender::TransmitAll()
{
    PacketFifo packets;
    while (!m_inCall.Empty())
    {
        PacketPtr packet = m_inCall.Pop();
        m_sent += packet->segments;
        if (m_gso->Takes(*packet))
        {
            m_gso->Cut(std::move(packet), packets);
            continue;
        }
        if (m_call->IsOneWork() && packet->segments > 1 && !IsWhole(*packet))
        {
            SplitSegments(*m_run, std::move(packet), m_pathHash, packets);
            continue;
        }
        packets.Push(std::move(packet));
    }
    m_network->TransmitAll(packets);
}

void
SocketSender::Finish(SimTime wakeUp)
{
    const SimTime now = m_run->Now();
    const std::array<WorkStage, 1> work{{{Stage::SystemCall, m_span}}};
    Processor& processor = *m_network->GetProcessor();
    m_inCall.ForEach([&](Packet& packet) { ChargeWork(processor, packet, work, wakeUp, now); });
    m_isLocked = !m_isLocked && m_network->HasTransmitLock();
    if (!m_isLocked)
    {
        TransmitAll();
    }
}

bool
SocketSender::OnLeftHost(const Packet& packet)
{
    ForEachSegmentIpBytes(packet, [this](int64_t ipBytes) { m_buffer.Remove(ipBytes); });
    if (!m_isBlocked || m_buffer.Used().Value() * 2 > m_buffer.Limit().Value())
    {
        return false;
    }
    m_isBlocked = false;
    return true;
}

Tally
SocketSender::Held() const
{
    Tally held = m_waiting.Sum();
    held += m_inCall.Sum();
    return held;
}

void
SocketSender::Clear()
{
    m_waiting.Clear();
    m_inCall.Clear();
}

} // namespace nexsim
