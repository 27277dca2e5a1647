// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-source.h"

#include "models/transport/cubic-congestion-control.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TcpSource);

namespace
{
constexpr int64_t kSegmentHeaders = kTcpHeaders + kTcpTimestamps;
} // namespace

ns3::TypeId
TcpSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::TcpSource")
            .SetParent<EndToEndSource>()
            .SetGroupName("nexsim/traffic")
            .AddAttribute("PacketSize",
                          "IP packet of a full segment, headers included.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&TcpSource::m_packetSize),
                          MakeQuantityChecker<Bytes>(Bytes(kSegmentHeaders + 1), Bytes(65'535)))
            .AddAttribute("Start",
                          "When the first connection is opened; the beginning of the run when none "
                          "is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&TcpSource::m_start),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Dscp",
                          "DSCP of segments and acknowledgements.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&TcpSource::m_dscp),
                          MakeIntegerRangeChecker(0, 63))
            .AddAttribute("Ecn",
                          "Whether new data is ECN-capable, ECT(0), and marks are echoed.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&TcpSource::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("L4s",
                          "With Ecn: whether new data is ECT(1) instead, as L4S packets are (RFC "
                          "9331).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&TcpSource::m_l4s),
                          ns3::MakeBooleanChecker())
            .AddAttribute("CongestionControl",
                          "How the window of each connection grows and shrinks.",
                          BlueprintValue(Blueprint(CubicCongestionControl::GetTypeId())),
                          MakePolicyTemplateAccessor(&TcpSource::m_control),
                          MakePolicyTemplateChecker<CongestionControl>())
            .AddAttribute("InitialWindow",
                          "Segments that may be sent before the first acknowledgement (RFC 6928).",
                          IntegerValue(10),
                          MakeQuantityAccessor(&TcpSource::m_initialWindow),
                          MakeIntegerRangeChecker(1, 10'000))
            .AddAttribute("ReceiveBuffer",
                          "Window that the receiver advertises.",
                          QuantityDefault(Bytes(6'291'456)),
                          MakeQuantityAccessor(&TcpSource::m_receiveBuffer),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(1'073'725'440)))
            .AddAttribute("MinRto",
                          "Least retransmission time-out; RFC 6298 says 1 s, Linux 200 ms.",
                          QuantityDefault(MilliSeconds(200)),
                          MakeQuantityAccessor(&TcpSource::m_leastTimeOut),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(60)))
            .AddAttribute("DelayedAck",
                          "Longest time for which an acknowledgement waits for a second segment.",
                          QuantityDefault(MilliSeconds(40)),
                          MakeQuantityAccessor(&TcpSource::m_delayedAck),
                          MakeQuantityChecker<SimTime>(SimTime(0), MilliSeconds(500)))
            .AddAttribute("AckEvery",
                          "Segments in order per acknowledgement; 1 delays none.",
                          IntegerValue(2),
                          MakeQuantityAccessor(&TcpSource::m_ackEvery),
                          MakeIntegerRangeChecker(1, 1000))
            .AddAttribute("FlightSize",
                          "What the threshold after a loss is a part of: all that is outstanding "
                          "(RFC 5681), or the pipe of RFC 6675, which is smaller by what SACK has "
                          "told, as in ns-3.",
                          QuantityDefault(FlightMeasure::Outstanding),
                          MakeQuantityAccessor(&TcpSource::m_flightSize),
                          MakeChoiceChecker({"outstanding", "pipe"}))
            .AddAttribute("Handshake",
                          "Whether SYN and its answer precede the data.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&TcpSource::m_handshake),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Sack",
                          "Whether selective acknowledgements are used (RFC 2018, RFC 6675).",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&TcpSource::m_sack),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Pacing",
                          "Whether segments leave evenly: twice the window per round trip in slow "
                          "start, 1.2 times later.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&TcpSource::m_pacing),
                          ns3::MakeBooleanChecker());
    return tid;
}

void
TcpSource::DoAttach()
{
    if (m_start)
    {
        m_start->Minimum();
    }
    m_startTimer.Bind<&TcpSource::Begin>(*this, Priority::Timer);
    Entry().Transfers();
    m_parameters.segment = m_packetSize.Value() - kSegmentHeaders;
    m_parameters.initialWindow = m_initialWindow;
    m_parameters.receiveBuffer = m_receiveBuffer.Value();
    m_parameters.leastTimeOut = m_leastTimeOut;
    m_parameters.delayedAck = m_delayedAck;
    m_parameters.ackEvery = m_ackEvery;
    m_parameters.flightSize = m_flightSize;
    m_parameters.handshake = m_handshake;
    m_parameters.sack = m_sack;
    m_parameters.pacing = m_pacing;
    m_parameters.ecn = m_ecn;
    m_echo = MakeControl()->WantsEveryMark() ? MarkEcho::EachPacket : MarkEcho::UntilReduced;
}

void
TcpSource::Start()
{
    SimTime start;
    if (m_start)
    {
        RandomStream stream = Stream("start");
        start = SimTime(m_start->Draw(stream));
    }
    m_startTimer.ArmAt(start);
}

ns3::Ptr<CongestionControl>
TcpSource::MakeControl() const
{
    return m_control.CreateAs<CongestionControl>();
}

FlowIndex
TcpSource::OpenData(uint32_t number, PacketSink& receiver) const
{
    return OpenFlow(From(), To(), number, receiver, kProtocolTcp);
}

FlowIndex
TcpSource::OpenAcks(FlowIndex data, PacketSink& receiver) const
{
    return OpenControl(data, From(), receiver);
}

PacketPtr
TcpSource::MakeSegment(FlowIndex flow, int64_t ipBytes, int64_t payloadBytes) const
{
    PacketPtr packet = MakePacket(flow, ipBytes, payloadBytes);
    TransportOf(*packet) = TransportFields{};
    packet->dscp = static_cast<uint8_t>(m_dscp);
    return packet;
}

void
TcpSource::SendData(PacketPtr segment) const
{
    if (segment->payloadBytes == 0)
    {
        SendControl(From(), std::move(segment));
        return;
    }
    if (m_l4s && segment->ecn == Ecn::Capable0)
    {
        segment->ecn = Ecn::Capable1;
    }
    Send(From(), std::move(segment));
}

void
TcpSource::SendAck(PacketPtr segment) const
{
    SendControl(To(), std::move(segment));
}

void
TcpSource::BeginTransfer(int64_t size)
{
    RetireOver();
    const auto place = static_cast<uint32_t>(m_results.size());
    m_results.push_back({size, Now(), kNever, kNever, 0, 0});
    Entry().Transfers().BeginReliable();
    m_transfers.push_back(std::make_unique<TcpTransfer>(*this, place, size));
    m_transfers.back()->Open();
}

void
TcpSource::OnAcknowledgement(TcpTransfer& /*transfer*/, PacketPtr packet)
{
    Entry().DeliverControl(std::move(packet));
}

void
TcpSource::OnData(TcpTransfer& transfer, PacketPtr packet)
{
    if (packet->payloadBytes == 0)
    {
        Entry().DeliverControl(std::move(packet));
        return;
    }
    Entry().Deliver(std::move(packet));
    if (transfer.IsComplete() && !m_results[transfer.Place()].IsComplete())
    {
        Complete(transfer);
    }
}

SimTime
TcpSource::IdealTime(int64_t size) const
{
    EmptyPath path(Links());
    SimTime last;
    for (int64_t left = size; left > 0; left -= m_parameters.segment)
    {
        last = path.Pass(SimTime(0), std::min(left, m_parameters.segment) + kSegmentHeaders);
    }
    return last;
}

void
TcpSource::Complete(TcpTransfer& transfer)
{
    FlowResult& result = m_results[transfer.Place()];
    result.completion = Now() - result.start;
    result.ideal = IdealTime(result.size);
    ++m_completed;
    std::optional<std::pair<int64_t, int64_t>> times;
    if (result.start >= Run().MeasureFrom())
    {
        times.emplace(result.completion.Value(), result.Slowdown());
        m_completionTime.Record(times->first);
        m_slowdown.Record(times->second);
    }
    Entry().Transfers().Complete(times);
}

void
TcpSource::RetireOver()
{
    // Two looks per new connection keep up with any rate of them.
    for (int look = 0; look < 2 && !m_transfers.empty(); ++look)
    {
        m_nextChecked = m_nextChecked >= m_transfers.size() ? 0 : m_nextChecked;
        std::unique_ptr<TcpTransfer>& transfer = m_transfers[m_nextChecked];
        if (!transfer->IsOver())
        {
            ++m_nextChecked;
            continue;
        }
        FlowResult& result = m_results[transfer->Place()];
        const FlowRecord& flow = Run().Flows()[transfer->DataFlow()];
        result.packets = static_cast<uint32_t>(flow.sent.packets);
        result.lost = static_cast<uint32_t>(flow.dropped.packets);
        m_bytesOfRetired += result.size;
        transfer->Retire();
        transfer = std::move(m_transfers.back());
        m_transfers.pop_back();
    }
}

std::vector<FlowResult>
TcpSource::FlowResults() const
{
    std::vector<FlowResult> results = m_results;
    for (const auto& transfer : m_transfers)
    {
        const FlowRecord& flow = Run().Flows()[transfer->DataFlow()];
        results[transfer->Place()].packets = static_cast<uint32_t>(flow.sent.packets);
        results[transfer->Place()].lost = static_cast<uint32_t>(flow.dropped.packets);
    }
    return results;
}

int64_t
TcpSource::InOrderBytes() const
{
    int64_t bytes = m_bytesOfRetired;
    for (const auto& transfer : m_transfers)
    {
        bytes += static_cast<int64_t>(transfer->Receiver().InOrder());
    }
    return bytes;
}

void
TcpSource::ReportMetrics(MetricVisitor& visitor) const
{
    const auto started = static_cast<int64_t>(m_results.size());
    int64_t window = 0;
    for (const auto& transfer : m_transfers)
    {
        window += transfer->Sender().Window().window;
    }
    visitor.Counter({"flows_started", "1", "connections begun"}, started);
    visitor.Counter({"flows_completed", "1", "transfers of which all bytes have arrived"},
                    m_completed);
    visitor.Level({"flows_open", "1", "transfers that are not complete"}, started - m_completed);
    visitor.Rate({"goodput", "bps", "payload bits that the receiving application got per second"},
                 InOrderBytes() * 8);
    visitor.Level({"window", "B", "congestion windows of all connections together"}, window);
    visitor.Counter({"segments", "packets", "segments with payload sent for the first time"},
                    m_counts.segments);
    visitor.Counter({"retransmissions", "packets", "segments sent again"},
                    m_counts.retransmissions);
    visitor.Counter({"recoveries", "events", "losses detected without the timer"},
                    m_counts.recoveries);
    visitor.Counter({"time_outs", "events", "expiries of the retransmission timer"},
                    m_counts.timeOuts);
    visitor.Counter({"mark_reductions", "events", "window reductions because of marks"},
                    m_counts.reductions);
    visitor.Distribution({"completion_time", "ps", "begin of a transfer to its last byte in order"},
                         m_completionTime);
    visitor.Distribution({"slowdown", "ppb", "completion time over that in an empty network"},
                         m_slowdown);
}

} // namespace nexsim
