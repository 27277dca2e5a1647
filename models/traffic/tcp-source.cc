// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-source.h"

#include "models/transport/cubic-congestion-control.h"

#include <fmt/format.h>

#include <stdexcept>
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
                          "What the threshold after a loss is a part of: all that is outstanding, "
                          "up to the window (RFC 5681), or the pipe of RFC 6675, which is smaller "
                          "by what SACK has told, as in ns-3.",
                          QuantityDefault(FlightMeasure::Outstanding),
                          MakeQuantityAccessor(&TcpSource::m_flightSize),
                          MakeChoiceChecker({"outstanding", "pipe"}))
            .AddAttribute("LossDetection",
                          "How losses are told without the timer: by three segments or duplicates "
                          "above (RFC 6675), or by time, with probes for the tail (RFC 8985), for "
                          "which the receiver reports duplicates (RFC 2883).",
                          QuantityDefault(LossDetection::SackCount),
                          MakeQuantityAccessor(&TcpSource::m_lossDetection),
                          MakeChoiceChecker({"sack-count", "rack-tlp"}))
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
    if (m_lossDetection == LossDetection::RackTlp && !m_sack)
    {
        throw std::invalid_argument(Path() + ": LossDetection rack-tlp needs Sack true");
    }
    if (m_receiveBuffer.Value() < m_packetSize.Value() - kSegmentHeaders)
    {
        throw std::invalid_argument(
            fmt::format("{}: ReceiveBuffer of {} B is less than a segment of {} B, so that none "
                        "could ever be sent",
                        Path(),
                        m_receiveBuffer.Value(),
                        m_packetSize.Value() - kSegmentHeaders));
    }
    m_parameters.segment = m_packetSize.Value() - kSegmentHeaders;
    m_parameters.initialWindow = m_initialWindow;
    m_parameters.receiveBuffer = m_receiveBuffer.Value();
    m_parameters.leastTimeOut = m_leastTimeOut;
    m_parameters.delayedAck = m_delayedAck;
    m_parameters.ackEvery = m_ackEvery;
    m_parameters.flightSize = m_flightSize;
    m_parameters.lossDetection = m_lossDetection;
    m_parameters.handshake = m_handshake;
    m_parameters.sack = m_sack;
    m_parameters.pacing = m_pacing;
    m_parameters.ecn = m_ecn;
    m_answeringParameters = m_parameters;
    m_answeringParameters.handshake = false;
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

bool
TcpSource::IsUnderWay(FlowIndex flow) const
{
    const FlowRecord& record = Run().Flows()[flow];
    return record.delivered.packets + record.dropped.packets + record.replaced.packets !=
           record.sent.packets;
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

FlowIndex
TcpSource::OpenBack(FlowIndex data, PacketSink& receiver) const
{
    return OpenReverse(data, From(), receiver);
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
TcpSource::SendBack(PacketPtr segment) const
{
    if (segment->payloadBytes == 0)
    {
        SendControl(To(), std::move(segment));
        return;
    }
    Send(To(), std::move(segment));
}

void
TcpSource::End(PacketPtr packet) const
{
    if (packet->payloadBytes == 0)
    {
        Entry().DeliverControl(std::move(packet));
        return;
    }
    Entry().Deliver(std::move(packet));
}

void
TcpSource::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"segments", "packets", "segments with payload sent for the first time"},
                    m_counts.segments);
    visitor.Counter({"retransmissions", "packets", "segments sent again"},
                    m_counts.retransmissions);
    visitor.Counter({"recoveries", "events", "losses detected without the timer"},
                    m_counts.recoveries);
    visitor.Counter({"time_outs", "events", "expiries of the retransmission timer"},
                    m_counts.timeOuts);
    visitor.Counter({"probes", "packets", "tail-loss probes, new segments or copies"},
                    m_counts.probes);
    visitor.Counter({"mark_reductions", "events", "window reductions because of marks"},
                    m_counts.reductions);
}

} // namespace nexsim
