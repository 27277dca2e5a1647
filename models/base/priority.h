// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PRIORITY_H
#define NEXSIM_PRIORITY_H

#include <cstdint>

namespace nexsim
{

/**
 * @brief The order of events at one instant: the only such list in the project.
 *
 * What frees a resource goes before what asks for it (departures before arrivals), the outside
 * world before a component's own time-outs, and who only watches comes last.
 */
enum class Priority : uint8_t
{
    Initialise,  //!< start of components, edges of measurement windows, scenario events
    Departure,   //!< a transmitter or a core becomes free
    Arrival,     //!< a packet reaches a component
    Timer,       //!< sources and protocol timers; every event of foreign ns-3 code
    PolicyTimer, //!< periodic decisions: AQM updates, pool resizing, batching time-outs
    Observer     //!< probes and progress: they never change the run
};

} // namespace nexsim

#endif // NEXSIM_PRIORITY_H
