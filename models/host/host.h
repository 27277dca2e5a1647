// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HOST_H
#define NEXSIM_HOST_H

#include "models/host/app.h"
#include "models/host/host-costs.h"
#include "models/host/kernel-receive.h"
#include "models/host/nexus.h"
#include "models/host/processor.h"
#include "models/host/spin-lock.h"
#include "models/link/forwarding-table.h"
#include "models/link/network-node.h"
#include "models/nic/nic.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief An end node: NICs below, applications above, a datapath per application between them.
 *
 * A host does not forward: a packet for another node is dropped, and so is one of a flow to which
 * no application listens.
 */
class Host : public NetworkNode,
             private PacketReceiver,
             private NicClient,
             private HostNetwork,
             private KernelInput
{
  public:
    static ns3::TypeId GetTypeId();

    uint32_t AddPort(SimplexLink& out,
                     const std::string& name,
                     const Blueprint& blueprint) override;
    PacketReceiver& Receiver() override;
    void SetRoute(NodeIndex destination, const std::vector<uint32_t>& ports) override;
    uint32_t PortFor(const Packet& packet) const override;
    bool IsEndNode() const override;

    /** @brief The number under which the network routes to this host; before traffic. */
    void SetIndex(NodeIndex index)
    {
        m_index = index;
    }

    NodeIndex Index() const
    {
        return m_index;
    }

    /** @brief An IPv4 address for flow keys, host byte order. */
    void SetAddress(uint32_t address)
    {
        m_address = address;
    }

    uint32_t Address() const
    {
        return m_address;
    }

    /** @brief Whether a nexus takes what its NICs receive. */
    bool HasNexus() const
    {
        return m_nexus != nullptr;
    }

    /** @brief Adds an application; its path is the host's with `name` below it. */
    App& AddApp(const std::string& name, const Blueprint& blueprint);

    /** @brief The application of this name; "" is the host's own, made on first use. */
    App* FindApp(const std::string& name);

    /** @brief Null for a host whose processing takes no time. */
    const Processor* GetCores() const
    {
        return m_processor.get();
    }

    Processor* GetCores()
    {
        return m_processor.get();
    }

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    void Receive(PacketPtr packet, uint32_t port, SimTime tail) override;
    void PrefetchFor(const Packet& packet) const override;
    void OnReceived(uint32_t nic, uint32_t queue) override;
    void OnTransmitted(uint32_t nic, int64_t packets) override;
    void Transmit(PacketPtr packet) override;
    void TransmitAll(PacketFifo& packets) override;
    uint32_t NicFor(const Packet& packet) const override;
    void CountTransmitted(const Packet& packet) override;
    void Transmit(PacketPtr packet, More more);
    ns3::Ptr<ns3::Node> GetNode() override;
    Processor* GetProcessor() override;
    Nexus* GetNexus() override;
    void MakeProcessor();
    bool CutsSegments(const Packet& packet) const override;
    bool HasSegmentation() const override;
    void AddChecksumWork(const Packet& packet, CoreWork& work) const override;
    void CheckBusyPoll(const std::string& user) const override;
    NicPollSource& SourceOf(const Packet& received) override;
    bool HasTransmitLock() const override;
    void AddLockedWork(const Packet& packet, CoreWork& work) override;
    PacketPtr Filter(PacketPtr packet, Nic& nic) override;
    bool ChecksSums(const Packet& packet) const override;
    bool TakesTrains(const Packet& packet) const override;
    void AddInputCost(const Packet& packet, CoreWork& work) override;
    void CountInput(const Packet& packet) override;
    void Input(PacketFifo& train) override;
    Datapath* ListenerOf(const Packet& packet) const;
    void CheckKernel() const;
    void MakeKernel();
    void TakeIn(PacketPtr packet, Nic& nic);

    // What every packet touches comes first.
    int64_t m_passedPackets = 0; //!< between NICs and datapaths, both ways
    NodeIndex m_index = 0;
    uint32_t m_address = 0;
    std::unique_ptr<Processor> m_processor; //!< null: processing takes no time
    ns3::Ptr<Nexus> m_nexus;                //!< null: there is none
    ns3::Ptr<KernelReceive> m_receive;      //!< null with m_processor, or where there is a nexus
    std::vector<ns3::Ptr<Nic>> m_nics;
    ForwardingTable m_table;

    Blueprint m_nicTemplate;
    EcmpChoice m_ecmp = EcmpChoice::HashThreshold;
    uint32_t m_cores = 0;
    ns3::Ptr<HostCosts> m_costs;
    ListValue::Elements m_idleStates;
    SimTime m_slice;
    Cost m_lookup; //!< of the listener to a packet
    std::optional<Cost> m_lockedTransmit;
    std::optional<Cost> m_checksum; //!< nothing while every NIC sums up what it sends
    std::vector<std::unique_ptr<SpinLock>> m_transmitLocks; //!< by NIC
    std::map<std::string, ns3::Ptr<App>> m_apps;
    DropReason* m_noRoute = nullptr;
    DropReason* m_notForUs = nullptr;
    DropReason* m_noListener = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_HOST_H
