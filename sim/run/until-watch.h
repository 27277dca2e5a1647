// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_UNTIL_WATCH_H
#define NEXSIM_UNTIL_WATCH_H

#include "sim/run/metric-readings.h"
#include "sim/scenario/expression.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief The condition that ends a run early ("until").
 *
 * It is looked at when all events of an instant have run, from the instant of warm-up on, and ends
 * the run where it turns from false to true: one that holds from the beginning must be false first.
 * Metrics have the values that the run would report if it ended there. A condition without a value,
 * because a mean of nothing or a division by zero has none, does not hold. Looking changes nothing.
 */
class UntilWatch
{
  public:
    /**
     * @param condition as scenarios write it
     * @throws std::invalid_argument when a name is that of no metric, or of one that has no value at
     * an instant, or when the parts of the condition do not fit together
     */
    UntilWatch(const std::string& condition, const std::vector<Component*>& components);

    /** @brief Counters count from here; nothing ends the run before. */
    void BeginMeasurement();

    /** @brief An instant is over: whether it ends the run. */
    bool IsOver();

    /** @brief After the run: whether the condition held ever since BeginMeasurement. */
    bool AlwaysHeld() const
    {
        return m_holds == true;
    }

  private:
    /** @brief A component of which some metric is named. */
    struct Watched
    {
        const Component* component;
        std::vector<MetricReading> before; //!< at the end of warm-up
        std::vector<MetricReading> now;
    };

    /** @brief What a name in the condition stands for. */
    struct Term
    {
        size_t watched;
        size_t metric;
        MetricKind kind;
        std::string unit;
        std::string statistic; //!< of a distribution
    };

    void Find(const Expression::NameUse& use, const std::vector<Component*>& components);
    void CheckKinds() const;
    bool HasChanged();
    bool Holds() const;
    std::optional<ExpressionValue> ValueOf(const Term& term) const;

    Expression m_condition;
    std::vector<Watched> m_watched;
    std::map<std::string, Term> m_terms; //!< by name
    std::vector<MetricReading> m_last;   //!< kept for its memory
    std::optional<bool> m_holds;
    bool m_measures = false;
};

} // namespace nexsim

#endif // NEXSIM_UNTIL_WATCH_H
