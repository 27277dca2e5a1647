// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/experiment-plan.h"

#include "sim/scenario/run-reader.h"
#include "sim/scenario/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

namespace
{

constexpr int64_t kLargestReplication = 1'000'000'000;

/** @brief Whether no parameter of the configuration has another value at the point. */
bool
Covers(const Configuration& configuration, const NamedTexts& point)
{
    return std::all_of(point.begin(), point.end(), [&configuration](const auto& value) {
        return std::none_of(configuration.parameters.begin(),
                            configuration.parameters.end(),
                            [&value](const auto& own) {
                                return own.first == value.first && own.second != value.second;
                            });
    });
}

/** @brief Without places: those in a run's document would help nobody. */
std::vector<std::string>
WarningsIn(const Diagnostics& diagnostics)
{
    std::vector<std::string> warnings;
    for (const Diagnostic& one : diagnostics.Sorted())
    {
        if (one.severity == Severity::Warning)
        {
            warnings.push_back(one.pointer + ": " + one.message);
        }
    }
    return warnings;
}

} // namespace

std::optional<std::size_t>
ExperimentPlan::Find(const std::string& variant, const NamedTexts& point) const
{
    const auto found =
        std::find_if(configurations.begin(),
                     configurations.end(),
                     [&](const Configuration& configuration) {
                         return configuration.variant == variant && Covers(configuration, point);
                     });
    return found == configurations.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - configurations.begin()));
}

std::string
ConditionOf(const ExperimentPlan& plan, const RunPlan& run)
{
    std::string condition = plan.configurations[run.configuration].condition;
    if (plan.replications > 1 || plan.precision)
    {
        condition +=
            fmt::format("{}replication == {}", condition.empty() ? "" : " && ", run.replication);
    }
    return condition;
}

std::string
RunDocument(const Configuration& configuration, int64_t replication)
{
    Json parameters = Json::object();
    for (const auto& [name, label] : configuration.parameters)
    {
        parameters[name] = label;
    }
    return "{\"nexsim\":1,\"parameters\":" + parameters.dump() +
           ",\"replication\":" + std::to_string(replication) +
           ",\"run\":" + configuration.document +
           ",\"variant\":" + Json(configuration.variant).dump() + "}";
}

ScenarioRun
ReadRunDocument(const std::string& text, FileFinder files)
{
    Diagnostics diagnostics;
    auto document = ReadJsonText(text, "run", diagnostics);
    if (document && document->value.is_object() && document->value.contains("run"))
    {
        // Pointers into the run are told; positions in this text would help nobody.
        JsonDocument inner{"run", document->value["run"], {}};
        const SourceMap sources(inner);
        const ReadContext context{sources, diagnostics};
        CostProfileReader profiles;
        auto run = ReadRun(inner.value, context, TypeCatalogue(), files, profiles);
        const Section root(document->value, "", context);
        const auto replication = root.Integer("replication", {0, kLargestReplication});
        if (run && replication)
        {
            run->replication = static_cast<uint64_t>(*replication);
            run->warnings = WarningsIn(diagnostics);
            return std::move(*run);
        }
    }
    throw std::runtime_error("this is no run:\n" + diagnostics.Print());
}

} // namespace nexsim
