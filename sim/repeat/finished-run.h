// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FINISHED_RUN_H
#define NEXSIM_FINISHED_RUN_H

#include "sim/results/run-record.h"
#include "sim/scenario/file-finder.h"
#include "sim/scenario/scenario.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A folder is no run's, or the run in it cannot be repeated; what() says why and what to do. */
class RunFolderError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/** @brief What a run has left: "results/NAME/runs/ID". */
struct FinishedRun
{
    std::string folder; //!< as the person named it, without a slash at its end
    RunRecord record;
    std::string document; //!< of the run, as canonical JSON
};

/** @throws RunFolderError when it is no folder of a run, or its files are not readable */
FinishedRun ReadFinishedRun(std::string folder);

/** @brief How the experiment that a run belongs to was called last, from its experiment.json. */
struct RunOrigin
{
    std::string scenario;               //!< file, as it was named; empty when nothing tells
    std::vector<std::string> overrides; //!< arguments of --set
    std::vector<std::string> libraries; //!< arguments of --load
    bool listsRun = false;              //!< whether that call made this run: the above are its own
};

/** @brief What the folder of the experiment tells; little where it is gone. */
RunOrigin FindOrigin(const FinishedRun& run);

/** @brief What is there for repeating runs. */
struct RepeatMeans
{
    std::string scenario;               //!< file beside which others lie; empty for the origin's
    std::string data;                   //!< folder of shipped data
    std::vector<std::string> libraries; //!< that have been loaded
};

/**
 * @brief The run's scenario, once every file and library that it was made from is found with the same
 * content.
 * @throws RunFolderError naming all that are missing or differ, with their hashes
 */
ScenarioRun ReadScenarioOf(const FinishedRun& run, const RepeatMeans& means);

/** @brief "lossy, load 0.5, replication 3": which run of its experiment it is. */
std::string WhichRun(const RunRecord& record);

} // namespace nexsim

#endif // NEXSIM_FINISHED_RUN_H
