// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRIC_VISITOR_H
#define NEXSIM_METRIC_VISITOR_H

#include <cstdint>
#include <string_view>

namespace nexsim
{

class LogLinearHistogram;

/** @brief What a metric adds to the others. */
enum class MetricRole : uint8_t
{
    Own, //!< a measurement of its own
    Sum  //!< sums up what parts report too; left out of the fingerprint
};

/** @brief A metric's name below its component's path, its unit, and what it means. */
struct MetricName
{
    std::string_view name;    //!< "dropped_packets"
    std::string_view unit;    //!< "packets", "B", "bps", "ps", "1" for a pure number
    std::string_view meaning; //!< one line
    MetricRole role = MetricRole::Own;
};

/**
 * @brief Receives a component's measurements; components stay free of windows and units.
 *
 * The observer visits at the edges of measurement windows and takes differences, so a component
 * only ever keeps totals since the start of the run.
 */
class MetricVisitor
{
  public:
    virtual ~MetricVisitor() = default;

    /** @brief A total that only grows; a window reports the difference over it. */
    virtual void Counter(const MetricName& name, int64_t total) = 0;

    /** @brief A total that only grows; a window reports its growth per second. */
    virtual void Rate(const MetricName& name, int64_t total) = 0;

    /** @brief A time integral (value x picoseconds); a window reports the mean over time. */
    virtual void TimeAverage(const MetricName& name, unsigned __int128 integral) = 0;

    /** @brief A level now; a window reports its value at the end. */
    virtual void Level(const MetricName& name, int64_t value) = 0;

    /** @brief The growth of one total divided by the growth of another; none while that is zero. */
    virtual void Quotient(const MetricName& name, int64_t part, int64_t whole) = 0;

    /** @brief A distribution since BeginMeasurement. */
    virtual void Distribution(const MetricName& name, const LogLinearHistogram& histogram) = 0;

    /** @brief The largest value since BeginMeasurement. */
    virtual void Maximum(const MetricName& name, int64_t value) = 0;
};

} // namespace nexsim

#endif // NEXSIM_METRIC_VISITOR_H
