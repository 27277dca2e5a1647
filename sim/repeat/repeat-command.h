// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REPEAT_COMMAND_H
#define NEXSIM_REPEAT_COMMAND_H

#include "sim/repeat/finished-run.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief How a run is made once more from its scenario. */
struct RepeatCommand
{
    std::string line;   //!< for a shell
    std::string reason; //!< why it would not make this run; empty where it was found to do
};

/**
 * @brief The command that makes just this run from its scenario file.
 *
 * It is checked: the scenario is read, and the run that the command would make has this run's id.
 *
 * @param means the scenario file, where it has moved; the libraries that are loaded
 * @param out folder for the results
 */
RepeatCommand FindRepeatCommand(const FinishedRun& run,
                                const RepeatMeans& means,
                                const std::string& out);

} // namespace nexsim

#endif // NEXSIM_REPEAT_COMMAND_H
