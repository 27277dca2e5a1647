// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/poll-source.h"

#include "models/host/receive-core.h"

namespace nexsim
{

NicPollSource::NicPollSource(ReceiveCore& core, KernelInput& input, Nic& nic, uint32_t queue)
    : PollSource(core), m_input(input), m_nic(nic), m_queue(queue)
{
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
