// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/host.h"

#include "models/base/attributes.h"
#include "models/host/idle-state.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

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

/** @brief By kind of work, of those that somebody in the host does. */
void
ReportProcessorTime(const Processor& processor, int64_t packets, MetricVisitor& visitor)
{
    const std::vector<SimTime> spent = processor.Spent();
    for (const CostKind kind : processor.ReportedKinds())
    {
        const std::string name = processor.KindName(kind);
        visitor.Counter({"cpu/" + name, "ps", "processor time of all cores for " + name},
                        spent[kind].Value());
        visitor.Quotient({"cpu_per_packet/" + name,
                          "ps",
                          "cpu/" + name + " per packet between NICs and datapaths, both ways"},
                         spent[kind].Value(),
                         packets);
    }
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
            .AddAttribute("Cores",
                          "Cores that process packets; 0: processing takes no time.",
                          QuantityDefault(0),
                          MakeQuantityAccessor(&Host::m_cores),
                          MakeIntegerRangeChecker(0, 256))
            .AddAttribute("Costs",
                          "What the cores' work costs: a profile, what extends it, and single "
                          "figures.",
                          PolicyValue(),
                          MakePolicyAccessor(&Host::m_costs),
                          MakeCostsChecker<HostCosts>())
            .AddAttribute("IdleStates",
                          "What idle cores fall into, in any order; none: an idle core works at "
                          "once.",
                          ListValue(),
                          MakeListAccessor(&Host::m_idleStates),
                          MakePolicyListChecker<IdleState>())
            .AddAttribute("Slice",
                          "After it a thread lets the others of its class go on (Linux CFS on 8 or "
                          "more CPUs).",
                          QuantityDefault(MilliSeconds(3)),
                          MakeQuantityAccessor(&Host::m_slice),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(10)))
            .AddAttribute("Receive",
                          "With Cores: how the kernel takes packets from the NICs; Napi when none "
                          "is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&Host::m_receive),
                          MakePolicyChecker<KernelReceive>())
            .AddAttribute("Nexus",
                          "With Cores, instead of Receive: the kernel hands packets to protocol "
                          "stacks in user space, over channels.",
                          PolicyValue(),
                          MakePolicyAccessor(&Host::m_nexus),
                          MakePolicyChecker<Nexus>());
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
    MakeProcessor();
    CheckKernel();
    if (m_nexus)
    {
        m_nexus->Attach(Run(), Path() + "/nexus");
        m_nexus->Connect(*m_processor, *this, *this);
    }
}

void
Host::CheckKernel() const
{
    if (!m_processor && (m_receive || m_nexus))
    {
        throw std::invalid_argument(fmt::format("{}: {} is what the kernel does on its cores; give "
                                                "the host \"Cores\" and \"Costs\"",
                                                Path(),
                                                m_receive ? "Receive" : "Nexus"));
    }
    if (m_receive && m_nexus)
    {
        throw std::invalid_argument(Path() + ": a host with a Nexus receives through it; leave out "
                                             "Receive");
    }
}

void
Host::MakeProcessor()
{
    if (m_cores == 0 && m_costs)
    {
        throw std::invalid_argument(fmt::format(
            "{}: Costs without Cores would cost nothing; give the host Cores, such as 4",
            Path()));
    }
    if (m_cores == 0)
    {
        return;
    }
    if (!m_costs)
    {
        throw std::invalid_argument(fmt::format("{}: a host with Cores needs Costs, such as "
                                                "{{\"profile\": \"linux-bdw36-2018\"}}",
                                                Path()));
    }
    Processor::Settings settings;
    settings.cores = m_cores;
    settings.costs = m_costs->Table();
    settings.slice = m_slice;
    for (const auto& element : m_idleStates)
    {
        const auto state =
            ns3::DynamicCast<IdleState>(ns3::DynamicCast<PolicyValue>(element)->Get());
        settings.idleStates.push_back({state->Residency(), state->ExitLatency()});
    }
    std::stable_sort(
        settings.idleStates.begin(),
        settings.idleStates.end(),
        [](const IdleExit& a, const IdleExit& b) { return a.residency < b.residency; });
    m_processor = std::make_unique<Processor>(Run(), Path(), std::move(settings));
}

void
Host::DoDispose()
{
    m_apps.clear();
    m_receive = nullptr;
    m_nexus = nullptr;
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
    if (m_processor)
    {
        if (m_nics.size() == 1)
        {
            MakeKernel();
        }
        if (!nic->HasTxChecksum())
        {
            m_checksum = m_processor->Costs().Need("csum_sw", nic->Path());
        }
        if (m_nexus)
        {
            m_nexus->AddNic(*nic);
        }
        else
        {
            m_receive->AddNic(*nic);
        }
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
    Transmit(std::move(packet), More::No);
}

void
Host::TransmitAll(PacketFifo& packets)
{
    while (!packets.Empty())
    {
        PacketPtr packet = packets.Pop();
        Transmit(std::move(packet), packets.Empty() ? More::No : More::Yes);
    }
}

void
Host::Transmit(PacketPtr packet, More more)
{
    const uint32_t nic = PortFor(*packet);
    if (nic >= m_nics.size())
    {
        Drop(std::move(packet), *m_noRoute);
        return;
    }
    m_passedPackets += packet->segments;
    m_nics[nic]->Send(std::move(packet), more);
}

uint32_t
Host::NicFor(const Packet& packet) const
{
    const uint32_t nic = PortFor(packet);
    return nic < m_nics.size() ? nic : kNoNic;
}

void
Host::CountTransmitted(const Packet& packet)
{
    m_passedPackets += packet.segments;
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

Nexus*
Host::GetNexus()
{
    return ns3::PeekPointer(m_nexus);
}

void
Host::Receive(PacketPtr packet, uint32_t port, SimTime /*tail*/)
{
    // All that gets the packet one after the other is fetched at once.
    const FlowRecord& flow = Run().Flows()[packet->flow];
    PrefetchLines<2>(flow.ingress);
    PrefetchLines<6>(flow.receiver);
    PrefetchLines<4>(&flow.delivered);
    m_nics[port]->Receive(std::move(packet));
}

void
Host::PrefetchFor(const Packet& packet) const
{
    const FlowRecord& flow = Run().Flows()[packet.flow];
    PrefetchLines<3>(&flow);
    m_nics.front()->PrefetchReceive();
}

void
Host::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"unclaimed_packets", "packets", "packets for another node or for no listener"},
                    m_notForUs->dropped.packets + m_noListener->dropped.packets);
    if (m_processor)
    {
        ReportProcessorTime(*m_processor, m_passedPackets, visitor);
    }
}

} // namespace nexsim
