// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/helper/script-network.h"

#include "models/base/balance.h"

#include "ns3/names.h"
#include "ns3/simulator.h"
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

ns3::Ptr<ScriptNetwork>
ScriptNetwork::Make(uint32_t seed, uint64_t replication)
{
    auto network = ns3::Create<ScriptNetwork>(seed, replication);
    ns3::Simulator::ScheduleDestroy(&ScriptNetwork::OnDestroy, network);
    return network;
}

ScriptNetwork::ScriptNetwork(uint32_t seed, uint64_t replication) : m_run(seed, replication) {}

void
ScriptNetwork::OnDestroy()
{
    // The nodes go in another event of this kind, which may come after this one but is known by
    // now: one more turn, and they are gone.
    m_over = true;
    ns3::Simulator::ScheduleDestroy(&ScriptNetwork::OnNodesGone, ns3::Ptr<ScriptNetwork>(this));
}

void
ScriptNetwork::OnNodesGone()
{
    m_tree.Clear();
    m_channels.clear();
    m_nodes.clear();
}

void
ScriptNetwork::AddNode(ns3::Ptr<NetworkNode> node, const std::string& name)
{
    const auto same = [&](const Node& other) { return other.path == name; };
    if (std::any_of(m_nodes.begin(), m_nodes.end(), same))
    {
        throw std::invalid_argument("there is a node named " + name + " already");
    }
    node->Attach(m_run, name);
    Add({node, name, dynamic_cast<Switch*>(ns3::PeekPointer(node)), 0});
    StartNew();
}

size_t
ScriptNetwork::Add(Node node)
{
    m_tree.AddNode(node.bridge);
    m_nodes.push_back(std::move(node));
    return m_nodes.size() - 1;
}

size_t
ScriptNetwork::PositionOf(ns3::Ptr<ns3::Node> node)
{
    const auto same = [&](const Node& other) { return other.node == node; };
    const auto found = std::find_if(m_nodes.begin(), m_nodes.end(), same);
    if (found != m_nodes.end())
    {
        return static_cast<size_t>(found - m_nodes.begin());
    }
    if (ns3::DynamicCast<NetworkNode>(node))
    {
        throw std::invalid_argument("a switch is connected that this helper has not made");
    }
    const std::string name = ns3::Names::FindName(node);
    return Add({node, name.empty() ? fmt::format("node[{}]", node->GetId()) : name, nullptr, 0});
}

ns3::Ptr<SimplexLink>
ScriptNetwork::MakeDirection(const Blueprint& blueprint, const std::string& path)
{
    const auto link = blueprint.CreateAs<SimplexLink>();
    link->Attach(m_run, path);
    return link;
}

std::string
ScriptNetwork::PortName(size_t node, size_t peer) const
{
    const auto joins = [&](const Link& link) {
        return (link.a.node == node && link.b.node == peer) ||
               (link.a.node == peer && link.b.node == node);
    };
    const auto before = std::count_if(m_links.begin(), m_links.end(), joins);
    const std::string name = fmt::format("port[{}]", m_nodes[peer].path);
    return before == 0 ? name : fmt::format("{}#{}", name, before + 1);
}

ScriptNetwork::End
ScriptNetwork::MakeEnd(size_t node, size_t peer, SimplexLink& out, const LinkBlueprint& blueprint)
{
    Node& own = m_nodes[node];
    if (own.bridge != nullptr)
    {
        const uint32_t port = own.bridge->AddPort(out, PortName(node, peer), blueprint.port);
        return {node, port, nullptr, &own.bridge->Receiver()};
    }
    const auto nic = blueprint.nic.CreateAs<Nic>();
    m_ends.push_back(std::make_unique<DeviceEnd>(nic, out));
    const uint32_t number = own.nics++;
    nic->Attach(m_run, own.path + (number == 0 ? "/nic" : fmt::format("/nic[{}]", number)));
    nic->SetAddress(ns3::Mac48Address::Allocate());
    own.node->AddDevice(nic);
    return {node, 0, nic, m_ends.back().get()};
}

