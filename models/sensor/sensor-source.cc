// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/sensor-source.h"

#include "models/base/segments.h"
#include "models/traffic/pair-source.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SensorSource);

void
SensorSource::DoAttach()
{
    m_processor = dynamic_cast<SensorProcessorApp*>(To().app);
    if (m_processor == nullptr)
    {
        throw std::invalid_argument(
            fmt::format("{}: a sensor sends to an application of the type SensorProcessor, and {} "
                        "is none",
                        Path(),
                        To().app->Path()));
    }
    if (m_granularity == Granularity::Frame && !IsStraight())
    {
        throw std::invalid_argument(
            Path() + ": a packet is a frame only where the processor is on the sensor's own host; "
                     "over a network write \"Granularity\": \"line\"");
    }
    Check();
    for (const auto& law : {m_jitter, m_drift})
    {
        if (law)
        {
            law->Minimum();
        }
    }
    m_port = &m_processor->AddClient(*this);
    m_flow = OpenFlow(From(), To(), 0, *m_port);
    m_jitterStream = Stream("jitter");
    m_missStream = Stream("missed-triggers");
    m_startTimer.Bind<&SensorSource::OnStart>(*this, Priority::Initialise);
    m_stopTimer.Bind<&SensorSource::OnStop>(*this, Priority::Initialise);
    m_triggerTimer.Bind<&SensorSource::OnTrigger>(*this, Priority::Timer);
    m_readOutTimer.Bind<&SensorSource::OnReadOut>(*this, Priority::Timer);
    m_lineTimer.Bind<&SensorSource::OnLine>(*this, Priority::Timer);
    m_endTimer.Bind<&SensorSource::OnReadOutEnd>(*this, Priority::Departure);
    if (m_obeysTrigger)
    {
        m_processor->Controller().Register(*this);
    }
}

void
SensorSource::Check() const
{
    if (m_readOut > m_period || m_exposure > m_period)
    {
        throw std::invalid_argument(
            fmt::format("{}: read-out ({}) and exposure ({}) take at most the period ({}) each",
                        Path(),
                        MilliSecondsText(m_readOut),
                        MilliSecondsText(m_exposure),
                        MilliSecondsText(m_period)));
    }
}

void
SensorSource::Start()
{
    if (m_drift)
    {
        RandomStream stream = Stream("drift");
        m_driftParts = m_drift->Draw(stream);
        const bool isFast = m_driftSide == ClockSide::Fast ||
                            (m_driftSide == ClockSide::Either && stream.Uniform() < 0.5);
        m_driftParts = isFast ? -m_driftParts : m_driftParts;
    }
    if (m_start < m_stop)
    {
        m_startTimer.ArmAt(m_start);
    }
    if (m_stop != kNever)
    {
        m_stopTimer.ArmAt(m_stop);
    }
}

