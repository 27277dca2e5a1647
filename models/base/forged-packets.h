// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FORGED_PACKETS_H
#define NEXSIM_FORGED_PACKETS_H

#include "models/base/flow-table.h"

/**
 * Packets of an application that forges, while they lie in memory that it shares with the kernel: it
 * may write over them, and say in their metadata what it likes (US10798224B2).
 *
 * What they really are is noted in fields that only a TCP header uses, and forgotten when they leave
 * that memory for good.
 */
namespace nexsim
{

/** @brief In Packet::flags of what is not TCP: the FlowRecord's `forger` keeps a record of it. */
inline constexpr uint8_t kForgery = 32;

/** @brief With kForgery: the flow id in its metadata is none that the kernel has given. */
inline constexpr uint8_t kForgedId = 16;

/** @brief Who writes forged packets, and keeps a record of what becomes of them. */
class PacketForger
{
  public:
    virtual ~PacketForger() = default;

    /**
     * @brief The kernel reads a packet with kForgery.
     * @param at when, now or before
     * @return what lies there by then: the packet, or one that has been written over it
     */
    virtual PacketPtr Read(PacketPtr packet, SimTime at) = 0;

    /** @brief The kernel's check lets a packet pass that has kForgery. */
    virtual void OnAccepted(Packet& packet) = 0;

    /** @brief The kernel's check drops a packet of its flows. */
    virtual void OnRefused(const Packet& packet) = 0;

    /** @brief A packet with kForgery leaves for a NIC. */
    virtual void OnLeft(const Packet& packet) = 0;
};

/** @param key of the packet's flow */
inline bool
IsForgery(const FlowKey& key, const Packet& packet)
{
    return (packet.flags & kForgery) != 0 && key.protocol != kProtocolTcp;
}

inline bool
HasForgedId(const FlowKey& key, const Packet& packet)
{
    return (packet.flags & kForgedId) != 0 && IsForgery(key, packet);
}

/** @brief It is a packet as any other from here on. */
inline void
ForgetForgery(Packet& packet)
{
    packet.flags = static_cast<uint8_t>(packet.flags & ~(kForgery | kForgedId));
}

} // namespace nexsim

#endif // NEXSIM_FORGED_PACKETS_H
