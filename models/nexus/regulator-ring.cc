// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/regulator-ring.h"

#include "models/host/datapath.h"
#include "models/nexus/burst-regulator.h"

namespace nexsim
{

RegulatorRing::RegulatorRing(BurstRegulator& owner,
                             Datapath& socket,
                             const ns3::Ptr<PortionPace>& pace)
    : m_owner(owner), m_socket(socket), m_pace(pace)
{
    m_tick.Bind<&RegulatorRing::OnTick>(*this, owner, Priority::PolicyTimer);
}

int64_t
RegulatorRing::FootprintOf(const Packet& packet) const
{
    return m_socket.BufferFootprint(packet);
}

void
RegulatorRing::Push(PacketPtr packet)
{
    const SimTime now = m_owner.Now();
    m_pace->OnArrival(now);
    m_packets.Push(std::move(packet));
    if (!m_tick.IsArmed())
    {
        if (now >= m_next)
        {
            OnTick();
        }
        else
        {
            m_tick.ArmAt(m_next);
        }
    }
}

/** A portion, as large as the socket has room; the next one an interval later. */
void
RegulatorRing::OnTick()
{
    const SimTime now = m_owner.Now();
    int64_t given = 0;
    while (given < m_owner.m_portion.Value() && !m_packets.Empty() &&
           m_socket.HasRoomAfter(m_onTheWay))
    {
        PacketPtr packet = m_packets.Pop();
        MarkStage(*packet, Stage::BatchWait, now);
        m_onTheWay += FootprintOf(*packet);
        m_owner.Give(*this, std::move(packet));
        ++given;
    }
    m_next = now + m_pace->Interval(now, m_owner.m_portion);
    if (!m_packets.Empty())
    {
        m_tick.ArmAt(m_next);
    }
    if (given > 0)
    {
        m_owner.AfterPortion(given);
    }
}

} // namespace nexsim
