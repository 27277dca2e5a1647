// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PORT_DEMAND_H
#define NEXSIM_PORT_DEMAND_H

#include "models/base/quantity.h"

#include <cstdint>

namespace nexsim
{

/** @brief When an output port's traffic is worth finer queues, and when it no longer is. */
struct DemandThresholds
{
    Ratio up;             //!< of the port's rate, above which it is hot
    Ratio down;           //!< of the port's rate, below which it is cool
    Ratio backPressureUp; //!< share of time above which it is hot
    Ratio dropUp;         //!< share of arriving packets above which it is hot
    SimTime holdUp;       //!< so long hot without a break
    SimTime holdDown;     //!< so long cool without a break
    Ratio gain;           //!< weight of the newest sample in the average of the offered rate
};

/** @brief What is observed of one output port, sample by sample. */
class PortDemand
{
  public:
    /** @brief A packet of so many bits on the wire came for this port. */
    void CountArrival(int64_t bits)
    {
        m_bits += bits;
        ++m_packets;
    }

    void CountDrop()
    {
        ++m_drops;
    }

    /**
     * @brief Ends a sample.
     * @param now its end
     * @param window its length
     * @param rate bits per second of the port's link
     * @param backPressure picoseconds of back-pressure up to now
     */
    void Sample(SimTime now,
                SimTime window,
                BitRate rate,
                int64_t backPressure,
                const DemandThresholds& thresholds);

    /** @brief Average offered rate as a fraction of the port's. */
    double Offered() const
    {
        return m_offered;
    }

    /** @brief At the last sample, and without a break for as long as it takes. */
    bool IsHot() const
    {
        return m_isHot;
    }

    bool IsCool() const
    {
        return m_isCool;
    }

    /** @brief Below the lower threshold at the last sample, however long. */
    bool IsBelow() const
    {
        return m_coolSince != kNever;
    }

  private:
    int64_t m_bits = 0;
    int64_t m_packets = 0;
    int64_t m_drops = 0;
    int64_t m_backPressure = 0; //!< picoseconds up to the last sample
    double m_offered = 0;
    SimTime m_hotSince = kNever;
    SimTime m_coolSince = kNever;
    bool m_isHot = false;
    bool m_isCool = false;
};

} // namespace nexsim

#endif // NEXSIM_PORT_DEMAND_H
