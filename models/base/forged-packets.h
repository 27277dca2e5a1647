// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FORGED_PACKETS_H
#define NEXSIM_FORGED_PACKETS_H

#include "models/base/flow-key.h"
#include "models/base/packet-pool.h"

#include <cstring>

/**
 * Packets of an application that forges, while they lie in memory that it shares with the kernel: it
 * may write over them, and say in their metadata what it likes (US10798224B2).
 *
 * What they really are is noted in words that only a TCP header uses, by the one who keeps a record
 * of them, and forgotten when they leave that memory for good.
 */
namespace nexsim
{

/** @brief A datapath whose packets lie, until the kernel copies them, where their sender can write. */
class SharedMemoryUser
{
  public:
    virtual ~SharedMemoryUser() = default;
};

/** @brief In Packet::flags of what is not TCP: a PacketForger keeps a record of the packet. */
inline constexpr uint8_t kForger = 32;

/** @brief With kForger: the flow id in its metadata is none that the kernel has given. */
inline constexpr uint8_t kForgedId = 16;

/** @brief What a check says of a packet. */
enum class SendVerdict : uint8_t
{
    Accepted,
    Refused //!< it is dropped
};

/** @brief Who writes packets as it likes, and keeps a record of what becomes of them. */
class PacketForger
{
  public:
    virtual ~PacketForger() = default;

    /**
     * @brief The kernel reads one of its packets.
     * @param at when, now or before
     * @return what lies there by then: the packet, or one that has been written over it
     */
    virtual PacketPtr Read(PacketPtr packet, SimTime at) = 0;

    /** @brief The kernel has checked what it has read last. */
    virtual void OnVerdict(Packet& packet, SendVerdict verdict) = 0;

    /** @brief One of its packets leaves for a NIC; it is one as any other from then on. */
    virtual void OnLeft(const Packet& packet) = 0;
};

/** @brief What a forger notes in its packets. */
struct ForgerNote
{
    PacketForger* forger;
    SimTime flipAt;   //!< when it writes over the packet
    uint32_t kind;    //!< forger's own
    uint32_t verdict; //!< forger's own
};

static_assert(sizeof(ForgerNote) == sizeof(TransportFields::sack));

/** @brief Of a packet with kForger. */
inline ForgerNote
NoteOf(const Packet& packet)
{
    ForgerNote note;
    std::memcpy(&note, TransportOf(packet).sack, sizeof(note));
    return note;
}

/** @brief A packet that is not TCP's gets this note, and kForger. */
inline void
SetNote(Packet& packet, const ForgerNote& note)
{
    std::memcpy(TransportOf(packet).sack, &note, sizeof(note));
    packet.flags = static_cast<uint8_t>(packet.flags | kForger);
}

/** @param key of the packet's flow @return null for a packet as any other */
inline PacketForger*
ForgerOf(const FlowKey& key, const Packet& packet)
{
    return (packet.flags & kForger) != 0 && key.protocol != kProtocolTcp ? NoteOf(packet).forger
                                                                         : nullptr;
}

inline bool
HasForgedId(const FlowKey& key, const Packet& packet)
{
    return (packet.flags & kForgedId) != 0 && ForgerOf(key, packet) != nullptr;
}

inline void
ForgetForger(Packet& packet)
{
    packet.flags = static_cast<uint8_t>(packet.flags & ~(kForger | kForgedId));
}

} // namespace nexsim

#endif // NEXSIM_FORGED_PACKETS_H
