// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CROSSBAR_SWITCH_H
#define NEXSIM_CROSSBAR_SWITCH_H

#include "models/base/tie-watch.h"
#include "models/link/forwarding-table.h"
#include "models/link/network-node.h"
#include "models/switch/crossbar.h"

#include <vector>

namespace nexsim
{

/**
 * @brief A switch whose packets wait at the inputs and cross a crossbar to shallow output stages.
 *
 * Ports, numbered in the order of links, are grouped: PortsPerInputModule of them share an input
 * module's line into the crossbar, PortsPerOutputModule an output module's line out of it. How
 * finely packets are queued at the inputs, and who crosses when, are strategies. A line is Speedup
 * times as fast as the fastest module's links together.
 *
 * It forwards native packets. Frames of ns-3 devices are dropped, reason no-route.
 */
class CrossbarSwitch : public NetworkNode, private PacketReceiver, private RoomListener
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

    void Start() override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    void Receive(PacketPtr packet, uint32_t port, SimTime tail) override;
    void OnRoom(uint32_t port, bool hasRoom) override;
    BitRate LineRate() const;

    int64_t m_portsPerInput = 1;
    int64_t m_portsPerOutput = 1;
    Ratio m_speedup;
    SimTime m_slot;
    EcmpChoice m_ecmp = EcmpChoice::HashThreshold;
    Blueprint m_portTemplate;
    Blueprint m_bufferTemplate;
    ns3::Ptr<QueueingSystem> m_queueing;
    ns3::Ptr<Arbiter> m_arbiter;

    ForwardingTable m_table;
    FabricShape m_shape;
    Crossbar m_crossbar;
    std::vector<ns3::Ptr<CrossbarPort>> m_ports;
    std::vector<ns3::Ptr<BufferManager>> m_buffers; //!< by input module; null without
    std::vector<TieWatch> m_ties;                   //!< by input module
    DropReason* m_noRoute = nullptr;
    int64_t m_forwarded = 0;
};

} // namespace nexsim

#endif // NEXSIM_CROSSBAR_SWITCH_H
