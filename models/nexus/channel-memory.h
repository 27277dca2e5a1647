// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHANNEL_MEMORY_H
#define NEXSIM_CHANNEL_MEMORY_H

#include "models/nexus/channel-ring.h"
#include "models/nexus/nexus-pool.h"
#include "models/nexus/pool-policy.h"

#include <deque>

namespace nexsim
{

/**
 * @brief The pool of a channel with the rings by which it is shared with the user: alloc and free.
 *
 * Claiming a packet and giving one back are shared memory, until the alloc ring is empty or the free
 * ring full: then it takes a system call, which is the caller's to pay for. A call that sends
 * synchronises both rings, too; an event that shows received packets neither (XNU: os_channel.c,
 * na_packet_pool_alloc_sync_common).
 */
class ChannelMemory
{
  public:
    struct Setup
    {
        NexusPool::Setup pool;
        ns3::Ptr<PoolPolicy> policy;
        uint32_t allocSlots = 256;
        uint32_t freeSlots = 256;
        uint32_t core = 0; //!< of the user's thread
    };

    /** @brief The channel is opened; its alloc ring is synchronised once, at nobody's cost. */
    void Open(const Setup& setup, const std::string& name, const RunContext& clock);

    /** @brief The channel is gone: all packets and all memory. The kernel must have none of them. */
    void TearDown();

    /** @brief After TearDown: as Open, with the same setup. */
    void Reopen();

    /** @brief Bytes that Reopen takes at once at least, before the alloc ring is synchronised. */
    int64_t OpeningBytes() const;

    NexusPool& Pool()
    {
        return m_pool;
    }

    const NexusPool& Pool() const
    {
        return m_pool;
    }

    // The user, in shared memory.

    bool CanClaim(int64_t buffers) const
    {
        return m_alloc->UserAvailable() >= buffers;
    }

    /** @brief Whether the rings allow for a packet of so many buffers at all. */
    bool Fits(int64_t buffers) const
    {
        return m_alloc->Limit() >= buffers && m_pool.Objects() >= buffers;
    }

    /** @brief A packet from the alloc ring, whose buffers CanClaim. */
    PoolObject Claim(int64_t buffers);

    bool CanReturn() const
    {
        return m_free->UserAvailable() > 0;
    }

    /** @brief A packet of the user's into the free ring, which CanReturn. */
    void Return(PoolObject packet);

    // The kernel, in a system call of the user.

    /** @brief The user ran dry. @return whether the call has brought anything */
    bool SyncForced();

    /** @brief What a call that sends does after that. */
    void SyncTransmit();

    /** @brief The free ring alone. @return packets that go back to the pool */
    int64_t SyncFree();

    /** @brief The user asks for a purge. @return whether it is granted */
    bool Purge();

    // The kernel.

    /** @brief Buffers for the copy of a received packet. @return false when there are not enough */
    bool Admit(Packet& packet, uint32_t core);

    /** @brief The copies of two received packets are about to become one: buffers that it spares go. */
    void JoinReceived(const Packet& earlier, const Packet& later);

    /** @brief The copy found no slot. */
    void Refuse(Packet& packet);

    /** @brief A received packet that the user has not been shown goes back. */
    void FreeHidden(PoolObject packet)
    {
        m_pool.Free(packet, PacketOwner::ReceiveHidden, m_kernelCore);
    }

    /** @brief The kernel has copied a packet out of its TX slot. */
    void FreeTransmitted(PoolObject packet)
    {
        m_pool.Free(packet, PacketOwner::Kernel, m_core);
    }

    std::optional<std::string> FindError() const;
    void ReportMetrics(MetricVisitor& visitor) const;

  private:
    void SyncAlloc(bool isForced);
    int64_t IdleSeconds() const;

    NexusPool m_pool;
    ns3::Ptr<PoolPolicy> m_policy;
    const RunContext* m_clock = nullptr;
    uint32_t m_core = 0;
    uint32_t m_kernelCore = 0; //!< that admitted last
    std::optional<ChannelRing> m_alloc;
    std::optional<ChannelRing> m_free;
    std::deque<PoolObject> m_lent;     //!< in the alloc ring
    std::deque<PoolObject> m_returned; //!< in the free ring
    SimTime m_lastSync;                //!< of the alloc ring
    int64_t m_forced = 0;
    int64_t m_syncs = 0; //!< of the alloc ring, forced ones included
    int64_t m_shortage = 0;
    int64_t m_purges = 0;
};

/** @brief The transfers over a ring, under XNU's names. @param prefix such as "rx-ring/" */
void ReportRing(const ChannelRing& ring, MetricVisitor& visitor, std::string_view prefix);

} // namespace nexsim

#endif // NEXSIM_CHANNEL_MEMORY_H
