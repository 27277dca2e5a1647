// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_PARAMETERS_H
#define NEXSIM_TCP_PARAMETERS_H

#include "models/base/quantity.h"

#include <cstdint>

namespace nexsim
{

/** @brief What the threshold after a loss is a part of. */
enum class FlightMeasure : uint8_t
{
    /** Bytes sent and not acknowledged in order, up to the window (FlightSize of RFC 5681). */
    Outstanding,
    Pipe //!< less those known to have arrived or to be lost (RFC 6675), as ns-3 has it
};

/** @brief How a loss is told without the retransmission timer. */
enum class LossDetection : uint8_t
{
    SackCount, //!< by the segments that arrived above it (RFC 6675), or duplicates (RFC 6582)
    RackTlp    //!< by the time since others were sent, with tail-loss probes (RFC 8985)
};

/** @brief What the connections of one user have in common. */
struct TcpParameters
{
    int64_t segment = 1448;                  //!< payload of a full segment (SMSS), B
    int64_t initialWindow = 10;              //!< segments (RFC 6928)
    int64_t receiveBuffer = 6 * 1024 * 1024; //!< B; bounds the advertised window
    SimTime initialTimeOut = SimTime(1'000'000'000'000);
    SimTime leastTimeOut = SimTime(200'000'000'000);
    SimTime greatestTimeOut = SimTime(120'000'000'000'000);
    SimTime delayedAck = SimTime(40'000'000'000); //!< longest wait for a second segment
    int64_t ackEvery = 2;                         //!< full segments per acknowledgement
    FlightMeasure flightSize = FlightMeasure::Outstanding;
    LossDetection lossDetection = LossDetection::SackCount;
    bool handshake = true;
    bool sack = true; //!< needed by RackTlp
    bool ecn = false;
    bool pacing = false;
};

} // namespace nexsim

#endif // NEXSIM_TCP_PARAMETERS_H
