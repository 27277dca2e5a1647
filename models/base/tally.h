// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TALLY_H
#define NEXSIM_TALLY_H

#include "models/base/packet.h"

#include <cstdint>

namespace nexsim
{

/** @brief Packets and their payload bytes, counted together. */
struct Tally
{
    int64_t packets = 0;
    int64_t payloadBytes = 0;

    void Add(const Packet& packet)
    {
        ++packets;
        payloadBytes += packet.payloadBytes;
    }

    /** @brief Counts as many packets as it has segments: what flows and traffic count. */
    void AddSegments(const Packet& packet)
    {
        packets += packet.segments;
        payloadBytes += packet.payloadBytes;
    }

    Tally& operator+=(const Tally& other)
    {
        packets += other.packets;
        payloadBytes += other.payloadBytes;
        return *this;
    }

    friend bool operator==(const Tally& a, const Tally& b)
    {
        return a.packets == b.packets && a.payloadBytes == b.payloadBytes;
    }
};

} // namespace nexsim

#endif // NEXSIM_TALLY_H
