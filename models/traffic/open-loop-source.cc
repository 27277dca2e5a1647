// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/open-loop-source.h"

#include "models/base/fragments.h"
#include "models/base/segments.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace nexsim
{

namespace
{

constexpr int64_t kLargestDatagram = 65'535; //!< IP bytes: RFC 791, total length

} // namespace

NS_OBJECT_ENSURE_REGISTERED(OpenLoopSource);

ns3::TypeId
OpenLoopSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::OpenLoopSource")
            .SetParent<DatagramSource>()
            .SetGroupName("nexsim/traffic")
            .AddAttribute("FlowAdvisory",
                          "Whether its flows heed their host's queues: send nothing while one that "
                          "gives advice, such as SkywalkClassq, has suspended them.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&OpenLoopSource::m_heedsAdvice),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Protocol",
                          "What its datagrams say to their host that they carry; nothing here "
                          "speaks QUIC.",
                          QuantityDefault(Protocol::Udp),
                          MakeQuantityAccessor(&OpenLoopSource::m_protocol),
                          MakeChoiceChecker({"udp", "quic"}))
            .AddAttribute(
                "SegmentSize",
                "Payload of each datagram that a larger packet stands for, to be cut by a "
                "NIC with Segmentation (USO), at most 65535 B; unlimited: a packet is one "
                "datagram, whatever its size.",
                QuantityDefault(Bytes(kUnlimited)),
                MakeQuantityAccessor(&OpenLoopSource::m_segment),
                MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)))
            .AddAttribute("FragmentSize",
                          "IP packet of its host's, at most: a larger datagram leaves as IP "
                          "fragments, which only a host with a Nexus puts together; unlimited: "
                          "none does.",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&OpenLoopSource::m_fragment),
                          MakeQuantityChecker<Bytes>(Bytes(kLeastFragmentSize), Bytes(kUnlimited)))
            .AddAttribute("Attack",
                          "Makes a part of its packets spoofs, written into the memory of its "
                          "application's channel; none: all are honest.",
                          PolicyValue(),
                          MakePolicyAccessor(&OpenLoopSource::m_attack),
                          MakePolicyChecker<SpoofingAttack>());
    return tid;
}

void
OpenLoopSource::DoAttach()
{
    DatagramSource::DoAttach();
    CheckSizes();
    for (size_t place = 0; place < FlowCount(); ++place)
    {
        Run().Flows()[Flow(place)].carriesQuic = m_protocol == Protocol::Quic;
    }
    if (m_attack)
    {
        PrepareAttack();
    }
    if (!m_heedsAdvice)
    {
        return;
    }
    m_table = &From().app->Advisories();
    m_sleeps.resize(FlowCount());
    for (size_t place = 0; place < FlowCount(); ++place)
    {
        const size_t entry = m_table->Add(Flow(place), *this);
        m_firstEntry = place == 0 ? entry : m_firstEntry;
    }
}

void
OpenLoopSource::CheckSizes() const
{
    if (!m_segment.IsUnlimited() && m_segment > Bytes(kLargestSegment))
    {
        throw std::invalid_argument(fmt::format("{}: SegmentSize is {} B, a datagram's payload at "
                                                "most {} B",
                                                Path(),
                                                m_segment.Value(),
                                                kLargestSegment));
    }
    if (m_fragment.IsUnlimited())
    {
        return;
    }
    if (!m_segment.IsUnlimited() || m_protocol == Protocol::Quic)
    {
        throw std::invalid_argument(
            fmt::format("{}: {} is never fragmented; leave out FragmentSize",
                        Path(),
                        m_protocol == Protocol::Quic ? "QUIC (RFC 9000 section 14)"
                                                     : "what a NIC cuts by SegmentSize"));
    }
    if (!To().host->HasNexus())
    {
        throw std::invalid_argument(
            fmt::format("{}: the host {} does not put fragments together; give it \"Nexus\": "
                        "{{\"type\": \"Skywalk\"}}, \"Cores\" and \"Costs\", or leave out "
                        "FragmentSize",
                        Path(),
                        To().host->Path()));
    }
}

