// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/udp-bulk-source.h"

#include "models/base/attributes.h"
#include "models/base/segments.h"
#include "models/traffic/pair-source.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(UdpBulkSource);

namespace
{
constexpr int64_t kMostCallPayload = 65'507; //!< what one UDP datagram can hold
} // namespace

ns3::TypeId
UdpBulkSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::UdpBulkSource")
            .SetParent<EndToEndSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<UdpBulkSource>()
            .AddAttribute("PacketSize",
                          "IP packet of a datagram, headers included.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&UdpBulkSource::m_packetSize),
                          MakeQuantityChecker<Bytes>(Bytes(kUdpHeaders), Bytes(65'535)))
            .AddAttribute("Flows",
                          "Flows from each sender to each destination, taking turns call by call.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&UdpBulkSource::m_flowCount),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Whole",
                          "Whether what a call takes is written as one packet of several segments "
                          "(UDP_SEGMENT), which the kernel or the NIC cuts into datagrams; for a "
                          "Socket that sends with Gso.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&UdpBulkSource::m_isWhole),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Start",
                          "When sending begins.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&UdpBulkSource::m_start),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Stop",
                          "When sending ends.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&UdpBulkSource::m_stop),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever));
    return tid;
}

void
UdpBulkSource::DoAttach()
{
    for (int64_t i = 0; i < m_flowCount; ++i)
    {
        m_flows.push_back(OpenFlow(From(), To(), static_cast<uint32_t>(i), Entry()));
    }
    m_startTimer.Bind<&UdpBulkSource::Begin>(*this, Priority::Timer);
    if (!From().app->HoldsBackWriters())
    {
        throw std::invalid_argument(
            Path() + ": a UdpBulkSource sends as fast as its socket takes it, but the datapath of "
                     "its application takes everything at once; give that a Socket, \"Datapath\": "
                     "{\"type\": \"Socket\"}");
    }
    if (m_isWhole)
    {
        From().app->PrepareWhole();
    }
}

void
UdpBulkSource::Start()
{
    m_startTimer.ArmAt(m_start);
}

void
UdpBulkSource::Begin()
{
    From().app->AddWriter(*this);
}

bool
UdpBulkSource::OnWritable(int64_t packets)
{
    if (Now() >= m_stop)
    {
        return false;
    }
    const FlowIndex flow = m_flows[m_nextFlow];
    m_nextFlow = m_nextFlow + 1 == m_flows.size() ? 0 : m_nextFlow + 1;
    const int64_t size = m_packetSize.Value();
    if (m_isWhole && size > kUdpHeaders)
    {
        const int64_t payload = size - kUdpHeaders;
        const int64_t segments = std::clamp<int64_t>(kMostCallPayload / payload, 1, packets);
        PacketPtr whole = MakePacket(flow, kUdpHeaders + segments * payload, segments * payload);
        MakeSegments(Run(), *whole, payload);
        Send(From(), std::move(whole));
        return true;
    }
    for (int64_t i = 0; i < packets; ++i)
    {
        Send(From(), MakePacket(flow, size, size - kUdpHeaders));
    }
    return true;
}

} // namespace nexsim
