// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETIF_RECEIVER_H
#define NEXSIM_NETIF_RECEIVER_H

#include "models/host/core.h"
#include "models/host/kernel-task.h"
#include "models/nexus/flowswitch.h"

#include <deque>
#include <vector>

namespace nexsim
{

class DevicePool;
class SkywalkNexus;

/** @brief An interrupt that does nothing but wake the thread of a receive queue. */
class InterruptEntry : public CoreTask
{
  public:
    explicit InterruptEntry(const Cost& entry) : CoreTask(CoreClass::Interrupt), m_entry(entry) {}

    /** @brief One more, on this core. */
    void Raise(Core& core)
    {
        ++m_due;
        core.Wake(*this);
    }

    bool Begin(CoreWork& work) override
    {
        if (m_due == 0)
        {
            return false;
        }
        --m_due;
        work.Add(m_entry);
        return true;
    }

    void Finish() override {}

  private:
    const Cost& m_entry;
    int64_t m_due = 0;
};

/**
 * @brief Takes what a receive queue has through the flow switch, batch by batch
 * (XNU: fsw_devna_rx and below).
 *
 * A batch is what the queue has, up to the nexus's RxBatch. One piece of work takes the batch from
 * the driver, classifies its packets and looks up their flows; then follows one per flow of the
 * batch, in the order of their first packets, which copies the flow's packets into the memory of
 * its channel and tells its thread; what is the host stack's comes last.
 */
class NetifReceiver : public KernelTask
{
  public:
    NetifReceiver(SkywalkNexus& nexus,
                  CoreClass coreClass,
                  Core& core,
                  KernelInput& hostStack,
                  Nic& nic,
                  uint32_t queue,
                  DevicePool* pool);

    /** @brief NicClient::OnReceived, of this queue. */
    void OnReceived();

    Tally HeldPackets() const;

    /** @brief For the end of a simulation. */
    void ClearAll();

    int64_t Batches() const
    {
        return m_batches;
    }

    /** @brief Packets in them. */
    int64_t Packets() const
    {
        return m_packetsSeen;
    }

  private:
    /** @brief What of the work on a batch is for one of its packets alone. */
    struct Share
    {
        FlowswitchFlow* flow;
        SimTime span;
    };

    bool BeginReceived(CoreWork& work) override;
    void FinishOwn() override;
    bool BeginBatch(CoreWork& work);
    void TakeDeviceMemory(Packet& packet);
    void RefillDevice(CoreWork& work);
    void FreeDeviceMemory();
    void FinishBatch();
    void BeginDelivery(CoreWork& work);
    void FinishDelivery();
    SimTime WakeUp();

    SkywalkNexus& m_nexus;
    Core& m_core;
    KernelInput& m_hostStack;
    Nic& m_nic;
    uint32_t m_queue;
    DevicePool* m_pool; //!< of the NIC; null: memory does not count
    InterruptEntry m_interrupt;
    int64_t m_left = 0;      //!< packets that may be taken before the interrupt is enabled
    bool m_isEnabled = true; //!< nothing to take since
    bool m_isEntryDue = false;
    bool m_isFresh = false;                 //!< has been woken and has not finished any work since
    SimTime m_entrySpan;                    //!< in the work under way
    PacketFifo m_batch;                     //!< in the work under way
    std::vector<Share> m_shares;            //!< of its packets
    std::deque<FlowswitchFlow*> m_touched;  //!< whose worker this is, but for the one under way
    FlowswitchFlow* m_delivering = nullptr; //!< in the work under way
    PacketFifo m_delivery;
    std::vector<SimTime> m_copies; //!< spans, of its packets
    PacketFifo m_forHost;
    std::vector<uint32_t> m_deviceMemory; //!< of packets not all of whose copies are made
    int64_t m_batches = 0;
    int64_t m_packetsSeen = 0;
};

} // namespace nexsim

#endif // NEXSIM_NETIF_RECEIVER_H
