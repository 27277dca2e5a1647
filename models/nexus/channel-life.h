// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHANNEL_LIFE_H
#define NEXSIM_CHANNEL_LIFE_H

#include "models/base/ledger.h"
#include "models/base/metric-visitor.h"
#include "models/nexus/channel-arena.h"
#include "models/nexus/rx-stamps.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace nexsim
{

/** @brief Where a channel is in its life. A defunct one never becomes active: another is opened. */
enum class ChannelState : uint8_t
{
    Active,
    Defunct,   //!< marked, its mapping redirected, its rings dropped
    Finalized, //!< its flows detached and its memory free, but for what is kept
    Closed     //!< there is none
};

/** @brief What a nexus that reclaims memory knows of a channel and of its application. */
class ChannelLife
{
  public:
    /** @brief Why it drops packets. */
    struct Drops
    {
        DropReason* lost = nullptr;       //!< in rings, and in the hands of the stack
        DropReason* dropMode = nullptr;   //!< for the ring of a defunct channel
        DropReason* defunct = nullptr;    //!< for its port, without rings
        DropReason* invalid = nullptr;    //!< for a port that is closed
        DropReason* noListener = nullptr; //!< at the host's own stack
    };

    ChannelState state = ChannelState::Active;
    bool isSuspended = false;
    bool isGone = false;     //!< the process
    bool isEnding = false;   //!< the process has ended, the kernel is still to close its channel
    bool isTornDown = false; //!< the kernel's work on that is done
    bool isClosing = false;  //!< the application wants it closed
    bool hasEof = false;     //!< an event that the stack has not seen yet
    bool isOpenDue = false;  //!< all that an open takes has happened
    bool isWaiting = false;  //!< but there was no memory
    SimTime asked;           //!< when the end of it was asked for
    Drops drops;
    ChannelArena* arena = nullptr;
    ChannelArena ownArena;
    std::vector<ArenaRegion> regions; //!< none where memory does not count
    std::vector<FlowIndex> detached;  //!< flows to be had again
    RxStamps stamps;
    std::optional<SimTime> wantedSince; //!< the application runs, and has not received anything
    SimTime firstPacket;                //!< the last such wait
    SimTime stallDelay;                 //!< the last one, from the oldest packet to its discovery
    int64_t defuncts = 0;
    int64_t reclaimed = 0; //!< bytes
    int64_t eofEvents = 0;
    int64_t opens = 0;
    int64_t openFailures = 0;
    int64_t zeroReads = 0;
    int64_t failuresInUse = 0; //!< packets without memory while the application ran

    /** @brief Whether its thread does nothing but finish a call. */
    bool IsStopped() const
    {
        return isSuspended || isEnding || state != ChannelState::Active;
    }

    /** @brief Whether it sleeps whatever comes. */
    bool IsFrozen() const
    {
        return isSuspended || isGone || isEnding || (state != ChannelState::Active && !hasEof);
    }

    /** @brief Why a packet for the channel is dropped, which is not active. */
    DropReason& DropNow() const;

    /** @brief The application has received a packet. */
    void OnDelivered(SimTime now);

    void ReportMetrics(MetricVisitor& visitor) const;
};

} // namespace nexsim

#endif // NEXSIM_CHANNEL_LIFE_H
