// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIMELINE_SENSORS_H
#define NEXSIM_TIMELINE_SENSORS_H

#include "models/sensor/sensor-source.h"
#include "sim/run/network.h"
#include "sim/run/timeline-tracks.h"

#include <memory>
#include <optional>
#include <vector>

namespace nexsim
{

/**
 * @brief Draws one sensor: triggers, exposures and read-outs, the state of its memory at the
 * processor, and the processor's work on its frames.
 */
class TimelineSensor : public SensorObserver
{
  public:
    /** @param all but window outlive this object, which the sensor tells of itself */
    TimelineSensor(const WindowSpec& window,
                   SensorSource& sensor,
                   TimelineTracks& tracks,
                   TraceEventWriter& writer);

    ~TimelineSensor() override;
    TimelineSensor(const TimelineSensor&) = delete;
    TimelineSensor& operator=(const TimelineSensor&) = delete;

    void OnTrigger(const FrameStamp& stamp,
                   SimTime exposure,
                   SimTime readOut,
                   const SensorShape& shape) override;
    void OnMissedTrigger(SimTime now) override;
    void OnServiceBegin(const FrameStamp& stamp, SimTime now) override;
    void OnServiceEnd(FrameEnd end, SimTime now) override;
    void OnRefused(const FrameStamp& stamp, SimTime now) override;
    void OnMemory(MemoryState state, SimTime from, SimTime to) override;

    /** @brief The run is over. */
    void Finish(SimTime now);

  private:
    /** @brief A time in which something stays the same. */
    struct Stretch
    {
        MemoryState state;
        SimTime from;
        SimTime to;
    };

    struct Service
    {
        uint64_t frame;
        SimTime from;
    };

    bool IsWithin(SimTime time) const;
    void DrawMemory();
    void DrawService(const char* end, SimTime now);

    WindowSpec m_window;
    SensorSource& m_sensor;
    TraceEventWriter& m_writer;
    std::string m_name;     //!< the path of the sensor
    TraceTrack m_frames;    //!< triggers, exposures, read-outs
    TraceTrack m_memory;    //!< states
    TraceTrack m_processor; //!< shared by all its sensors: one frame at a time
    std::optional<Stretch> m_stretch;
    std::optional<Service> m_service;
};

/** @brief All sensors of a network. */
class TimelineSensors
{
  public:
    TimelineSensors(const WindowSpec& window,
                    const Network& network,
                    TimelineTracks& tracks,
                    TraceEventWriter& writer);

    /** @brief The run is over. */
    void Finish(SimTime now);

  private:
    std::vector<std::unique_ptr<TimelineSensor>> m_sensors;
};

} // namespace nexsim

#endif // NEXSIM_TIMELINE_SENSORS_H
