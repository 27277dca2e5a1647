// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/network-builder.h"

#include "models/base/placed-in-order.h"
#include "models/base/timer-event.h"
#include "models/host/host.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/switch/switch-port.h"
#include "sim/run/address-plan.h"
#include "sim/run/build-error.h"
#include "sim/run/host-directory.h"
#include "sim/topology/routing.h"

#include "ns3/ipv4.h"
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

namespace
{

Host*
AsHost(const ns3::Ptr<NetworkNode>& node)
{
    return dynamic_cast<Host*>(ns3::PeekPointer(node));
}

/** @brief The run knows hosts by name while its network is built. */
class DirectoryInUse
{
  public:
    DirectoryInUse(RunContext& run, const HostDirectory& directory) : m_run(run)
    {
        m_run.SetAddresses(&directory);
    }

    ~DirectoryInUse()
    {
        m_run.SetAddresses(nullptr);
    }

    DirectoryInUse(const DirectoryInUse&) = delete;
    DirectoryInUse& operator=(const DirectoryInUse&) = delete;

  private:
    RunContext& m_run;
};

void
MakeNodes(const ScenarioRun& scenario,
          const std::vector<uint32_t>& addresses,
          RunContext& run,
          Network& network)
{
    NodeIndex ends = 0;
    const auto make = [&](const NodeSpec& spec, uint32_t address) {
        const auto node = spec.blueprint.CreateAs<NetworkNode>();
        network.nodes.push_back(node);
        network.graph.AddNode(spec.name, node->IsEndNode() ? NodeRole::End : NodeRole::Forwarder);
        if (Host* host = AsHost(node))
        {
            host->SetIndex(ends++);
            host->SetAddress(address);
        }
        node->Attach(run, spec.name);
    };
    for (size_t i = 0; i < scenario.nodes.size(); ++i)
    {
        const NodeSpec& spec = scenario.nodes[i];
        BuildPart(spec.writtenAt, [&] { make(spec, addresses[i]); });
    }
}

ns3::Ptr<SimplexLink>
MakeDirection(const Blueprint& blueprint, RunContext& run, const std::string& path)
{
    const auto link = blueprint.CreateAs<SimplexLink>();
    link->Attach(run, path);
    return link;
}

/** @brief Room beside the two directions of a link for the ports that feed them. */
struct PortRooms
{
    RoomForLater a;
    RoomForLater b;
};

/** @brief A switch's port with its queue and its timer; a NIC is larger, and lies by its host. */
RoomForLater
MakePortRoom(const NetworkNode& node)
{
    const size_t port = sizeof(SwitchPort) + sizeof(FifoQueueDisc) + sizeof(TimerEvent);
    return RoomForLater(node.IsEndNode() ? 0 : port);
}

/** @brief All links before all ports: a host's NIC is named by how many it has. */
std::vector<PortRooms>
MakeLinks(const ScenarioRun& scenario, RunContext& run, Network& network)
{
    std::vector<PortRooms> rooms;
    for (const LinkSpec& spec : scenario.links)
    {
        BuildPart(spec.writtenAt, [&] {
            network.graph.AddLink(spec.a, spec.b);
            const auto forward = MakeDirection(spec.forward, run, spec.name + "/forward");
            RoomForLater roomA = MakePortRoom(*network.nodes[spec.a]);
            const auto backward = MakeDirection(spec.backward, run, spec.name + "/backward");
            RoomForLater roomB = MakePortRoom(*network.nodes[spec.b]);
            network.links.push_back({forward, backward});
            rooms.push_back({std::move(roomA), std::move(roomB)});
        });
    }
    return rooms;
}

/** @brief In link order, so that ports are numbered as in the graph. */
void
MakePorts(const ScenarioRun& scenario, Network& network, std::vector<PortRooms>& rooms)
{
    std::vector<size_t> nextPort(network.nodes.size(), 0);
    const auto add = [&](const LinkSpec& link,
                         size_t node,
                         SimplexLink& out,
                         const Blueprint& blueprint,
                         RoomForLater& room) {
        const RoomForLater::Use inRoom(room);
        const std::string name = network.graph.PortName(node, nextPort[node]++);
        const bool isOwn = !blueprint.IsEmpty();
        uint32_t port = 0;
        BuildPart(isOwn ? link.writtenAt : scenario.nodes[node].writtenAt,
                  [&] { port = network.nodes[node]->AddPort(out, name, blueprint); });
        return port;
    };
    for (size_t i = 0; i < scenario.links.size(); ++i)
    {
        const LinkSpec& spec = scenario.links[i];
        const LinkPair& link = network.links[i];
        const uint32_t portA = add(spec, spec.a, *link.forward, spec.portA, rooms[i].a);
        const uint32_t portB = add(spec, spec.b, *link.backward, spec.portB, rooms[i].b);
        link.forward->ConnectTo(network.nodes[spec.b]->Receiver(), portB);
        link.backward->ConnectTo(network.nodes[spec.a]->Receiver(), portA);
    }
}

void
MakeApps(const ScenarioRun& scenario, Network& network)
{
    for (size_t i = 0; i < scenario.nodes.size(); ++i)
    {
        for (const AppSpec& app : scenario.nodes[i].apps)
        {
            Host* host = AsHost(network.nodes[i]);
            if (host == nullptr)
            {
                throw std::invalid_argument(
                    fmt::format("{} is no host and takes no application", scenario.nodes[i].name));
            }
            BuildPart(scenario.nodes[i].writtenAt, [&] { host->AddApp(app.name, app.blueprint); });
        }
    }
}

/** @brief Where a host runs ns-3's stack, switches pass its frames on over a spanning tree. */
void
MakeBridges(const ScenarioRun& scenario, Network& network)
{
    const auto runsNs3 = [](const ns3::Ptr<NetworkNode>& node) {
        return node->GetObject<ns3::Ipv4>() != nullptr;
    };
    if (std::none_of(network.nodes.begin(), network.nodes.end(), runsNs3))
    {
        return;
    }
    network.bridgeTree = std::make_unique<BridgeTree>();
    for (size_t i = 0; i < network.nodes.size(); ++i)
    {
        auto* bridge = dynamic_cast<Switch*>(ns3::PeekPointer(network.nodes[i]));
        BuildPart(scenario.nodes[i].writtenAt, [&] {
            if (bridge == nullptr && !network.nodes[i]->IsEndNode())
            {
                throw std::invalid_argument(
                    fmt::format("{}: a {} does not forward the frames of ns-3's stack, which a "
                                "host here runs; a Switch does",
                                scenario.nodes[i].name,
                                network.nodes[i]->GetInstanceTypeId().GetName()));
            }
        });
        network.bridgeTree->AddNode(bridge);
    }
    std::vector<uint32_t> nextPort(network.nodes.size(), 0);
    for (size_t i = 0; i < scenario.links.size(); ++i)
    {
        const size_t a = scenario.links[i].a;
        const size_t b = scenario.links[i].b;
        const uint32_t portA = nextPort[a]++;
        const uint32_t portB = nextPort[b]++;
        network.bridgeTree->AddLink({a, portA},
                                    {b, portB},
                                    *network.links[i].forward,
                                    *network.links[i].backward);
    }
    network.bridgeTree->Update();
}

void
MakeRoutes(Network& network)
{
    const auto set = [&](size_t node, size_t destination, const std::vector<uint32_t>& ports) {
        if (const Host* host = AsHost(network.nodes[destination]))
        {
            network.nodes[node]->SetRoute(host->Index(), ports);
        }
    };
    ForEachRoute(network.graph, set);
}

} // namespace

void
BuildNetwork(const ScenarioRun& scenario, RunContext& run, Network& network)
{
    const std::vector<uint32_t> addresses = PlanAddresses(scenario.nodes);
    const HostDirectory directory(scenario.nodes, addresses);
    const DirectoryInUse inUse(run, directory);
    MakeNodes(scenario, addresses, run, network);
    std::vector<PortRooms> rooms = MakeLinks(scenario, run, network);
    MakePorts(scenario, network, rooms);
    MakeApps(scenario, network);
    MakeBridges(scenario, network);
    MakeRoutes(network);
}

} // namespace nexsim
