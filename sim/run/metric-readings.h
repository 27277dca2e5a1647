// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRIC_READINGS_H
#define NEXSIM_METRIC_READINGS_H

#include "models/base/component.h"
#include "models/base/histogram.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief How a metric's readings become a value; as MetricVisitor has them. */
enum class MetricKind : uint8_t
{
    Counter,
    Rate,
    TimeAverage,
    Level,
    Quotient,
    Distribution,
    Maximum
};

/** @brief A metric with the path of its component before its name. */
struct MetricDefinition
{
    std::string path; //!< "sw/port[server]/queue/length"
    std::string unit;
    std::string meaning;
    MetricKind kind = MetricKind::Counter;
    MetricRole role = MetricRole::Own;
};

/** @brief What a component said about one metric at one instant. */
struct MetricReading
{
    int64_t value = 0;                             //!< total, level, maximum, or part of a quotient
    int64_t whole = 0;                             //!< of a quotient; the count of a distribution
    unsigned __int128 integral = 0;                //!< of a time average; the sum of a distribution
    const LogLinearHistogram* histogram = nullptr; //!< the component's own, still growing

    bool IsZero() const
    {
        return value == 0 && whole == 0 && integral == 0;
    }
};

/** @brief Appends the metrics of a component, in the order in which it reports them. */
void DefineMetrics(const Component& component, std::vector<MetricDefinition>& definitions);

/** @brief Appends what a component says now, in the order of DefineMetrics. */
void ReadMetrics(const Component& component, std::vector<MetricReading>& readings);

/**
 * @brief What components said at one instant, with copies of the distributions as they were then.
 *
 * Keeps what is not zero: in a large network, most is.
 */
class MetricSnapshot
{
  public:
    /** @brief Reads all metrics now. */
    explicit MetricSnapshot(const std::vector<Component*>& components);

    /** @brief The readings of one of the components, by its place among them, as ReadMetrics gave. */
    std::vector<MetricReading> Of(size_t component) const;

    /** @brief Lets distributions look as if they had received nothing. */
    void ForgetDistributions();

  private:
    struct Kept
    {
        uint32_t component;
        uint32_t metric; //!< place among those of the component
        MetricReading reading;
    };

    std::vector<uint32_t> m_sizes; //!< by component, how many metrics it has
    std::vector<Kept> m_kept;      //!< by component and metric
    std::vector<std::unique_ptr<LogLinearHistogram>> m_copies;
};

} // namespace nexsim

#endif // NEXSIM_METRIC_READINGS_H
