// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/poll-source.h"

#include "models/host/receive-core.h"

namespace nexsim
{

namespace
{

/** Packets of one poll by a reader (Linux: BUSY_POLL_BUDGET, recalled). */
constexpr int64_t kReaderBudget = 8;

} // namespace

NicPollSource::NicPollSource(ReceiveCore& core,
                             KernelInput& input,
                             HostNetwork& network,
                             Nic& nic,
                             uint32_t queue)
    : PollSource(core), m_input(input), m_network(network), m_nic(nic), m_queue(queue)
{
    m_thread.Connect(core.Run(), input, network);
}

void
NicPollSource::OnReceived()
{
    m_left = m_nic.Quota(m_queue).Value();
    m_isEnabled = false;
    if (m_nic.Context(m_queue) == HandlerContext::KernelThread)
    {
        if (!m_nic.Rx(m_queue).WasPolled())
        {
            Core().EnterInterrupt();
        }
        Core().WakeThread(m_thread);
        return;
    }
    Core().Interrupt(*this);
}

PacketPtr
NicPollSource::Take()
{
    while (m_left > 0)
    {
        PacketPtr packet = m_nic.TakeReceived(m_queue);
        if (!packet)
        {
            break;
        }
        if (PacketPtr mine = m_input.Filter(std::move(packet), m_nic))
        {
            --m_left;
            return mine;
        }
    }
    return PacketPtr();
}

void
NicPollSource::Enable()
{
    m_isEnabled = true;
    m_nic.EnableInterrupt(m_queue);
}

bool
NicPollSource::QueueThread::BeginReceived(CoreWork& work)
{
    while (!m_owner.m_isEnabled)
    {
        if (PacketPtr packet = m_owner.Take())
        {
            m_owner.Core().BeginAlone(*this, m_owner, std::move(packet), work);
            return true;
        }
        m_owner.Enable(); // perhaps with more to take at once
    }
    return false;
}

bool
NicPollSource::BeginBusyPoll(BusyPollClient& client)
{
    if (!m_nic.Rx(m_queue).BeginWatch(*this))
    {
        return false;
    }
    if (!m_reader)
    {
        m_reader = std::make_unique<QueueReader>(*this);
        m_reader->Connect(Core().Run(), m_input, m_network);
    }
    m_client = &client;
    BeginReaderPoll();
    return true;
}

void
NicPollSource::BeginReaderPoll()
{
    m_left = kReaderBudget;
}

void
NicPollSource::EndBusyPoll()
{
    m_client = nullptr;
    m_nic.Rx(m_queue).EndWatch();
}

void
NicPollSource::OnComplete()
{
    m_client->OnPacket();
}

void
NicPollSource::ClearReader()
{
    if (m_reader)
    {
        m_reader->Clear();
    }
}

bool
NicPollSource::QueueReader::BeginReceived(CoreWork& work)
{
    PacketPtr packet = m_owner.Take();
    if (!packet)
    {
        return false;
    }
    const SimTime look = m_owner.m_client->TakeLookSpan();
    m_owner.Core().BeginPolled(*this, m_owner, std::move(packet), look, work);
    return true;
}

void
Backlog::Push(PacketPtr packet)
{
    RunContext& run = Core().Run();
    if (m_packets.Size() >= m_limit)
    {
        run.GetLedger().Drop(std::move(packet), m_full, run.Now());
        return;
    }
    m_packets.Push(std::move(packet));
    Core().Interrupt(*this);
}

PacketPtr
Backlog::Take()
{
    if (m_packets.Empty())
    {
        return PacketPtr();
    }
    PacketPtr packet = m_packets.Pop();
    MarkStage(*packet, Stage::CoreWait, Core().Run().Now());
    return packet;
}

} // namespace nexsim
