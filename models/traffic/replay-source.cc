// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/replay-source.h"

#include "models/base/attributes.h"
#include "models/base/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ReplaySource);

namespace
{

constexpr int64_t kWhole = 1'000'000'000; //!< a Ratio of 1

bool
IsIp(const CapturedPacket& packet)
{
    return packet.addressType != 0 &&
           (packet.key.etherType == kEtherTypeIpv4 || packet.key.etherType == kEtherTypeIpv6);
}

int64_t
HeadersOf(const CapturedPacket& packet)
{
    return static_cast<int64_t>(packet.networkLength) - packet.payloadBytes;
}

/** @brief The TCP header of the captured packet, or of the part of it that follows `before` bytes. */
void
CopyTcp(const CapturedPacket& packet, int64_t before, int64_t left, Packet& part)
{
    part.flags = packet.tcp.flags;
    TransportFields fields{};
    fields.sequence = packet.tcp.sequence;
    fields.acknowledgement = packet.tcp.acknowledgement;
    fields.window = packet.tcp.window;
    TransportOf(part) = fields;
    CutTcpHeader(part, before, left);
}

} // namespace

ns3::TypeId
ReplaySource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ReplaySource")
            .SetParent<TrafficSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<ReplaySource>()
            .AddAttribute("File",
                          "The capture, pcap or pcapng; must be given.",
                          ns3::StringValue(""),
                          ns3::MakeStringAccessor(&ReplaySource::m_file),
                          ns3::MakeStringChecker())
            .AddAttribute("Start",
                          "When the capture begins to play.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&ReplaySource::m_start),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1'000'000)))
            .AddAttribute("TimeScale",
                          "Factor on the times of the capture: below 100 % it plays faster.",
                          QuantityDefault(Ratio(kWhole)),
                          MakeQuantityAccessor(&ReplaySource::m_timeScale),
                          MakeQuantityChecker<Ratio>(Ratio(0), Ratio(1000 * kWhole)))
            .AddAttribute("Repeat",
                          "How often the capture plays; each time begins as the last one ends.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&ReplaySource::m_repeat),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("Oversize",
                          "What becomes of a packet above the MTU: cut as TSO would, or an error.",
                          QuantityDefault(Oversize::Segment),
                          MakeQuantityAccessor(&ReplaySource::m_oversize),
                          MakeChoiceChecker({"segment", "refuse"}))
            .AddAttribute("TimeOrder",
                          "What becomes of a record older than the one before it: an error, or it "
                          "gets the time of that one.",
                          QuantityDefault(TimeOrder::Strict),
                          MakeQuantityAccessor(&ReplaySource::m_order),
                          MakeChoiceChecker({"strict", "clamp"}));
    return tid;
}

void
ReplaySource::Connect(Owners owners, Bytes mtu)
{
    m_owners = std::move(owners);
    m_mtu = mtu;
}

void
ReplaySource::DoAttach()
{
    m_timer.Bind<&ReplaySource::OnTimer>(*this, Priority::Timer);
    Scan();
}

void
ReplaySource::Scan()
{
    CaptureFile capture(m_file, m_order);
    CapturedPacket packet;
    uint64_t playable = 0;
    while (capture.Next(packet))
    {
        const Ends ends = EndsOf(packet);
        if (ends.from != nullptr && ends.to != nullptr && ends.from->host != ends.to->host)
        {
            ++playable;
            CheckSize(packet, capture.Frames());
        }
    }
    m_length = Scaled(capture.Elapsed());
    if (playable == 0)
    {
        throw std::invalid_argument(
            fmt::format("{}: none of the {} frames of {} goes from one of the hosts to another",
                        Path(),
                        capture.Frames(),
                        m_file));
    }
}

void
ReplaySource::CheckSize(const CapturedPacket& packet, uint64_t number) const
{
    const bool fits = packet.networkLength <= m_mtu.Value();
    if (fits || (m_oversize == Oversize::Segment && HeadersOf(packet) < m_mtu.Value()))
    {
        return;
    }
    throw std::invalid_argument(
        fmt::format("{}: frame {} of {} ({}) has {} B, above the MTU of {} B{}",
                    Path(),
                    number,
                    m_file,
                    packet.key.ToString(),
                    packet.networkLength,
                    m_mtu.Value(),
                    m_oversize == Oversize::Refuse ? "; Oversize \"segment\" would cut it" : ""));
}

const TrafficEnd*
ReplaySource::OwnerOf(uint16_t type, const AddressBytes& address)
{
    const auto [known, isNew] = m_ownerOf.try_emplace({type, address}, nullptr);
    if (isNew)
    {
        const auto owner = m_owners.find(AddressToString(type, address));
        known->second = owner == m_owners.end() ? nullptr : &owner->second;
    }
    return known->second;
}

