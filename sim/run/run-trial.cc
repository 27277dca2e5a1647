// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-trial.h"

#include "sim/results/metrics.h"
#include "sim/run/build-error.h"
#include "sim/run/list-metrics.h"
#include "sim/run/path-pattern.h"
#include "sim/run/run-simulation.h"
#include "sim/run/series-probe.h"
#include "sim/run/until-watch.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"

#include <algorithm>
#include <string_view>

namespace nexsim
{

namespace
{

class NoSink : public TextSink
{
  public:
    void Write(std::string_view /*text*/) override {}
};

/** @brief What a function refuses, without the name of the key that the message begins with. */
template <typename Function>
void
Try(const std::string& pointer,
    const std::string& begin,
    std::vector<RunFault>& faults,
    const Function& function)
{
    try
    {
        function();
    }
    catch (const std::invalid_argument& error)
    {
        const std::string said = error.what();
        faults.push_back({pointer, said.rfind(begin, 0) == 0 ? said.substr(begin.size()) : said});
    }
}

void
TryObservation(const ScenarioRun& scenario, RunSimulation& simulation, TrialReport& report)
{
    const auto& components = simulation.Run().Components();
    if (!scenario.until.empty())
    {
        Try("/until", "until: ", report.faults, [&] {
            const UntilWatch watch(scenario.until, components);
        });
    }
    for (std::size_t i = 0; i < scenario.measure.series.size(); ++i)
    {
        MeasureSpec one;
        one.interval = scenario.measure.interval;
        one.series = {scenario.measure.series[i]};
        Try(ChildPointer("/measure/series", i), "measure/series: ", report.faults, [&] {
            NoSink sink;
            const SeriesProbe probe(one, components, sink);
        });
    }
}

/** @brief For each claim what is wrong with it, or nothing. */
std::vector<std::string>
TryClaims(const std::vector<Claim>& claims, const ScenarioRun& scenario, RunSimulation& simulation)
{
    std::vector<std::string> wanted;
    for (const Claim& claim : claims)
    {
        wanted.push_back(StatisticPath(claim.metric, claim.stat));
    }
    std::vector<bool> isThere(claims.size());
    if (!claims.empty())
    {
        ForEachMetric(scenario, simulation, [&](const ListedMetric& metric) {
            for (std::size_t i = 0; i < wanted.size(); ++i)
            {
                isThere[i] = isThere[i] || MatchesPath(wanted[i], metric.path);
            }
        });
    }
    std::vector<std::string> faults(claims.size());
    std::vector<std::string> paths; // for suggestions: all of them, only where one is needed
    for (std::size_t i = 0; i < wanted.size(); ++i)
    {
        if (isThere[i])
        {
            continue;
        }
        if (paths.empty())
        {
            ForEachMetric(scenario, simulation, [&paths](const ListedMetric& metric) {
                paths.push_back(metric.path);
            });
        }
        faults[i] = "no metric is called " + Quoted(wanted[i]) + SuggestPattern(wanted[i], paths);
    }
    return faults;
}

/** @brief The part that a component belongs to; messages of components begin with its path. */
std::string
PartOf(const std::string& message, const ScenarioRun& scenario)
{
    const std::string name = message.substr(0, message.find_first_of("/:"));
    const auto find = [&name](const auto& parts) {
        const auto part = std::find_if(parts.begin(), parts.end(), [&name](const auto& one) {
            return one.name == name;
        });
        return part == parts.end() ? "" : part->writtenAt;
    };
    for (const std::string& place :
         {find(scenario.traffic), find(scenario.nodes), find(scenario.links)})
    {
        if (!place.empty())
        {
            return place;
        }
    }
    return "";
}

} // namespace

TrialReport
TryRun(const ScenarioRun& scenario, const std::vector<Claim>& claims)
{
    TrialReport report;
    try
    {
        RunSimulation simulation(scenario);
        TryObservation(scenario, simulation, report);
        report.claims = TryClaims(claims, scenario, simulation);
        BuildPart("", [&simulation] { simulation.Start(); });
    }
    catch (const BuildError& error)
    {
        for (const RunFault& fault : error.Faults())
        {
            const bool isKnown = !fault.pointer.empty();
            report.faults.push_back(
                {isKnown ? fault.pointer : PartOf(fault.message, scenario), fault.message});
        }
    }
    return report;
}

} // namespace nexsim
