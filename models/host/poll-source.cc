// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/poll-source.h"

#include "models/host/receive-core.h"

namespace nexsim
{

PacketPtr
NicPollSource::Take()
{
    while (PacketPtr packet = m_nic.TakeReceived())
    {
        if (PacketPtr mine = m_input.Filter(std::move(packet), m_nic))
        {
            return mine;
        }
    }
    return PacketPtr();
}

void
NicPollSource::Enable()
{
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
