// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/traffic-builder.h"

#include "models/traffic/pair-source.h"
#include "models/traffic/replay-source.h"
#include "sim/run/build-error.h"
#include "sim/run/path-finder.h"
#include "sim/run/traffic-pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief Makes the sources of all entries of a run. */
class SourceMaker
{
  public:
    SourceMaker(const ScenarioRun& scenario, RunContext& run, Network& network)
        : m_scenario(scenario), m_run(run), m_network(network), m_paths(network)
    {
    }

    void Make(const TrafficSpec& spec, Traffic& traffic)
    {
        if (spec.source.GetTypeId() != ReplaySource::GetTypeId())
        {
            MakePairs(spec, traffic);
        }
        else if (!spec.map.empty()) // else the capture could not be read, which has been told
        {
            MakeReplay(spec, traffic);
        }
    }

  private:
    void MakePairs(const TrafficSpec& spec, Traffic& traffic)
    {
        std::map<std::string, int> uses;
        RandomStream random = m_run.Stream(spec.name, "pattern");
        for (const TrafficPair& pair : PairsOf(spec, random))
        {
            std::string path =
                fmt::format("{}/{}>{}", spec.name, NameOf(pair.from), NameOf(pair.to));
            const int use = ++uses[path];
            const auto source = spec.source.CreateAs<EndToEndSource>();
            source->SetEntry(*traffic.entry);
            Connect(*source, spec, pair);
            source->Attach(m_run, use == 1 ? path : fmt::format("{}#{}", path, use));
            traffic.sources.push_back(source);
        }
    }

    void MakeReplay(const TrafficSpec& spec, Traffic& traffic)
    {
        const auto source = spec.source.CreateAs<ReplaySource>();
        ReplaySource::Owners owners;
        for (const ReplayEnd& owner : spec.map)
        {
            owners[owner.address] = EndOf(owner.end);
        }
        source->SetEntry(*traffic.entry);
        source->Connect(std::move(owners), MtuBetween(spec.map));
        source->Attach(m_run, spec.name + "/replay");
        traffic.sources.push_back(source);
    }

    /** @brief The largest IP packet that passes between all of these ends. */
    Bytes MtuBetween(const std::vector<ReplayEnd>& ends)
    {
        std::set<size_t> nodes;
        for (const ReplayEnd& end : ends)
        {
            nodes.insert(end.end.node);
        }
        Bytes mtu(kUnlimited);
        for (const size_t to : nodes)
        {
            for (const size_t from : nodes)
            {
                mtu = from == to ? mtu : std::min(mtu, m_paths.FindMtu(from, to));
            }
        }
        return mtu;
    }

    void Connect(EndToEndSource& source, const TrafficSpec& spec, const TrafficPair& pair)
    {
        const bool isStraight = pair.from.node == pair.to.node;
        PathProfile path = isStraight ? PathProfile{} : m_paths.Find(pair.from.node, pair.to.node);
        if (spec.load)
        {
            auto& paced = dynamic_cast<PairSource&>(source);
            paced.SetRate(RateOfLoad(*spec.load, path, paced, spec.name));
        }
        source.Connect(EndOf(pair.from), EndOf(pair.to), pair.split, std::move(path));
    }

    TrafficEnd EndOf(const EndSpec& end) const
    {
        Host* host = dynamic_cast<Host*>(ns3::PeekPointer(m_network.nodes[end.node]));
        App* app = host != nullptr ? host->FindApp(end.app) : nullptr;
        if (app == nullptr)
        {
            throw std::invalid_argument(fmt::format("{} is no end of traffic", NameOf(end)));
        }
        return {host, app};
    }

    std::string NameOf(const EndSpec& end) const
    {
        const std::string& node = m_scenario.nodes[end.node].name;
        return end.app.empty() ? node : node + "/" + end.app;
    }

    const ScenarioRun& m_scenario;
    RunContext& m_run;
    Network& m_network;
    PathFinder m_paths;
};

} // namespace

void
BuildTrafficEntries(const ScenarioRun& scenario, RunContext& run, Network& network)
{
    for (const TrafficSpec& spec : scenario.traffic)
    {
        network.traffic.push_back({std::make_unique<TrafficEntry>(), {}});
        network.traffic.back().entry->Attach(run, spec.name);
    }
}

void
BuildTrafficSources(const ScenarioRun& scenario, RunContext& run, Network& network)
{
    SourceMaker maker(scenario, run, network);
    std::vector<RunFault> faults;
    for (size_t i = 0; i < scenario.traffic.size(); ++i)
    {
        const TrafficSpec& spec = scenario.traffic[i];
        try
        {
            BuildPart(spec.writtenAt, [&] { maker.Make(spec, network.traffic[i]); });
        }
        catch (const BuildError& error)
        {
            // One entry does not need the others: each is told what is wrong with it.
            faults.insert(faults.end(), error.Faults().begin(), error.Faults().end());
        }
    }
    if (!faults.empty())
    {
        throw BuildError(std::move(faults));
    }
}

} // namespace nexsim
