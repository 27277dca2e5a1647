// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/burst-regulator.h"

#include "models/base/attributes.h"
#include "models/host/core.h"
#include "models/host/datapath.h"
#include "models/nexus/netif-receiver.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(BurstRegulator);

ns3::TypeId
BurstRegulator::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::BurstRegulator")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<BurstRegulator>()
            .AddAttribute("Ring",
                          "Packets of a socket's ring; 0 p: as many of PacketSize as the host's "
                          "links bring in BurstPeriod.",
                          QuantityDefault(Packets(0)),
                          MakeQuantityAccessor(&BurstRegulator::m_ringSize),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(1 << 24)))
            .AddAttribute("BurstPeriod",
                          "Length of the longest burst that a ring should hold. The default is an "
                          "assumption.",
                          QuantityDefault(MicroSeconds(300)),
                          MakeQuantityAccessor(&BurstRegulator::m_burstPeriod),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(10)))
            .AddAttribute("PacketSize",
                          "IP packet for which a ring is sized.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&BurstRegulator::m_packetSize),
                          MakeQuantityChecker<Bytes>(Bytes(28), Bytes(65'535)))
            .AddAttribute("Portion",
                          "Packets that a socket is given at a time, at most; never more than it "
                          "has room for. The default is an assumption.",
                          QuantityDefault(Packets(32)),
                          MakeQuantityAccessor(&BurstRegulator::m_portion),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 24)))
            .AddAttribute("Overflow",
                          "What happens to a packet that finds the ring full: it is dropped, or "
                          "left unread, and so is all that its receive queue holds behind it.",
                          QuantityDefault(Overflow::Drop),
                          MakeQuantityAccessor(&BurstRegulator::m_overflow),
                          MakeChoiceChecker({"drop", "leave-unread"}))
            .AddAttribute("Pace",
                          "The time between portions; each socket has its own.",
                          BlueprintValue(Blueprint(FixedPortionPace::GetTypeId())),
                          MakePolicyTemplateAccessor(&BurstRegulator::m_pace),
                          MakePolicyTemplateChecker<PortionPace>());
    return tid;
}

void
BurstRegulator::DoAttach()
{
    m_ringFull = &AddDropReason("regulator-ring-full");
    m_capacity = m_ringSize;
}

void
BurstRegulator::Connect(Core& core, KernelInput& hostStack, HostNetwork& network)
{
    m_core = &core;
    m_deliverer.Connect(Run(), hostStack, network);
}

void
BurstRegulator::AddLink(BitRate rate)
{
    m_linkRate += rate.Value();
    if (m_ringSize == Packets(0))
    {
        const __int128 bits = static_cast<__int128>(m_linkRate) * m_burstPeriod.Value();
        const __int128 packet = static_cast<__int128>(m_packetSize.Value()) * 8 * 1'000'000'000'000;
        m_capacity = Packets(static_cast<int64_t>((bits + packet - 1) / packet));
    }
}

bool
BurstRegulator::Offer(PacketFifo& packets, NetifReceiver& receiver)
{
    PacketSink* const socket = Run().Flows()[packets.Front().flow].ingress; // App::Listen
    RegulatorRing& ring = RingOf(*static_cast<Datapath*>(socket));
    if (ring.Used() < m_capacity.Value())
    {
        ring.Push(packets.Pop());
        m_peakRing = std::max(m_peakRing, ring.Used());
        return true;
    }
    if (m_overflow == Overflow::Drop)
    {
        Drop(packets.Pop(), *m_ringFull);
        return true;
    }
    if (std::find(m_waiting.begin(), m_waiting.end(), &receiver) == m_waiting.end())
    {
        ++m_unread;
        m_waiting.push_back(&receiver);
    }
    return false;
}

RegulatorRing&
BurstRegulator::RingOf(Datapath& socket)
{
    const auto found = std::find_if(m_rings.begin(), m_rings.end(), [&](const auto& ring) {
        return &ring->Socket() == &socket;
    });
    if (found != m_rings.end())
    {
        return **found;
    }
    m_rings.push_back(
        std::make_unique<RegulatorRing>(*this, socket, m_pace.CreateAs<PortionPace>()));
    return *m_rings.back();
}

void
BurstRegulator::Give(RegulatorRing& ring, PacketPtr packet)
{
    m_given.Push(std::move(packet));
    m_from.push_back(&ring);
}

void
BurstRegulator::AfterPortion(int64_t packets)
{
    ++m_portions;
    m_inPortions += packets;
    m_core->Wake(m_deliverer);
    std::deque<NetifReceiver*> waiting;
    waiting.swap(m_waiting);
    for (NetifReceiver* receiver : waiting)
    {
        receiver->Resume();
    }
}

bool
BurstRegulator::Deliverer::BeginReceived(CoreWork& work)
{
    if (m_owner.m_inWork != nullptr)
    {
        m_owner.m_inWork->OnGiven(m_owner.m_inWorkBytes);
        m_owner.m_peakSocket =
            std::max(m_owner.m_peakSocket, m_owner.m_inWork->Socket().Buffered());
        m_owner.m_inWork = nullptr;
    }
    if (m_owner.m_given.Empty())
    {
        return false;
    }
    m_owner.m_inWork = m_owner.m_from.front();
    m_owner.m_from.pop_front();
    PacketPtr packet = m_owner.m_given.Pop();
    m_owner.m_inWorkBytes = m_owner.m_inWork->FootprintOf(*packet);
    BeginInput(std::move(packet), work);
    return true;
}

Tally
BurstRegulator::Held() const
{
    Tally held = m_deliverer.Held();
    held += m_given.Sum();
    for (const auto& ring : m_rings)
    {
        held += ring->Held();
    }
    return held;
}

void
BurstRegulator::DoDispose()
{
    m_deliverer.Clear();
    m_given.Clear();
    for (const auto& ring : m_rings)
    {
        ring->Clear();
    }
    ns3::Object::DoDispose();
}

void
BurstRegulator::BeginMeasurement()
{
    m_peakRing = 0;
    m_peakSocket = 0;
}

void
BurstRegulator::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Level({"ring_size", "packets", "packets that the ring of a socket holds at most"},
                  m_capacity.Value());
    visitor.Maximum({"ring_peak", "packets", "most packets in the ring of a socket"}, m_peakRing);
    visitor.Counter({"ring_drops", "packets", "packets that found the ring full"},
                    m_ringFull->dropped.packets);
    visitor.Counter({"unread", "1", "times that packets were left unread, for a full ring"},
                    m_unread);
    visitor.Counter({"portions", "1", "portions given to sockets"}, m_portions);
    visitor.Quotient({"packets_per_portion", "packets", "packets per portion"},
                     m_inPortions,
                     m_portions);
    visitor.Maximum(
        {"socket_peak", "packets", "most packets in a socket after one was given to it"},
        m_peakSocket);
}

} // namespace nexsim
