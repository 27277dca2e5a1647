// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REGULATOR_RING_H
#define NEXSIM_REGULATOR_RING_H

#include "models/base/packet-fifo.h"
#include "models/base/timer.h"
#include "models/nexus/portion-pace.h"

#include "ns3/ptr.h"

namespace nexsim
{

class BurstRegulator;
class Datapath;

/** @brief The ring of a burst regulator for one socket. */
class RegulatorRing
{
  public:
    RegulatorRing(BurstRegulator& owner, Datapath& socket, const ns3::Ptr<PortionPace>& pace);

    Datapath& Socket() const
    {
        return m_socket;
    }

    /** @brief Packets in it. */
    int64_t Used() const
    {
        return m_packets.Size();
    }

    /** @brief A packet comes, and a portion leaves at once if it may. */
    void Push(PacketPtr packet);

    /** @brief A packet of a portion has reached the socket. */
    void OnGiven(int64_t bytes)
    {
        m_onTheWay -= bytes;
    }

    /** @brief Memory that it takes of the socket's buffer. */
    int64_t FootprintOf(const Packet& packet) const;

    Tally Held() const
    {
        return m_packets.Sum();
    }

    /** @brief For the end of a simulation. */
    void Clear()
    {
        m_packets.Clear();
    }

  private:
    void OnTick();

    BurstRegulator& m_owner;
    Datapath& m_socket;
    ns3::Ptr<PortionPace> m_pace;
    PacketFifo m_packets;
    int64_t m_onTheWay = 0; //!< memory that packets of portions will take of the socket's buffer
    SimTime m_next;         //!< no portion before
    Timer m_tick;
};

} // namespace nexsim

#endif // NEXSIM_REGULATOR_RING_H
