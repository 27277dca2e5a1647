// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_SCOREBOARD_H
#define NEXSIM_TCP_SCOREBOARD_H

#include "models/base/quantity.h"
#include "models/transport/sent-segments.h"
#include "models/transport/tcp-segment.h"

#include <array>
#include <cstdint>

namespace nexsim
{

/** @brief Told of each segment when it is first known to have arrived. */
class DeliveryObserver
{
  public:
    virtual ~DeliveryObserver() = default;
    virtual void OnDelivered(const SentSegment& segment) = 0;
};

/**
 * @brief What is known of the segments between the oldest unacknowledged byte and the newest sent.
 *
 * RFC 6675: a segment is lost when DupThresh segments above it have been received; pipe counts the
 * bytes believed to be in the network. With an observer, losses are found by others. A segment is in
 * one of these states: in flight, received (by SACK), lost, or lost and sent again. Amortised
 * constant time per segment.
 */
class TcpScoreboard
{
  public:
    using Sent = SentSegment;

    /** @brief What an acknowledgement told. */
    struct News
    {
        int64_t delivered = 0;    //!< bytes now known to have arrived, by either kind of report
        int64_t acknowledged = 0; //!< bytes by which the cumulative acknowledgement rose
        /** When the newest of these was sent, of those sent once and never believed lost. */
        SimTime sampledAt = kNever;
        bool newLosses = false;
    };

    /** @brief Losses are left to others, which hear what has arrived from now on. */
    void SetObserver(DeliveryObserver& observer)
    {
        m_observer = &observer;
    }

    /** @brief A new segment was sent; it begins where the last one ended. */
    void OnSent(uint32_t length, SimTime now);

    /** @brief Everything below `acknowledgement` has arrived, and so have the blocks. */
    void OnAcknowledged(uint64_t acknowledgement,
                        const SackBlock* blocks,
                        unsigned blockCount,
                        News& news);

    /** @brief Without SACK: a duplicate acknowledgement says that some segment has arrived. */
    void OnDuplicate(uint32_t length);

    /** @brief The oldest segment is lost (the third duplicate, or a partial acknowledgement). */
    void MarkFirstLost();

    /** @brief The retransmission timer expired: all that has not been received is lost. */
    void MarkAllLost();

    /** @brief That segment is lost; where it was lost before, the copy is. */
    void MarkLost(Sent& segment);

    /** @brief Those not received are lost of which isLost(segment, whether it is the oldest) says so. */
    template <typename Predicate>
    void MarkLostIf(Predicate&& isLost)
    {
        for (Sent& sent : m_segments)
        {
            if (!sent.received && isLost(sent, &sent == m_segments.begin()))
            {
                MarkLost(sent);
            }
        }
    }

    /** @brief The segment that ends there; null unless it is believed in the network. */
    Sent* InFlight(uint64_t end);

    /** @brief The newest segment; there must be one. */
    Sent& Newest()
    {
        return m_segments.end()[-1];
    }

    /** @brief The next lost segment that was not sent again; null where there is none. */
    Sent* NextLost();

    /** @brief That segment is being sent again. */
    void OnSentAgain(Sent& segment, SimTime now);

    /** @brief Recovery is over: without SACK, what duplicates told is forgotten. */
    void ForgetDuplicates();

    bool IsEmpty() const
    {
        return m_segments.empty();
    }

    /** @brief The oldest byte not acknowledged. */
    uint64_t Unacknowledged() const
    {
        return m_unacknowledged;
    }

    /** @brief The byte behind the newest sent. */
    uint64_t Next() const
    {
        return m_next;
    }

    /** @brief Bytes sent and not acknowledged (FlightSize of RFC 5681). */
    int64_t Flight() const
    {
        return static_cast<int64_t>(m_next - m_unacknowledged);
    }

    /** @brief Bytes believed to be in the network (RFC 6675 section 4). */
    int64_t Pipe() const
    {
        return m_pipe > m_duplicateBytes ? m_pipe - m_duplicateBytes : 0;
    }

    /** @brief Segments received out of order. */
    int64_t ReceivedSegments() const
    {
        return m_received;
    }

    bool HasLost() const
    {
        return m_lostLeft > 0;
    }

    /** @brief Whether any outstanding segment was lost, sent again since or not; looks at each. */
    bool HasBelievedLost();

    /** @brief RFC 6675's DupThresh. */
    static constexpr int64_t kDupThresh = 3;

  private:
    void Receive(SackBlock block, News& news);
    void MarkLosses(News& news);

    SentSegments m_segments;
    DeliveryObserver* m_observer = nullptr;
    uint64_t m_unacknowledged = 0;
    uint64_t m_next = 0;
    int64_t m_pipe = 0;
    int64_t m_duplicateBytes = 0;   //!< of segments that duplicates reported, unknown which
    int64_t m_lostLeft = 0;         //!< segments lost and not sent again
    int64_t m_received = 0;         //!< segments received out of order
    uint64_t m_highestReceived = 0; //!< end of the highest segment received out of order
    uint64_t m_lossesMarkedTo = 0;  //!< below, every segment that is to be marked lost is
    uint64_t m_nextLostHint = 0;    //!< below, no segment waits to be sent again
    std::array<SackBlock, kSackBlocks> m_knownBlocks{}; //!< of the last report
};

} // namespace nexsim

#endif // NEXSIM_TCP_SCOREBOARD_H
