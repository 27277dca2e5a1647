// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/host.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Host);

namespace
{

/** @brief A locally administered Ethernet address that no other NIC of the run has. */
ns3::Mac48Address
MacAddress(uint32_t ipv4, uint32_t nic)
{
    const auto byte = [](uint32_t value, unsigned shift) {
        return static_cast<uint8_t>(value >> shift);
    };
    const uint8_t bytes[6] =
        {0x02, byte(nic, 0), byte(ipv4, 24), byte(ipv4, 16), byte(ipv4, 8), byte(ipv4, 0)};
    ns3::Mac48Address address;
    address.CopyFrom(bytes);
    return address;
}

} // namespace

ns3::TypeId
Host::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Host")
            .SetParent<NetworkNode>()
            .SetGroupName("nexsim/host")
            .AddConstructor<Host>()
            .AddAttribute("Ecmp",
                          "How a flow's hash chooses among NICs of equal cost.",
                          QuantityDefault(EcmpChoice::HashThreshold),
                          MakeQuantityAccessor(&Host::m_ecmp),
                          MakeChoiceChecker(EcmpChoiceNames()))
            .AddAttribute("Nic",
                          "The NICs of this host; a link's \"at\" refines a single one.",
                          BlueprintValue(Blueprint(Nic::GetTypeId())),
                          MakePolicyTemplateAccessor(&Host::m_nicTemplate),
                          MakePortTemplateChecker<Nic>());
    return tid;
}

void
Host::DoAttach()
{
    m_noRoute = &AddDropReason("no-route");
    m_notForUs = &AddDropReason("not-for-this-host");
    m_noListener = &AddDropReason("no-listener");
    m_table.SetSalt(PathHash());
    m_table.SetChoice(m_ecmp);
}

void
Host::DoDispose()
{
    m_apps.clear();
    m_nics.clear();
    NetworkNode::DoDispose();
}

uint32_t
Host::AddPort(SimplexLink& out, const std::string& name, const Blueprint& blueprint)
{
    const auto number = static_cast<uint32_t>(m_nics.size());
    const auto nic = (blueprint.IsEmpty() ? m_nicTemplate : blueprint).CreateAs<Nic>();
    nic->Connect(out, *this, number);
    nic->Attach(Run(), Path() + "/" + name);
    nic->SetAddress(MacAddress(m_address, number));
    m_nics.push_back(nic);
    AddDevice(nic);
    return number;
}

PacketReceiver&
Host::Receiver()
{
    return *this;
}

void
Host::SetRoute(NodeIndex destination, const std::vector<uint32_t>& ports)
{
    m_table.Set(destination, ports);
}

uint32_t
Host::PortFor(const Packet& packet) const
{
    return m_nics.size() == 1 ? 0 : m_table.PortFor(packet);
}

bool
Host::IsEndNode() const
{
    return true;
}

App&
Host::AddApp(const std::string& name, const Blueprint& blueprint)
{
    const auto app = blueprint.CreateAs<App>();
    app->Connect(*this);
    app->Attach(Run(), Path() + "/" + (name.empty() ? "app" : name));
    m_apps[name] = app;
    return *app;
}

App*
Host::FindApp(const std::string& name)
{
    const auto found = m_apps.find(name);
    if (found != m_apps.end())
    {
        return ns3::PeekPointer(found->second);
    }
    return name.empty() ? &AddApp(name, Blueprint(App::GetTypeId())) : nullptr;
}

void
Host::Transmit(PacketPtr packet)
{
    const uint32_t nic = PortFor(*packet);
    if (nic >= m_nics.size())
    {
        Drop(std::move(packet), *m_noRoute);
        return;
    }
    m_nics[nic]->Send(std::move(packet));
}

ns3::Ptr<ns3::Node>
Host::GetNode()
{
    return this;
}

void
Host::Receive(PacketPtr packet, uint32_t port, SimTime /*tail*/)
{
    m_nics[port]->Receive(std::move(packet));
}

void
Host::OnReceived(uint32_t nic, uint32_t queue)
{
    Nic& device = *m_nics[nic];
    RxQueue& received = device.Rx(queue);
    for (int64_t left = received.Quota().Value(); left > 0; --left)
    {
        PacketPtr packet = received.Take();
        if (!packet)
        {
            break;
        }
        TakeIn(std::move(packet), device);
    }
    received.EnableInterrupt();
}

void
Host::TakeIn(PacketPtr packet, Nic& nic)
{
    PacketSink* ingress = Run().Flows()[packet->flow].ingress;
    if (packet->destination != m_index)
    {
        TakeStray(std::move(packet), nic);
    }
    else if (ingress == nullptr)
    {
        Drop(std::move(packet), *m_noListener);
    }
    else
    {
        ingress->Deliver(std::move(packet));
    }
}

void
Host::TakeStray(PacketPtr packet, Nic& nic)
{
    if (FrameOf(*packet) != nullptr)
    {
        nic.DeliverFrame(std::move(packet));
        return;
    }
    Drop(std::move(packet), *m_notForUs);
}

void
Host::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"unclaimed_packets", "packets", "packets for another node or for no listener"},
                    m_notForUs->dropped.packets + m_noListener->dropped.packets);
}

} // namespace nexsim
