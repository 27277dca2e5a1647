// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RACK_H
#define NEXSIM_RACK_H

#include "models/transport/tcp-scoreboard.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace nexsim
{

/**
 * @brief Recent acknowledgement: a segment is lost when one sent later has arrived and it has had
 * its time since (RFC 8985 section 6).
 *
 * That time is the round trip of the segment that arrived and a reordering window: none while no
 * reordering was seen and three segments are reported or recovery is on; else a quarter of the least
 * round trip, one quarter more for every round trip in which a duplicate was reported (DSACK), for
 * 16 recoveries; at most the smoothed round trip.
 */
class Rack : public DeliveryObserver
{
  public:
    /** @brief What the sender knows when an acknowledgement comes, or a timer fires. */
    struct Situation
    {
        SimTime now;
        SimTime least;    //!< round trip
        SimTime smoothed; //!< round trip
        bool inRecovery;
    };

    /** @brief A segment leaves, for the first time or again. */
    void OnSent(const SentSegment& segment);

    /** @brief Before the acknowledgement that comes now is read. */
    void BeginAcknowledgement(SimTime now, SimTime leastRoundTrip)
    {
        m_now = now;
        m_least = leastRoundTrip;
    }

    void OnDelivered(const SentSegment& segment) override;

    /** @brief The receiver got something twice. @param next byte behind the newest sent */
    void OnDuplicateReported(uint64_t unacknowledged, uint64_t next);

    /** @brief A recovery, by the timer or not, is over. */
    void OnRecoveryLeft();

    /**
     * @brief Marks what is lost by now.
     * @return when the last of those that a later one has overtaken is lost; kNever for none
     */
    SimTime DetectLosses(TcpScoreboard& board,
                         const Situation& situation,
                         TcpScoreboard::News& news);

    /** @brief The timer expired: lost are the oldest segment and what has had its time. */
    void MarkLossesAtTimeOut(TcpScoreboard& board, SimTime now);

    bool HasSeenReordering() const
    {
        return m_reorderingSeen;
    }

    /** @brief As of the last look. */
    SimTime ReorderingWindow() const
    {
        return m_window;
    }

  private:
    /** @brief One sending of a segment; another one makes it void. */
    struct Transmission
    {
        uint64_t end;
        SimTime at;
    };

    SimTime Window(const TcpScoreboard& board, const Situation& situation) const;
    bool IsOvertaken(SimTime sentAt, uint64_t end) const;

    std::deque<Transmission> m_order; //!< by time, then by place
    SimTime m_now;
    SimTime m_least;
    SimTime m_sentAt = SimTime(-1); //!< RACK.xmit_ts, of the newest segment that has arrived
    uint64_t m_end = 0;             //!< RACK.end_seq
    SimTime m_roundTrip;            //!< RACK.rtt
    SimTime m_window;               //!< RACK.reo_wnd
    uint64_t m_forward = 0;         //!< RACK.fack, end of the highest segment that has arrived
    std::optional<uint64_t> m_duplicateRound; //!< RACK.dsack_round
    int64_t m_quarters = 1;                   //!< RACK.reo_wnd_mult
    int64_t m_persist = 16;                   //!< RACK.reo_wnd_persist
    bool m_reorderingSeen = false;
};

} // namespace nexsim

#endif // NEXSIM_RACK_H
