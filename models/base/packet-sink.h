// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_SINK_H
#define NEXSIM_PACKET_SINK_H

#include "models/base/packet-pool.h"

namespace nexsim
{

/** @brief Takes packets that have arrived: a protocol, a traffic sink, a datapath's lower end. */
class PacketSink
{
  public:
    virtual ~PacketSink() = default;

    /** @brief Takes ownership; never refuses. Time is now. */
    virtual void Deliver(PacketPtr packet) = 0;
};

/**
 * @brief The way down from a protocol or an application to its host's network.
 *
 * Datapaths implement it, protocols use it: neither folder includes the other.
 */
class DatapathPort
{
  public:
    virtual ~DatapathPort() = default;

    /** @brief Takes ownership; what cannot be sent is dropped with a named reason. */
    virtual void Send(PacketPtr packet) = 0;
};

} // namespace nexsim

#endif // NEXSIM_PACKET_SINK_H
