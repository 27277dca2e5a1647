// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TAIL_LOSS_PROBE_H
#define NEXSIM_TAIL_LOSS_PROBE_H

#include "models/base/quantity.h"

#include <cstdint>
#include <optional>

namespace nexsim
{

/**
 * @brief When a loss probe may go out, and what became of it (RFC 8985 section 7).
 *
 * One probe at a time, and a round trip has to be measured between two of them.
 */
class TailLossProbe
{
  public:
    /** @brief What an acknowledgement says of the probe. */
    enum class Outcome : uint8_t
    {
        Nothing,
        Over,    //!< delivered, nothing was lost or recovery sees to it
        Repaired //!< it was the copy that arrived: a loss that the window must answer
    };

    /** @brief The acknowledgement of which one of those is asked. */
    struct Acknowledgement
    {
        uint64_t number;                   //!< oldest byte not acknowledged
        std::optional<uint64_t> duplicate; //!< end of the segment that a DSACK reports
        bool isBareDuplicate;              //!< without any SACK block
    };

    /** @brief A round trip was measured. */
    void OnSample()
    {
        m_hasSample = true;
    }

    bool MaySend() const
    {
        return !m_end && m_hasSample;
    }

    /**
     * @brief Time from the newest segment to its probe (TLP_calc_PTO).
     * @param isAlone only one segment is outstanding, whose acknowledgement may be delayed
     */
    static SimTime Delay(SimTime roundTrip, bool isAlone, SimTime delayedAck)
    {
        return SimTime(2 * roundTrip.Value()) + (isAlone ? delayedAck : SimTime(0));
    }

    /** @param next the byte behind the newest sent, the probe included */
    void OnSent(uint64_t next, bool isCopy)
    {
        m_end = next;
        m_isCopy = isCopy;
        m_hasSample = false;
    }

    Outcome OnAcknowledged(const Acknowledgement& ack)
    {
        if (!m_end || ack.number < *m_end)
        {
            return Outcome::Nothing;
        }
        const bool isHarmless = !m_isCopy || ack.duplicate == m_end;
        const bool isBeyond = ack.number > *m_end;
        if (!isHarmless && !isBeyond && !ack.isBareDuplicate)
        {
            return Outcome::Nothing; // the copy or the original: what comes next will tell
        }
        m_end.reset();
        return isHarmless || !isBeyond ? Outcome::Over : Outcome::Repaired;
    }

    /** @brief The timer expired: recovery sees to everything. */
    void Forget()
    {
        m_end.reset();
    }

  private:
    std::optional<uint64_t> m_end; //!< TLP.end_seq
    bool m_isCopy = false;         //!< TLP.is_retrans
    bool m_hasSample = false;      //!< of a round trip, since the last probe
};

} // namespace nexsim

#endif // NEXSIM_TAIL_LOSS_PROBE_H
