// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SENSOR_SHAPE_H
#define NEXSIM_SENSOR_SHAPE_H

#include "models/base/quantity.h"

namespace nexsim
{

/** @brief What one frame of a sensor is. */
struct SensorShape
{
    SimTime readOut;       //!< of all lines, evenly one after the other
    int64_t lines = 1;     //!< 1 and above
    int64_t lineBytes = 1; //!< 1 and above

    int64_t FrameBytes() const
    {
        return lines * lineBytes;
    }
};

/** @brief Which frame of its sensor, and when that was triggered. */
struct FrameStamp
{
    uint64_t number = 0; //!< counts the frames of a sensor from 0
    SimTime trigger;
};

} // namespace nexsim

#endif // NEXSIM_SENSOR_SHAPE_H
