// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/timeline-sensors.h"

#include <array>

namespace nexsim
{

namespace
{

constexpr const char* kSensorCategory = "sensor";
constexpr std::array<const char*, kMemoryStates> kStates = {"idle",
                                                            "on the fly",
                                                            "spilling",
                                                            "spilled",
                                                            "returning"};

TraceArgs
FrameArgs(uint64_t number)
{
    return TraceArgs().Add("frame", static_cast<int64_t>(number));
}

} // namespace

TimelineSensor::TimelineSensor(const WindowSpec& window,
                               SensorSource& sensor,
                               TimelineTracks& tracks,
                               TraceEventWriter& writer)
    : m_window(window), m_sensor(sensor), m_writer(writer), m_name(sensor.Path()),
      m_frames(tracks.Make(sensor.Path())), m_memory(tracks.Make(sensor.Path() + " memory")),
      m_processor(tracks.Make(sensor.Processor().Path()))
{
    m_sensor.GetPort().SetObserver(this);
}

TimelineSensor::~TimelineSensor()
{
    m_sensor.GetPort().SetObserver(nullptr);
}

bool
TimelineSensor::IsWithin(SimTime time) const
{
    return time >= m_window.from && time < m_window.to;
}

void
TimelineSensor::OnTrigger(const FrameStamp& stamp,
                          SimTime exposure,
                          SimTime readOut,
                          const SensorShape& shape)
{
    const TraceArgs args = FrameArgs(stamp.number);
    if (IsWithin(stamp.trigger))
    {
        m_writer.Instant(m_frames, kSensorCategory, "trigger", stamp.trigger, args);
    }
    if (IsWithin(stamp.trigger) && exposure > SimTime(0))
    {
        // Those of two frames may overlap.
        const uint64_t id = m_writer.NextId();
        m_writer.Nested(NestedStep::Begin,
                        m_frames,
                        kSensorCategory,
                        id,
                        "exposure",
                        stamp.trigger,
                        args);
        m_writer.Nested(NestedStep::End,
                        m_frames,
                        kSensorCategory,
                        id,
                        "exposure",
                        stamp.trigger + exposure);
    }
    if (IsWithin(readOut) && shape.readOut > SimTime(0))
    {
        m_writer
            .Slice(m_frames, kSensorCategory, "read-out", readOut, readOut + shape.readOut, args);
    }
}

void
TimelineSensor::OnMissedTrigger(SimTime now)
{
    if (IsWithin(now))
    {
        m_writer.Instant(m_frames, kSensorCategory, "missed trigger", now);
    }
}

void
TimelineSensor::OnRefused(const FrameStamp& stamp, SimTime now)
{
    if (IsWithin(now))
    {
        m_writer.Instant(m_frames, kSensorCategory, "refused", now, FrameArgs(stamp.number));
    }
}

void
TimelineSensor::OnServiceBegin(const FrameStamp& stamp, SimTime now)
{
    m_service = Service{stamp.number, now};
}

void
TimelineSensor::OnServiceEnd(FrameEnd end, SimTime now)
{
    DrawService(end == FrameEnd::Complete ? "complete" : "incomplete", now);
}

void
TimelineSensor::DrawService(const char* end, SimTime now)
{
    if (m_service && IsWithin(m_service->from) && m_service->from < now)
    {
        m_writer.Slice(m_processor,
                       kSensorCategory,
                       m_name,
                       m_service->from,
                       now,
                       FrameArgs(m_service->frame).Add("end", end));
    }
    m_service.reset();
}

void
TimelineSensor::OnMemory(MemoryState state, SimTime from, SimTime to)
{
    if (from == to)
    {
        return;
    }
    if (m_stretch && m_stretch->state == state)
    {
        m_stretch->to = to;
        return;
    }
    DrawMemory();
    m_stretch = Stretch{state, from, to};
}

void
TimelineSensor::DrawMemory()
{
    if (m_stretch && m_stretch->state != MemoryState::Idle && IsWithin(m_stretch->from))
    {
        m_writer.Slice(m_memory,
                       kSensorCategory,
                       kStates[static_cast<size_t>(m_stretch->state)],
                       m_stretch->from,
                       m_stretch->to);
    }
    m_stretch.reset();
}

void
TimelineSensor::Finish(SimTime now)
{
    m_sensor.GetPort().TellUntold();
    DrawMemory();
    DrawService("inside", now);
}

TimelineSensors::TimelineSensors(const WindowSpec& window,
                                 const Network& network,
                                 TimelineTracks& tracks,
                                 TraceEventWriter& writer)
{
    for (const Traffic& traffic : network.traffic)
    {
        for (const auto& source : traffic.sources)
        {
            if (auto* sensor = dynamic_cast<SensorSource*>(ns3::PeekPointer(source)))
            {
                m_sensors.push_back(
                    std::make_unique<TimelineSensor>(window, *sensor, tracks, writer));
            }
        }
    }
}

void
TimelineSensors::Finish(SimTime now)
{
    for (const auto& sensor : m_sensors)
    {
        sensor->Finish(now);
    }
}

} // namespace nexsim
