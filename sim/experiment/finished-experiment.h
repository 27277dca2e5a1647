// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FINISHED_EXPERIMENT_H
#define NEXSIM_FINISHED_EXPERIMENT_H

#include "sim/results/run-record.h"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A folder is no experiment's; what() says why, and what to do. */
class ExperimentFolderError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/** @brief What an experiment has left in "results/NAME", as its last call listed it. */
struct FinishedExperiment
{
    std::string folder; //!< as the person named it, without a slash at its end
    std::string name;
    std::string about;
    std::string scenario;             //!< file, as it was named
    std::string commandLine;          //!< of the last call
    std::vector<std::string> columns; //!< parameters that any run has, in order of first mention
    std::vector<RunRecord> runs;      //!< that are finished, in the order of the plan
    std::size_t unfinished{0};        //!< runs that the plan had, too

    std::vector<const RunRecord*> Records() const;
};

/**
 * @brief Reads experiment.json and the records of all finished runs.
 * @throws ExperimentFolderError; RecordError naming a file that is no record
 */
FinishedExperiment ReadFinishedExperiment(std::string folder);

/** @brief A line for standard error where runs of the plan are missing; "" where none is. */
std::string UnfinishedText(const char* verb, const FinishedExperiment& experiment);

} // namespace nexsim

#endif // NEXSIM_FINISHED_EXPERIMENT_H
