// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STAGE_CLOCK_H
#define NEXSIM_STAGE_CLOCK_H

#include "models/base/quantity.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace nexsim
{

/** @brief Where a packet spends its time, delimited by its last bit. */
enum class Stage : uint8_t
{
    Application,
    UserStack,
    SystemCall,
    Copy,
    Classification,
    BatchWait,
    ChannelRing,
    AqmQueue,
    NicRing,
    Serialisation,
    Propagation,
    SwitchQueue,
    InterruptHold,
    CoreWait,
    WakeUp,
    Reassembly
};

inline constexpr size_t kStageCount = 16;

/** @brief The stages' names as results write them, in the order of the enumeration. */
inline constexpr std::array<std::string_view, kStageCount> kStageNames = {"application",
                                                                          "user-stack",
                                                                          "system-call",
                                                                          "copy",
                                                                          "classification",
                                                                          "batch-wait",
                                                                          "channel-ring",
                                                                          "aqm-queue",
                                                                          "nic-ring",
                                                                          "serialisation",
                                                                          "propagation",
                                                                          "switch-queue",
                                                                          "interrupt-hold",
                                                                          "core-wait",
                                                                          "wake-up",
                                                                          "reassembly"};

/** @brief Picoseconds by stage; only stages named in the packet's stage mask hold a value. */
struct StageClock
{
    std::array<int64_t, kStageCount> picoseconds;
};

static_assert(sizeof(StageClock) == 128, "the stage clock is two cache lines of a packet slot");

} // namespace nexsim

#endif // NEXSIM_STAGE_CLOCK_H
