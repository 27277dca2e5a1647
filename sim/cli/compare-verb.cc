// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/compare-verb.h"

#include "sim/cli/usage-error.h"
#include "sim/experiment/comparison-text.h"
#include "sim/experiment/finished-experiment.h"
#include "sim/experiment/pooled-latency.h"

#include <fmt/format.h>

namespace nexsim
{

CLI::App*
CompareVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand(
        "compare",
        "Compare the variants of a finished experiment, metric by metric, with one of them");
    verb->add_option("DIR", m_folder, "Folder of an experiment: results/NAME")->required();
    verb->add_option("--baseline",
                     m_request.baseline,
                     "Variant to compare with; the first unless given")
        ->type_name("VARIANT");
    const auto paths = [verb](const char* name, std::vector<std::string>& into, const char* help) {
        verb->add_option(name, into, help)->type_name("PATH")->allow_extra_args(false);
    };
    paths(
        "--metric",
        m_request.metrics,
        "A metric of runs.csv, * within a name; unless given, throughput, loss and latency of each "
        "traffic entry");
    paths("--lower", m_request.lower, "Metrics that are better lower, beside those known to be");
    paths("--higher", m_request.higher, "Metrics that are better higher");
    verb->add_option("--margin",
                     m_marginPercent,
                     "Difference that does not matter, % of the baseline")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    verb->add_flag(
        "--quantiles",
        m_pooled,
        "Latency quantiles of all replications together as well, with bootstrap intervals");
    auto* markdown = verb->add_flag("--markdown", m_markdown, "Print Markdown");
    auto* csv = verb->add_flag("--csv", m_csv, "Print CSV, numbers in full");
    csv->excludes(markdown);
    csv->excludes("--quantiles");
    markdown->excludes("--quantiles");
    return verb;
}

ExitCode
CompareVerb::Execute()
{
    m_request.margin = m_marginPercent / 100;
    try
    {
        const FinishedExperiment experiment = ReadFinishedExperiment(m_folder);
        const VariantComparison comparison = CompareVariants(experiment, m_request);
        fmt::print("{}",
                   m_csv        ? ToCsv(comparison, experiment.columns)
                   : m_markdown ? ToMarkdown(comparison)
                                : ToText(comparison));
        if (m_pooled)
        {
            fmt::print("\n{}", PooledLatencies(experiment));
        }
        fmt::print(stderr, "{}", UnfinishedText("compare", experiment));
    }
    catch (const ExperimentFolderError& error)
    {
        throw UsageError(error.what());
    }
    catch (const ComparisonError& error)
    {
        throw UsageError(error.what());
    }
    return ExitCode::Done;
}

} // namespace nexsim
