// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/socket-receiver.h"

#include "models/base/run-context.h"
#include "models/host/charge-work.h"

namespace nexsim
{

void
SocketReceiver::Connect(RunContext& run,
                        Processor& processor,
                        ReceiveCall& call,
                        const Cost& copy,
                        int64_t readSize)
{
    m_run = &run;
    m_processor = &processor;
    m_call = &call;
    m_copy = copy;
    m_readSize = readSize;
}

void
SocketReceiver::Push(PacketFifo& train)
{
    m_trains.push_back(train.Size());
    while (!train.Empty())
    {
        m_buffer.Add(train.Front().size);
        m_waiting.Push(train.Pop());
    }
}

bool
SocketReceiver::Begin(CoreWork& work, bool isFresh)
{
    if (!m_trains.empty())
    {
        BeginDatagrams(work, isFresh);
    }
    else if (m_streamBytes > 0)
    {
        BeginStream(work);
    }
    else
    {
        return false;
    }
    m_span = work.Total();
    return true;
}

void
SocketReceiver::BeginDatagrams(CoreWork& work, bool isFresh)
{
    if (m_left == 0)
    {
        m_left = m_call->Limit();
        ++m_calls;
        m_call->AddCall(work);
    }
    const SimTime now = m_run->Now();
    int64_t bytes = 0;
    for (int64_t i = m_trains.front(); i > 0; --i)
    {
        PacketPtr packet = m_waiting.Pop();
        if (!isFresh)
        {
            MarkStage(*packet, Stage::ChannelRing, now);
        }
        bytes += packet->payloadBytes;
        m_inWork.Push(std::move(packet));
    }
    m_trains.pop_front();
    m_call->AddPacket(work);
    m_copySpan = work.Add(m_copy, bytes);
}

/** One call, which takes what is there up to the size of the reader's memory. */
void
SocketReceiver::BeginStream(CoreWork& work)
{
    ++m_calls;
    m_reading = std::min(m_streamBytes, m_readSize);
    m_call->AddCall(work);
    m_call->AddPacket(work);
    m_copySpan = work.Add(m_copy, m_reading);
}

void
SocketReceiver::Finish(SimTime wakeUp)
{
    if (m_reading > 0)
    {
        m_streamBytes -= m_reading;
        m_streamBytesRead += m_reading;
        m_reading = 0;
        return;
    }
    const std::array<WorkStage, 2> work{
        {{Stage::SystemCall, m_span - m_copySpan}, {Stage::Copy, m_copySpan}}};
    const SimTime now = m_run->Now();
    while (!m_inWork.Empty())
    {
        PacketPtr packet = m_inWork.Pop();
        ChargeWork(*m_processor, *packet, work, wakeUp, now);
        m_buffer.Remove(packet->size);
        m_inCall.Push(std::move(packet));
    }
    if (--m_left == 0 || m_trains.empty())
    {
        m_left = 0;
        ReturnFromCall();
    }
}

void
SocketReceiver::ReturnFromCall()
{
    while (!m_inCall.Empty())
    {
        PacketPtr packet = m_inCall.Pop();
        MarkStage(*packet, Stage::BatchWait, m_run->Now());
        ++m_received;
        PacketSink* receiver = m_run->Flows()[packet->flow].receiver;
        receiver->Deliver(std::move(packet));
    }
}

Tally
SocketReceiver::Held() const
{
    Tally held = m_waiting.Sum();
    held += m_inWork.Sum();
    held += m_inCall.Sum();
    return held;
}

void
SocketReceiver::Clear()
{
    m_waiting.Clear();
    m_inWork.Clear();
    m_inCall.Clear();
}

} // namespace nexsim
