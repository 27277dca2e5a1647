// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRIC_WINDOW_H
#define NEXSIM_METRIC_WINDOW_H

#include "sim/results/metrics.h"
#include "sim/run/metric-readings.h"

#include <optional>
#include <string_view>

namespace nexsim
{

/**
 * @brief The value of a metric between two readings.
 *
 * A counter gives its growth, a rate its growth per second, a time average its mean, a quotient the
 * growth of the part over that of the whole, a distribution the mean of what it received; a level and
 * a maximum are those of the later reading.
 *
 * @param span time between the readings, above 0
 * @return nothing where the whole of a quotient has not grown or a distribution received nothing
 */
std::optional<MetricValue> ValueBetween(MetricKind kind,
                                        const MetricReading& from,
                                        const MetricReading& to,
                                        SimTime span);

/** @brief Which part of the run a table describes. */
enum class WindowKind
{
    WholeMeasurement, //!< from warm-up to the end
    Part              //!< maxima are left out: they are kept since warm-up only
};

/**
 * @brief Appends the values of all metrics of components from an earlier instant until now.
 *
 * A distribution "web/latency" becomes "web/latency/mean", "/min", "/max", "/p50", "/p90", "/p99",
 * "/p99.9" and "/count"; only the last where it received nothing. In a part of the measurement they
 * follow from the growth of the buckets, min and max within half a bucket (0.4 %).
 *
 * @param from of these components, in this order
 * @throws std::logic_error when a component does not report what it did then
 */
void ReportWindow(const std::vector<Component*>& components,
                  const MetricSnapshot& from,
                  SimTime span,
                  WindowKind kind,
                  MetricTable& table);

/** @brief One statistic of a distribution. */
struct DistributionStatistic
{
    std::string_view name; //!< "p99"
    std::string_view meaning;
};

/** @brief The statistics of a distribution, in the order of the results. */
const std::vector<DistributionStatistic>& DistributionStatistics();

/** @brief Appends the statistics of a histogram below `path`; only the count of an empty one. */
void ReportHistogram(const std::string& path,
                     const std::string& unit,
                     const LogLinearHistogram& histogram,
                     MetricTable& table);

} // namespace nexsim

#endif // NEXSIM_METRIC_WINDOW_H
