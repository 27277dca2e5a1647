// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CONGESTION_CONTROL_H
#define NEXSIM_CONGESTION_CONTROL_H

#include "models/base/quantity.h"

#include "ns3/object.h"

#include <algorithm>
#include <cstdint>

namespace nexsim
{

/** @brief The window of one connection, in bytes; the sender and its congestion control share it. */
struct CongestionWindow
{
    int64_t segment = 1448;         //!< SMSS: payload of a full segment
    int64_t window = 0;             //!< cwnd
    int64_t threshold = kUnlimited; //!< ssthresh

    bool InSlowStart() const
    {
        return window < threshold;
    }
};

/** @brief An acknowledgement of new data outside recovery, while the window was what limited. */
struct CongestionAck
{
    int64_t acknowledged; //!< bytes
    SimTime now;
    SimTime roundTrip; //!< smoothed; zero before the first sample
};

/**
 * @brief How a window grows and shrinks; one object per connection.
 *
 * Recovery itself (which segment is sent again, and how fast) is the sender's.
 */
class CongestionControl : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief New data was acknowledged. */
    virtual void OnAcknowledged(CongestionWindow& window, const CongestionAck& ack) = 0;

    /** @brief A loss was detected by duplicates or SACK: the threshold to go down to. */
    virtual int64_t ThresholdAfterLoss(const CongestionWindow& window, int64_t flight) = 0;

    /** @brief A mark was echoed, at most once per window: the threshold to go down to. */
    virtual int64_t ThresholdAfterMark(const CongestionWindow& window, int64_t flight)
    {
        return ThresholdAfterLoss(window, flight);
    }

    /** @brief The retransmission timer expired; the window is one segment from now on. */
    virtual void OnTimeOut() {}

    /** @brief Recovery from a loss or a reduction is over. */
    virtual void OnRecovered(SimTime now)
    {
        static_cast<void>(now);
    }

    /**
     * @brief Every acknowledgement of new data, with what its ECN echo says of it.
     * @param unacknowledged the oldest byte not acknowledged now
     * @param next the byte behind the newest sent
     */
    virtual void OnEcho(int64_t acknowledged, bool marked, uint64_t unacknowledged, uint64_t next)
    {
        static_cast<void>(acknowledged);
        static_cast<void>(marked);
        static_cast<void>(unacknowledged);
        static_cast<void>(next);
    }

    /** @brief Whether each mark is to be echoed by itself (RFC 8257) rather than until CWR. */
    virtual bool WantsEveryMark() const
    {
        return false;
    }

  protected:
    /** @brief Slow start with appropriate byte counting, at most L = 2 segments (RFC 3465).
     * @return bytes left over once the threshold is reached */
    static int64_t SlowStart(CongestionWindow& window, int64_t acknowledged);
};

} // namespace nexsim

#endif // NEXSIM_CONGESTION_CONTROL_H
