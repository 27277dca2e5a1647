// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/route-control.h"

#include "models/base/attributes.h"
#include "models/host/host.h"
#include "sim/run/network.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(RouteControl);

ns3::TypeId
RouteControl::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Routing")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/run")
            .AddConstructor<RouteControl>()
            .AddAttribute("ConvergenceTime",
                          "From a link's going down or coming up to new routes at all nodes, which "
                          "happens at one instant.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&RouteControl::m_convergenceTime),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1'000'000)));
    return tid;
}

void
RouteControl::Connect(Network& network)
{
    m_network = &network;
    m_down.assign(network.links.size(), false);
    for (size_t i = 0; i < network.nodes.size(); ++i)
    {
        if (const auto host = ns3::DynamicCast<Host>(network.nodes[i]))
        {
            m_nodeOf[Ipv4Bytes(host->Address())] = i;
        }
    }
}

void
RouteControl::DoAttach()
{
    m_known.Bind<&RouteControl::OnKnown>(*this, Priority::Initialise);
}

void
RouteControl::SetLink(size_t link, LinkState state)
{
    const LinkPair& pair = m_network->links[link];
    if (pair.forward->IsUp() == (state == LinkState::Up))
    {
        return;
    }
    ++m_changeCount;
    pair.forward->SetState(state);
    pair.backward->SetState(state);
    if (m_changes.empty())
    {
        m_behindSince = Now();
    }
    m_changes.push_back({Now() + m_convergenceTime, link, state});
    m_known.ArmAt(m_changes.front().known);
}

void
RouteControl::OnKnown()
{
    while (!m_changes.empty() && m_changes.front().known == Now())
    {
        m_down[m_changes.front().link] = m_changes.front().state == LinkState::Down;
        m_changes.pop_front();
    }
    if (m_changes.empty())
    {
        m_behind += (Now() - m_behindSince).Value();
    }
    else
    {
        m_known.ArmAt(m_changes.front().known);
    }
    Reroute();
}

void
RouteControl::Reroute()
{
    ++m_reroutes;
    const std::vector<uint64_t> before = TraceFlows();
    const auto set = [this](size_t node, size_t destination, const std::vector<uint32_t>& ports) {
        if (const auto host = ns3::DynamicCast<Host>(m_network->nodes[destination]))
        {
            m_network->nodes[node]->SetRoute(host->Index(), ports);
        }
    };
    ForEachRoute(m_network->graph, set, m_down);
    const std::vector<uint64_t> after = TraceFlows();
    for (size_t i = 0; i < before.size(); ++i)
    {
        m_moved += before[i] != after[i] ? 1 : 0;
    }
}

std::vector<uint64_t>
RouteControl::TraceFlows() const
{
    const FlowTable& flows = Run().Flows();
    std::vector<uint64_t> traces;
    for (FlowIndex flow = 0; flow < flows.Size(); ++flow)
    {
        if (flows[flow].sent.packets > 0 && flows.IsOpen(flow))
        {
            traces.push_back(TraceFlow(flow));
        }
    }
    return traces;
}

/** @brief A hash of the links that the routes lead a flow's packets over. */
uint64_t
RouteControl::TraceFlow(FlowIndex flow) const
{
    const FlowRecord& record = Run().Flows()[flow];
    const auto source = m_nodeOf.find(record.key.source);
    if (source == m_nodeOf.end())
    {
        return 0; // replayed under addresses of its own
    }
    Packet probe{};
    probe.flow = flow;
    probe.flowHash = record.hash;
    probe.destination = record.destination;
    uint64_t trace = 0;
    size_t node = source->second;
    for (size_t hop = 0; hop < m_network->nodes.size(); ++hop)
    {
        const uint32_t port = m_network->nodes[node]->PortFor(probe);
        if (port >= m_network->graph.PortCount(node))
        {
            break;
        }
        const GraphPort next = m_network->graph.PortAt(node, port);
        trace = HashInteger(trace + next.link + 1);
        node = next.peer;
        if (m_network->graph.Role(node) == NodeRole::End)
        {
            break;
        }
    }
    return trace;
}

int64_t
RouteControl::DroppedFor(std::string_view reason) const
{
    int64_t packets = 0;
    for (const DropReason& one : Run().GetLedger().Reasons())
    {
        packets += one.reason == reason ? one.dropped.packets : 0;
    }
    return packets;
}

void
RouteControl::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"link_changes", "1", "times a link went down or came up"}, m_changeCount);
    visitor.Counter({"reconvergences", "1", "times all nodes got new routes"}, m_reroutes);
    visitor.Counter({"moved_flows",
                     "1",
                     "flows that have sent and that new routes lead over other links, summed over "
                     "re-convergences"},
                    m_moved);
    const int64_t pending = m_changes.empty() ? 0 : (Now() - m_behindSince).Value();
    visitor.TimeAverage({"behind", "1", "fraction of time in which some change was not known"},
                        static_cast<unsigned __int128>(m_behind + pending));
    visitor.Counter({"link_down_packets", "packets", "packets dropped because a link was down"},
                    DroppedFor("link-down"));
    visitor.Counter({"no_route_packets", "packets", "packets dropped where no route led on"},
                    DroppedFor("no-route"));
}

} // namespace nexsim
