// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/open-loop-source.h"

#include "models/base/segments.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace nexsim
{

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
                MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)));
    return tid;
}

void
OpenLoopSource::DoAttach()
{
    DatagramSource::DoAttach();
    if (!m_segment.IsUnlimited() && m_segment > Bytes(kLargestSegment))
    {
        throw std::invalid_argument(fmt::format("{}: SegmentSize is {} B, a datagram's payload at "
                                                "most {} B",
                                                Path(),
                                                m_segment.Value(),
                                                kLargestSegment));
    }
    for (size_t place = 0; place < FlowCount(); ++place)
    {
        Run().Flows()[Flow(place)].carriesQuic = m_protocol == Protocol::Quic;
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
OpenLoopSource::SendNext(int64_t size)
{
    const size_t place = m_nextFlow;
    m_nextFlow = place + 1 == FlowCount() ? 0 : place + 1;
    if (m_table != nullptr && !IsAdmissible(place))
    {
        return;
    }
    PacketPtr packet = MakeDatagram(Flow(place), size);
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
