// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_H
#define NEXSIM_PACKET_H

#include "models/base/prefetch.h"
#include "models/base/quantity.h"
#include "models/base/stage-clock.h"

#include <cstdint>
#include <type_traits>

namespace nexsim
{

/** @brief The two ECN bits of the IP header (RFC 3168 section 5). */
enum class Ecn : uint8_t
{
    NotCapable = 0,
    Capable1 = 1, //!< ECT(1); L4S senders (RFC 9331)
    Capable0 = 2, //!< ECT(0)
    Congestion = 3
};

/** @brief Index of a flow in the run's FlowTable. */
using FlowIndex = uint32_t;

/** @brief Index of an end node in the run's forwarding tables. */
using NodeIndex = uint32_t;

/** @brief Something a packet carries for code outside nexsim; its owner releases it. */
class ForeignPayload
{
  public:
    virtual ~ForeignPayload() = default;

    /** @brief Its packet is dropped, somewhere in the network; it ends after this call. */
    virtual void OnDropped() {}
};

/**
 * @brief The hot part of a packet: one cache line, trivially copyable.
 *
 * Sizes exclude what the link adds (its overhead). Transport fields and the stage clock are side
 * slots of the same pool entry, see PacketSlot.
 */
struct Packet
{
    Packet* next;     //!< intrusive queues and the free list; null while owned by a PacketPtr
    SimTime created;  //!< when the application handed it over
    SimTime lastMark; //!< up to here the stage clock has accounted for its time
    ForeignPayload* payload; //!< owned; null for native packets
    FlowIndex flow;
    uint32_t number;       //!< counts the packets of its flow from 0
    uint32_t flowHash;     //!< of the flow key; ECMP and fingerprint use it
    uint32_t size;         //!< IP packet in bytes (payload and all headers above the link)
    uint32_t payloadBytes; //!< what the application gave
    NodeIndex destination; //!< end node it is routed to
    uint16_t segments;     //!< 1, or how many wire packets this one stands for, see segments.h
    uint16_t stages;       //!< bit per Stage whose clock slot holds a value
    uint8_t dscp;          //!< 0 to 63
    Ecn ecn;
    uint8_t flags; //!< transport's own
    uint8_t hops;  //!< links passed
};

static_assert(sizeof(Packet) == 64, "the hot part of a packet is one cache line");
static_assert(std::is_trivially_copyable_v<Packet>);

/** @brief Fields of a transport header that several models read; unused by plain datagrams. */
struct TransportFields
{
    uint64_t sequence;
    uint64_t acknowledgement;
    uint32_t window;
    uint32_t timestamp;
    uint32_t timestampEcho;
    uint32_t sack[6];
    uint32_t sackBlocks : 8;  //!< in `sack`
    uint32_t poolBuffer : 24; //!< on a host whose packets lie in pools: where; 0 for nowhere, and
                              //!< without meaning elsewhere
    uint32_t generation; //!< of a pure acknowledgement: a newer one of the same generation of its
                         //!< flow may replace it in a queue; 0 for none

    // Of every packet of several segments, datagrams too; see segments.h.
    uint16_t segmentBytes; //!< payload of each segment but the last
    uint16_t createdRest;  //!< ps: `created` is the mean of the segments, this its remainder
};

static_assert(sizeof(TransportFields) <= 64);

/** @brief One entry of the packet pool: 256 bytes, aligned to a cache line. */
struct alignas(64) PacketSlot
{
    Packet packet;
    TransportFields transport;
    StageClock clock;
};

static_assert(sizeof(PacketSlot) == 256, "a packet inside the network costs 256 bytes");

inline TransportFields&
TransportOf(Packet& packet)
{
    return reinterpret_cast<PacketSlot&>(packet).transport;
}

inline const TransportFields&
TransportOf(const Packet& packet)
{
    return reinterpret_cast<const PacketSlot&>(packet).transport;
}

inline StageClock&
StagesOf(Packet& packet)
{
    return reinterpret_cast<PacketSlot&>(packet).clock;
}

inline const StageClock&
StagesOf(const Packet& packet)
{
    return reinterpret_cast<const PacketSlot&>(packet).clock;
}

/** @brief Fetches what a network touches of a packet into the caches: its hot part, and the stages
 * from Stage::NicRing on. */
inline void
PrefetchPacket(const Packet& packet)
{
    PrefetchLines<1>(&packet);
    PrefetchLines<1>(&StagesOf(packet).picoseconds[static_cast<size_t>(Stage::NicRing)]);
}

/**
 * @brief Adds `span` to a stage without moving the mark: for time known ahead of its end.
 *
 * The clock of a packet of several segments holds the sum over them.
 */
inline void
AddToStage(Packet& packet, Stage stage, SimTime span)
{
#ifndef NEXSIM_WITHOUT_ACCOUNTING
    const int64_t spent = span.Value() * packet.segments;
    const auto index = static_cast<unsigned>(stage);
    const auto bit = static_cast<uint16_t>(1U << index);
    int64_t& slot = StagesOf(packet).picoseconds[index];
    slot = (packet.stages & bit) != 0 ? slot + spent : spent;
    packet.stages = static_cast<uint16_t>(packet.stages | bit);
#else
    static_cast<void>(packet);
    static_cast<void>(stage);
    static_cast<void>(span);
#endif
}

/** @brief Whether the packet has been in the stage, for however short a time. */
inline bool
HasStage(const Packet& packet, Stage stage)
{
    return (packet.stages >> static_cast<unsigned>(stage) & 1U) != 0;
}

/** @brief Everything since the last mark was spent in `stage`; the mark moves to `now`. */
inline void
MarkStage(Packet& packet, Stage stage, SimTime now)
{
    if (now != packet.lastMark)
    {
        AddToStage(packet, stage, now - packet.lastMark);
        packet.lastMark = now;
    }
}

} // namespace nexsim

#endif // NEXSIM_PACKET_H
