// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PORTION_PACE_H
#define NEXSIM_PORTION_PACE_H

#include "models/base/quantity.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief How long after a portion the next one may follow, for one socket. */
class PortionPace : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief A packet for the socket has come. */
    virtual void OnArrival(SimTime now);

    /**
     * @brief A portion leaves now.
     * @param portion packets of a portion, at most
     */
    virtual SimTime Interval(SimTime now, Packets portion) = 0;
};

/** @brief The same interval always (US11178259B2 claim 1: a prescribed one). */
class FixedPortionPace : public PortionPace
{
  public:
    static ns3::TypeId GetTypeId();

    SimTime Interval(SimTime now, Packets portion) override;

  private:
    SimTime m_interval;
};

/**
 * @brief An interval in which so much comes as a portion holds, with some headroom.
 *
 * Reconstruction: US11178259B2 claim 2 says that the rate is set dynamically, not how. Here what came
 * in each Window is averaged (EWMA, 1/4).
 */
class AdaptivePortionPace : public PortionPace
{
  public:
    static ns3::TypeId GetTypeId();

    void OnArrival(SimTime now) override;
    SimTime Interval(SimTime now, Packets portion) override;

  private:
    void CloseWindows(SimTime now);

    SimTime m_least;
    SimTime m_most;
    SimTime m_window;
    Ratio m_headroom;

    SimTime m_windowEnd{-1}; //!< negative before the first packet
    int64_t m_inWindow = 0;
    bool m_isKnown = false;  //!< a window is over
    int64_t m_perWindow = 0; //!< mean packets of a window, 1/65536
};

} // namespace nexsim

#endif // NEXSIM_PORTION_PACE_H
