// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHANNEL_RECLAIM_H
#define NEXSIM_CHANNEL_RECLAIM_H

#include "models/base/timer.h"
#include "models/host/core.h"
#include "models/nexus/channel-arena.h"
#include "models/nexus/network-memory.h"
#include "models/nexus/nexus-pool.h"
#include "models/nexus/reclaim-policy.h"

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace nexsim
{

class NexusDatapath;

/** @brief How a channel comes to its end. */
enum class Teardown : uint8_t
{
    Defunct, //!< its application is suspended (US10819831B2; XNU: kern_channel_defunct)
    Stalled, //!< nobody reads what it has received: defunct, too
    Killed,  //!< its application's process is killed
    Quit     //!< the application ends
};

/**
 * @brief What a nexus does about the memory of its channels: the budget of all of it, channels that
 * become defunct or whose process is killed, and stalled ones.
 *
 * A thread of the kernel tears channels down, one after the other; it waits for the call of the
 * application in which one is, as for the channel's lock.
 */
class ChannelReclaim : public ns3::Object,
                       public Component,
                       public ReclaimControl,
                       private NetworkMemoryClient
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, after Attach. @param teardown the cost of one channel's */
    void Connect(Core& core, const Cost& teardown);

    /** @brief Called once per channel. */
    void Add(NexusDatapath& channel);

    /** @brief A pool that is no channel's takes from the budget, too. */
    void AddPool(const NexusPool& pool)
    {
        m_otherPools.push_back(&pool);
    }

    NetworkMemory& Memory()
    {
        return m_memory;
    }

    /** @brief The arena that channels of this group share. @param group 1 and above */
    ChannelArena& SharedArena(int64_t group)
    {
        return m_arenas[group];
    }

    void OnSuspended(NexusDatapath& channel);

    /** @brief It runs again, or is gone. */
    void OnResumed(NexusDatapath& channel);

    /** @brief The application itself ends. */
    void Quit(NexusDatapath& channel);

    /** @brief A call of the application that used a channel is over. */
    void OnUnlocked();

    /** @brief There was no memory to open the channel: it is tried again when some comes back. */
    void WaitForMemory(NexusDatapath& channel);

    /** @brief It waits no longer. */
    void StopWaiting(NexusDatapath& channel);

    /** @brief A defunct channel has given up its memory. @param asked when that was asked for */
    void CountReclaimed(int64_t bytes, SimTime asked);

    std::vector<ReclaimableChannel*> Suspended() const override;

    bool IsBusy() const override
    {
        return !m_items.empty();
    }

    void AskDefunct(ReclaimableChannel& channel) override;
    void AskKill(ReclaimableChannel& channel) override;

    void Start() override;
    void BeginMeasurement() override;
    std::optional<std::string> FindError() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    /** @brief The kernel's thread that tears channels down. */
    class Thread : public CoreTask
    {
      public:
        explicit Thread(ChannelReclaim& owner) : CoreTask(CoreClass::KernelThread), m_owner(owner)
        {
        }

        bool Begin(CoreWork& work) override
        {
            return m_owner.Begin(work);
        }

        void Finish() override
        {
            m_owner.Finish();
        }

        std::string TaskName() const override
        {
            return "the thread that tears channels down";
        }

      private:
        ChannelReclaim& m_owner;
    };

    struct Item
    {
        NexusDatapath* channel;
        Teardown how;
        SimTime asked;
    };

    void Ask(NexusDatapath& channel, Teardown how);
    void Defunct(NexusDatapath& channel, Teardown how);
    bool Begin(CoreWork& work);
    void Finish();
    void RetryWhenIdle();
    void OnShortage() override;
    void OnReleased() override;
    void OnShortageTimer();
    void OnOpenTimer();
    void OnStallTimer();

    // attributes
    ns3::Ptr<ReclaimPolicy> m_policy; //!< none stands for Keep
    Bytes m_budget;
    bool m_isOpportunistic = false;
    SimTime m_stallThreshold;
    SimTime m_stallPeriod;

    Core* m_core = nullptr;
    Cost m_teardown;
    NetworkMemory m_memory;
    std::map<int64_t, ChannelArena> m_arenas; //!< shared ones
    std::vector<NexusDatapath*> m_channels;
    std::vector<const NexusPool*> m_otherPools;
    std::vector<NexusDatapath*> m_suspended; //!< the longest first
    std::deque<Item> m_items;
    Thread m_thread{*this};
    std::deque<NexusDatapath*> m_openers; //!< that wait for memory
    Timer m_shortageTimer;
    Timer m_openTimer;
    Timer m_stallTimer;
    bool m_hasFailed = false; //!< an allocation, since memory came back last
    int64_t m_defuncts = 0;
    int64_t m_kills = 0;
    int64_t m_skipped = 0;
    int64_t m_prunes = 0;
    int64_t m_stalls = 0;
    int64_t m_reclaimed = 0; //!< bytes
    int64_t m_reclaims = 0;
    SimTime m_reclaimTime; //!< sum
};

} // namespace nexsim

#endif // NEXSIM_CHANNEL_RECLAIM_H
