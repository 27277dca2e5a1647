// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/sensor-processor-app.h"

#include "models/base/attributes.h"
#include "models/sensor/even-stagger-trigger-plan.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SensorProcessorApp);

SensorProcessorApp::SensorProcessorApp() = default;
SensorProcessorApp::~SensorProcessorApp() = default;

void
SensorProcessorApp::DoAttach()
{
    App::DoAttach();
    if (!m_plan)
    {
        m_plan = ns3::CreateObject<EvenStaggerTriggerPlan>();
    }
    m_queueFull = &AddDropReason("frame-queue-full");
    m_lateLine = &AddDropReason("late-line");
    m_timer.Bind<&SensorProcessorApp::OnTimer>(*this, Priority::Departure);
    m_controller.Configure(
        *this,
        {m_plan, m_adaptive, m_infeasible == WhenInfeasible::Refuse, m_realignment});
    m_sets = FrameSets(m_setPeriod, m_setDeadline);
}

SensorProcessorApp::Port&
SensorProcessorApp::AddClient(SensorClient& client)
{
    m_ports.push_back(std::make_unique<Port>(*this, client, static_cast<int64_t>(m_ports.size())));
    return *m_ports.back();
}

bool
SensorProcessorApp::HasRoom() const
{
    return m_served == nullptr || static_cast<int64_t>(m_queue.size()) < m_queueLimit.Value();
}

/** @brief The first line of a frame has come: it waits for its turn. */
void
SensorProcessorApp::OnFrame(Port& port)
{
    m_ties.Touch(Run());
    m_queue.push_back(&port);
}

/** @brief Lines have come, or will come no longer. */
void
SensorProcessorApp::OnLines(Port& port)
{
    if (m_served == &port)
    {
        Look();
    }
    else if (m_served == nullptr)
    {
        ServeNext();
    }
    m_mostWaiting = std::max(m_mostWaiting, static_cast<int64_t>(m_queue.size()));
}

void
SensorProcessorApp::OnTimer()
{
    m_ties.Touch(Run());
    Look();
}

/** @brief Works out what the served stream has done, up to and with now. */
void
SensorProcessorApp::Look()
{
    SensorStream& stream = m_served->m_stream;
    stream.Advance(Now() + SimTime(1));
    while (stream.HasProcessed())
    {
        m_served->m_client.Consumer().Deliver(stream.TakeProcessed());
    }
    if (stream.IsServed())
    {
        EndFrame();
        ServeNext();
        return;
    }
    if (stream.NextLook() != kNever)
    {
        m_timer.ArmAt(stream.NextLook());
    }
}

void
SensorProcessorApp::ServeNext()
{
    if (m_queue.empty())
    {
        return;
    }
    m_served = m_queue.front();
    m_queue.pop_front();
    m_busySince = Now();
    m_served->m_stream.BeginService(Now());
    if (m_served->m_observer != nullptr)
    {
        m_served->m_observer->OnServiceBegin(m_served->m_stream.Served().stamp, Now());
    }
    Look();
}

void
SensorProcessorApp::EndFrame()
{
    Port& port = *m_served;
    m_served = nullptr;
    m_busy += (Now() - m_busySince).Value();
    const StreamFrame frame = port.m_stream.EndService(Now());
    const bool isWhole = frame.processed == frame.shape.FrameBytes();
    const SimTime trigger = frame.stamp.trigger;
    const SimTime offset = port.m_client.PlannedOffset();
    if (port.m_observer != nullptr)
    {
        port.m_observer->OnServiceEnd(isWhole ? FrameEnd::Complete : FrameEnd::Incomplete, Now());
    }
    if (!isWhole)
    {
        ++m_incomplete;
        m_sets.Miss(port.m_number, trigger, offset);
        port.m_client.OnFrameEnd(frame, FrameEnd::Incomplete, Now());
        return;
    }
    const SimTime latency = Now() - trigger;
    const SimTime wait = *frame.begun - frame.offered;
    ++m_frames;
    m_late += latency > m_frameDeadline ? 1 : 0;
    m_delayed += wait > SimTime(0) ? 1 : 0;
    m_spilled += frame.isSpilled ? 1 : 0;
    if (trigger >= Run().MeasureFrom())
    {
        m_latency.Record(latency.Value());
        m_wait.Record(wait.Value());
    }
    m_sets.Take(port.m_number, trigger, offset, Now());
    port.m_client.OnFrameEnd(frame, FrameEnd::Complete, Now());
}

void
SensorProcessorApp::BeginMeasurement()
{
    App::BeginMeasurement();
    m_transfers.BeginMeasurement();
    m_sets.BeginMeasurement(Now());
    m_mostWaiting = static_cast<int64_t>(m_queue.size());
    m_latency = LogLinearHistogram();
    m_wait = LogLinearHistogram();
    for (const auto& port : m_ports)
    {
        port->SettledStream();
        port->m_stream.Memory().ForgetPeak();
    }
}

Tally
SensorProcessorApp::Held() const
{
    Tally held = App::Held();
    for (const auto& port : m_ports)
    {
        held += port->m_stream.Held();
    }
    return held;
}

} // namespace nexsim
