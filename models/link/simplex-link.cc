// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/simplex-link.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SimplexLink);

ns3::TypeId
SimplexLink::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SimplexLink")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/link")
            .AddConstructor<SimplexLink>()
            .AddAttribute("Rate",
                          "Bits per second on the wire.",
                          QuantityDefault(BitRate(10'000'000'000)),
                          MakeQuantityAccessor(&SimplexLink::SetRate, &SimplexLink::Rate),
                          MakeQuantityChecker<BitRate>(BitRate(1),
                                                       BitRate(8'000'000'000'000),
                                                       Change::AtRuntime))
            .AddAttribute("Delay",
                          "Propagation delay.",
                          QuantityDefault(MicroSeconds(1)),
                          MakeQuantityAccessor(&SimplexLink::m_delay),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(100)))
            .AddAttribute("Mtu",
                          "Largest IP packet; a larger one is dropped.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&SimplexLink::m_mtu),
                          MakeQuantityChecker<Bytes>(Bytes(28), Bytes(kUnlimited)))
            .AddAttribute("Overhead",
                          "Bytes on the wire beside the IP packet: 38 for Ethernet (preamble 8, "
                          "header 14, FCS 4, gap 12).",
                          QuantityDefault(Bytes(38)),
                          MakeQuantityAccessor(&SimplexLink::m_overhead),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(65536)))
            .AddAttribute("Loss",
                          "Which packets are corrupted; none by default.",
                          PolicyValue(),
                          MakePolicyAccessor(&SimplexLink::SetLoss, &SimplexLink::GetLoss),
                          MakePolicyChecker<LossModel>())
            .AddAttribute("Jitter",
                          "Further delay per packet, at random; order is kept.",
                          PolicyValue(),
                          MakePolicyAccessor(&SimplexLink::SetJitter, &SimplexLink::GetJitter),
                          MakeRandomQuantityChecker(Dimension::Time));
    return tid;
}

void
SimplexLink::SetRate(BitRate rate)
{
    m_serialiser = TransmissionTime(rate);
}

void
SimplexLink::SetLoss(ns3::Ptr<LossModel> loss)
{
    m_loss = loss;
    m_isDisturbed = m_loss || m_jitter;
}

ns3::Ptr<LossModel>
SimplexLink::GetLoss() const
{
    return m_loss;
}

void
SimplexLink::SetJitter(ns3::Ptr<RandomQuantity> jitter)
{
    m_jitter = jitter;
    m_isDisturbed = m_loss || m_jitter;
}

ns3::Ptr<RandomQuantity>
SimplexLink::GetJitter() const
{
    return m_jitter;
}

void
SimplexLink::ConnectTo(PacketReceiver& receiver, uint32_t port)
{
    m_receiver = &receiver;
    m_port = port;
    m_headBytes = receiver.HeadBytes(port);
    m_givesHeads = m_headBytes != Bytes(0);
    m_heads = m_givesHeads ? std::make_unique<std::deque<SimTime>>() : nullptr;
}

void
SimplexLink::DoAttach()
{
    m_arrival.Bind<&SimplexLink::OnArrival, &SimplexLink::PrefetchArrival>(*this,
                                                                           Priority::Arrival);
    m_lost = &AddDropReason("link-loss");
    m_down = &AddDropReason("link-down");
    if (m_loss)
    {
        m_loss->Attach(Run(), Path() + "/loss");
    }
    if (m_jitter)
    {
        m_jitterStream = Stream("jitter");
    }
}

SimTime
SimplexLink::JitteredArrival(SimTime earliest)
{
    const SimTime tail = earliest + SimTime(m_jitter->Draw(*m_jitterStream));
    m_lastTail = std::max(tail, m_lastTail);
    return m_lastTail;
}

void
SimplexLink::ThrowMayNotTransmit(const Packet& packet, SimTime now) const
{
    if (!IsUp())
    {
        throw std::logic_error(
            fmt::format("{}: transmission at {} ps while it is down", Path(), now.Value()));
    }
    if (now < m_freeAt)
    {
        throw std::logic_error(fmt::format("{}: transmission at {} ps, before it is free at {} ps",
                                           Path(),
                                           now.Value(),
                                           m_freeAt.Value()));
    }
    throw std::logic_error(
        fmt::format("{}: {} B packet above the MTU of {} B", Path(), packet.size, m_mtu.Value()));
}

