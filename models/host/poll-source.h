// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POLL_SOURCE_H
#define NEXSIM_POLL_SOURCE_H

#include "models/host/kernel-task.h"
#include "models/nic/nic.h"

#include <memory>

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

/** @brief A thread that polls a receive queue by itself, see BusyPoll. */
class BusyPollClient
{
  public:
    virtual ~BusyPollClient() = default;

    /** @brief A packet has come. */
    virtual void OnPacket() = 0;

    /** @brief What the packet that is taken waited for the end of an empty look; told once. */
    virtual SimTime TakeLookSpan() = 0;
};

/** @brief A receive queue of a NIC. */
class NicPollSource : public PollSource, private RxWatcher
{
  public:
    NicPollSource(ReceiveCore& core,
                  KernelInput& input,
                  HostNetwork& network,
                  Nic& nic,
                  uint32_t queue);

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

    /**
     * @brief The client's thread polls the queue from now on, whose interrupt stays masked.
     * @return false, and nothing happens, while the kernel handles the queue
     */
    bool BeginBusyPoll(BusyPollClient& client);

    /** @brief Reader() may take as many packets as one poll does, from now on. */
    void BeginReaderPoll();

    /** @brief The queue is the kernel's again, whose interrupt may come before this returns. */
    void EndBusyPoll();

    /** @brief What the client's thread does, by parts of its own work; never woken itself. */
    KernelTask& Reader()
    {
        return *m_reader;
    }

    /** @brief Packets that the reader works on. */
    Tally HeldByReader() const
    {
        return m_reader ? m_reader->Held() : Tally();
    }

    /** @brief For the end of a simulation. */
    void ClearReader();

  private:
    void OnComplete() override;

    /** @brief Takes a packet at a time from driver to socket, in a thread that reads from one. */
    class QueueReader : public KernelTask
    {
      public:
        explicit QueueReader(NicPollSource& owner)
            : KernelTask(CoreClass::UserThread), m_owner(owner)
        {
        }

      private:
        bool BeginReceived(CoreWork& work) override;

        NicPollSource& m_owner;
    };

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
    HostNetwork& m_network;
    Nic& m_nic;
    uint32_t m_queue;
    int64_t m_left = 0;       //!< packets that may be taken before the interrupt is enabled
    bool m_isEnabled = false; //!< nothing to take since
    QueueThread m_thread{*this};
    BusyPollClient* m_client = nullptr;    //!< whose thread polls the queue
    std::unique_ptr<QueueReader> m_reader; //!< made by the first BeginBusyPoll
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
