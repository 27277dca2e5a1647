// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// How the sending half of a user-space stack gets memory for its packets.

#include "models/nexus/nexus-sender.h"

namespace nexsim
{

/** Memory, by as many calls as that takes: each lends more, or frees some for the next. */
PoolObject
NexusSender::Claim(int64_t buffers, int64_t& calls)
{
    ChannelMemory& memory = *m_memory.channel;
    bool isWorthwhile = memory.Fits(buffers);
    while (isWorthwhile && !memory.CanClaim(buffers))
    {
        ++calls;
        isWorthwhile = memory.SyncForced();
    }
    if (!memory.CanClaim(buffers))
    {
        ++m_noMemory;
        return 0;
    }
    return memory.Claim(buffers);
}

/**
 * Memory for the next packet, or for what it adds to the last one in the ring.
 * @return false when there is none: then it waits for some, or is to be dropped
 */
bool
NexusSender::ClaimFor(const Packet& next, bool joins, int64_t& calls)
{
    if (m_memory.channel == nullptr)
    {
        return true;
    }
    NexusPool& pool = m_memory.channel->Pool();
    const int64_t buffers =
        !joins ? pool.BuffersFor(next.size)
               : pool.BuffersFor(int64_t{m_inRing.Back().size} + next.payloadBytes) -
                     pool.LengthOf(m_memory.slots.back());
    if (buffers == 0)
    {
        return true;
    }
    const PoolObject memory = Claim(buffers, calls);
    if (memory == 0)
    {
        m_isBlocked = m_memory.waits && m_memory.channel->Fits(buffers);
        return false;
    }
    if (joins)
    {
        pool.Join(m_memory.slots.back(), memory);
    }
    else
    {
        m_memory.slots.push_back(memory);
    }
    return true;
}

/** Calls for memory, and what memory they have built. */
void
NexusSender::AddCalls(int64_t calls, CoreWork& work)
{
    m_callSpan = calls > 0 ? work.Add(m_setup.sync, calls) : SimTime(0);
    const int64_t built = m_memory.channel != nullptr ? m_memory.channel->Pool().TakeBuilt() : 0;
    if (built > 0)
    {
        m_callSpan += work.Add(m_memory.wire, built);
    }
}

} // namespace nexsim
