// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SWITCH_H
#define NEXSIM_SWITCH_H

#include "models/link/forwarding-table.h"
#include "models/link/network-node.h"
#include "models/switch/learning-bridge.h"
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
 * Frames of ns-3 devices are dropped, too, until UseTree makes the switch a learning bridge.
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

    /**
     * @brief Frames of ns-3 devices are forwarded by learned address, else flooded, over `ports`.
     * @param ports ascending, without loops between switches (SpanningTree); what was learned over
     * other ports is forgotten
     */
    void UseTree(std::vector<uint32_t> ports);

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    /** @brief A port with its parts, which so can be fetched before the port itself is at hand. */
    struct Output
    {
        ns3::Ptr<SwitchPort> port;
        const QueueDisc* queue; //!< null where it has several
        const SimplexLink* link;
    };

    void Receive(PacketPtr packet, uint32_t port, SimTime tail) override;
    void PrefetchFor(const Packet& packet) const override;
    Bytes HeadBytes(uint32_t port) const override;
    void Forward(PacketPtr packet, uint32_t in, uint32_t out, SimTime tail);
    void ReceiveUnrouted(PacketPtr packet, uint32_t port, SimTime tail);
    bool MustStore(uint32_t in, uint32_t out, const Packet& packet, SimTime tail) const;

    // What every packet touches comes first.
    int64_t m_forwarded = 0;
    ForwardingTable m_table;
    std::vector<Output> m_outputs;
    Forwarding m_forwarding = Forwarding::StoreAndForward;

    EcmpChoice m_ecmp = EcmpChoice::HashThreshold;
    Bytes m_headBytes;
    ns3::Ptr<BufferManager> m_buffer;
    Blueprint m_portTemplate;
    std::vector<std::unique_ptr<StoreAndForward>> m_inputs; //!< for cut-through only
    int64_t m_macTableSize = 0;
    SimTime m_macAgeing;
    std::unique_ptr<LearningBridge> m_bridge; //!< null where there are only native packets
    DropReason* m_noRoute = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_SWITCH_H
