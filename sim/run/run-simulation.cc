// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-simulation.h"

#include "sim/run/build-error.h"
#include "sim/run/network-builder.h"
#include "sim/run/traffic-builder.h"

#include "ns3/simulator.h"
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief Equal paths would share random numbers and be one in the results. */
void
CheckPathsDiffer(const RunContext& run)
{
    std::vector<std::string_view> paths;
    for (const Component* component : run.Components())
    {
        paths.push_back(component->Path());
    }
    std::sort(paths.begin(), paths.end());
    const auto twice = std::adjacent_find(paths.begin(), paths.end());
    if (twice != paths.end())
    {
        throw std::invalid_argument(fmt::format("two parts of the network are named {}", *twice));
    }
}

void
BuildRouteControl(const ScenarioRun& scenario, RunContext& run, Network& network)
{
    const auto changesLinks = [](const ChangeSpec& change) { return !change.stateOf.empty(); };
    if (std::any_of(scenario.changes.begin(), scenario.changes.end(), changesLinks))
    {
        const Blueprint standard(RouteControl::GetTypeId());
        const Blueprint& routing = scenario.routing.IsEmpty() ? standard : scenario.routing;
        network.routing = routing.CreateAs<RouteControl>();
        network.routing->Connect(network);
        network.routing->Attach(run, "network/routing");
    }
}

} // namespace

RunSimulation::Selection::Selection()
{
    DeterministicSimulatorImpl::Select();
}

RunSimulation::Destruction::~Destruction()
{
    ns3::Simulator::Destroy();
}

RunSimulation::RunSimulation(const ScenarioRun& scenario)
    : m_run(scenario.seed, scenario.replication)
{
    Kernel().SetEnd(scenario.duration);
    Kernel().SetTiePolicy(scenario.ties, scenario.tieSeed);
    m_run.SetMeasureFrom(scenario.warmup);
    BuildPart("", [&] {
        BuildTrafficEntries(scenario, m_run, m_network);
        BuildNetwork(scenario, m_run, m_network);
        BuildTrafficSources(scenario, m_run, m_network);
        BuildRouteControl(scenario, m_run, m_network);
        CheckPathsDiffer(m_run);
    });
}

void
RunSimulation::Start()
{
    // A component may attach others while it starts; they start as well.
    for (size_t i = 0; i < m_run.Components().size(); ++i)
    {
        m_run.Components()[i]->Start();
    }
}

} // namespace nexsim
