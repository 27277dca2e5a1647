// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_NEXUS_H
#define NEXSIM_SKYWALK_NEXUS_H

#include "models/host/nexus.h"
#include "models/nexus/burst-regulator.h"
#include "models/nexus/channel-reclaim.h"
#include "models/nexus/copy-engine.h"
#include "models/nexus/device-pool.h"
#include "models/nexus/flow-manager.h"
#include "models/nexus/flow-reaper.h"
#include "models/nexus/flowadv-thread.h"
#include "models/nexus/flowswitch-transmitter.h"
#include "models/nexus/held-flows.h"
#include "models/nexus/ip-reassembly.h"
#include "models/nexus/netif-receiver.h"
#include "models/nexus/netif-transmitter.h"
#include "models/nexus/pool-memory.h"
#include "models/nexus/tcp-aggregator.h"
#include "models/nexus/transmit-batch.h"

#include <memory>
#include <optional>
#include <vector>

namespace nexsim
{

/** @brief What the operations of a nexus cost. */
struct NexusCosts
{
    Cost entry;                 //!< of an interrupt
    Cost bookkeeping;           //!< per packet, of the driver and the pools
    Cost classify;              //!< per packet
    Cost lookUp;                //!< of a packet's flow
    Cost previousHit;           //!< instead, when the packet before was of the same flow
    std::optional<Cost> verify; //!< per packet to send, where it has a figure of its own
    Cost notify;                //!< of a thread: to post its event
    Cost wire;                  //!< of a segment of memory; only with DevicePool
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

    Processor& GetProcessor() const
    {
        return *m_processor;
    }

    const NexusCosts& Costs() const
    {
        return m_costs;
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

    /** @brief Null: entries of flows that are over stay until another flow takes their place. */
    FlowReaper* GetReaper()
    {
        return ns3::PeekPointer(m_reaper);
    }

    /** @brief Null: channels are there for good, and memory has no limit but theirs. */
    ChannelReclaim* GetReclaim()
    {
        return ns3::PeekPointer(m_reclaim);
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

    /** @brief The thread that tells flows of channels to go on. */
    FlowadvThread& Flowadv()
    {
        return m_flowadv;
    }

    /** @brief The passes over packets that channels send. */
    CopyEngine& TransmitCopies()
    {
        return m_transmitCopies;
    }

    /** @brief The passes over packets that channels receive. */
    CopyEngine& ReceiveCopies()
    {
        return m_receiveCopies;
    }

    FlowswitchTransmitCounts& TransmitCounts()
    {
        return m_transmitCounts;
    }

    const FlowswitchTransmitDrops& TransmitDrops() const
    {
        return m_transmitDrops;
    }

    /** @brief On what the switch verifies packets of channels. */
    Verification Verifies() const
    {
        return m_verification;
    }

    /** @brief What the switch takes from a channel at a time, at most. */
    TransmitBatchLimits TransmitLimits() const
    {
        return {m_txBatch.Value(), m_gsoBatch.Value(), false};
    }

    /** @brief Whether the switch cuts packets of several segments that go to this NIC. */
    bool CutsFor(const NetifTransmitter& netif) const
    {
        return m_segmentation == Segmentation::Software ||
               (m_segmentation == Segmentation::Hardware && !netif.Device().HasSegmentation());
    }

    /** @brief IP bytes of a packet that stacks make of what TCP gives at once, at most. */
    int64_t GsoSize() const
    {
        return m_segmentation == Segmentation::None ? 0 : m_gsoSize.Value();
    }

    /** @brief By the number of the NIC; null for none. */
    NetifTransmitter* NetifAt(uint32_t nic) const
    {
        return nic < m_transmitters.size() ? m_transmitters[nic].get() : nullptr;
    }

    /** @brief The pool of a NIC; null where memory does not count, or there is no such NIC. */
    DevicePool* PoolOf(uint32_t nic) const
    {
        return nic < m_pools.size() ? m_pools[nic].get() : nullptr;
    }

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

    /**
     * @brief Each packet from an interface is at a channel, at the host stack, joined, dropped for want
     * of memory or as a fragment, or inside; each from a transmit ring went on, was dropped, or is in
     * work.
     */
    std::optional<std::string> FindError() const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    enum class Segmentation : uint8_t
    {
        None,
        Software,
        Hardware
    };

    void ConnectTransmit(const CostTable& costs);
    void ReportTransmit(MetricVisitor& visitor) const;
    std::optional<std::string> FindReceiveError() const;
    std::optional<std::string> FindTransmitError() const;
    void ConnectReceiveSide(const CostTable& costs);
    void ReportReceiveSide(MetricVisitor& visitor) const;
    void ReportAggregation(MetricVisitor& visitor) const;

    // attributes
    ns3::Ptr<ReleasePolicy> m_release;    //!< none stands for BatchOrChainEnd
    ns3::Ptr<TcpAggregator> m_aggregator; //!< none stands for the default one
    ns3::Ptr<BurstRegulator> m_regulator;
    ns3::Ptr<FlowReaper> m_reaper;
    ns3::Ptr<ChannelReclaim> m_reclaim;
    Packets m_txBatch;
    Verification m_verification = Verification::Copy;
    ChecksumMode m_checksum = ChecksumMode::Hardware;
    Segmentation m_segmentation = Segmentation::Hardware;
    Packets m_gsoBatch;
    Bytes m_gsoSize;
    bool m_usesStarter = false;
    Packets m_doorbellLimit;
    Packets m_coalesceLength;
    SimTime m_coalesceTimeout;
    int64_t m_firstCore = 0;
    ns3::Ptr<PoolMemory> m_devicePool; //!< null: memory of interfaces does not count
    Blueprint m_reassemblyTemplate;

    NexusCosts m_costs;
    NetifStartCosts m_startCosts;
    FlowadvThread m_flowadv;
    CopyEngine m_transmitCopies;
    CopyEngine m_receiveCopies;
    FlowswitchTransmitCounts m_transmitCounts;
    FlowswitchTransmitDrops m_transmitDrops;
    FlowManager m_flows;
    HeldFlows m_kept;
    ReceiveCounts m_received;
    uint64_t m_passes = 0;
    Processor* m_processor = nullptr;
    KernelInput* m_hostStack = nullptr;
    HostNetwork* m_network = nullptr;
    std::vector<std::vector<std::unique_ptr<NetifReceiver>>> m_receivers; //!< by NIC and queue
    std::vector<std::unique_ptr<NetifTransmitter>> m_transmitters;        //!< by NIC
    std::vector<std::unique_ptr<DevicePool>> m_pools; //!< by NIC; empty without m_devicePool
    std::vector<ns3::Ptr<IpReassembly>> m_reassembly; //!< by NIC
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_NEXUS_H
