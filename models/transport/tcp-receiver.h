// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_RECEIVER_H
#define NEXSIM_TCP_RECEIVER_H

#include "models/base/component.h"
#include "models/base/timer.h"
#include "models/transport/tcp-parameters.h"
#include "models/transport/tcp-segment.h"

#include <optional>
#include <vector>

namespace nexsim
{

/** @brief How marks are told to the sender. */
enum class MarkEcho : uint8_t
{
    UntilReduced, //!< every acknowledgement until the sender says CWR (RFC 3168)
    EachPacket    //!< exactly the marked ones, delayed acknowledgements included (RFC 8257)
};

/**
 * @brief The receiving half of a TCP connection: what has arrived, and what is acknowledged when.
 *
 * Acknowledgements are delayed up to a number of segments or a time (RFC 5681 section 4.2); out of
 * order, duplicate and gap-filling segments are acknowledged at once. Duplicates are reported where
 * the sender's loss detection makes use of that (RFC 2883). The user takes what is in
 * order immediately, so that the window always is the receive buffer.
 */
class TcpReceiver
{
  public:
    /** @param owner and output outlive it */
    TcpReceiver(Component& owner,
                TcpOutput& output,
                const TcpParameters& parameters,
                MarkEcho echo);

    TcpReceiver(const TcpReceiver&) = delete;
    TcpReceiver& operator=(const TcpReceiver&) = delete;

    /** @brief A segment of the sender: SYN, or payload. */
    void OnSegment(const Packet& segment);

    /**
     * @brief A segment with payload in the other direction carries the acknowledgement that is due.
     *
     * While something is missing, a pure one has been sent already, with its blocks.
     */
    void AcknowledgeWith(Packet& segment);

    /** @brief Bytes received in order from the beginning. */
    uint64_t InOrder() const
    {
        return m_inOrder;
    }

  private:
    void OnPayload(const Packet& segment);
    bool Insert(uint64_t begin, uint64_t end);
    void NoteDuplicate(SackBlock arrived);
    void NoteMark(const Packet& segment);
    void OnDelay();
    void Acknowledge();

    /**
     * @brief Which acknowledgements a newer one may replace: those in a row that only acknowledge
     * more, with the same marks echoed. 0 for one that must arrive itself.
     */
    uint32_t GenerationOf(const Packet& answer);

    Component& m_owner;
    TcpOutput& m_output;
    const TcpParameters& m_parameters;
    MarkEcho m_echo;
    uint64_t m_inOrder = 0;
    std::optional<SackBlock> m_duplicate; //!< that the next acknowledgement is to report
    std::vector<SackBlock> m_blocks;      //!< beyond the gap, the one that grew last first
    int64_t m_unacknowledged = 0;         //!< segments since the last acknowledgement
    bool m_echoing = false;               //!< acknowledgements carry ECE
    Timer m_delay;
    uint64_t m_lastAcknowledged = 0; //!< by the last acknowledgement sent; so the next three
    uint8_t m_lastFlags = 0;
    bool m_wasNews = false;
    uint32_t m_generation = 0;
};

} // namespace nexsim

#endif // NEXSIM_TCP_RECEIVER_H