void
SimplexLink::Transmit(PacketPtr packet)
{
    const SimTime now = Now();
    if (now < m_freeAt || packet->size > m_mtu.Value() || !IsUp())
    {
        ThrowMayNotTransmit(*packet, now);
    }
    if (now != m_freeAt)
    {
        m_serialiser.Restart();
    }
    const int64_t wireBytes = packet->size + m_overhead.Value();
    const SimTime span = m_serialiser.Next(wireBytes);
    m_freeAt = now + span;
    ++m_packets;
    m_wireBytes += wireBytes;
    m_busy += span.Value();
    Run().GetFingerprint().Add(Fingerprint::Wire, now, PathHash(), EventKind::Transmitted, *packet);
    if (m_isDisturbed && m_loss && m_loss->IsLost())
    {
        Drop(std::move(packet), *m_lost);
        return;
    }
    SimTime tail = m_freeAt + m_delay;
    if (m_isDisturbed && m_jitter)
    {
        tail = JitteredArrival(tail);
    }
    // Delimited by last bits: what a cut-through switch sent early shortens the serialisation.
    AddToStage(*packet, Stage::Serialisation, m_freeAt - packet->lastMark);
    AddToStage(*packet, Stage::Propagation, tail - m_freeAt);
    packet->lastMark = tail;
    const bool idle = m_inFlight.Empty();
    SimTime arrival = tail;
    if (m_givesHeads)
    {
        arrival = HeadTime(*packet);
        m_heads->push_back(arrival);
    }
    m_inFlight.Push(std::move(packet));
    if (idle)
    {
        m_arrival.ArmAt(arrival);
    }
}

SimTime
SimplexLink::HeadTime(const Packet& packet) const
{
    const int64_t wireBytes = packet.size + m_overhead.Value();
    const int64_t after = std::max(int64_t{0}, wireBytes - m_headBytes.Value());
    return packet.lastMark - m_serialiser.Span(after);
}

void
SimplexLink::OnArrival()
{
    const SimTime now = Now();
    PacketPtr packet = m_inFlight.Pop();
    if (m_givesHeads)
    {
        m_heads->pop_front();
    }
    if (!m_inFlight.Empty())
    {
        // A head may lie before now where jitter squeezed two packets together.
        m_arrival.ArmAt(m_givesHeads ? std::max(now, m_heads->front())
                                     : m_inFlight.Front().lastMark);
    }
    const SimTime tail = packet->lastMark;
    packet->hops = static_cast<uint8_t>(packet->hops + 1);
    Run().GetFingerprint().Add(Fingerprint::Trajectory,
                               now,
                               PathHash(),
                               EventKind::Arrived,
                               *packet);
    m_receiver->Receive(std::move(packet), m_port, tail);
}

void
SimplexLink::PrefetchArrival(TimerCall call) const
{
    if (m_inFlight.Empty())
    {
        return;
    }
    const Packet& packet = m_inFlight.Front();
    switch (call)
    {
    case TimerCall::Fire:
        break;
    case TimerCall::PrefetchNear:
        PrefetchPacket(packet);
        PrefetchLines<2>(m_receiver);
        break;
    case TimerCall::PrefetchFar:
        PrefetchLines<1>(packet.next); // its arrival is when the timer fires next
        m_receiver->PrefetchFor(packet);
        break;
    }
}

void
SimplexLink::SetState(LinkState state)
{
    if (state == m_state)
    {
        return;
    }
    m_state = state;
    if (state == LinkState::Down)
    {
        m_downSince = Now();
        LoseAll();
    }
    else
    {
        m_downTime += (Now() - m_downSince).Value();
    }
    for (LinkStateListener* listener : m_listeners)
    {
        listener->OnLinkState(state);
    }
}

void
SimplexLink::LoseAll()
{
    const SimTime now = Now();
    if (now < m_freeAt)
    {
        m_busy -= (m_freeAt - now).Value();
        m_freeAt = now;
    }
    m_serialiser.Restart();
    m_lastTail = now;
    m_arrival.Cancel();
    if (m_heads)
    {
        m_heads->clear();
    }
    while (!m_inFlight.Empty())
    {
        Drop(m_inFlight.Pop(), *m_down);
    }
}

Tally
SimplexLink::Held() const
{
    return m_inFlight.Sum();
}

void
SimplexLink::ReportMetrics(MetricVisitor& visitor) const
{
    const SimTime now = Now();
    const int64_t ahead = now < m_freeAt ? (m_freeAt - now).Value() : 0;
    visitor.Counter({"transmitted_packets", "packets", "packets put on the wire"}, m_packets);
    visitor.Rate({"wire_rate", "bps", "bits on the wire per second, overhead included"},
                 m_wireBytes * 8);
    visitor.TimeAverage({"utilisation", "1", "fraction of time in which the wire is in use"},
                        static_cast<unsigned __int128>(m_busy - ahead));
    visitor.Counter({"lost_packets", "packets", "packets lost on the wire"},
                    m_lost->dropped.packets);
    const int64_t down = m_downTime + (IsUp() ? 0 : (now - m_downSince).Value());
    visitor.TimeAverage({"down", "1", "fraction of time in which the link is down"},
                        static_cast<unsigned __int128>(down));
    visitor.Counter({"cut_packets", "packets", "packets that were on the wire as it went down"},
                    m_down->dropped.packets);
}

} // namespace nexsim
