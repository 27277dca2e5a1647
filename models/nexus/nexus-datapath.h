// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_DATAPATH_H
#define NEXSIM_NEXUS_DATAPATH_H

#include "models/base/forged-packets.h"
#include "models/base/timer.h"
#include "models/host/core.h"
#include "models/host/datapath.h"
#include "models/nexus/channel-life.h"
#include "models/nexus/channel-memory.h"
#include "models/nexus/channel-reclaim.h"
#include "models/nexus/flow-mask.h"
#include "models/nexus/flow-reaper.h"
#include "models/nexus/nexus-receiver.h"
#include "models/nexus/nexus-sender.h"
#include "models/nexus/pool-memory.h"

namespace nexsim
{

class CostTable;

/**
 * @brief The path through the host's nexus: a channel, and a protocol stack in the application.
 *
 * One thread per application. It handles what an event has shown it, then sends what its
 * application and its protocols gave, then waits for the next event; with nothing to do it asks
 * applications that write as fast as they can. Packets reach their receivers in the thread.
 */
class NexusDatapath : public Datapath,
                      public SharedMemoryUser,
                      public ReclaimableChannel,
                      private ArenaUser
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;
    void Send(PacketPtr packet) override;
    void Deliver(PacketPtr packet) override;
    bool HoldsBackWriters() const override;

    /** @brief The flow switch or the NIC cuts them, as the nexus's Segmentation says. */
    void PrepareWhole() override {}

    void AddWriter(WriteClient& client) override;

    bool HeedsAdvice() const override;
    void UseAdvisories(FlowAdvisoryTable& table) override;

    /** @brief The flow switch has packets of one of its flows, copied into the channel's memory. */
    void Receive(PacketFifo& packets);

    /** @brief It will get a packet soon: fetches what that, and the thread after it, touches. */
    void PrefetchReceive() const
    {
        PrefetchLines<11>(&m_nexus); // up to the end of m_advice
        m_sender.Prefetch();
        PrefetchLines<3>(&m_event); // and m_thread
    }

    /** @brief Memory for the copy of a received packet. @return null when there was none */
    PacketPtr Admit(PacketPtr packet, uint32_t core);

    /** @brief What the memory of packets that were admitted costs besides. */
    void AddMemoryWork(CoreWork& work);

    /** @brief Of the channel; null where memory does not count. */
    ChannelMemory* Memory()
    {
        return m_memory ? &*m_memory : nullptr;
    }

    void PrepareStates() override;
    void SetAppState(AppState state) override;

    // For the nexus's ChannelReclaim, with which alone a channel has an end.

    bool IsReclaimable() const override;

    /** @brief Whether an end that was asked for is still to come. */
    bool IsDue(Teardown how) const;

    /** @brief Whether its application is in a call that uses the channel, and so has it locked. */
    bool IsInCall() const;

    /** @brief Whether nobody has read for longer what it has received; notes how long. */
    bool IsStalled(SimTime threshold);

    bool IsDefunctOk() const
    {
        return m_isDefunctOk;
    }

    /** @brief Caches of free packets are emptied. */
    void Prune();

    /** @brief Whether the application has packets of the pool, or there is none. */
    bool HasLoans() const;

    /** @brief Memory of its arena that is in use; 0 where memory does not count. */
    int64_t ArenaBytes() const;

    /** @brief The kernel begins to take the channel down, which is in no call. */
    void BeginTeardown(Teardown how, SimTime asked);

    void FinishTeardown();

    /** @brief Networking memory has come back, since somebody found none. */
    void OnMemory();

    /** @brief It is opened, if that is due, and there is the memory. */
    void TryOpen();

    void BeginMeasurement() override;
    void OnListen(FlowIndex flow) override;
    void OnClosed(FlowIndex flow) override;
    void ReportMetrics(MetricVisitor& visitor) const override;
    Tally Held() const override;
    std::optional<std::string> FindError() const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    class Thread : public CoreTask
    {
      public:
        explicit Thread(NexusDatapath& owner) : CoreTask(CoreClass::UserThread), m_owner(owner) {}

        bool Begin(CoreWork& work) override
        {
            m_owner.m_isAtWork = m_owner.Begin(work);
            return m_owner.m_isAtWork;
        }

        void Finish() override
        {
            m_owner.Finish();
        }

        std::string TaskName() const override
        {
            return "the thread of " + m_owner.Path();
        }

      private:
        NexusDatapath& m_owner;
    };

    enum class NoMemory : uint8_t
    {
        Wait, //!< until there may be some
        Drop
    };

    enum class Doing : uint8_t
    {
        Receive,
        Send,
        TakeAdvice,
        Memory,
        TakeEof
    };

    void OpenMemory(const CostTable& costs, TransmitMemory& forSender);
    void OnPurgeTimer();
    void ArmPurge();
    bool BeginMemory(CoreWork& work);
    void OpenLife();
    bool IsOpen() const;
    void CloseApp();
    void EndProcess();
    void OnArenaInactive() override;
    void FinalizeIfDue();
    void DetachFlows();
    void CloseChannel();
    void FinishEof();
    void OnOpenTimer();
    void WakeLate();
    bool BeginStopped(CoreWork& work);
    void FinishStopped();
    void RefuseAll(PacketFifo& packets);
    void Wake();
    bool Begin(CoreWork& work);
    void Finish();

    // attributes
    FlowMask m_mask = FlowMask::FiveTuple;
    FlowEnd m_close = FlowEnd::Remove;
    Packets m_receiveSlots;
    Packets m_transmitSlots;
    Packets m_backlogLimit;
    Packets m_syncBatch;
    Advice m_adviceMode = Advice::Heed;
    ns3::Ptr<PoolPolicy> m_poolPolicy; //!< null: memory does not count
    ns3::Ptr<PoolMemory> m_poolMemory;
    Packets m_allocSlots;
    Packets m_freeSlots;
    SimTime m_purgePeriod;
    NoMemory m_noMemory = NoMemory::Wait;
    bool m_isDefunctOk = true;
    int64_t m_arenaGroup = 0;
    SimTime m_reconnect;
    SimTime m_relaunch;

    SkywalkNexus* m_nexus = nullptr;
    NexusReceiver m_receiver;
    ChannelAdvice m_advice;
    NexusSender m_sender;
    Cost m_event; //!< a call that shows the stack what has happened
    Thread m_thread{*this};
    Doing m_doing = Doing::Receive; //!< what the piece of work under way is
    bool m_isFresh = false; //!< the thread has been woken and has not finished any work since
    std::optional<ChannelMemory> m_memory;
    Cost m_sync;
    Cost m_wire;
    Timer m_purgeTimer;
    bool m_isPurgeDue = false;
    DropReason* m_noMemoryLeft = nullptr;
    DropReason* m_noUserMemory = nullptr; //!< null without a pool
    DropReason* m_ringFull = nullptr;
    DropReason* m_backlogFull = nullptr;
    int64_t m_wakeUps = 0;
    std::optional<ChannelLife> m_life; //!< none: the channel has no end
    Timer m_openTimer;
    bool m_isAtWork = false; //!< a piece of work of the thread is under way
    bool m_hasStarted = false;
};

} // namespace nexsim

#endif // NEXSIM_NEXUS_DATAPATH_H
