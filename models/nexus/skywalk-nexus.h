// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_NEXUS_H
#define NEXSIM_SKYWALK_NEXUS_H

#include "models/host/nexus.h"
#include "models/nexus/burst-regulator.h"
#include "models/nexus/flow-manager.h"
#include "models/nexus/flowswitch.h"
#include "models/nexus/held-flows.h"
#include "models/nexus/netif-receiver.h"
#include "models/nexus/tcp-aggregator.h"

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

    /** @brief The flows of its channels, as far as their received packets go. */
    FlowManager& Flows()
    {
        return m_flows;
    }

    /** @brief When received packets leave for their channels. */
    const ReleasePolicy& GetRelease() const
    {
        return *m_release;
    }

    TcpAggregator& GetAggregator()
    {
        return *m_aggregator;
    }

    /** @brief Null: sockets get what comes at once. */
    BurstRegulator* GetRegulator()
    {
        return ns3::PeekPointer(m_regulator);
    }

    /** @brief Flows whose batches the release policy keeps. */
    HeldFlows& Kept()
    {
        return m_kept;
    }

    ReceiveCounts& Received()
    {
        return m_received;
    }

    /** @brief A number for the next pass of a receiver. */
    uint64_t NextPass()
    {
        return ++m_passes;
    }

    /** @brief Packets that it takes from a channel at a time, at most. */
    int64_t TxBatch() const
    {
        return m_txBatch.Value();
    }

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

    /** @brief Each packet from an interface is at a channel, at the host stack, joined, or inside. */
    std::optional<std::string> FindError() const override;

  protected:
    void DoDispose() override;

  private:
    void ConnectReceiveSide(const CostTable& costs);
    void ReportReceiveSide(MetricVisitor& visitor) const;
    void ReportAggregation(MetricVisitor& visitor) const;

    // attributes
    ns3::Ptr<ReleasePolicy> m_release;    //!< none stands for BatchOrChainEnd
    ns3::Ptr<TcpAggregator> m_aggregator; //!< none stands for the default one
    ns3::Ptr<BurstRegulator> m_regulator;
    Packets m_txBatch;
    int64_t m_firstCore = 0;

    NexusCosts m_costs;
    Flowswitch m_switch;
    FlowManager m_flows;
    HeldFlows m_kept;
    ReceiveCounts m_received;
    uint64_t m_passes = 0;
    Processor* m_processor = nullptr;
    KernelInput* m_hostStack = nullptr;
    HostNetwork* m_network = nullptr;
    std::vector<std::vector<std::unique_ptr<NetifReceiver>>> m_receivers; //!< by NIC and queue
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_NEXUS_H
