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
    Outstanding, //!< bytes sent and not acknowledged in order (FlightSize of RFC 5681)
    Pipe         //!< less those known to have arrived or to be lost (RFC 6675), as ns-3 has it
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
    bool handshake = true;
    bool sack = true;
    bool ecn = false;
    bool pacing = false;
};

} // namespace nexsim

#endif // NEXSIM_TCP_PARAMETERS_H
