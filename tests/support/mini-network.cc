// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/mini-network.h"

#include "models/base/balance.h"
#include "models/base/constant-quantity.h"

#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <exception>
#include <limits>

namespace nexsim::testing
{

namespace
{
constexpr size_t kUnreachable = std::numeric_limits<size_t>::max();
} // namespace

Blueprint
LinkOf(BitRate rate, SimTime delay, Bytes overhead, Bytes mtu)
{
    Blueprint link(SimplexLink::GetTypeId());
    link.Set("Rate", ns3::Create<IntegerValue>(rate));
    link.Set("Delay", ns3::Create<IntegerValue>(delay));
    link.Set("Overhead", ns3::Create<IntegerValue>(overhead));
    link.Set("Mtu", ns3::Create<IntegerValue>(mtu));
    return link;
}

ns3::Ptr<RandomQuantity>
Always(int64_t value)
{
    auto law = ns3::CreateObject<ConstantRandomQuantity>();
    law->SetAttribute("Value", IntegerValue(value));
    return law;
}

MiniNetwork::Simulation::Simulation()
{
    DeterministicSimulatorImpl::Select();
}

MiniNetwork::Simulation::~Simulation()
{
    // The next call into ns-3 makes a new kernel, since the binding stays.
    ns3::Simulator::Destroy();
}

MiniNetwork::MiniNetwork(uint32_t seed, uint64_t replication)
    : m_streamBefore(ns3::RngSeedManager::GetNextStreamIndex()), m_run(seed, replication)
{
}

MiniNetwork::~MiniNetwork()
{
    if (std::uncaught_exceptions() == 0)
    {
        const Tally inside = m_run.GetLedger().Inside();
        const Tally held = m_run.Held();
        CHECK(inside.packets == held.packets);
        CHECK(inside.payloadBytes == held.payloadBytes);
        CHECK(inside.packets == static_cast<int64_t>(m_run.Pool().Live()));
        CHECK(FindImbalance(m_run).value_or("") == "");
        CHECK(ns3::RngSeedManager::GetNextStreamIndex() == m_streamBefore + 1);
    }
    // Disposing the nodes takes their ports down while links and run are still there.
    ns3::Simulator::Destroy();
}

Host&
MiniNetwork::AddHost(const std::string& name, const Blueprint& blueprint)
{
    const auto host = blueprint.CreateAs<Host>();
    host->Attach(m_run, name);
    host->SetIndex(static_cast<NodeIndex>(m_hosts.size()));
    host->SetAddress(0x0a000001U + static_cast<uint32_t>(m_hosts.size()));
    m_nodes.push_back(host);
    m_hosts.push_back(ns3::PeekPointer(host));
    return *host;
}

NetworkNode&
MiniNetwork::AddNode(const std::string& name, const Blueprint& blueprint)
{
    const auto node = blueprint.CreateAs<NetworkNode>();
    node->Attach(m_run, name);
    m_nodes.push_back(node);
    return *node;
}

Switch&
MiniNetwork::AddSwitch(const std::string& name, const Blueprint& blueprint)
{
    const auto node = blueprint.CreateAs<Switch>();
    node->Attach(m_run, name);
    m_nodes.push_back(node);
    return *node;
}

void
MiniNetwork::AddEdge(NetworkNode& from, NetworkNode& to, const Blueprint& link)
{
    const auto made = link.CreateAs<SimplexLink>();
    made->Attach(m_run, from.Path() + ">" + to.Path() + "#" + std::to_string(m_edges.size() / 2));
    m_edges.push_back({&from, &to, 0, made});
}

void
MiniNetwork::Connect(NetworkNode& a,
                     NetworkNode& b,
                     const Blueprint& link,
                     const Blueprint& portOfA,
                     const Blueprint& portOfB)
{
    AddEdge(a, b, link);
    AddEdge(b, a, link);
    Edge& there = m_edges[m_edges.size() - 2];
    Edge& back = m_edges[m_edges.size() - 1];
    const std::string number = "#" + std::to_string(m_edges.size() / 2 - 1);
    there.port = a.AddPort(*there.link, "port[" + b.Path() + "]" + number, portOfA);
    back.port = b.AddPort(*back.link, "port[" + a.Path() + "]" + number, portOfB);
    there.link->ConnectTo(b.Receiver(), back.port);
    back.link->ConnectTo(a.Receiver(), there.port);
}

SimplexLink&
MiniNetwork::LinkFrom(const NetworkNode& a, const NetworkNode& b)
{
    const auto found = std::find_if(m_edges.begin(), m_edges.end(), [&](const Edge& edge) {
        return edge.from == &a && edge.to == &b;
    });
    REQUIRE(found != m_edges.end());
    return *found->link;
}

size_t
MiniNetwork::Position(const NetworkNode& node) const
{
    const auto found = std::find(m_nodes.begin(), m_nodes.end(), &node);
    return static_cast<size_t>(found - m_nodes.begin());
}

std::vector<size_t>
MiniNetwork::Distances(const NetworkNode& to) const
{
    std::vector<size_t> distance(m_nodes.size(), kUnreachable);
    std::deque<const NetworkNode*> next{&to};
    distance[Position(to)] = 0;
    while (!next.empty())
    {
        const NetworkNode* node = next.front();
        next.pop_front();
        for (const Edge& edge : m_edges)
        {
            // Hosts do not forward.
            const size_t position = Position(*edge.from);
            if (edge.to == node && distance[position] == kUnreachable &&
                (node == &to || !node->IsEndNode()))
            {
                distance[position] = distance[Position(*node)] + 1;
                next.push_back(edge.from);
            }
        }
    }
    return distance;
}

void
MiniNetwork::Route()
{
    for (const Host* host : m_hosts)
    {
        const std::vector<size_t> distance = Distances(*host);
        for (size_t i = 0; i < m_nodes.size(); ++i)
        {
            std::vector<uint32_t> ports;
            for (const Edge& edge : m_edges)
            {
                if (edge.from == m_nodes[i] && distance[i] != kUnreachable &&
                    distance[Position(*edge.to)] + 1 == distance[i])
                {
                    ports.push_back(edge.port);
                }
            }
            if (!ports.empty())
            {
                m_nodes[i]->SetRoute(host->Index(), ports);
            }
        }
    }
}

PathProfile
MiniNetwork::PathOf(const Host& from, const Host& to)
{
    PathProfile path;
    const std::vector<size_t> distance = Distances(to);
    const NetworkNode* node = &from;
    while (node != &to)
    {
        const auto step = std::find_if(m_edges.begin(), m_edges.end(), [&](const Edge& edge) {
            return edge.from == node &&
                   distance[Position(*edge.to)] + 1 == distance[Position(*node)];
        });
        REQUIRE(step != m_edges.end());
        path.hops.push_back({step->link->Rate(), step->link->Delay(), step->link->Overhead()});
        node = step->to;
    }
    return path;
}

RecordingEntry&
MiniNetwork::AddEntry(const std::string& name)
{
    m_entries.push_back(std::make_unique<RecordingEntry>());
    m_entries.back()->Attach(m_run, name);
    return *m_entries.back();
}

TrafficEnd
MiniNetwork::EndOf(Host& host)
{
    return {&host, host.FindApp("")};
}

void
MiniNetwork::AttachSource(ns3::Ptr<TrafficSource> source, TrafficEntry& entry)
{
    // Kept even where attaching throws: the run knows it by then.
    m_sources.push_back(source);
    source->SetEntry(entry);
    source->Attach(m_run, entry.Path() + "/source[" + std::to_string(m_sources.size() - 1) + "]");
}

void
MiniNetwork::Run(SimTime end)
{
    if (!m_started)
    {
        m_started = true;
        for (size_t i = 0; i < m_run.Components().size(); ++i)
        {
            m_run.Components()[i]->Start();
        }
    }
    m_run.Kernel()->SetEnd(end);
    ns3::Simulator::Run();
}

} // namespace nexsim::testing
