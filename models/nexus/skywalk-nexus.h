// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_NEXUS_H
#define NEXSIM_SKYWALK_NEXUS_H

#include "models/host/nexus.h"
#include "models/nexus/flowswitch.h"
#include "models/nexus/netif-receiver.h"

#include <memory>
#include <vector>

namespace nexsim
{

/** @brief What the operations of a nexus cost. */
struct NexusCosts
{
    Cost entry;       //!< of an interrupt
    Cost bookkeeping; //!< per packet, of the driver and the pools
    Cost classify;    //!< per packet
    Cost copy;        //!< per byte
    Cost notify;      //!< of a thread: to post its event
};

/**
 * @brief A nexus as shipped in XNU (Skywalk): interfaces, a flow switch, channels to applications.
 *
 * Applications with the datapath Nexus have a channel each.
 */
class SkywalkNexus : public Nexus
{
  public:
    static ns3::TypeId GetTypeId();

    void Connect(Processor& processor, KernelInput& hostStack, HostNetwork& network) override;
    void AddNic(Nic& nic) override;
    void OnReceived(uint32_t nic, uint32_t queue) override;

    const NexusCosts& Costs() const
    {
        return m_costs;
    }

    Flowswitch& Switch()
    {
        return m_switch;
    }

    /** @brief Packets that the switch takes from an interface at a time, at most. */
    int64_t RxBatch() const
    {
        return m_rxBatch.Value();
    }

    /** @brief Packets that it takes from a channel at a time, at most. */
    int64_t TxBatch() const
    {
        return m_txBatch.Value();
    }

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoDispose() override;

  private:
    // attributes
    Packets m_rxBatch;
    Packets m_txBatch;
    int64_t m_firstCore = 0;

    NexusCosts m_costs;
    Flowswitch m_switch;
    Processor* m_processor = nullptr;
    KernelInput* m_hostStack = nullptr;
    HostNetwork* m_network = nullptr;
    std::vector<std::vector<std::unique_ptr<NetifReceiver>>> m_receivers; //!< by NIC and queue
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_NEXUS_H
