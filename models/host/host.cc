// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/host.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Host);

ns3::TypeId
Host::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Host")
            .SetParent<NetworkNode>()
            .SetGroupName("nexsim/host")
            .AddConstructor<Host>()
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
    m_nics.push_back(nic);
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
    const uint32_t nic = m_nics.size() == 1 ? 0 : m_table.PortFor(*packet);
    if (nic >= m_nics.size())
    {
        Drop(std::move(packet), *m_noRoute);
        return;
    }
    m_nics[nic]->Send(std::move(packet));
}

void
Host::Receive(PacketPtr packet, uint32_t port, SimTime /*tail*/)
{
    m_nics[port]->Receive(std::move(packet));
}

void
Host::OnReceived(uint32_t nic)
{
    while (PacketPtr packet = m_nics[nic]->TakeReceived())
    {
        PacketSink* ingress = Run().Flows()[packet->flow].ingress;
        if (packet->destination != m_index)
        {
            Drop(std::move(packet), *m_notForUs);
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
}

void
Host::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"unclaimed_packets", "packets", "packets for another node or for no listener"},
                    m_notForUs->dropped.packets + m_noListener->dropped.packets);
}

} // namespace nexsim
