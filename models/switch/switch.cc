// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/switch.h"

#include "models/base/attributes.h"
#include "models/base/prefetch.h"

#include <fmt/format.h>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Switch);

ns3::TypeId
Switch::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Switch")
            .SetParent<NetworkNode>()
            .SetGroupName("nexsim/switch")
            .AddConstructor<Switch>()
            .AddAttribute("Ecmp",
                          "How a flow's hash chooses among ports of equal cost.",
                          QuantityDefault(EcmpChoice::HashThreshold),
                          MakeQuantityAccessor(&Switch::m_ecmp),
                          MakeChoiceChecker(EcmpChoiceNames()))
            .AddAttribute("Forwarding",
                          "When forwarding begins.",
                          QuantityDefault(Forwarding::StoreAndForward),
                          MakeQuantityAccessor(&Switch::m_forwarding),
                          MakeChoiceChecker({"store-and-forward", "cut-through"}))
            .AddAttribute("HeadBytes",
                          "Bytes on the wire, preamble included, that a cut-through switch reads "
                          "before it forwards.",
                          QuantityDefault(Bytes(72)),
                          MakeQuantityAccessor(&Switch::m_headBytes),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(65536)))
            .AddAttribute("Buffer",
                          "Memory that all ports share; none gives every queue its own.",
                          PolicyValue(),
                          MakePolicyAccessor(&Switch::m_buffer),
                          MakePolicyChecker<BufferManager>())
            .AddAttribute("MacTableSize",
                          "Ethernet addresses that it remembers, for frames of ns-3 devices.",
                          IntegerValue(8192),
                          MakeQuantityAccessor(&Switch::m_macTableSize),
                          MakeIntegerRangeChecker(1, 1 << 20))
            .AddAttribute("MacAgeing",
                          "After this time without a frame from it, an address is forgotten.",
                          QuantityDefault(Seconds(300)),
                          MakeQuantityAccessor(&Switch::m_macAgeing),
                          MakeQuantityChecker<SimTime>(MilliSeconds(1), Seconds(1'000'000)))
            .AddAttribute("Port",
                          "The ports of this switch; a link's \"at\" refines a single one.",
                          BlueprintValue(Blueprint(SwitchPort::GetTypeId())),
                          MakePolicyTemplateAccessor(&Switch::m_portTemplate),
                          MakePortTemplateChecker<SwitchPort>());
    return tid;
}

void
Switch::DoAttach()
{
    m_noRoute = &AddDropReason("no-route");
    m_table.SetSalt(PathHash());
    m_table.SetChoice(m_ecmp);
    if (m_buffer)
    {
        m_buffer->Attach(Run(), Path() + "/buffer");
    }
}

void
Switch::DoDispose()
{
    m_inputs.clear();
    m_outputs.clear();
    m_bridge = nullptr;
    m_buffer = nullptr;
    NetworkNode::DoDispose();
}

uint32_t
Switch::AddPort(SimplexLink& out, const std::string& name, const Blueprint& blueprint)
{
    const auto port = (blueprint.IsEmpty() ? m_portTemplate : blueprint).CreateAs<SwitchPort>();
    port->Connect(out, ns3::PeekPointer(m_buffer));
    port->Attach(Run(), Path() + "/" + name);
    m_outputs.push_back({port, port->OnlyQueue(), &out});
    m_inputs.emplace_back();
    if (m_forwarding == Forwarding::CutThrough)
    {
        m_inputs.back() = std::make_unique<StoreAndForward>();
        m_inputs.back()->Attach(Run(), Path() + "/" + name + "/input");
    }
    return static_cast<uint32_t>(m_outputs.size() - 1);
}

PacketReceiver&
Switch::Receiver()
{
    return *this;
}

Bytes
Switch::HeadBytes(uint32_t /*port*/) const
{
    return m_forwarding == Forwarding::CutThrough ? m_headBytes : Bytes(0);
}

void
Switch::SetRoute(NodeIndex destination, const std::vector<uint32_t>& ports)
{
    m_table.Set(destination, ports);
}

uint32_t
Switch::PortFor(const Packet& packet) const
{
    return m_table.PortFor(packet);
}

bool
Switch::IsEndNode() const
{
    return false;
}

bool
Switch::MustStore(uint32_t in, uint32_t out, const Packet& packet, SimTime tail) const
{
    // An output that could be done before the tail is here would run dry in the middle.
    const SimTime now = Now();
    return !m_inputs[in]->Empty() ||
           (now < tail && now + m_outputs[out].link->Span(packet.size) < tail);
}

void
Switch::UseTree(std::vector<uint32_t> ports)
{
    if (!m_bridge)
    {
        m_bridge = std::make_unique<LearningBridge>(m_macTableSize, m_macAgeing);
        m_bridge->Attach(Run(), Path() + "/bridge");
    }
    m_bridge->SetTree(std::move(ports));
}

void
Switch::Receive(PacketPtr packet, uint32_t port, SimTime tail)
{
    const uint32_t out = m_table.PortFor(*packet);
    if (out == ForwardingTable::kNoPort)
    {
        ReceiveUnrouted(std::move(packet), port, tail);
        return;
    }
    Forward(std::move(packet), port, out, tail);
}

void
Switch::PrefetchFor(const Packet& packet) const
{
    const uint32_t out = m_table.PortFor(packet);
    if (out != ForwardingTable::kNoPort)
    {
        const Output& output = m_outputs[out];
        output.port->Prefetch();
        PrefetchLines(output.queue);
        output.link->Prefetch();
    }
}

inline void
Switch::Forward(PacketPtr packet, uint32_t in, uint32_t out, SimTime tail)
{
    ++m_forwarded;
    if (m_forwarding == Forwarding::CutThrough && MustStore(in, out, *packet, tail))
    {
        m_inputs[in]->Hold(std::move(packet), *m_outputs[out].port);
        return;
    }
    m_outputs[out].port->Send(std::move(packet));
}

void
Switch::ReceiveUnrouted(PacketPtr packet, uint32_t port, SimTime tail)
{
    const Frame* frame = FrameOf(*packet);
    if (frame == nullptr || !m_bridge)
    {
        Drop(std::move(packet), *m_noRoute);
        return;
    }
    const std::vector<uint32_t>& ports = m_bridge->PortsFor(*frame, port);
    if (ports.empty())
    {
        Drop(std::move(packet), m_bridge->Refusal());
        return;
    }
    for (size_t i = 1; i < ports.size(); ++i)
    {
        PacketPtr copy = Run().Pool().AllocateCopy(*packet);
        copy->payload = frame->Clone();
        Run().GetLedger().Duplicated(*copy, Now(), m_bridge->PathHash());
        Forward(std::move(copy), port, ports[i], tail);
    }
    Forward(std::move(packet), port, ports.front(), tail);
}

void
Switch::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"forwarded_packets", "packets", "packets that found a port"}, m_forwarded);
    visitor.Counter({"unroutable_packets", "packets", "packets for an unknown destination"},
                    m_noRoute->dropped.packets);
}

} // namespace nexsim
