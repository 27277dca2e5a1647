// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRIGGER_CONTROLLER_H
#define NEXSIM_TRIGGER_CONTROLLER_H

#include "models/base/timer.h"
#include "models/sensor/trigger-plan.h"

#include <vector>

namespace nexsim
{

/** @brief A sensor as its controller sees it: it can be moved within its period. */
class TriggeredSensor : public PlannedSensor
{
  public:
    /** @brief How the next trigger that is due moves to the times of a plan. */
    enum class Move
    {
        Later,  //!< to the first of them not before it: no frame comes early
        Nearest //!< to the nearest one, as small errors of a clock are put right
    };

    /** @brief Triggers are due at `offset` and all periods after. */
    virtual void Align(SimTime offset, Move move) = 0;

    /** @brief When it takes part: [FirstTime, LastTime). */
    virtual SimTime FirstTime() const = 0;
    virtual SimTime LastTime() const = 0;
};

/**
 * @brief Triggers sensors by a plan (US10986044B2 claims 1-3), and plans anew as they come and go.
 *
 * With Adaptive a plan is made for the sensors that are there, whenever one joins, leaves or changes
 * its period, read-out or exposure; without, once for all that there will ever be. Changes of one
 * instant make one plan. A new plan moves triggers to later times only.
 */
class TriggerController
{
  public:
    struct Settings
    {
        ns3::Ptr<TriggerPlan> plan;
        bool isAdaptive = true;
        bool refusesInfeasible = true;
        SimTime
            realignment; //!< zero: each trigger comes from here; else sensors' clocks run between
    };

    /** @brief Its owner is attached. */
    void Configure(const Component& owner, const Settings& settings);

    /**
     * @brief A sensor that will join; all do so before the run.
     * @throws std::invalid_argument when the plan then has an obstacle, and infeasible plans are
     * refused
     */
    void Register(TriggeredSensor& sensor);

    void Join(TriggeredSensor& sensor);
    void Leave(TriggeredSensor& sensor);

    /** @brief Its period, read-out or exposure is another one now. */
    void OnChanged();

    /** @brief Whether sensors are triggered frame by frame, or run by their own clocks. */
    bool TriggersEachFrame() const
    {
        return m_settings.realignment == SimTime(0);
    }

    void ReportMetrics(MetricVisitor& visitor) const;

  private:
    void PlanSoon();
    void Plan();
    void Realign();
    void CheckFeasible() const;

    const Component* m_owner = nullptr;
    Settings m_settings;
    TriggerPlan::Sensors m_planned;             //!< of whom the current plan speaks
    std::vector<SimTime> m_offsets;             //!< of these
    std::vector<TriggeredSensor*> m_registered; //!< in the order of the scenario
    std::vector<bool> m_active;                 //!< by place in m_registered
    std::vector<TriggeredSensor*> m_joining;    //!< without an offset yet
    Timer m_planTimer;
    Timer m_realignTimer;
    int64_t m_plans = 0;
    int64_t m_infeasiblePlans = 0;
    int64_t m_realignments = 0;
};

} // namespace nexsim

#endif // NEXSIM_TRIGGER_CONTROLLER_H