ReplaySource::Ends
ReplaySource::EndsOf(const CapturedPacket& packet)
{
    if (!IsIp(packet))
    {
        return {nullptr, nullptr};
    }
    return {OwnerOf(packet.addressType, packet.sender),
            OwnerOf(packet.addressType, packet.receiver)};
}

void
ReplaySource::Start()
{
    m_offset = m_start;
    m_capture = std::make_unique<CaptureFile>(m_file, m_order);
    if (ReadNext())
    {
        m_timer.ArmAt(Due(m_next));
    }
}

bool
ReplaySource::ReadNext()
{
    for (;;)
    {
        const uint64_t before = m_capture->LeftOut();
        const bool found = m_capture->Next(m_next);
        m_leftOut += static_cast<int64_t>(m_capture->LeftOut() - before);
        if (found)
        {
            return true;
        }
        if (++m_played == m_repeat)
        {
            m_capture.reset();
            return false;
        }
        m_offset += m_length;
        m_capture = std::make_unique<CaptureFile>(m_file, m_order);
    }
}

SimTime
ReplaySource::Scaled(SimTime captured) const
{
    const auto product = static_cast<__int128>(captured.Value()) * m_timeScale.Value();
    return SimTime(static_cast<int64_t>(product / kWhole));
}

SimTime
ReplaySource::Due(const CapturedPacket& packet) const
{
    return m_offset + Scaled(packet.time);
}

void
ReplaySource::OnTimer()
{
    for (;;)
    {
        Replay(m_next);
        if (!ReadNext())
        {
            return;
        }
        if (Due(m_next) > Now())
        {
            m_timer.ArmAt(Due(m_next));
            return;
        }
    }
}

void
ReplaySource::Replay(const CapturedPacket& packet)
{
    const Ends ends = EndsOf(packet);
    if (!IsIp(packet))
    {
        ++m_skippedForeign;
    }
    else if (ends.from == nullptr || ends.to == nullptr)
    {
        ++m_skippedUnowned;
    }
    else if (ends.from->host == ends.to->host)
    {
        ++m_skippedLocal;
    }
    else
    {
        ++m_replayed;
        SendParts(packet, ends);
    }
}

void
ReplaySource::SendParts(const CapturedPacket& packet, const Ends& ends)
{
    const FlowIndex flow = FlowOf(packet, *ends.to);
    const int64_t headers = HeadersOf(packet);
    const int64_t mostPayload = std::max(int64_t{0}, m_mtu.Value() - headers);
    const bool isCut = packet.networkLength > m_mtu.Value();
    m_cut += isCut ? 1 : 0;
    ForEachPart(packet.payloadBytes,
                isCut ? mostPayload : int64_t{packet.payloadBytes},
                [&](int64_t before, int64_t payload, int64_t left) {
                    PacketPtr part = MakePacket(flow, headers + payload, payload);
                    part->dscp = packet.dscp;
                    part->ecn = packet.ecn == Ecn::Congestion ? Ecn::Capable0 : packet.ecn;
                    CopyTcp(packet, before, left, *part);
                    Send(*ends.from, std::move(part));
                    m_parts += isCut ? 1 : 0;
                });
}

FlowIndex
ReplaySource::FlowOf(const CapturedPacket& packet, const TrafficEnd& to) const
{
    FlowTable& flows = Run().Flows();
    const FlowIndex index = flows.Intern(packet.key);
    const PacketSink* receiver = flows[index].receiver;
    if (receiver == nullptr)
    {
        Join(index, to, Entry());
    }
    else if (receiver != &Entry())
    {
        throw std::invalid_argument(
            fmt::format("{}: the flow {} of {} is already used by other traffic; a capture can be "
                        "replayed by one entry of a run only",
                        Path(),
                        packet.key.ToString(),
                        m_file));
    }
    return index;
}

void
ReplaySource::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"replayed_packets", "packets", "captured packets that were sent"}, m_replayed);
    visitor.Counter({"cut_packets", "packets", "of these, cut because they exceed the MTU"}, m_cut);
    visitor.Counter({"cut_parts", "packets", "parts that the cut packets became"}, m_parts);
    visitor.Counter({"skipped_unreadable", "packets", "captured frames that are not understood"},
                    m_leftOut);
    visitor.Counter({"skipped_foreign", "packets", "captured packets without an IP header"},
                    m_skippedForeign);
    visitor.Counter({"skipped_unowned", "packets", "IP packets of an address that no host owns"},
                    m_skippedUnowned);
    visitor.Counter({"skipped_local", "packets", "IP packets between addresses of one host"},
                    m_skippedLocal);
}

} // namespace nexsim
