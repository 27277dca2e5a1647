// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/precision.h"

#include "sim/experiment/claims-text.h"
#include "sim/experiment/statistics.h"
#include "sim/results/wrapped-text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nexsim
{

namespace
{

constexpr std::int64_t kGrowth = 2; //!< at most so many times as many at once
constexpr std::size_t kTold = 10;   //!< configurations that are told one by one

/** @brief By configuration, the first one of those that it shares sweep points with. */
std::vector<std::size_t>
GroupsOf(const ExperimentPlan& plan)
{
    std::vector<std::size_t> groups(plan.configurations.size());
    std::iota(groups.begin(), groups.end(), std::size_t{0});
    const auto join = [&groups](std::size_t a, std::size_t b) {
        const std::size_t kept = std::min(groups[a], groups[b]);
        const std::size_t gone = std::max(groups[a], groups[b]);
        std::replace(groups.begin(), groups.end(), gone, kept);
    };
    for (const NamedTexts& point : plan.points)
    {
        std::optional<std::size_t> first;
        for (const std::string& variant : plan.variants)
        {
            const auto configuration = plan.Find(variant, point);
            if (configuration && first)
            {
                join(*first, *configuration);
            }
            first = first ? first : configuration;
        }
    }
    return groups;
}

/** @brief What is known of a configuration. */
struct Sample
{
    std::int64_t replications{0};
    std::vector<double> values; //!< fewer where a run has failed
    Draws draws{Draws::None};

    bool IsWhole() const
    {
        return replications > 0 && static_cast<std::int64_t>(values.size()) == replications;
    }
};

std::vector<Sample>
SamplesOf(const ExperimentPlan& plan, const Experiment& experiment)
{
    std::vector<Sample> samples(plan.configurations.size());
    for (std::size_t run = 0; run < plan.runs.size(); ++run)
    {
        Sample& sample = samples[plan.runs[run].configuration];
        ++sample.replications;
        const RunRecord* record = experiment.Record(run);
        const auto metric =
            record == nullptr ? std::nullopt : record->metrics.Find(plan.precision->metric);
        if (metric)
        {
            sample.values.push_back(ToDouble(metric->value));
            sample.draws = record->draws == Draws::Random ? Draws::Random : sample.draws;
        }
    }
    return samples;
}

/** @brief Half-width over mean; infinite when not known, or around a mean of zero. */
double
RelativeWidth(const Sample& sample)
{
    const Interval interval = MeanInterval(sample.values, sample.draws);
    if (!interval.known)
    {
        return std::numeric_limits<double>::infinity();
    }
    return interval.HalfWidth() == 0 ? 0 : interval.HalfWidth() / std::abs(interval.mean);
}

std::int64_t
Needed(const Sample& sample, double wanted)
{
    const double relative = RelativeWidth(sample);
    if (relative <= wanted)
    {
        return sample.replications;
    }
    const double factor = std::min<double>(kGrowth, (relative / wanted) * (relative / wanted));
    const double needed = std::ceil(factor * static_cast<double>(sample.replications));
    return std::max(sample.replications + 1, static_cast<std::int64_t>(needed));
}

/** @brief By configuration, how many replications there shall be. */
std::vector<std::int64_t>
Targets(const ExperimentPlan& plan, const std::vector<Sample>& samples)
{
    const std::vector<std::size_t> groups = GroupsOf(plan);
    std::vector<std::int64_t> ofGroup(samples.size(), 0);
    std::vector<bool> isWhole(samples.size(), true);
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        isWhole[groups[i]] = isWhole[groups[i]] && samples[i].IsWhole();
        const std::int64_t needed = samples[i].IsWhole()
                                        ? Needed(samples[i], plan.precision->relative)
                                        : samples[i].replications;
        ofGroup[groups[i]] = std::max(ofGroup[groups[i]], needed);
    }
    std::vector<std::int64_t> targets;
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        const std::int64_t most = std::max(plan.precision->most, samples[i].replications);
        targets.push_back(isWhole[groups[i]] ? std::min(ofGroup[groups[i]], most)
                                             : samples[i].replications);
    }
    return targets;
}

std::string
NotReached(const ExperimentPlan& plan,
           std::size_t configuration,
           std::int64_t replications,
           double relative)
{
    const Configuration& one = plan.configurations[configuration];
    const std::string point = ToText(one.parameters);
    return Wrapped(fmt::format("precision not reached: {} of {}{}{} is known to {:.2g} % after {} "
                               "replications; {:g} % wanted",
                               plan.precision->metric,
                               one.variant.empty() ? "all runs" : one.variant,
                               point.empty() ? "" : " at ",
                               point,
                               100 * relative,
                               replications,
                               100 * plan.precision->relative),
                   "",
                   "  ");
}

} // namespace

std::optional<ExperimentPlan>
MorePrecise(const ExperimentPlan& plan, const Experiment& experiment)
{
    if (!plan.precision)
    {
        return std::nullopt;
    }
    const std::vector<std::int64_t> targets = Targets(plan, SamplesOf(plan, experiment));
    ExperimentPlan more = plan;
    more.runs.clear();
    for (std::size_t configuration = 0; configuration < targets.size(); ++configuration)
    {
        more.replications = std::max(more.replications, targets[configuration]);
        for (std::int64_t replication = 0; replication < targets[configuration]; ++replication)
        {
            more.runs.push_back({configuration, replication});
        }
    }
    return more.runs.size() > plan.runs.size() ? std::optional(std::move(more)) : std::nullopt;
}

std::string
PrecisionText(const ExperimentPlan& plan, const Experiment& experiment)
{
    if (!plan.precision)
    {
        return "";
    }
    const std::vector<Sample> samples = SamplesOf(plan, experiment);
    std::string text;
    std::int64_t most = 0;
    std::int64_t least = plan.precision->most;
    std::size_t wide = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        most = std::max(most, samples[i].replications);
        least = std::min(least, samples[i].replications);
        const double relative = samples[i].values.empty() ? std::numeric_limits<double>::infinity()
                                                          : RelativeWidth(samples[i]);
        if (relative > plan.precision->relative && ++wide <= kTold)
        {
            text += NotReached(plan, i, samples[i].replications, relative);
        }
    }
    if (wide > kTold)
    {
        text += fmt::format("precision not reached: {} more\n", wide - kTold);
    }
    return !text.empty() ? text
                         : fmt::format("precision reached: {} to {:g} % with {}{} replications\n",
                                       plan.precision->metric,
                                       100 * plan.precision->relative,
                                       least == most ? "" : fmt::format("{} to ", least),
                                       most);
}

std::vector<std::int64_t>
ReplicationsByPoint(const ExperimentPlan& plan)
{
    std::vector<std::int64_t> counts(plan.configurations.size(), 0);
    for (const RunPlan& run : plan.runs)
    {
        ++counts[run.configuration];
    }
    std::vector<std::int64_t> byPoint;
    for (const NamedTexts& point : plan.points)
    {
        std::int64_t count = std::numeric_limits<std::int64_t>::max();
        for (const std::string& variant : plan.variants)
        {
            const auto configuration = plan.Find(variant, point);
            count = configuration ? std::min(count, counts[*configuration]) : count;
        }
        byPoint.push_back(count == std::numeric_limits<std::int64_t>::max() ? plan.replications
                                                                            : count);
    }
    return byPoint;
}

} // namespace nexsim
