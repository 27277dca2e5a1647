// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_CELL_H
#define NEXSIM_RUN_CELL_H

#include "sim/results/run-record.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief The replications of one variant at one sweep point. */
struct RunCell
{
    std::string label; //!< variant, and what parameters vary within it: "split-128K load=0.5"
    std::vector<const RunRecord*> runs;

    const std::string& Variant() const
    {
        return runs.front()->variant;
    }

    const NamedTexts& Parameters() const
    {
        return runs.front()->parameters;
    }
};

/** @brief The cells of an experiment, in the order in which the records name them first. */
std::vector<RunCell> CellsOf(const std::vector<const RunRecord*>& records);

/** @brief The entries of the traffic, in the order in which the runs report them. */
std::vector<std::string> TrafficOf(const std::vector<const RunRecord*>& records);

/** @brief "<folder>/runs/<id>/<file>", of an experiment's folder. */
std::string FileOfRun(const std::string& folder, const RunRecord& record, const std::string& file);

} // namespace nexsim

#endif // NEXSIM_RUN_CELL_H
