// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HOST_H
#define NEXSIM_HOST_H

#include "models/host/app.h"
#include "models/link/forwarding-table.h"
#include "models/link/network-node.h"
#include "models/nic/nic.h"

#include <map>
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
class Host : public NetworkNode, private PacketReceiver, private NicClient, private HostNetwork
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

    /** @brief Adds an application; its path is the host's with `name` below it. */
    App& AddApp(const std::string& name, const Blueprint& blueprint);

    /** @brief The application of this name; "" is the host's own, made on first use. */
    App* FindApp(const std::string& name);

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    void Receive(PacketPtr packet, uint32_t port, SimTime tail) override;
    void OnReceived(uint32_t nic, uint32_t queue) override;
    void Transmit(PacketPtr packet) override;
    ns3::Ptr<ns3::Node> GetNode() override;
    void TakeIn(PacketPtr packet, Nic& nic);
    void TakeStray(PacketPtr packet, Nic& nic);

    Blueprint m_nicTemplate;
    NodeIndex m_index = 0;
    uint32_t m_address = 0;
    EcmpChoice m_ecmp = EcmpChoice::HashThreshold;
    ForwardingTable m_table;
    std::vector<ns3::Ptr<Nic>> m_nics;
    std::map<std::string, ns3::Ptr<App>> m_apps;
    DropReason* m_noRoute = nullptr;
    DropReason* m_notForUs = nullptr;
    DropReason* m_noListener = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_HOST_H
