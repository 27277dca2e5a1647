// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/time-estimate.h"

#include <cmath>

namespace nexsim
{

namespace
{

using Json = nlohmann::ordered_json;

/** @brief To microseconds; what is not known is null. */
Json
Seconds(const std::optional<double>& seconds)
{
    return seconds ? Json(std::round(*seconds * 1e6) / 1e6) : Json();
}

Json
ObjectOf(const NamedTexts& texts)
{
    Json object = Json::object();
    for (const auto& [name, text] : texts)
    {
        object[name] = text;
    }
    return object;
}

} // namespace

Json
PlanJson(const ExperimentPlan& plan,
         const Experiment& experiment,
         const std::vector<bool>& finished,
         const std::vector<RunEstimate>& estimates,
         std::size_t jobs)
{
    Json runs = Json::array();
    for (std::size_t run = 0; run < plan.runs.size(); ++run)
    {
        const RunPlan& one = plan.runs[run];
        const Configuration& configuration = plan.configurations[one.configuration];
        const RunEstimate& estimate = estimates[one.configuration];
        runs.push_back({{"id", experiment.Ids()[run]},
                        {"variant", configuration.variant},
                        {"parameters", ObjectOf(configuration.parameters)},
                        {"replication", one.replication},
                        {"only", ConditionOf(plan, one)},
                        {"finished", static_cast<bool>(finished[run])},
                        {"seconds", Seconds(estimate.seconds)},
                        {"measured", estimate.isMeasured}});
    }
    Json json = {{"name", plan.name},
                 {"about", plan.about},
                 {"scenario", plan.file},
                 {"folder", experiment.Folder()},
                 {"jobs", jobs},
                 {"seconds_left", Seconds(SecondsLeft(estimates, jobs))},
                 {"runs", std::move(runs)}};
    if (plan.precision)
    {
        json["precision"] = {{"metric", plan.precision->metric},
                             {"relative", plan.precision->relative},
                             {"most", plan.precision->most}};
    }
    return json;
}

} // namespace nexsim
