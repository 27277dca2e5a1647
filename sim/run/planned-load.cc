// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/planned-load.h"

#include "models/host/host.h"
#include "models/link/simplex-link.h"
#include "models/traffic/pair-source.h"
#include "sim/run/path-finder.h"
#include "sim/run/traffic-pairs.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace nexsim
{

namespace
{

constexpr double kLargestRate = 8e12; //!< bit/s of a pair: the fastest link; a million add up

bool
IsHost(const NodeSpec& node)
{
    const ns3::TypeId type = node.blueprint.GetTypeId();
    return type == Host::GetTypeId() || type.IsChildOf(Host::GetTypeId());
}

NetworkGraph
GraphOf(const ScenarioRun& scenario)
{
    NetworkGraph graph;
    for (const NodeSpec& node : scenario.nodes)
    {
        graph.AddNode(node.name, IsHost(node) ? NodeRole::End : NodeRole::Forwarder);
    }
    for (const LinkSpec& link : scenario.links)
    {
        graph.AddLink(link.a, link.b);
    }
    return graph;
}

/** @brief When the entry's rate or its sources are changed by an event. */
SimTime
FirstChangeOf(const ScenarioRun& scenario, const std::string& entry)
{
    SimTime first = kNever;
    for (const ChangeSpec& change : scenario.changes)
    {
        if (change.traffic == entry)
        {
            first = std::min(first, change.at);
        }
    }
    return first;
}

} // namespace

PlannedLoad::PlannedLoad(const ScenarioRun& scenario)
    : m_scenario(scenario), m_graph(GraphOf(scenario)), m_paths(m_graph)
{
    ReadLinks();
    for (size_t entry = 0; entry < scenario.traffic.size(); ++entry)
    {
        if (scenario.traffic[entry].map.empty())
        {
            ReadEntry(entry);
        }
    }
}

void
PlannedLoad::ReadLinks()
{
    m_leastOverhead = std::numeric_limits<int64_t>::max();
    for (const LinkSpec& link : m_scenario.links)
    {
        const auto forward = link.forward.CreateAs<SimplexLink>();
        const auto backward = link.backward.CreateAs<SimplexLink>();
        m_capacities.emplace_back(forward->Rate().Value(), backward->Rate().Value());
        m_overheads.emplace_back(forward->Overhead().Value(), backward->Overhead().Value());
        m_leastOverhead =
            std::min({m_leastOverhead, forward->Overhead().Value(), backward->Overhead().Value()});
    }
}

SimTime
PlannedLoad::FirstLinkChange() const
{
    SimTime first = kNever;
    for (const ChangeSpec& change : m_scenario.changes)
    {
        if (!change.link.empty() || !change.stateOf.empty())
        {
            first = std::min(first, change.at);
        }
    }
    return first;
}

void
PlannedLoad::ReadEntry(size_t entry)
{
    const TrafficSpec& spec = m_scenario.traffic[entry];
    const auto source = ns3::DynamicCast<PairSource>(spec.source.Create());
    const auto start = source ? source->FixedStart() : std::nullopt;
    const double size = source ? source->MeanPacketSize() : 0;
    if (!start || !(size > 0) || !(size <= std::numeric_limits<double>::max()))
    {
        return;
    }
    const SimTime stop = std::min({source->Stop(),
                                   FirstChangeOf(m_scenario, spec.name),
                                   FirstLinkChange(),
                                   m_scenario.duration});
    const double wireSize = size + static_cast<double>(m_leastOverhead);
    // The pairs of this very run: the stream is the one that its sources are made with.
    const auto random = [&] {
        return RandomStream(m_scenario.seed, m_scenario.replication, spec.name, "pattern");
    };
    for (const TrafficPair& pair : PairsOf(spec, random))
    {
        if (spec.load)
        {
            const PathProfile path = PathBetween(pair.from.node, pair.to.node);
            source->SetRate(RateOfLoad(*spec.load, path, *source, spec.name));
        }
        if (const auto rate = source->OfferedRate(pair.split))
        {
            const double wireRate = std::min(*rate * wireSize / size, kLargestRate);
            m_pairs.push_back({entry,
                               pair.from.node,
                               pair.to.node,
                               static_cast<int64_t>(wireRate),
                               *start,
                               stop});
        }
    }
}

PathProfile
PlannedLoad::PathBetween(size_t from, size_t to)
{
    PathProfile profile;
    for (const DirectedLink& step : FindPath(m_paths, from, to))
    {
        const auto& rate = m_capacities[step.link];
        const auto& overhead = m_overheads[step.link];
        profile.hops.push_back({BitRate(step.forward ? rate.first : rate.second),
                                SimTime(0),
                                Bytes(step.forward ? overhead.first : overhead.second)});
    }
    if (profile.hops.empty())
    {
        throw std::invalid_argument("no path");
    }
    return profile;
}

} // namespace nexsim
