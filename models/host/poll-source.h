// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POLL_SOURCE_H
#define NEXSIM_POLL_SOURCE_H

#include "models/host/kernel-task.h"
#include "models/nic/nic.h"

namespace nexsim
{

class KernelInput;
class ReceiveCore;

/** @brief What the kernel takes received packets from: on one core's list while it has some. */
class PollSource
{
  public:
    explicit PollSource(ReceiveCore& core) : m_core(core) {}

    PollSource(const PollSource&) = delete;
    PollSource& operator=(const PollSource&) = delete;
    virtual ~PollSource() = default;

    /** @brief The oldest packet; null when there is none. */
    virtual PacketPtr Take() = 0;

    /** @brief The driver has brought its packets into memory: that is still to be paid for. */
    virtual bool IsDevice() const = 0;

    /** @brief Whether somebody has checked the sums of its packets before. */
    virtual bool HasChecked() const = 0;

    /** @brief Nothing is left, and it is off the list: it may call for the core again, even now. */
    virtual void Enable() = 0;

    ReceiveCore& Core() const
    {
        return m_core;
    }

    bool isListed = false;

  private:
    ReceiveCore& m_core;
};

/** @brief A receive queue of a NIC. */
class NicPollSource : public PollSource
{
  public:
    NicPollSource(ReceiveCore& core, KernelInput& input, Nic& nic, uint32_t queue);

    /** @brief The queue's interrupt, or a poll of it: it is masked from now on. */
    void OnReceived();

    PacketPtr Take() override;
    void Enable() override;

    bool IsDevice() const override
    {
        return true;
    }

    bool HasChecked() const override
    {
        return m_nic.HasRxChecksum();
    }

    /** @brief For a queue whose moderation wants a thread of the kernel to do the work. */
    KernelTask& Thread()
    {
        return m_thread;
    }

  private:
    /** @brief Takes what the queue's quota allows, of a class before all users' threads. */
    class QueueThread : public KernelTask
    {
      public:
        explicit QueueThread(NicPollSource& owner)
            : KernelTask(CoreClass::KernelThread), m_owner(owner)
        {
        }

        std::string TaskName() const override
        {
            return "the thread of a receive queue";
        }

      private:
        bool BeginReceived(CoreWork& work) override;

        NicPollSource& m_owner;
    };

    KernelInput& m_input;
    Nic& m_nic;
    uint32_t m_queue;
    int64_t m_left = 0;       //!< packets that may be taken before the interrupt is enabled
    bool m_isEnabled = false; //!< nothing to take since
    QueueThread m_thread{*this};
};

/** @brief Packets that other cores gave to this one (Linux: the backlog of a CPU). */
class Backlog : public PollSource
{
  public:
    /** @param limit packets; what comes beyond is dropped, for `full` */
    Backlog(ReceiveCore& core, int64_t limit, DropReason& full)
        : PollSource(core), m_limit(limit), m_full(full)
    {
    }

    void Push(PacketPtr packet);
    PacketPtr Take() override;

    bool IsDevice() const override
    {
        return false;
    }

    bool HasChecked() const override
    {
        return true;
    }

    void Enable() override {}

    Tally Held() const
    {
        return m_packets.Sum();
    }

    void Clear()
    {
        m_packets.Clear();
    }

  private:
    int64_t m_limit;
    DropReason& m_full;
    PacketFifo m_packets;
};

} // namespace nexsim

#endif // NEXSIM_POLL_SOURCE_H
