// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHARGE_WORK_H
#define NEXSIM_CHARGE_WORK_H

#include "models/base/packet.h"
#include "models/host/processor.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace nexsim
{

/** @brief A part of the work that was done for a packet, and the stage that it counts as. */
struct WorkStage
{
    Stage stage;
    SimTime span;
};

/**
 * @brief A piece of work for the packet is done: all since its last mark is accounted for. Within the
 * Finish of the task that did it.
 *
 * What is more than the work itself the packet waited for the core: up to `wakeUp` of that is
 * Stage::WakeUp, the rest (others that had the core, a lock) Stage::CoreWait.
 */
template <size_t N>
void
ChargeWork(Processor& processor,
           Packet& packet,
           const std::array<WorkStage, N>& work,
           SimTime wakeUp,
           SimTime now)
{
    SimTime rest = now - packet.lastMark;
    for (const WorkStage& part : work)
    {
        if (part.span > SimTime(0))
        {
            AddToStage(packet, part.stage, part.span);
            rest -= part.span;
        }
    }
    if (rest < SimTime(0))
    {
        throw std::logic_error("a packet's work took longer than the packet was there");
    }
    const SimTime woken = std::min(wakeUp, rest);
    if (woken > SimTime(0))
    {
        AddToStage(packet, Stage::WakeUp, woken);
    }
    if (rest > woken)
    {
        AddToStage(packet, Stage::CoreWait, rest - woken);
    }
    packet.lastMark = now;
    processor.NoteWork(packet);
}

} // namespace nexsim

#endif // NEXSIM_CHARGE_WORK_H
