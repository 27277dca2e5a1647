// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRIGGER_PLAN_H
#define NEXSIM_TRIGGER_PLAN_H

#include "models/base/quantity.h"

#include "ns3/object.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief What a plan knows of a sensor that obeys its trigger input. */
class PlannedSensor
{
  public:
    virtual ~PlannedSensor() = default;

    /** @brief For messages: "frames/camera[0]>soc/isp". */
    virtual const std::string& Name() const = 0;

    virtual SimTime Period() const = 0;

    /** @brief From a trigger to the beginning of the read-out. */
    virtual SimTime Exposure() const = 0;

    virtual SimTime ReadOut() const = 0;

    /** @brief As configured: for plans that ask for it. */
    virtual SimTime ConfiguredOffset() const = 0;

    /** @brief Uniform in (0, 1), drawn when first asked for; the same ever after. */
    virtual double RandomPhase() = 0;
};

/**
 * @brief When each sensor is triggered within its period: a strategy of the trigger controller.
 *
 * The k-th trigger of a sensor is due at its offset + k x its period, by the controller's clock,
 * which begins with the run.
 */
class TriggerPlan : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    using Sensors = std::vector<PlannedSensor*>;

    /** @brief An offset for each, in order; at least one sensor. */
    virtual std::vector<SimTime> Offsets(const Sensors& sensors) const = 0;

    /** @brief Why this plan cannot keep their read-outs apart; empty when it can, or does not try. */
    virtual std::string Obstacle(const Sensors& sensors) const = 0;
};

/** @brief The shortest period. */
SimTime ShortestPeriod(const TriggerPlan::Sensors& sensors);

/** @brief What to add to a trigger so that read-outs, not triggers, lie at a plan's offsets. */
SimTime ExposureAllowance(const TriggerPlan::Sensors& sensors, const PlannedSensor& sensor);

/** @brief Why no plan can keep their read-outs apart; empty when one can. */
std::string ObstacleToAny(const TriggerPlan::Sensors& sensors);

/** @brief "8.333 ms", for messages. */
std::string MilliSecondsText(SimTime time);

} // namespace nexsim

#endif // NEXSIM_TRIGGER_PLAN_H
