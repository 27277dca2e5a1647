// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_READER_H
#define NEXSIM_RUN_READER_H

#include "sim/scenario/cost-profile.h"
#include "sim/scenario/file-finder.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/type-catalogue.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief The longest simulated time. Random spans reach 2^62 ps, 53 days (RandomQuantity): from any
 * instant of a run they end within the 106 days that 64 bits hold.
 */
inline constexpr SimTime kLongestRun = Seconds(50 * 86'400);

/** @brief Seeds of ns-3's MRG32k3a generator: below both of its moduli. */
inline constexpr int64_t kLargestSeed = 4'294'944'442;

/** @brief Keys of a document that say what one run is; all others say which runs there are. */
const std::vector<std::string>& RunKeys();

/**
 * @brief Reads the document of one run: no parameters, variants or expressions are left in it.
 *
 * Checks everything that can be checked before the models are there, and reports all faults.
 *
 * @param profiles keeps the evidence of costs from one document to the next
 * @return nothing after an error
 */
std::optional<ScenarioRun> ReadRun(const Json& document,
                                   const ReadContext& context,
                                   const TypeCatalogue& catalogue,
                                   FileFinder& files,
                                   CostProfileReader& profiles);

} // namespace nexsim

#endif // NEXSIM_RUN_READER_H
