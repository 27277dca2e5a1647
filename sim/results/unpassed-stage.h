// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_UNPASSED_STAGE_H
#define NEXSIM_UNPASSED_STAGE_H

#include "sim/results/metrics.h"

#include <optional>
#include <string_view>

namespace nexsim
{

/**
 * @brief Whether a path such as "web/stage/switch-queue/mean", or that of a window, is about a stage
 * which none of the entry's measured packets has passed: records leave it out.
 * @return the statistic, which is a part of `path`; nothing for another path, or where no packet
 * was measured
 */
std::optional<std::string_view> StatisticOfUnpassedStage(const MetricTable& metrics,
                                                         std::string_view path);

} // namespace nexsim

#endif // NEXSIM_UNPASSED_STAGE_H
