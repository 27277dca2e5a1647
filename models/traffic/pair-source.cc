// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/pair-source.h"

#include "models/base/constant-quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PairSource);

namespace
{
constexpr int64_t kLargestPacket = 1'000'000'000; //!< B
} // namespace

ns3::TypeId
PairSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PairSource")
            .SetParent<TrafficSource>()
            .SetGroupName("nexsim")
            .AddAttribute("Rate",
                          "IP bits per second of each sender, divided over its destinations.",
                          QuantityDefault(BitRate(1'000'000'000)),
                          MakeQuantityAccessor(&PairSource::SetRate, &PairSource::Rate),
                          MakeQuantityChecker<BitRate>(BitRate(1),
                                                       BitRate(8'000'000'000'000),
                                                       Change::AtRuntime))
            .AddAttribute("PacketSize",
                          "IP packet, headers included; 1500 B when none is given. A law's 0 B "
                          "counts as 1 B.",
                          PolicyValue(),
                          MakePolicyAccessor(&PairSource::m_packetSize),
                          MakeRandomQuantityChecker(Dimension::Size, 1, kLargestPacket))
            .AddAttribute("Flows",
                          "Flows from each sender to each destination, taking turns.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&PairSource::m_flowCount),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Start",
                          "When sending begins; the beginning of the run when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&PairSource::m_start),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Stop",
                          "When sending ends.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&PairSource::m_stop),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever));
    return tid;
}

void
PairSource::Connect(const TrafficEnd& from, const TrafficEnd& to, int64_t split, PathProfile path)
{
    m_from = from;
    m_to = to;
    m_split = split;
    m_path = std::move(path);
}

void
PairSource::SetRate(BitRate rate)
{
    m_rate = rate;
}

double
PairSource::MeanPacketSize() const
{
    return m_packetSize ? m_packetSize->Mean() : 1500.0;
}

void
PairSource::DoAttach()
{
    if (!m_packetSize)
    {
        m_packetSize = ns3::CreateObject<ConstantRandomQuantity>();
        m_packetSize->SetAttribute("Value", QuantityDefault(Bytes(1500)));
    }
    m_sizeStream = Stream("packet-size");
    m_startTimer.Bind<&PairSource::Begin>(*this, Priority::Timer);
    for (int64_t i = 0; i < m_flowCount; ++i)
    {
        m_flows.push_back(OpenFlow(m_from, m_to, static_cast<uint32_t>(i)));
    }
}

void
PairSource::Start()
{
    SimTime start;
    if (m_start)
    {
        RandomStream stream = Stream("start");
        start = SimTime(m_start->Draw(stream));
    }
    m_startTimer.ArmAt(start);
}

int64_t
PairSource::DrawSize()
{
    const int64_t size = m_packetSize->Draw(*m_sizeStream);
    if (size > kLargestPacket)
    {
        throw std::runtime_error(fmt::format("{}: PacketSize gave a packet of {} B, above {} B",
                                             Path(),
                                             size,
                                             kLargestPacket));
    }
    return std::max(int64_t{1}, size);
}

void
PairSource::SendNext(int64_t size)
{
    const FlowIndex flow = m_flows[m_nextFlow];
    m_nextFlow = m_nextFlow + 1 == m_flows.size() ? 0 : m_nextFlow + 1;
    Send(m_from, MakePacket(flow, size));
}

} // namespace nexsim
