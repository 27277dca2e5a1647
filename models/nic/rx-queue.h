// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RX_QUEUE_H
#define NEXSIM_RX_QUEUE_H

#include "models/base/blueprint.h"
#include "models/nic/descriptor-ring.h"
#include "models/nic/interrupt-moderation.h"

#include <string>

namespace nexsim
{

/** @brief The host side of a NIC: told when packets have been received. */
class NicClient
{
  public:
    virtual ~NicClient() = default;

    /**
     * @brief The interrupt of a receive queue, or a poll of it (which may find nothing).
     *
     * Take packets with Nic::TakeReceived, Nic::Quota of them at most, then call
     * Nic::EnableInterrupt; both now or later. The next call comes after that, perhaps from within.
     */
    virtual void OnReceived(uint32_t nic, uint32_t queue) = 0;

    /** @brief The host stores to the NIC's doorbell: one more for the core that sends. */
    virtual void OnDoorbell(uint32_t nic)
    {
        static_cast<void>(nic);
    }

    /** @brief An interrupt for sent packets, which have given their descriptors back. */
    virtual void OnTransmitted(uint32_t nic, int64_t packets)
    {
        static_cast<void>(nic);
        static_cast<void>(packets);
    }
};

/** @brief Whoever takes a queue's packets while its interrupt stays masked, see RxQueue::BeginWatch. */
class RxWatcher
{
  public:
    virtual ~RxWatcher() = default;

    /** @brief A packet is complete. */
    virtual void OnComplete() = 0;
};

/**
 * @brief A receive queue of a NIC: a ring of descriptors and an interrupt with its moderation.
 *
 * A packet takes a descriptor as it arrives (Reserve), becomes available when its data is in memory
 * (Complete), and gives the descriptor back when the client takes it. The interrupt is masked from
 * when it is raised until the client enables it again. What a packet waits up to the call of the
 * client that takes it is Stage::InterruptHold, what it waits from then on Stage::NicRing.
 */
class RxQueue : private InterruptLine
{
  public:
    /**
     * @brief Called once, before any packet.
     * @param nic the client's number for the NIC
     * @param number of the queue in its NIC
     */
    void Connect(NicClient& client, uint32_t nic, uint32_t number);

    /**
     * @brief Called once, after Connect.
     * @param path such as "host/nic/rx[0]"
     * @param moderation makes the queue's own policy
     */
    void Attach(RunContext& run,
                std::string path,
                Packets descriptors,
                const Blueprint& moderation);

    /** @brief Takes a descriptor for a packet that arrives. @return false when none is free */
    bool Reserve()
    {
        if (m_used >= m_ring.Capacity().Value())
        {
            ++m_refused;
            return false;
        }
        ++m_used;
        ++m_received;
        return true;
    }

    /** @brief The data of a packet is in memory. It must have a descriptor; in order of arrival. */
    void Complete(PacketPtr packet)
    {
        m_ring.Push(std::move(packet));
        if (m_isMasked)
        {
            if (__builtin_expect(m_watcher != nullptr, 0))
            {
                m_watcher->OnComplete();
            }
            return;
        }
        if (__builtin_expect(m_asked != nullptr, 0))
        {
            m_asked->OnPacket(m_ring.Used());
            return;
        }
        ++m_interrupts;
        Call();
    }

    /** @brief The oldest packet that is complete; null when there is none. */
    PacketPtr Take()
    {
        if (m_ring.Empty())
        {
            return PacketPtr();
        }
        PacketPtr packet = m_ring.Pop();
        --m_used;
        if (__builtin_expect(m_run->Now() != packet->lastMark, 0))
        {
            MarkWait(*packet);
        }
        if (__builtin_expect(m_asked != nullptr, 0))
        {
            ++m_taken.packets;
            m_taken.bytes += packet->size;
        }
        return packet;
    }

