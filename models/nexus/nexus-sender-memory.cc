// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// How the sending half of a user-space stack gets memory for its packets.

#include "models/nexus/nexus-sender.h"

namespace nexsim
{

void
NexusSender::SetMemory(const Memory& memory)
{
    m_memory = memory;
    m_switch.SetMemory(*memory.noDevice, memory.core);
}

/** @return false when there is none: the packet waits for some, or is to be dropped */
bool
NexusSender::ClaimMemory(const Packet& packet, int64_t& calls)
{
    if (m_memory.channel == nullptr)
    {
        return true;
    }
    NexusPool& pool = m_memory.channel->Pool();
    const PoolObject memory = Claim(packet, calls);
    if (memory == 0)
    {
        m_isBlocked = m_memory.waits && m_memory.channel->Fits(pool.BuffersFor(packet.size));
        return false;
    }
    pool.Move(memory, PacketOwner::User, PacketOwner::TransmitSlot);
    m_claimed.push_back(memory);
    return true;
}

/**
 * Memory for a packet, by as many calls as that takes: each lends more, or frees some for the next.
 */
PoolObject
NexusSender::Claim(const Packet& packet, int64_t& calls)
{
    ChannelMemory& memory = *m_memory.channel;
    const int64_t buffers = memory.Pool().BuffersFor(packet.size);
    bool isWorthwhile = memory.Fits(buffers);
    while (isWorthwhile && !memory.CanClaim(buffers))
    {
        ++calls;
        isWorthwhile = memory.SyncForced();
    }
    if (!isWorthwhile && !memory.CanClaim(buffers))
    {
        ++m_noMemory;
        return 0;
    }
    return memory.Claim(buffers);
}

} // namespace nexsim
