// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/trigger-controller.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

void
TriggerController::Configure(const Component& owner, const Settings& settings)
{
    m_owner = &owner;
    m_settings = settings;
    // Sensors join and change first in their instant, so that one plan sees them all; then follow
    // the triggers that are due at once.
    m_planTimer.Bind<&TriggerController::Plan>(*this, owner, Priority::Departure);
    m_realignTimer.Bind<&TriggerController::Realign>(*this, owner, Priority::Departure);
}

void
TriggerController::Register(TriggeredSensor& sensor)
{
    m_registered.push_back(&sensor);
    m_active.push_back(false);
    if (m_settings.refusesInfeasible)
    {
        CheckFeasible();
    }
}

/** @brief Of all sensors, or of those that are there as one joins. */
void
TriggerController::CheckFeasible() const
{
    for (const TriggeredSensor* joining : m_registered)
    {
        TriggerPlan::Sensors sensors;
        for (TriggeredSensor* sensor : m_registered)
        {
            const bool isThere = sensor->FirstTime() <= joining->FirstTime() &&
                                 joining->FirstTime() < sensor->LastTime();
            if (isThere || !m_settings.isAdaptive)
            {
                sensors.push_back(sensor);
            }
        }
        const std::string obstacle = m_settings.plan->Obstacle(sensors);
        if (!obstacle.empty())
        {
            throw std::invalid_argument(
                fmt::format("{}: {}; \"Infeasible\": \"run\" runs it all the same",
                            m_owner->Path(),
                            obstacle));
        }
    }
}

void
TriggerController::Join(TriggeredSensor& sensor)
{
    const auto found = std::find(m_registered.begin(), m_registered.end(), &sensor);
    m_active[static_cast<size_t>(found - m_registered.begin())] = true;
    m_joining.push_back(&sensor);
    PlanSoon();
}

void
TriggerController::Leave(TriggeredSensor& sensor)
{
    const auto found = std::find(m_registered.begin(), m_registered.end(), &sensor);
    m_active[static_cast<size_t>(found - m_registered.begin())] = false;
    OnChanged();
}

void
TriggerController::OnChanged()
{
    if (m_settings.isAdaptive)
    {
        PlanSoon();
    }
}

void
TriggerController::PlanSoon()
{
    m_planTimer.ArmAt(m_owner->Now());
}

void
TriggerController::Plan()
{
    TriggerPlan::Sensors sensors;
    for (size_t i = 0; i < m_registered.size(); ++i)
    {
        if (m_active[i] || !m_settings.isAdaptive)
        {
            sensors.push_back(m_registered[i]);
        }
    }
    if (!sensors.empty() && (m_settings.isAdaptive || m_plans == 0))
    {
        ++m_plans;
        m_infeasiblePlans += m_settings.plan->Obstacle(sensors).empty() ? 0 : 1;
        m_offsets = m_settings.plan->Offsets(sensors);
        m_planned = std::move(sensors);
    }
    for (size_t i = 0; i < m_planned.size(); ++i)
    {
        auto* sensor = static_cast<TriggeredSensor*>(m_planned[i]);
        const bool joins = std::count(m_joining.begin(), m_joining.end(), sensor) != 0;
        if (joins || m_settings.isAdaptive)
        {
            sensor->Align(m_offsets[i], TriggeredSensor::Move::Later);
        }
    }
    m_joining.clear();
    if (!TriggersEachFrame() && m_settings.realignment != kNever && !m_realignTimer.IsArmed())
    {
        m_realignTimer.ArmAt(m_owner->Now() + m_settings.realignment);
    }
}

void
TriggerController::Realign()
{
    ++m_realignments;
    for (size_t i = 0; i < m_planned.size(); ++i)
    {
        static_cast<TriggeredSensor*>(m_planned[i])
            ->Align(m_offsets[i], TriggeredSensor::Move::Nearest);
    }
    m_realignTimer.ArmAt(m_owner->Now() + m_settings.realignment);
}

void
TriggerController::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"plans", "events", "plans of triggers that were made"}, m_plans);
    visitor.Counter(
        {"infeasible_plans", "events", "of these, plans that cannot keep all read-outs apart"},
        m_infeasiblePlans);
    visitor.Counter({"realignments", "events", "times that the sensors' clocks were put right"},
                    m_realignments);
}

} // namespace nexsim
