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
                          MakePortTemplateChecker<Nic>())
            .AddAttribute("Receive",
                          "With Cores: how the kernel takes packets from the NICs; Napi when none "
                          "is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&Host::m_receive),
                          MakePolicyChecker<KernelReceive>());
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
    MakeKernel();
}

void
Host::MakeKernel()
{
    if (!m_processor)
    {
        if (m_receive)
        {
            throw std::invalid_argument(Path() + ": Receive is what the kernel does on its cores; "
                                                 "give the host \"Cores\" and \"Costs\"");
        }
        return;
    }
    if (!m_receive)
    {
        m_receive = ns3::CreateObject<NapiKernelReceive>();
    }
    m_lookup = m_processor->Costs().Need("rx_ip_udp_lookup", Path());
    m_lockedTransmit = m_processor->Costs().Use("tx_lock");
    m_receive->Attach(Run(), Path() + "/kernel");
    m_receive->Connect(*m_processor, *this, *this);
}

void
Host::DoDispose()
{
    m_apps.clear();
    m_receive = nullptr;
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
    if (m_receive)
    {
        m_receive->AddNic(*nic);
        nic->TellSenders();
        m_transmitLocks.push_back(std::make_unique<SpinLock>());
        if (m_lockedTransmit)
        {
            m_transmitLocks.back()->Attach(Run(), nic->Path() + "/tx-lock");
        }
    }
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

Processor*
Host::GetProcessor()
{
    return m_processor.get();
}

void
Host::Receive(PacketPtr packet, uint32_t port, SimTime /*tail*/)
{
    m_nics[port]->Receive(std::move(packet));
}

bool
Host::HasTransmitLock() const
{
    return m_lockedTransmit.has_value();
}

void
Host::AddLockedWork(const Packet& packet, CoreWork& work)
{
    work.Add(*m_lockedTransmit);
    const uint32_t nic = PortFor(packet);
    if (nic < m_transmitLocks.size())
    {
        work.Lock(*m_transmitLocks[nic]);
    }
}

void
Host::OnReceived(uint32_t nic, uint32_t queue)
{
    if (m_receive)
    {
        m_receive->OnReceived(nic, queue);
        return;
    }
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
    PacketPtr mine = Filter(std::move(packet), nic);
    if (!mine)
    {
        return;
    }
    if (Datapath* listener = ListenerOf(*mine))
    {
        listener->Deliver(std::move(mine));
        return;
    }
    Drop(std::move(mine), *m_noListener);
}

PacketPtr
Host::Filter(PacketPtr packet, Nic& nic)
{
    if (packet->destination == m_index)
    {
        return packet;
    }
    if (FrameOf(*packet) != nullptr)
    {
        nic.DeliverFrame(std::move(packet));
        return PacketPtr();
    }
    Drop(std::move(packet), *m_notForUs);
    return PacketPtr();
}

/** Null for a flow to which no application listens. */
Datapath*
Host::ListenerOf(const Packet& packet) const
{
    return static_cast<Datapath*>(Run().Flows()[packet.flow].ingress); // App::Listen
}

bool
Host::TakesTrains(const Packet& packet) const
{
    const Datapath* listener = ListenerOf(packet);
    return listener != nullptr && listener->TakesTrains(packet);
}

void
Host::AddInputCost(const Packet& packet, CoreWork& work)
{
    if (Datapath* listener = ListenerOf(packet))
    {
        listener->AddInputCost(packet, work);
        return;
    }
    work.Add(m_lookup); // in vain
}

void
Host::Input(PacketFifo& train)
{
    if (Datapath* listener = ListenerOf(train.Front()))
    {
        listener->DeliverTrain(train);
        return;
    }
    while (!train.Empty())
    {
        Drop(train.Pop(), *m_noListener);
    }
}

void
Host::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"unclaimed_packets", "packets", "packets for another node or for no listener"},
                    m_notForUs->dropped.packets + m_noListener->dropped.packets);
}

} // namespace nexsim
