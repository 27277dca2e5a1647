// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRICS_H
#define NEXSIM_METRICS_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nexsim
{

/** @brief Counts and times are exact integers; ratios and means are doubles. */
using MetricValue = std::variant<std::int64_t, double>;

/** @brief The value as a double, for statistics. */
double ToDouble(const MetricValue& value);

/** @brief Decimal text: integers as they are, doubles in the shortest form that reads back equal. */
std::string ToText(const MetricValue& value);

/**
 * @brief One measured number.
 */
struct Metric
{
    std::string path;  //!< component and quantity, as in "server/sink/throughput"
    MetricValue value; //!< in the base unit named beside it
    std::string unit;  //!< "ps", "B", "bps", "packets", "1" for a pure number, and so on
};

/**
 * @brief The metrics of one run, in the order in which they were added, each path once.
 */
class MetricTable
{
  public:
    /**
     * @brief Append a metric.
     * @throw std::invalid_argument on a path that is empty or present, or a value that is not finite
     */
    void Add(std::string path, MetricValue value, std::string unit);

    /** @brief The metric of this path, or nullptr. */
    const Metric* Find(std::string_view path) const;

    /** @brief Every path in order: what a message about an unknown path picks the nearest from. */
    std::vector<std::string> GetPaths() const;

    std::size_t GetSize() const
    {
        return m_metrics.size();
    }

    std::vector<Metric>::const_iterator begin() const
    {
        return m_metrics.begin();
    }

    std::vector<Metric>::const_iterator end() const
    {
        return m_metrics.end();
    }

  private:
    std::vector<Metric> m_metrics;
    std::map<std::string, std::size_t, std::less<>> m_index; //!< path to position in m_metrics
};

/**
 * @brief The path under which a statistic of a distribution is kept: "server/sink/latency" and "p99"
 * give "server/sink/latency/p99". An empty statistic names the metric itself.
 */
std::string StatisticPath(std::string_view metric, std::string_view statistic);

} // namespace nexsim

#endif // NEXSIM_METRICS_H
