// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SWITCH_H
#define NEXSIM_SWITCH_H

#include "models/link/forwarding-table.h"
#include "models/link/network-node.h"
#include "models/switch/store-and-forward.h"
#include "models/switch/switch-port.h"

#include <memory>
#include <vector>

namespace nexsim
{

/** @brief When a switch begins to forward a packet. */
enum class Forwarding : uint8_t
{
    StoreAndForward, //!< when its last bit has arrived
    CutThrough       //!< when its head has arrived, where the output is not faster than the input
};

/**
 * @brief An output-queued switch with memory that its ports share.
 *
 * The fabric takes no time. A packet for an unknown destination is dropped. Packets pass the same
 * way per flow: among ports of equal cost the flow's hash and the switch's own salt decide.
 *
 * Cut-through keeps order: behind a packet that must be stored, the later ones of that input wait.
 */
class Switch : public NetworkNode, private PacketReceiver
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

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    void Receive(PacketPtr packet, uint32_t port, SimTime tail) override;
    Bytes HeadBytes(uint32_t port) const override;
    bool MustStore(uint32_t in, uint32_t out, const Packet& packet, SimTime tail) const;

    Forwarding m_forwarding = Forwarding::StoreAndForward;
    Bytes m_headBytes;
    ns3::Ptr<BufferManager> m_buffer;
    Blueprint m_portTemplate;
    EcmpChoice m_ecmp = EcmpChoice::HashThreshold;
    ForwardingTable m_table;
    std::vector<ns3::Ptr<SwitchPort>> m_ports;
    std::vector<std::unique_ptr<StoreAndForward>> m_inputs; //!< for cut-through only
    DropReason* m_noRoute = nullptr;
    int64_t m_forwarded = 0;
};

} // namespace nexsim

#endif // NEXSIM_SWITCH_H
