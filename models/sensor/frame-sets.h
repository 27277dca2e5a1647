// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FRAME_SETS_H
#define NEXSIM_FRAME_SETS_H

#include "models/base/histogram.h"
#include "models/base/metric-visitor.h"
#include "models/base/quantity.h"

#include <limits>
#include <map>
#include <set>
#include <vector>

namespace nexsim
{

/**
 * @brief The consumer behind the processor: one frame of each sensor makes a set.
 *
 * A frame belongs to the set whose number is the nearest whole to (trigger - offset)/Period: the
 * offset that a plan gave its sensor is known, and taken out. A set is complete with one frame of
 * each sensor that takes part; it never will be when one of them is lost, or when it is still open
 * as a frame of a set kHistory later comes.
 */
class FrameSets
{
  public:
    /** @brief Sets that may be open at once. */
    static constexpr int64_t kHistory = 8;

    FrameSets() = default;

    /** @param period of sets; unlimited: none are made  @param deadline after the set's first trigger */
    FrameSets(SimTime period, SimTime deadline) : m_period(period), m_deadline(deadline) {}

    /** @brief A sensor takes part from now on, or no longer; sets count the sensors of their end. */
    void Join(int64_t sensor);
    void Leave(int64_t sensor);

    /** @brief A frame triggered at `trigger` is processed at `now`. */
    void Take(int64_t sensor, SimTime trigger, SimTime offset, SimTime now);

    /** @brief A frame that was due, or triggered, at `trigger` will never come. */
    void Miss(int64_t sensor, SimTime trigger, SimTime offset);

    /** @brief Sets whose first trigger is earlier count nowhere; distributions start anew. */
    void BeginMeasurement(SimTime from);

    void ReportMetrics(MetricVisitor& visitor) const;

  private:
    struct FrameSet
    {
        SimTime first = kNever; //!< trigger
        SimTime last;           //!< trigger
        SimTime lastDone;
        std::set<int64_t> members;
        bool isBroken = false;
    };

    int64_t NumberOf(SimTime trigger, SimTime offset) const;
    FrameSet* Find(SimTime trigger, SimTime offset);
    void CloseIfWhole(int64_t number);
    void Close(int64_t number, bool isComplete);

    SimTime m_period = kNever;
    SimTime m_deadline = kNever;
    SimTime m_from;
    std::set<int64_t> m_sensors;
    std::map<int64_t, FrameSet> m_open;                      //!< by number
    std::set<int64_t> m_closed;                              //!< of the last few numbers
    int64_t m_givenUp = std::numeric_limits<int64_t>::min(); //!< this and all before are closed
    int64_t m_complete = 0;
    int64_t m_late = 0;
    int64_t m_incomplete = 0;
    int64_t m_surplus = 0;
    LogLinearHistogram m_skew;
    LogLinearHistogram m_latency;
};

} // namespace nexsim

#endif // NEXSIM_FRAME_SETS_H