void
SensorSource::OnReadOut()
{
    const Exposed& frame = m_exposed.front();
    m_port->BeginTransfer();
    m_isReadingOut = true;
    m_endTimer.ArmAt(Now() + frame.shape.readOut);
    if (IsStraight() && m_granularity == Granularity::Frame)
    {
        SendStraight(frame, frame.shape.lines, frame.shape.readOut);
        return;
    }
    m_line = 0;
    m_linePace = BytePace(frame.shape.readOut, frame.shape.lines, Ratio(1'000'000'000));
    if (IsStraight())
    {
        OnLine();
        return;
    }
    m_lineTimer.ArmAt(Now() + m_linePace.Next(1));
}

/** @brief Straight: a line begins to come. Over a network: a line has been read out. */
void
SensorSource::OnLine()
{
    const Exposed& frame = m_exposed.front();
    ++m_line;
    if (IsStraight())
    {
        const SimTime time = m_linePace.Next(1);
        if (m_line < frame.shape.lines)
        {
            m_lineTimer.ArmAt(Now() + time);
        }
        SendStraight(frame, 1, time);
        return;
    }
    SendLine(frame);
    if (m_line < frame.shape.lines)
    {
        m_lineTimer.ArmAt(Now() + m_linePace.Next(1));
        return;
    }
    NextReadOut();
}

/** @brief The wire is free again. A frame that is sent has its last line to send after that. */
void
SensorSource::OnReadOutEnd()
{
    m_port->EndTransfer();
    m_isReadingOut = false;
    if (IsStraight())
    {
        NextReadOut();
    }
}

void
SensorSource::NextReadOut()
{
    m_exposed.pop_front();
    if (!m_exposed.empty())
    {
        m_readOutTimer.ArmAt(m_exposed.front().begin);
    }
}

void
SensorSource::SendStraight(const Exposed& frame, int64_t lines, SimTime time)
{
    PacketPtr packet = MakeLine(frame, 0, lines * frame.shape.lineBytes);
    Run().GetLedger().Born(*packet, Now(), PathHash());
    Entry().CountSent(*packet);
    SensorStream::Span span;
    span.packet = std::move(packet);
    span.lines = lines;
    span.lineBytes = frame.shape.lineBytes;
    span.begin = Now();
    span.time = time;
    m_port->Take(frame.stamp, std::move(span));
}

void
SensorSource::SendLine(const Exposed& frame)
{
    const int64_t most = m_packetSize.Value() - kUdpHeaders;
    ForEachPart(frame.shape.lineBytes, most, [&](int64_t /* before */, int64_t bytes, int64_t) {
        PacketPtr packet = MakeLine(frame, kUdpHeaders, bytes);
        MarkStage(*packet, Stage::Serialisation, Now());
        Send(From(), std::move(packet));
    });
}

/** @brief Created at the trigger, exposed up to the read-out. */
PacketPtr
SensorSource::MakeLine(const Exposed& frame, int64_t headers, int64_t bytes) const
{
    PacketPtr packet = MakePacket(m_flow, headers + bytes, bytes);
    packet->created = frame.stamp.trigger;
    packet->lastMark = frame.stamp.trigger;
    packet->dscp = static_cast<uint8_t>(m_dscp);
    packet->flags = kEndOfMessage; // lines are worked on one by one, and not merged on their way
    TransportOf(*packet).sequence = frame.stamp.number;
    MarkStage(*packet, Stage::Application, frame.begin);
    return packet;
}

void
SensorSource::OnFrameEnd(const StreamFrame& frame, FrameEnd end, SimTime now)
{
    int64_t& count = end == FrameEnd::Complete     ? m_completeFrames
                     : end == FrameEnd::Incomplete ? m_incompleteFrames
                                                   : m_refusedFrames;
    ++count;
    if (end == FrameEnd::Complete && frame.stamp.trigger >= Run().MeasureFrom())
    {
        m_latency.Record((now - frame.stamp.trigger).Value());
        m_wait.Record((*frame.begun - frame.offered).Value());
    }
}

void
SensorSource::BeginMeasurement()
{
    m_latency = LogLinearHistogram();
    m_wait = LogLinearHistogram();
}

bool
SensorSource::IsStraight() const
{
    return From().host == To().host;
}

const std::string&
SensorSource::Name() const
{
    return Path();
}

SimTime
SensorSource::Period() const
{
    return m_period;
}

SimTime
SensorSource::Exposure() const
{
    return m_exposure;
}

SimTime
SensorSource::ReadOut() const
{
    return m_readOut;
}

SimTime
SensorSource::ConfiguredOffset() const
{
    return m_configuredOffset;
}

SimTime
SensorSource::FirstTime() const
{
    return m_start;
}

SimTime
SensorSource::LastTime() const
{
    return m_stop;
}

SensorShape
SensorSource::Shape() const
{
    return {m_readOut, m_lines, m_lineSize.Value()};
}

SimTime
SensorSource::PlannedOffset() const
{
    return m_offset;
}

PacketSink&
SensorSource::Consumer()
{
    return Entry();
}

} // namespace nexsim
