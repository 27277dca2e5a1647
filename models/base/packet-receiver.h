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

    /** @brief How far ahead of Receive a call of PrefetchFor comes: each needs the one before. */
    enum class Ahead : uint8_t
    {
        Way,   //!< what tells where the packet goes
        Port,  //!< what it is handed to there
        Behind //!< what that needs for it
    };

    /** @brief A packet will arrive soon: fetches what Receive touches into the caches. */
    virtual void PrefetchFor(const Packet& packet, Ahead ahead) const
    {
        static_cast<void>(packet);
        static_cast<void>(ahead);
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