std::vector<ns3::Ptr<ns3::NetDevice>>
ScriptNetwork::Connect(ns3::Ptr<ns3::Node> a, ns3::Ptr<ns3::Node> b, const LinkBlueprint& blueprint)
{
    if (a == b)
    {
        throw std::invalid_argument("a link from a node to itself");
    }
    const size_t from = PositionOf(a);
    const size_t to = PositionOf(b);
    const std::string path = fmt::format("link[{}]", m_links.size());
    Link link;
    link.forward = MakeDirection(blueprint.link, path + "/forward");
    link.backward = MakeDirection(blueprint.link, path + "/backward");
    link.a = MakeEnd(from, to, *link.forward, blueprint);
    link.b = MakeEnd(to, from, *link.backward, blueprint);
    link.forward->ConnectTo(*link.b.receiver, link.b.port);
    link.backward->ConnectTo(*link.a.receiver, link.a.port);
    m_tree.AddLink({from, link.a.port}, {to, link.b.port}, *link.forward, *link.backward);
    m_tree.Update();
    std::vector<ns3::Ptr<ns3::NetDevice>> devices;
    for (const End* end : {&link.a, &link.b})
    {
        if (end->device)
        {
            devices.push_back(end->device);
        }
    }
    m_links.push_back(std::move(link));
    UpdateChannels();
    StartNew();
    return devices;
}

void
ScriptNetwork::StartNew()
{
    // A component may attach others while it starts; they start as well.
    for (; m_started < m_run.Components().size(); ++m_started)
    {
        m_run.Components()[m_started]->Start();
    }
}

size_t
ScriptNetwork::SetLinkState(ns3::Ptr<ns3::Node> a, ns3::Ptr<ns3::Node> b, LinkState state)
{
    size_t changed = 0;
    for (const Link& link : m_links)
    {
        const ns3::Ptr<ns3::Node> from = m_nodes[link.a.node].node;
        const ns3::Ptr<ns3::Node> to = m_nodes[link.b.node].node;
        if ((from == a && to == b) || (from == b && to == a))
        {
            link.forward->SetState(state);
            link.backward->SetState(state);
            ++changed;
        }
    }
    return changed;
}

size_t
ScriptNetwork::LanOf(size_t link, const std::vector<size_t>& lanOfNode) const
{
    const auto& [a, b, forward, backward] = m_links[link];
    if (m_nodes[a.node].bridge != nullptr)
    {
        return lanOfNode[a.node];
    }
    return m_nodes[b.node].bridge != nullptr ? lanOfNode[b.node] : m_nodes.size() + link;
}

void
ScriptNetwork::UpdateChannels()
{
    // The lowest switch names the LAN: names spread over links between switches until all agree.
    std::vector<size_t> lan(m_nodes.size());
    for (size_t i = 0; i < lan.size(); ++i)
    {
        lan[i] = i;
    }
    for (bool changed = true; changed;)
    {
        changed = false;
        for (const Link& link : m_links)
        {
            size_t& a = lan[link.a.node];
            size_t& b = lan[link.b.node];
            if (m_nodes[link.a.node].bridge && m_nodes[link.b.node].bridge && a != b)
            {
                a = b = std::min(a, b);
                changed = true;
            }
        }
    }
    std::map<size_t, std::vector<ns3::Ptr<ns3::NetDevice>>> devices;
    for (size_t i = 0; i < m_links.size(); ++i)
    {
        for (const End* end : {&m_links[i].a, &m_links[i].b})
        {
            if (end->device)
            {
                devices[LanOf(i, lan)].push_back(end->device);
            }
        }
    }
    for (auto& [number, members] : devices)
    {
        ns3::Ptr<LanChannel>& channel = m_channels[number];
        channel = channel ? channel : ns3::CreateObject<LanChannel>();
        for (const auto& device : members)
        {
            ns3::DynamicCast<FrameDevice>(device)->SetChannel(channel);
        }
        channel->SetDevices(std::move(members));
    }
}

void
ScriptNetwork::CheckBalance()
{
    if (m_over)
    {
        throw std::logic_error("check the balance before Simulator::Destroy");
    }
    if (const auto imbalance = FindImbalance(m_run))
    {
        throw std::logic_error(*imbalance);
    }
}

} // namespace nexsim
