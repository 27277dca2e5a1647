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
};

/** @brief Appends the metrics of a component, in the order in which it reports them. */
void DefineMetrics(const Component& component, std::vector<MetricDefinition>& definitions);

/** @brief Appends what a component says now, in the order of DefineMetrics. */
void ReadMetrics(const Component& component, std::vector<MetricReading>& readings);

/** @brief The metrics of several components, one after the other. */
std::vector<MetricDefinition> DefineMetrics(const std::vector<Component*>& components);

/** @brief The readings of several components, one after the other. */
std::vector<MetricReading> ReadMetrics(const std::vector<Component*>& components);

/** @brief Readings of one instant with copies of the distributions as they were then. */
class MetricSnapshot
{
  public:
    explicit MetricSnapshot(std::vector<MetricReading> readings);

    const std::vector<MetricReading>& Readings() const
    {
        return m_readings;
    }

  private:
    std::vector<MetricReading> m_readings;
    std::vector<std::unique_ptr<LogLinearHistogram>> m_copies;
};

} // namespace nexsim

#endif // NEXSIM_METRIC_READINGS_H
