// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/crossbar-switch.h"

#include "models/base/attributes.h"
#include "models/switch/fine-queueing-system.h"
#include "models/switch/islip-arbiter.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CrossbarSwitch);

namespace
{

constexpr int64_t kUnity = 1'000'000'000; // of a ratio

} // namespace

ns3::TypeId
CrossbarSwitch::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CrossbarSwitch")
            .SetParent<NetworkNode>()
            .SetGroupName("nexsim/switch")
            .AddConstructor<CrossbarSwitch>()
            .AddAttribute("PortsPerInputModule",
                          "Consecutive ports whose arriving packets share one line into the "
                          "crossbar.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&CrossbarSwitch::m_portsPerInput),
                          MakeIntegerRangeChecker(1, 65'536))
            .AddAttribute("PortsPerOutputModule",
                          "Consecutive ports whose leaving packets share one line out of the "
                          "crossbar.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&CrossbarSwitch::m_portsPerOutput),
                          MakeIntegerRangeChecker(1, 65'536))
            .AddAttribute("Speedup",
                          "Rate of a line over that at which the links of the fastest module send "
                          "together.",
                          QuantityDefault(Ratio(kUnity)),
                          MakeQuantityAccessor(&CrossbarSwitch::m_speedup),
                          MakeQuantityChecker<Ratio>(Ratio(kUnity / 1000), Ratio(kUnity * 1000)))
            .AddAttribute("Slot",
                          "Transfers begin at multiples of this time only; zero for whenever "
                          "possible.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&CrossbarSwitch::m_slot),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1)))
            .AddAttribute("Queueing",
                          "How finely packets are queued at the inputs; PerOutputPort when not "
                          "given.",
                          PolicyValue(),
                          MakePolicyAccessor(&CrossbarSwitch::m_queueing),
                          MakePolicyChecker<QueueingSystem>())
            .AddAttribute("Arbiter",
                          "Who crosses when; Islip when not given.",
                          PolicyValue(),
                          MakePolicyAccessor(&CrossbarSwitch::m_arbiter),
                          MakePolicyChecker<Arbiter>())
            .AddAttribute("Buffer",
                          "Memory that the queues of an input module share; none gives every "
                          "queue its own.",
                          BlueprintValue(),
                          MakePolicyTemplateAccessor(&CrossbarSwitch::m_bufferTemplate),
                          MakePolicyTemplateChecker<BufferManager>())
            .AddAttribute("Ecmp",
                          "How a flow's hash chooses among ports of equal cost.",
                          QuantityDefault(EcmpChoice::HashThreshold),
                          MakeQuantityAccessor(&CrossbarSwitch::m_ecmp),
                          MakeChoiceChecker(EcmpChoiceNames()))
            .AddAttribute("Port",
                          "The ports of this switch; a link's \"at\" refines a single one.",
                          BlueprintValue(Blueprint(CrossbarPort::GetTypeId())),
                          MakePolicyTemplateAccessor(&CrossbarSwitch::m_portTemplate),
                          MakePortTemplateChecker<CrossbarPort>());
    return tid;
}

void
CrossbarSwitch::DoAttach()
{
    m_noRoute = &AddDropReason("no-route");
    m_table.SetSalt(PathHash());
    m_table.SetChoice(m_ecmp);
    if (!m_queueing)
    {
        m_queueing = ns3::CreateObject<PerOutputPortQueueingSystem>();
    }
    if (!m_arbiter)
    {
        m_arbiter = ns3::CreateObject<IslipArbiter>();
    }
    m_shape.portsPerInput = static_cast<uint32_t>(m_portsPerInput);
    m_shape.portsPerOutput = static_cast<uint32_t>(m_portsPerOutput);
    m_queueing->Attach(Run(), Path() + "/queueing");
    m_arbiter->Attach(Run(), Path() + "/arbiter");
    m_crossbar.Attach(Run(), Path() + "/crossbar");
}

void
CrossbarSwitch::DoDispose()
{
    m_ports.clear();
    m_buffers.clear();
    m_queueing = nullptr;
    m_arbiter = nullptr;
    NetworkNode::DoDispose();
}

uint32_t
CrossbarSwitch::AddPort(SimplexLink& out, const std::string& name, const Blueprint& blueprint)
{
    const auto number = static_cast<uint32_t>(m_ports.size());
    const auto port = (blueprint.IsEmpty() ? m_portTemplate : blueprint).CreateAs<CrossbarPort>();
    port->Connect(out, *this, number);
    port->Attach(Run(), Path() + "/" + name);
    m_ports.push_back(port);
    m_shape.ports.push_back(ns3::PeekPointer(port));
    const uint32_t input = m_shape.InputOf(number);
    if (input == m_ties.size())
    {
        m_ties.emplace_back();
        m_buffers.emplace_back();
        if (!m_bufferTemplate.IsEmpty())
        {
            m_buffers.back() = m_bufferTemplate.CreateAs<BufferManager>();
            m_buffers.back()->Attach(Run(), fmt::format("{}/input[{}]/buffer", Path(), input));
        }
    }
    return number;
}

/** @brief Ports can no longer be added: the fabric takes its shape. */
void
CrossbarSwitch::Start()
{
    std::vector<BufferManager*> buffers;
    for (const auto& buffer : m_buffers)
    {
        buffers.push_back(ns3::PeekPointer(buffer));
    }
    m_queueing->Connect(m_shape, std::move(buffers));
    m_crossbar.Connect(m_shape, *m_queueing, *m_arbiter, LineRate(), m_slot);
}

BitRate
CrossbarSwitch::LineRate() const
{
    int64_t fastest = 1;
    const auto consider = [&](uint32_t perModule) {
        int64_t sum = 0;
        for (uint32_t port = 0; port < m_shape.PortCount(); ++port)
        {
            sum = (port % perModule == 0 ? 0 : sum) + m_ports[port]->Link().Rate().Value();
            fastest = std::max(fastest, sum);
        }
    };
    consider(m_shape.portsPerInput);
    consider(m_shape.portsPerOutput);
    const auto scaled = static_cast<__int128>(fastest) * m_speedup.Value() / kUnity;
    if (scaled > kUnlimited)
    {
        throw std::invalid_argument(Path() + ": Speedup makes its lines faster than 2^63 bit/s");
    }
    return BitRate(std::max<int64_t>(1, static_cast<int64_t>(scaled)));
}

PacketReceiver&
CrossbarSwitch::Receiver()
{
    return *this;
}

void
CrossbarSwitch::SetRoute(NodeIndex destination, const std::vector<uint32_t>& ports)
{
    m_table.Set(destination, ports);
}

uint32_t
CrossbarSwitch::PortFor(const Packet& packet) const
{
    return m_table.PortFor(packet);
}

bool
CrossbarSwitch::IsEndNode() const
{
    return false;
}

void
CrossbarSwitch::Receive(PacketPtr packet, uint32_t port, SimTime /*tail*/)
{
    const uint32_t out = m_table.PortFor(*packet);
    if (out == ForwardingTable::kNoPort)
    {
        Drop(std::move(packet), *m_noRoute);
        return;
    }
    ++m_forwarded;
    packet = m_ports[out]->Admit(std::move(packet));
    if (!packet)
    {
        return;
    }
    const uint32_t input = m_shape.InputOf(port);
    m_ties[input].Touch(Run());
    if (m_queueing->Enqueue(std::move(packet), input, out))
    {
        m_ports[out]->AddWaiting(1);
        m_crossbar.Wake();
    }
}

void
CrossbarSwitch::OnRoom(uint32_t port, bool hasRoom)
{
    m_queueing->SetRoom(port, hasRoom);
    if (hasRoom)
    {
        m_crossbar.Wake();
    }
}

void
CrossbarSwitch::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"forwarded_packets", "packets", "packets that found a port"}, m_forwarded);
    visitor.Counter({"unroutable_packets", "packets", "packets for an unknown destination"},
                    m_noRoute->dropped.packets);
    m_crossbar.ReportCrossing(visitor);
    int64_t byPolicy = 0;
    int64_t byPriority = 0;
    for (const TieWatch& ties : m_ties)
    {
        byPolicy += ties.ByPolicy();
        byPriority += ties.ByPriority();
    }
    visitor.Counter({"contended_ties", "events", "ties that only the tie policy decided"},
                    byPolicy);
    visitor.Counter({"ordered_ties", "events", "ties that the order of priorities decided"},
                    byPriority);
}

} // namespace nexsim
