// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HASHED_EVENT_H
#define NEXSIM_HASHED_EVENT_H

#include "models/base/fingerprint.h"

#include <tuple>

namespace nexsim
{

/** @brief What the fingerprint hashes of one event; equal ones hash alike. */
struct HashedEvent
{
    HashedEvent(SimTime now, uint64_t path, EventKind what, const Packet& packet)
        : at(now), pathHash(path), flowHash(packet.flowHash), number(packet.number), kind(what)
    {
        if (kind == EventKind::Transmitted)
        {
            size = packet.size;
            dscp = packet.dscp;
            ecn = packet.ecn;
        }
    }

    SimTime at;
    uint64_t pathHash; //!< of the component, or of the drop reason
    uint32_t flowHash;
    uint32_t number;   //!< of the packet within its flow
    uint32_t size = 0; //!< IP bytes; on a wire, as the two below
    EventKind kind;
    uint8_t dscp = 0;
    Ecn ecn = Ecn::NotCapable;

    friend bool operator==(const HashedEvent& a, const HashedEvent& b)
    {
        return a.Tie() == b.Tie();
    }

    friend bool operator!=(const HashedEvent& a, const HashedEvent& b)
    {
        return !(a == b);
    }

  private:
    std::tuple<SimTime, uint64_t, uint32_t, uint32_t, uint32_t, EventKind, uint8_t, Ecn> Tie() const
    {
        return {at, pathHash, flowHash, number, size, kind, dscp, ecn};
    }
};

} // namespace nexsim

#endif // NEXSIM_HASHED_EVENT_H
