// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_DATAPATH_H
#define NEXSIM_NEXUS_DATAPATH_H

#include "models/host/core.h"
#include "models/host/datapath.h"
#include "models/nexus/flow-mask.h"
#include "models/nexus/nexus-receiver.h"
#include "models/nexus/nexus-sender.h"

namespace nexsim
{

/**
 * @brief The path through the host's nexus: a channel, and a protocol stack in the application.
 *
 * One thread per application. It handles what an event has shown it, then sends what its
 * application and its protocols gave, then waits for the next event; with nothing to do it asks
 * applications that write as fast as they can. Packets reach their receivers in the thread.
 */
class NexusDatapath : public Datapath
{
  public:
    static ns3::TypeId GetTypeId();

    void Send(PacketPtr packet) override;
    void Deliver(PacketPtr packet) override;
    bool HoldsBackWriters() const override;
    void AddWriter(WriteClient& client) override;

    /** @brief The flow switch has packets of one of its flows, copied into the channel's memory. */
    void Receive(PacketFifo& packets);

    void OnListen(FlowIndex flow) override;
    void ReportMetrics(MetricVisitor& visitor) const override;
    Tally Held() const override;

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
            return m_owner.Begin(work);
        }

        void Finish() override
        {
            m_owner.Finish();
        }

      private:
        NexusDatapath& m_owner;
    };

    void Wake();
    bool Begin(CoreWork& work);
    void Finish();

    // attributes
    FlowMask m_mask = FlowMask::FiveTuple;
    Packets m_receiveSlots;
    Packets m_transmitSlots;
    Packets m_backlogLimit;

    SkywalkNexus* m_nexus = nullptr;
    NexusReceiver m_receiver;
    NexusSender m_sender;
    Thread m_thread{*this};
    bool m_isSending = false; //!< what the piece of work under way is
    bool m_isFresh = false;   //!< the thread has been woken and has not finished any work since
    DropReason* m_ringFull = nullptr;
    DropReason* m_backlogFull = nullptr;
    int64_t m_wakeUps = 0;
};

} // namespace nexsim

#endif // NEXSIM_NEXUS_DATAPATH_H
