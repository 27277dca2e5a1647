// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_RECEIVER_H
#define NEXSIM_PACKET_RECEIVER_H

#include "models/base/packet-pool.h"

#include <cstdint>

namespace nexsim
{

/** @brief The far end of a link. */
class PacketReceiver
{
  public:
    virtual ~PacketReceiver() = default;

    /**
     * @brief A packet has arrived on a port.
     * @param packet ownership passes
     * @param port the receiver's own number for the port
     * @param tail when its last bit arrives: now, or later for a receiver that wants heads
     */
    virtual void Receive(PacketPtr packet, uint32_t port, SimTime tail) = 0;

    /** @brief A packet will arrive soon: fetches what it is handed to into the caches. */
    virtual void PrefetchFor(const Packet& packet) const
    {
        static_cast<void>(packet);
    }

    /** @brief Bytes after which a packet is handed over (cut-through); 0 waits for the last bit. */
    virtual Bytes HeadBytes(uint32_t port) const
    {
        static_cast<void>(port);
        return Bytes(0);
    }
};

} // namespace nexsim

#endif // NEXSIM_PACKET_RECEIVER_H