    /** @brief The client waits for the next interrupt; that may come before this returns. */
    void EnableInterrupt()
    {
        m_isMasked = false;
        if (__builtin_expect(m_asked != nullptr, 0))
        {
            TellEnabled();
        }
        else if (!m_ring.Empty())
        {
            Raise();
        }
    }

    /**
     * @brief The interrupt is masked from now on, without having come, and the watcher told of each
     * packet instead.
     * @return false, and nothing happens, where the client is at work, packets wait, or a thread of
     * the kernel does the work
     */
    bool BeginWatch(RxWatcher& watcher)
    {
        if (m_isMasked || !m_ring.Empty() || Context() == HandlerContext::KernelThread)
        {
            return false;
        }
        m_isMasked = true;
        m_watcher = &watcher;
        m_takenBefore = Taken();
        return true;
    }

    /** @brief The interrupt is enabled again; it may come before this returns. */
    void EndWatch()
    {
        m_watched += Taken() - m_takenBefore;
        m_watcher = nullptr;
        EnableInterrupt();
    }

    /** @brief Packets that are complete and not taken. */
    Packets Waiting() const
    {
        return m_ring.Used();
    }

    /** @brief Packets to take before the interrupt is enabled again. */
    Packets Quota() const
    {
        return m_asked == nullptr ? Packets(kUnlimited) : m_asked->Quota();
    }

    /** @brief Where the client's work is done. */
    HandlerContext Context() const
    {
        return m_asked == nullptr ? HandlerContext::Interrupt : m_asked->Context();
    }

    /** @brief Whether the last call of the client was a poll: no interrupt has cost it anything. */
    bool WasPolled() const
    {
        return m_wasPolled;
    }

    /** @brief Whether a policy holds interrupts back. */
    bool IsModerated() const
    {
        return m_asked != nullptr;
    }

    /** @brief Packets that found a descriptor. */
    int64_t Received() const
    {
        return m_received;
    }

    /** @brief What is complete and not taken. */
    Tally Held() const
    {
        return m_ring.Sum();
    }

    /** @param prefix of the names, such as "rx[0]/" */
    void ReportMetrics(MetricVisitor& visitor, const std::string& prefix, MetricRole role) const;

    /** @brief For the end of a simulation. */
    void Clear();

  private:
    /** @brief Packets that the client, or a watcher, has taken. */
    int64_t Taken() const
    {
        return m_received - m_used;
    }

    void Raise() override;
    void Poll() override;
    void TellEnabled();
    void MarkWait(Packet& packet);
    void RequireEnabled() const;

    /** @brief Calls the client; the interrupt must be enabled. */
    void Call()
    {
        m_isMasked = true;
        m_called = m_run->Now();
        m_client->OnReceived(m_nic, m_number);
    }

    DescriptorRing m_ring; //!< packets that are complete
    int64_t m_used = 0;    //!< descriptors, those of packets on their way into memory included
    int64_t m_received = 0;
    InterruptModeration* m_asked = nullptr; //!< the policy, unless it is immediate
    RunContext* m_run = nullptr;
    NicClient* m_client = nullptr;
    RxWatcher* m_watcher = nullptr; //!< null but between BeginWatch and EndWatch
    SimTime m_called{-1};           //!< when the client was called last
    int64_t m_interrupts = 0;
    uint32_t m_nic = 0;    //!< the client's number for the NIC
    uint32_t m_number = 0; //!< of the queue in its NIC
    bool m_isMasked = false;
    bool m_wasPolled = false;
    HandlerRun m_taken; //!< since the client was called; only where there is a policy
    int64_t m_polls = 0;
    int64_t m_watched = 0;     //!< packets that watchers have taken, without a call of the client
    int64_t m_takenBefore = 0; //!< when the present watch began
    int64_t m_refused = 0;
    int64_t m_holdSum = 0; //!< ps, of the packets that were taken
    std::string m_path;    //!< "host/nic/rx[0]"
    ns3::Ptr<InterruptModeration> m_moderation;
};

} // namespace nexsim

#endif // NEXSIM_RX_QUEUE_H
