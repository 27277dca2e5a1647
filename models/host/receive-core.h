// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECEIVE_CORE_H
#define NEXSIM_RECEIVE_CORE_H

#include "models/host/core.h"
#include "models/host/kernel-task.h"
#include "models/host/merge-list.h"
#include "models/host/poll-source.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace nexsim
{

/** @brief How a host's kernel handles what it receives. */
struct ReceiveSettings
{
    int64_t pollBudget = 0;     //!< packets of a source before the next has its turn
    int64_t roundBudget = 0;    //!< packets after which the rest is left to a thread
    SimTime roundTime;          //!< time after which it is
    bool isByInterrupt = false; //!< every packet pays for an interrupt of its own
    bool merges = false;        //!< Linux: GRO
    bool joinsTcp = false;      //!< and TCP's segments become one packet
    bool steers = false;        //!< flows are spread over the cores by their hash (Linux: RPS)
    int64_t backlog = 0;        //!< packets that a core takes from others before it drops
    Cost entry;                 //!< of an interrupt
    Cost driver;                //!< per packet
    Cost mergeTry;              //!< per packet
    Cost handOver;              //!< per packet that is given to another core
    Cost checksum;              //!< per byte of payload, where the NIC has not checked it
    std::optional<Cost> sent;   //!< per packet whose descriptor an interrupt gives back
};

/**
 * @brief One core's part of the kernel that receives (Linux: NAPI on a CPU).
 *
 * An interrupt puts its source on the list and starts the softirq, which polls the sources in turn.
 * When a round of that has used its budget, a thread that competes with those of users goes on
 * (Linux: ksoftirqd) until the list is empty; after each round it lets those that wait go first.
 */
class ReceiveCore : public Component
{
  public:
    /** @param peers those of all cores of the host, for steering */
    ReceiveCore(const ReceiveSettings& settings,
                Core& core,
                const std::vector<std::unique_ptr<ReceiveCore>>& peers);

    /** @brief Called once, after Attach. */
    void Connect(KernelInput& input, HostNetwork& network);

    /** @brief The source has packets and wants to be polled. */
    void Interrupt(PollSource& source);

    /** @brief An interrupt that does nothing but wake a queue's own thread. */
    void EnterInterrupt();

    /** @brief An interrupt gives the descriptors of so many sent packets back. */
    void Complete(int64_t packets);

    /** @brief A queue's own thread has something to do, on this core. */
    void WakeThread(KernelTask& thread)
    {
        m_core.Wake(thread);
    }

    /** @brief For such a thread: its work is this packet of a device, by itself. */
    void BeginAlone(KernelTask& task, const PollSource& source, PacketPtr packet, CoreWork& work);

    /** @brief As above, by a thread that polls the queue and that the packet waited `look` for. */
    void BeginPolled(KernelTask& task,
                     const PollSource& source,
                     PacketPtr packet,
                     SimTime look,
                     CoreWork& work);

    void ReportMetrics(MetricVisitor& visitor) const override;
    Tally Held() const override;

    /** @brief For the end of a simulation. */
    void Clear();

  protected:
    void DoAttach() override;

  private:
    /** @brief What runs on the return from interrupts, or the thread that goes on. */
    class Poller : public KernelTask
    {
      public:
        Poller(ReceiveCore& owner, CoreClass coreClass) : KernelTask(coreClass), m_owner(owner) {}

        std::string TaskName() const override
        {
            return Class() == CoreClass::Interrupt ? "softirq" : "ksoftirqd";
        }

      private:
        bool BeginReceived(CoreWork& work) override
        {
            return m_owner.BeginReceived(*this, work);
        }

        ReceiveCore& m_owner;
    };

    bool BeginReceived(Poller& task, CoreWork& work);
    bool BeginNext(Poller& task, CoreWork& work);
    void BeginPacket(Poller& task, const PollSource& source, PacketPtr packet, CoreWork& work);
    void AddDriverCost(const PollSource& source, const Packet& packet, CoreWork& work) const;
    void BeginAfterDriver(KernelTask& task, PacketPtr packet, CoreWork& work);
    void EndPoll(PollSource& source, bool isEmpty);
    bool EndRound(bool isSoftirq);
    void OnResume();
    void BeginRound();
    bool IsRoundOver() const;
    void ChargeWakeUp(Packet& packet, Stage waitedIn);
    Backlog* SteeredTo(const Packet& packet) const;

    const ReceiveSettings& m_settings;
    Core& m_core;
    const std::vector<std::unique_ptr<ReceiveCore>>& m_peers;
    KernelInput* m_input = nullptr;
    Poller m_softirq{*this, CoreClass::Interrupt};
    Poller m_thread{*this, CoreClass::UserThread};
    std::unique_ptr<Backlog> m_backlog;
    std::deque<PollSource*> m_list;
    MergeList m_trains;
    int64_t m_entriesDue = 0;  //!< interrupts whose entry is not paid for yet
    int64_t m_sentDue = 0;     //!< packets that have been sent: the same
    bool m_isDeferred = false; //!< the thread goes on
    bool m_isWoken = false;    //!< the softirq slept, and has not taken a packet since
    SimTime m_entrySpan;       //!< of the last interrupt's entry
    int64_t m_polled = 0;      //!< of the first source, in this poll
    int64_t m_inRound = 0;
    SimTime m_roundSince;
    Timer m_resume; //!< of the thread, behind those that were ready

    int64_t m_interrupts = 0;
    int64_t m_polls = 0;
    int64_t m_packets = 0;
    int64_t m_deferrals = 0;
    int64_t m_trainsSeen = 0;
    int64_t m_inTrains = 0;
};

} // namespace nexsim

#endif // NEXSIM_RECEIVE_CORE_H
