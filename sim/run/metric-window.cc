// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/metric-window.h"

#include <map>
#include <stdexcept>

namespace nexsim
{

namespace
{

constexpr double kPicosecondsPerSecond = 1e12;

double
Divide(unsigned __int128 dividend, int64_t divisor)
{
    return static_cast<double>(dividend) / static_cast<double>(divisor);
}

/** @brief What `to` received that `from` had not, each value as the middle of its bucket. */
LogLinearHistogram
Growth(const LogLinearHistogram& from, const LogLinearHistogram& to)
{
    std::map<int64_t, uint64_t> before;
    from.ForEachBucket([&](int64_t lower, int64_t, uint64_t count) { before[lower] = count; });
    LogLinearHistogram growth;
    to.ForEachBucket([&](int64_t lower, int64_t upper, uint64_t count) {
        const auto known = before.find(lower);
        const uint64_t received = count - (known == before.end() ? 0 : known->second);
        if (received > 0)
        {
            growth.Record(lower + (upper - lower) / 2, received);
        }
    });
    return growth;
}

void
ReportDistribution(const MetricDefinition& definition,
                   const MetricReading& from,
                   const MetricReading& to,
                   MetricTable& table)
{
    if (from.whole == 0)
    {
        ReportHistogram(definition.path, definition.unit, *to.histogram, table);
        return;
    }
    MetricTable grown;
    const LogLinearHistogram growth = Growth(*from.histogram, *to.histogram);
    ReportHistogram(definition.path, definition.unit, growth, grown);
    const std::string mean = StatisticPath(definition.path, "mean");
    for (const Metric& metric : grown)
    {
        // The sum is exact, so the mean need not come from the buckets.
        table.Add(metric.path,
                  metric.path == mean ? Divide(to.integral - from.integral, to.whole - from.whole)
                                      : metric.value,
                  metric.unit);
    }
}

void
ReportComponent(const std::vector<MetricDefinition>& definitions,
                const std::vector<MetricReading>& from,
                const std::vector<MetricReading>& to,
                SimTime span,
                WindowKind kind,
                MetricTable& table)
{
    if (from.size() != definitions.size() || to.size() != definitions.size())
    {
        throw std::logic_error("a component does not always report the same metrics");
    }
    for (size_t i = 0; i < definitions.size(); ++i)
    {
        const MetricDefinition& definition = definitions[i];
        if (definition.kind == MetricKind::Distribution)
        {
            ReportDistribution(definition, from[i], to[i], table);
            continue;
        }
        if (definition.kind == MetricKind::Maximum && kind == WindowKind::Part)
        {
            continue;
        }
        if (const auto value = ValueBetween(definition.kind, from[i], to[i], span))
        {
            table.Add(definition.path, *value, definition.unit);
        }
    }
}

} // namespace

std::optional<MetricValue>
ValueBetween(MetricKind kind, const MetricReading& from, const MetricReading& to, SimTime span)
{
    const auto picoseconds = static_cast<double>(span.Value());
    switch (kind)
    {
    case MetricKind::Counter:
        return to.value - from.value;
    case MetricKind::Rate:
        return static_cast<double>(to.value - from.value) * kPicosecondsPerSecond / picoseconds;
    case MetricKind::TimeAverage:
        return Divide(to.integral - from.integral, span.Value());
    case MetricKind::Level:
    case MetricKind::Maximum:
        return to.value;
    case MetricKind::Quotient:
        if (to.whole == from.whole)
        {
            return std::nullopt;
        }
        return static_cast<double>(to.value - from.value) /
               static_cast<double>(to.whole - from.whole);
    case MetricKind::Distribution:
        if (to.whole == from.whole)
        {
            return std::nullopt;
        }
        return Divide(to.integral - from.integral, to.whole - from.whole);
    }
    throw std::logic_error("a metric of an unknown kind");
}

void
ReportWindow(const std::vector<Component*>& components,
             const MetricSnapshot& from,
             SimTime span,
             WindowKind kind,
             MetricTable& table)
{
    std::vector<MetricDefinition> definitions;
    std::vector<MetricReading> to;
    for (size_t i = 0; i < components.size(); ++i)
    {
        definitions.clear();
        to.clear();
        DefineMetrics(*components[i], definitions);
        ReadMetrics(*components[i], to);
        ReportComponent(definitions, from.Of(i), to, span, kind, table);
    }
}

const std::vector<DistributionStatistic>&
DistributionStatistics()
{
    static const std::vector<DistributionStatistic> statistics = {{"mean", "mean"},
                                                                  {"min", "least value"},
                                                                  {"max", "greatest value"},
                                                                  {"p50", "median"},
                                                                  {"p90", "90th percentile"},
                                                                  {"p99", "99th percentile"},
                                                                  {"p99.9", "99.9th percentile"},
                                                                  {"count", "number of values"}};
    return statistics;
}

void
ReportHistogram(const std::string& path,
                const std::string& unit,
                const LogLinearHistogram& histogram,
                MetricTable& table)
{
    const auto add = [&](const char* statistic, MetricValue value) {
        table.Add(StatisticPath(path, statistic), value, unit);
    };
    if (histogram.Count() > 0)
    {
        add("mean", histogram.Mean());
        add("min", histogram.Min());
        add("max", histogram.Max());
        add("p50", histogram.Quantile(0.5));
        add("p90", histogram.Quantile(0.9));
        add("p99", histogram.Quantile(0.99));
        add("p99.9", histogram.Quantile(0.999));
    }
    table.Add(StatisticPath(path, "count"), static_cast<int64_t>(histogram.Count()), "1");
}

} // namespace nexsim
