// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DIM_CONTROL_H
#define NEXSIM_DIM_CONTROL_H

#include "models/base/quantity.h"

#include <array>
#include <cstdint>

namespace nexsim
{

/** @brief A step of the ladder of interrupt delays. */
struct DimProfile
{
    SimTime delay;
    Packets count; //!< packets that interrupt before the delay is over
};

inline constexpr int kDimProfiles = 5;

/** @brief What a measurement of DIM says; each per millisecond, rounded up. */
struct DimRates
{
    int64_t bytes = 0;
    int64_t packets = 0;
    int64_t events = 0; //!< interrupts
};

/**
 * @brief The decisions of Linux's dynamic interrupt moderation (lib/dim): which profile next.
 *
 * It climbs a hill: it moves one profile to the right (longer delays) or left as long as bytes, then
 * packets, then fewer interrupts tell that the last move was for the better, turns round when they do
 * not, and parks where the hill is passed, at the end of the ladder, or tired of moving. Differences
 * of a tenth or less do not count.
 */
class DimControl
{
  public:
    enum class State : uint8_t
    {
        ParkingOnTop, //!< the best profile is found; a change of the load ends it
        ParkingTired, //!< too many moves: waits as many measurements as it has moved
        GoingRight,
        GoingLeft
    };

    /** @brief A measurement is over. @return whether the profile has changed */
    bool Decide(const DimRates& rates);

    /** @brief Position in the ladder, 0 to kDimProfiles - 1. */
    int Profile() const
    {
        return m_profile;
    }

    State GetState() const
    {
        return m_state;
    }

  private:
    enum class Step : uint8_t
    {
        Stepped,
        TooTired,
        OnEdge
    };

    void Move(const DimRates& rates);
    Step TryStep();
    void Turn();
    bool HasPassedTop() const;
    void LeaveParking();
    void ParkOnTop();
    void ParkTired();

    State m_state = State::ParkingOnTop;
    int m_profile = 1; //!< where Linux begins in each of its ladders
    int m_stepsRight = 0;
    int m_stepsLeft = 0;
    int m_tired = 0; //!< moves since it parked on top
    DimRates m_previous;
};

} // namespace nexsim

#endif // NEXSIM_DIM_CONTROL_H
