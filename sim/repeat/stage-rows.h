// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STAGE_ROWS_H
#define NEXSIM_STAGE_ROWS_H

#include "sim/experiment/run-cell.h"
#include "sim/experiment/statistics.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Mean picoseconds by stage, in one run. */
using StageMeans = std::map<std::string, double>;

/** @brief By replication; those without a packet are not there. */
using StageSample = std::map<std::int64_t, StageMeans>;

/** @brief The mean latency that the stages add up to, in picoseconds. */
double Sum(const StageMeans& means);

/** @brief A cell with what it is compared with, if anything, and the numbers of both. */
struct StageRow
{
    const RunCell* cell{nullptr};
    const RunCell* baseline{nullptr}; //!< null for a cell that is compared with none
    StageSample sample;
    StageSample reference; //!< the same replications; empty without a baseline
};

/**
 * @brief Below each cell of the baseline those compared with it, then cells that nothing is compared with.
 * @param cells outlive the rows
 * @param baseline variant; empty for no comparison
 * @param traffic entry
 */
std::vector<StageRow> RowsOf(const std::vector<RunCell>& cells,
                             const std::string& baseline,
                             const std::string& traffic);

/** @brief Random where any run of the row's cell is. */
Draws DrawsOf(const StageRow& row);

/** @brief Of the mean latency; of its difference to the baseline's where there is one. */
Interval LatencyInterval(const StageRow& row);

/** @brief The same of some stages together. */
Interval StageInterval(const StageRow& row, const std::vector<std::string>& stages);

} // namespace nexsim

#endif // NEXSIM_STAGE_ROWS_H
