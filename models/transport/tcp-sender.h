// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_SENDER_H
#define NEXSIM_TCP_SENDER_H

#include "models/base/component.h"
#include "models/base/timer.h"
#include "models/transport/congestion-control.h"
#include "models/transport/proportional-rate-reduction.h"
#include "models/transport/rack.h"
#include "models/transport/round-trip-estimator.h"
#include "models/transport/tail-loss-probe.h"
#include "models/transport/tcp-parameters.h"
#include "models/transport/tcp-scoreboard.h"

#include <array>
#include <memory>
#include <optional>

namespace nexsim
{

/** @brief Counts of one sender, or of many together. */
struct TcpSenderCounts
{
    int64_t segments = 0;        //!< with payload, sent for the first time
    int64_t retransmissions = 0; //!< segments sent again
    int64_t recoveries = 0;      //!< losses detected without the timer
    int64_t timeOuts = 0;
    int64_t probes = 0;     //!< for losses at the tail
    int64_t reductions = 0; //!< because of marks
};

/**
 * @brief The sending half of a TCP connection: what is sent when, and sent again.
 *
 * Loss recovery is RFC 6675 with SACK, else RFC 6582's on an estimate of what duplicates tell; or
 * losses are told by RACK-TLP (RFC 8985). Proportional rate reduction paces a recovery (RFC 6937,
 * slow start reduction bound). The timer is RFC 6298's. Marks reduce the window once per round trip
 * (RFC 3168). Time-outs are not undone when they were spurious, and there is neither FIN nor a
 * persist timer: a connection is over when its user has all bytes acknowledged.
 */
class TcpSender
{
  public:
    /**
     * @param owner whose run, stream names and timers it uses; outlives it
     * @param output takes the segments; outlives it
     * @param control of this connection alone
     */
    TcpSender(Component& owner,
              TcpOutput& output,
              const TcpParameters& parameters,
              ns3::Ptr<CongestionControl> control,
              TcpSenderCounts& counts);

    TcpSender(const TcpSender&) = delete;
    TcpSender& operator=(const TcpSender&) = delete;

    /** @brief Sends SYN, or begins at once without a handshake. */
    void Open();

    /** @brief So many more bytes are to be sent. */
    void Write(int64_t bytes);

    /** @brief A segment from the other end with an acknowledgement, or SYN and acknowledgement. */
    void OnSegment(const Packet& segment);

    /** @brief Bytes that the user has written. */
    uint64_t Written() const
    {
        return m_written;
    }

    /** @brief Bytes that the other end has acknowledged, in order. */
    uint64_t Acknowledged() const
    {
        return m_scoreboard.Unacknowledged();
    }

    const CongestionWindow& Window() const
    {
        return m_window;
    }

    SimTime RoundTrip() const
    {
        return m_roundTrip.Smoothed();
    }

  private:
    enum class State : uint8_t
    {
        Closed,
        SynSent,
        Open,
        Recovery,  //!< segments were lost; until all sent before are acknowledged
        Reduction, //!< a mark was echoed; the window goes down over a round trip
        Loss       //!< the timer expired
    };

    /** @brief What only RACK-TLP needs. */
    struct RackState
    {
        Rack rack;
        TailLossProbe probe;
        int64_t probeFlight = 0; //!< what was outstanding when the last probe was sent
        Timer timer;
    };

    using SackBlocks = std::array<SackBlock, kSackBlocks>;

    void SendSyn();
    void OnEstablished();
    void OnTimer();
    void OnPaced();
    void OnAcknowledgement(const Packet& segment);
    void UpdateRecovery(const TcpScoreboard::News& news, bool marked);
    bool IsLossSeen(const TcpScoreboard::News& news) const;
    int64_t FlightSize() const;
    void EnterRecovery();
    void EnterReduction();
    void LeaveRecovery();
    void GrowWindow(const TcpScoreboard::News& news);
    void LimitByProportion(const TcpScoreboard::News& news);
    void TrySend();
    bool SendOne();
    bool IsPaced();
    void Emit(uint64_t begin, uint32_t length, bool isNew);
    void AddSample(SimTime roundTrip);
    void RestartTimer();
    void ArmTimer();

    // RACK-TLP
    std::optional<uint64_t> TakeDuplicate(uint64_t acknowledged,
                                          SackBlocks& blocks,
                                          unsigned& count);
    void DetectLosses(TcpScoreboard::News& news);
    void OnReorderingTimer();
    void NoteSending(const SentSegment& segment);
    bool MayProbe() const;
    bool OnProbeTimer();
    void SendProbe();
    void HearOfProbe(const TailLossProbe::Acknowledgement& ack);

    Component& m_owner;
    TcpOutput& m_output;
    const TcpParameters& m_parameters;
    ns3::Ptr<CongestionControl> m_control;
    TcpSenderCounts& m_counts;

    State m_state = State::Closed;
    TcpScoreboard m_scoreboard;
    CongestionWindow m_window;
    RoundTripEstimator m_roundTrip;
    uint64_t m_written = 0;
    int64_t m_peerWindow = 0;   //!< bytes beyond the acknowledgement
    uint64_t m_recoveryEnd = 0; //!< when this is acknowledged, recovery is over
    uint64_t m_reducedTo = 0;   //!< marks up to this byte have been answered
    int64_t m_duplicates = 0;   //!< acknowledgements in a row without news
    ProportionalRateReduction m_reduction;
    std::unique_ptr<RackState> m_rack; //!< null where losses are counted
    bool m_limited = false;            //!< the window, and not the user, ended the last sending
    bool m_tellReduced = false;        //!< the next new segment carries CWR
    bool m_synSentAgain = false;
    bool m_isProbeDue = false; //!< the timer is the probe's
    SimTime m_timeOutAt;
    SimTime m_synSentAt;
    SimTime m_nextPaced;
    Timer m_timer;
    Timer m_paceTimer;
};

} // namespace nexsim

#endif // NEXSIM_TCP_SENDER_H
