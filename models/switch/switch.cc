// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/switch.h"

#include "models/base/attributes.h"

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
    if (m_buffer)
    {
        m_buffer->Attach(Run(), Path() + "/buffer");
    }
}

void
Switch::DoDispose()
{
    m_inputs.clear();
    m_ports.clear();
    m_buffer = nullptr;
    NetworkNode::DoDispose();
}

uint32_t
Switch::AddPort(SimplexLink& out, const std::string& name, const Blueprint& blueprint)
{
    const auto port = (blueprint.IsEmpty() ? m_portTemplate : blueprint).CreateAs<SwitchPort>();
    port->Connect(out, ns3::PeekPointer(m_buffer));
    port->Attach(Run(), Path() + "/" + name);
    m_ports.push_back(port);
    m_inputs.emplace_back();
    if (m_forwarding == Forwarding::CutThrough)
    {
        m_inputs.back() = std::make_unique<StoreAndForward>();
        m_inputs.back()->Attach(Run(), Path() + "/" + name + "/input");
    }
    return static_cast<uint32_t>(m_ports.size() - 1);
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
           (now < tail && now + m_ports[out]->Link().Span(packet.size) < tail);
}

void
Switch::Receive(PacketPtr packet, uint32_t port, SimTime tail)
{
    const uint32_t out = m_table.PortFor(*packet);
    if (out == ForwardingTable::kNoPort)
    {
        Drop(std::move(packet), *m_noRoute);
        return;
    }
    ++m_forwarded;
    if (m_forwarding == Forwarding::CutThrough && MustStore(port, out, *packet, tail))
    {
        m_inputs[port]->Hold(std::move(packet), *m_ports[out]);
        return;
    }
    m_ports[out]->Send(std::move(packet));
}

void
Switch::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"forwarded_packets", "packets", "packets that found a port"}, m_forwarded);
    visitor.Counter({"unroutable_packets", "packets", "packets for an unknown destination"},
                    m_noRoute->dropped.packets);
}

} // namespace nexsim
