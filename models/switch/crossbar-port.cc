// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/crossbar-port.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CrossbarPort);

ns3::TypeId
CrossbarPort::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CrossbarPort")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/switch")
            .AddConstructor<CrossbarPort>()
            .AddAttribute("EgressDepth",
                          "Packets that may wait behind the crossbar for the link, those that are "
                          "crossing included; the one that is being sent does not count.",
                          QuantityDefault(Packets(2)),
                          MakeQuantityAccessor(&CrossbarPort::m_depth),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)));
    return tid;
}

void
CrossbarPort::Connect(SimplexLink& out, RoomListener& listener, uint32_t number)
{
    m_link = &out;
    m_listener = &listener;
    m_number = number;
}

void
CrossbarPort::DoAttach()
{
    m_transmitter.Connect(*this, *m_link);
    m_transmitter.Attach(Run(), Path() + "/transmitter");
    m_tooLarge = &AddDropReason("above-mtu");
    m_linkDown = &AddDropReason("link-down");
    m_link->AddStateListener(*this);
}

PacketPtr
CrossbarPort::Admit(PacketPtr packet)
{
    if (!m_link->IsUp())
    {
        Drop(std::move(packet), *m_linkDown);
        return PacketPtr();
    }
    if (packet->size > m_link->Mtu().Value())
    {
        Drop(std::move(packet), *m_tooLarge);
        return PacketPtr();
    }
    return packet;
}

bool
CrossbarPort::HoldsBack() const
{
    return m_waiting > 0 && !m_hasRoom;
}

int64_t
CrossbarPort::BackPressure() const
{
    return m_backPressure + (HoldsBack() ? (Now() - m_changed).Value() : 0);
}

void
CrossbarPort::AddWaiting(int64_t change)
{
    m_backPressure = BackPressure();
    m_changed = Now();
    m_waiting += change;
}

void
CrossbarPort::UpdateRoom()
{
    // A port that is down takes what crosses to it and drops it: nothing waits for a dead link.
    const bool hasRoom = !m_link->IsUp() || m_stage.Size() + m_reserved < m_depth.Value();
    if (hasRoom != m_hasRoom)
    {
        m_backPressure = BackPressure();
        m_changed = Now();
        m_hasRoom = hasRoom;
        m_listener->OnRoom(m_number, hasRoom);
    }
}

void
CrossbarPort::Reserve()
{
    ++m_reserved;
    UpdateRoom();
}

void
CrossbarPort::Deliver(PacketPtr packet)
{
    --m_reserved;
    if (!m_link->IsUp())
    {
        Drop(std::move(packet), *m_linkDown);
        return;
    }
    m_stage.Push(std::move(packet));
    m_transmitter.Wake();
}

PacketPtr
CrossbarPort::NextPacket(SimTime now)
{
    if (m_stage.Empty())
    {
        return PacketPtr();
    }
    PacketPtr packet = m_stage.Pop();
    ++m_sent;
    m_delay += (now - packet->lastMark).Value();
    MarkStage(*packet, Stage::SwitchQueue, now);
    UpdateRoom();
    return packet;
}

bool
CrossbarPort::HasPacket() const
{
    return !m_stage.Empty();
}

void
CrossbarPort::OnLinkState(LinkState state)
{
    if (state == LinkState::Down)
    {
        m_transmitter.OnDown();
        while (!m_stage.Empty())
        {
            Drop(m_stage.Pop(), *m_linkDown);
        }
    }
    UpdateRoom();
    m_transmitter.Wake();
}

Tally
CrossbarPort::Held() const
{
    return m_stage.Sum();
}

void
CrossbarPort::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"sent_packets", "packets", "packets that left the egress stage"}, m_sent);
    visitor.Quotient({"delay", "ps", "mean time from arrival at the switch to the link"},
                     m_delay,
                     m_sent);
    visitor.TimeAverage({"back_pressure",
                         "1",
                         "fraction of time in which packets waited at inputs because the egress "
                         "stage had no room"},
                        static_cast<unsigned __int128>(BackPressure()));
}

} // namespace nexsim