/** A flow for each kind of spoofs, whoever has opened it. */
void
OpenLoopSource::PrepareAttack()
{
    if (!m_segment.IsUnlimited() || !m_fragment.IsUnlimited() || SmallestPacket() <= kUdpHeaders)
    {
        throw std::invalid_argument(
            fmt::format("{}: an Attack is made of single datagrams with a payload: leave out "
                        "SegmentSize and FragmentSize, and have no PacketSize below {} B",
                        Path(),
                        kUdpHeaders + 1));
    }
    m_attack->Attach(Run(), Path() + "/attack");
    m_attack->Connect(From(), To(), Flow(0));
    for (uint32_t i = 0; i < kSpoofKindCount; ++i)
    {
        const auto kind = static_cast<SpoofKind>(i);
        const FlowIndex flow = OpenFlow(m_attack->OwnerOf(kind),
                                        To(),
                                        static_cast<uint32_t>(FlowCount()) + i,
                                        Entry());
        Run().Flows()[flow].carriesQuic = m_protocol == Protocol::Quic;
        m_attack->SetFlow(kind, flow);
    }
}

/** The next packet of a flow, or a spoof in its place. */
PacketPtr
OpenLoopSource::MakeNext(size_t place, int64_t size)
{
    if (!m_attack)
    {
        return MakeDatagram(Flow(place), size);
    }
    const SpoofKind kind = m_attack->Draw();
    PacketPtr packet = MakeDatagram(m_attack->FirstFlow(kind, Flow(place)), size);
    m_attack->Forge(*packet, kind);
    return packet;
}

/** Each byte behind the IP header once, in packets that carry as much as they may. */
void
OpenLoopSource::SendFragments(FlowIndex flow, int64_t size)
{
    if (size > kLargestDatagram)
    {
        throw std::runtime_error(
            fmt::format("{}: PacketSize gave a datagram of {} B to fragment, above "
                        "{} B, the most of IPv4",
                        Path(),
                        size,
                        kLargestDatagram));
    }
    const int64_t total = size - kIpv4HeaderBytes;
    const int64_t most = (m_fragment.Value() - kIpv4HeaderBytes) / kFragmentUnit * kFragmentUnit;
    const uint32_t identification = Run().Flows()[flow].sentNumber;
    ForEachPart(total, most, [&](int64_t before, int64_t bytes, int64_t) {
        PacketPtr packet = MakeDatagram(flow, kIpv4HeaderBytes + bytes);
        if (before > 0)
        {
            packet->payloadBytes = static_cast<uint32_t>(bytes); // no header but that of IP
        }
        MakeFragment(*packet, identification, before, total);
        Send(From(), std::move(packet));
    });
}

void
OpenLoopSource::PrefetchNext(TimerCall call) const
{
    if (call == TimerCall::PrefetchNear)
    {
        PrefetchLines(&m_heedsAdvice); // and what a source has behind
        PrefetchFlow(m_nextFlow);
    }
    else
    {
        Run().Flows().PrefetchSent(Flow(m_nextFlow));
    }
}

void
OpenLoopSource::SendNext(int64_t size)
{
    const size_t place = m_nextFlow;
    m_nextFlow = place + 1 == FlowCount() ? 0 : place + 1;
    if (m_table != nullptr && !IsAdmissible(place))
    {
        return;
    }
    if (size > m_fragment.Value())
    {
        SendFragments(Flow(place), size);
        return;
    }
    PacketPtr packet = MakeNext(place, size);
    if (packet->payloadBytes > m_segment.Value())
    {
        MakeSegments(Run(), *packet, m_segment.Value());
    }
    Send(From(), std::move(packet));
}

bool
OpenLoopSource::IsAdmissible(size_t place)
{
    ++m_attempts;
    if (m_table->At(m_firstEntry + place).isSuspended)
    {
        m_sleeps[place] = true;
    }
    m_denied += m_sleeps[place] ? 1 : 0;
    return !m_sleeps[place];
}

void
OpenLoopSource::OnAdvisoryEvent(size_t entry)
{
    m_sleeps[entry - m_firstEntry] = m_table->At(entry).isSuspended;
}

void
OpenLoopSource::ReportMetrics(MetricVisitor& visitor) const
{
    if (m_table == nullptr)
    {
        return;
    }
    int64_t suspends = 0;
    int64_t resumes = 0;
    for (size_t place = 0; place < FlowCount(); ++place)
    {
        const FlowAdvisoryTable::Entry& entry = m_table->At(m_firstEntry + place);
        suspends += entry.suspends;
        resumes += entry.resumes;
    }
    visitor.Counter(
        {"denied_packets", "packets", "packets not sent, since their flow had to pause"},
        m_denied);
    visitor.Quotient({"denied", "1", "of the packets that were due"}, m_denied, m_attempts);
    visitor.Counter({"suspends", "events", "times that a flow was told to pause"}, suspends);
    visitor.Counter({"resumes", "events", "times that a flow was told to go on"}, resumes);
}

} // namespace nexsim
