// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/sensor-processor-app.h"

#include <utility>

namespace nexsim
{

SensorProcessorApp::Port::Port(SensorProcessorApp& app, SensorClient& client, int64_t number)
    : m_app(app), m_client(client), m_number(number),
      m_stream({app.m_speed, app.m_catchUpSpeed, app.m_highMark, app.m_remoteRate},
               StreamMemory(app.m_localBuffer, app.m_lowMark))
{
    m_timeoutTimer.Bind<&Port::OnTimeout>(*this, app, Priority::Timer);
}

void
SensorProcessorApp::Port::Deliver(PacketPtr packet)
{
    const FrameStamp stamp{TransportOf(*packet).sequence, packet->created};
    SensorStream::Span span;
    span.lineBytes = packet->payloadBytes;
    span.begin = m_app.Now();
    span.packet = std::move(packet);
    Take(stamp, std::move(span));
}

void
SensorProcessorApp::Port::Take(const FrameStamp& stamp, SensorStream::Span span)
{
    const SimTime now = m_app.Now();
    if (m_newest && stamp.number < *m_newest)
    {
        Drop(std::move(span.packet), *m_app.m_lateLine);
        return;
    }
    const bool isNew = !m_newest || stamp.number > *m_newest;
    if (isNew)
    {
        Close();
        m_newest = stamp.number;
        m_refuses = !m_app.HasRoom();
    }
    if (m_refuses)
    {
        if (isNew)
        {
            StreamFrame refused;
            refused.stamp = stamp;
            ++m_app.m_refused;
            m_app.m_sets.Miss(m_number, stamp.trigger, m_client.PlannedOffset());
            m_client.OnFrameEnd(refused, FrameEnd::Refused, now);
            if (m_observer != nullptr)
            {
                m_observer->OnRefused(stamp, now);
            }
        }
        Drop(std::move(span.packet), *m_app.m_queueFull);
        return;
    }
    if (isNew)
    {
        m_stream.Advance(now);
        m_stream.Open(stamp, m_client.Shape(), now);
        m_app.OnFrame(*this);
        if (!m_app.m_frameTimeout.IsUnlimited())
        {
            m_timeoutTimer.ArmAt(now + m_app.m_frameTimeout);
        }
    }
    StreamFrame* frame = m_stream.Newest();
    if (frame == nullptr || frame->stamp.number != stamp.number || frame->isClosed)
    {
        Drop(std::move(span.packet), *m_app.m_lateLine); // its frame was given up
        return;
    }
    span.frame = stamp.number;
    m_stream.Add(std::move(span));
    m_app.OnLines(*this);
}

/** @brief No more lines of the newest frame will come. */
void
SensorProcessorApp::Port::Close()
{
    StreamFrame* frame = m_stream.Newest();
    if (frame == nullptr || frame->isClosed)
    {
        return;
    }
    frame->isClosed = true;
    const bool isWhole = frame->arrived == frame->shape.FrameBytes();
    if (m_app.m_served == this && !isWhole)
    {
        m_app.OnLines(*this);
    }
}

void
SensorProcessorApp::Port::OnTimeout()
{
    Close();
}

void
SensorProcessorApp::Port::Drop(PacketPtr packet, DropReason& reason) const
{
    m_app.Drop(std::move(packet), reason);
}

void
SensorProcessorApp::Port::BeginTransfer()
{
    m_app.m_transfers.Begin(m_app.Now());
}

void
SensorProcessorApp::Port::EndTransfer()
{
    m_app.m_transfers.End(m_app.Now());
}

void
SensorProcessorApp::Port::Join()
{
    m_app.m_sets.Join(m_number);
}

void
SensorProcessorApp::Port::Leave()
{
    m_app.m_sets.Leave(m_number);
}

void
SensorProcessorApp::Port::MissTrigger(SimTime due)
{
    m_app.m_sets.Miss(m_number, due, m_client.PlannedOffset());
    if (m_observer != nullptr)
    {
        m_observer->OnMissedTrigger(m_app.Now());
    }
}

void
SensorProcessorApp::Port::SetObserver(SensorObserver* observer)
{
    m_observer = observer;
    m_stream.Memory().SetObserver(observer);
}

void
SensorProcessorApp::Port::TellUntold()
{
    m_stream.Advance(m_app.Now());
    m_stream.Memory().Settle(m_app.Now());
}

const SensorStream&
SensorProcessorApp::Port::SettledStream() const
{
    m_stream.Advance(m_app.Now());
    return m_stream;
}

} // namespace nexsim
