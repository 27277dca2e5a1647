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
            .SetParent<EndToEndSource>()
            .SetGroupName("nexsim/traffic")
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
            .AddAttribute("Start",
                          "When sending begins; the beginning of the run when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&PairSource::m_start),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Stop",
                          "When sending ends.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&PairSource::m_stop),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Dscp",
                          "DSCP of its packets.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&PairSource::m_dscp),
                          MakeIntegerRangeChecker(0, 63))
            .AddAttribute("Ecn",
                          "Whether its packets are ECN-capable, ECT(0).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&PairSource::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("L4s",
                          "Whether its packets are L4S packets: ECN-capable, ECT(1) (RFC 9331).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&PairSource::m_l4s),
                          ns3::MakeBooleanChecker());
    return tid;
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

std::optional<SimTime>
PairSource::FixedStart() const
{
    if (!m_start)
    {
        return SimTime(0);
    }
    return m_start->GetInstanceTypeId() == ConstantRandomQuantity::GetTypeId()
               ? std::optional(SimTime(m_start->Minimum()))
               : std::nullopt;
}

void
PairSource::DoAttach()
{
    if (!m_packetSize)
    {
        m_packetSize = ns3::CreateObject<ConstantRandomQuantity>();
        m_packetSize->SetAttribute("Value", QuantityDefault(Bytes(1500)));
    }
    m_packetSize->Minimum();
    if (m_start)
    {
        m_start->Minimum();
    }
    m_sizeStream = Stream("packet-size");
    m_startTimer.Bind<&PairSource::Begin>(*this, Priority::Timer);
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

int64_t
PairSource::SmallestPacket() const
{
    return m_packetSize->Minimum();
}

PacketPtr
PairSource::MakeDatagram(FlowIndex flow, int64_t size) const
{
    PacketPtr packet = MakePacket(flow, size, std::max(int64_t{0}, size - kUdpHeaders));
    packet->dscp = static_cast<uint8_t>(m_dscp);
    packet->ecn = m_l4s ? Ecn::Capable1 : m_ecn ? Ecn::Capable0 : Ecn::NotCapable;
    return packet;
}

} // namespace nexsim
