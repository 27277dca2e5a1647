// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SENSOR_OBSERVER_H
#define NEXSIM_SENSOR_OBSERVER_H

#include "models/sensor/sensor-shape.h"
#include "models/sensor/stream-memory.h"

namespace nexsim
{

/** @brief What became of a frame at the processor. */
enum class FrameEnd : uint8_t
{
    Complete,
    Incomplete, //!< lines of it were lost on their way
    Refused     //!< too many frames waited
};

/** @brief Is told what one sensor and its stream do; may look, never touch. */
class SensorObserver : public MemoryObserver
{
  public:
    /**
     * @brief A frame has been triggered, now.
     * @param readOut when its read-out, of shape.readOut, will begin
     */
    virtual void OnTrigger(const FrameStamp& stamp,
                           SimTime exposure,
                           SimTime readOut,
                           const SensorShape& shape) = 0;

    /** @brief A trigger, now, that the sensor has not noticed. */
    virtual void OnMissedTrigger(SimTime now) = 0;

    /** @brief The processor turns to a frame. */
    virtual void OnServiceBegin(const FrameStamp& stamp, SimTime now) = 0;

    /** @brief The processor is done with the frame that it has turned to. */
    virtual void OnServiceEnd(FrameEnd end, SimTime now) = 0;

    /** @brief The processor has no place for a frame, whose first line comes now. */
    virtual void OnRefused(const FrameStamp& stamp, SimTime now) = 0;
};

} // namespace nexsim

#endif // NEXSIM_SENSOR_OBSERVER_H
