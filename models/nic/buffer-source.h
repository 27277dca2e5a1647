// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BUFFER_SOURCE_H
#define NEXSIM_BUFFER_SOURCE_H

#include "models/base/packet.h"

namespace nexsim
{

/** @brief Where the buffers of a NIC's packets lie, when the host gives them out from a pool. */
class BufferSource
{
  public:
    virtual ~BufferSource() = default;

    /** @brief Whether enough buffers are posted to a receive queue for a packet that arrives. */
    virtual bool HasPosted(const Packet& packet, uint32_t queue) const = 0;

    /** @brief The packet takes them; HasPosted says so. */
    virtual void TakePosted(Packet& packet, uint32_t queue) = 0;

    /** @brief Whether a packet to send lies in buffers of the source. */
    virtual bool HoldsSent(const Packet& packet) const = 0;

    /** @brief Bytes of memory that all buffers lie in, and of each. */
    virtual Bytes Span() const = 0;
    virtual Bytes BufferSize() const = 0;

    /** @brief Where a buffer of the packet begins, in that memory. @param place counts from 0 */
    virtual int64_t AddressOf(const Packet& packet, int64_t place) const = 0;
};

/** @brief Told when memory of a source is no longer a device's. */
class MappingListener
{
  public:
    virtual ~MappingListener() = default;

    /** @brief Translations of these bytes are void. */
    virtual void OnUnmapped(int64_t address, int64_t bytes) = 0;
};

} // namespace nexsim

#endif // NEXSIM_BUFFER_SOURCE_H
