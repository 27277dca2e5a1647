// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MEASURE_READER_H
#define NEXSIM_MEASURE_READER_H

#include "sim/scenario/name-index.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/section.h"
#include "sim/scenario/tap-selector.h"

#include <optional>

namespace nexsim
{

/** @brief Most samples of one series: the run would rather be a series than a simulation. */
inline constexpr int64_t kSampleLimit = 10'000'000;

/**
 * @brief Reads "measure".
 *
 * Whether a series names a metric is known only when the models are there.
 */
MeasureSpec ReadMeasure(const Json& measure,
                        const NameIndex& traffic,
                        const TapSelector& taps,
                        SimTime duration,
                        const ReadContext& context);

/** @brief {"from": "20ms", "to": "40ms"} within the measured time; nothing after an error. */
std::optional<WindowSpec> ReadWindow(const Json& window,
                                     const std::string& pointer,
                                     const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_MEASURE_READER_H
