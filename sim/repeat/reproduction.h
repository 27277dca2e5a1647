// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REPRODUCTION_H
#define NEXSIM_REPRODUCTION_H

#include "sim/repeat/finished-run.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief What came of repeating a run. */
struct Reproduction
{
    FinishedRun repeated;
    std::vector<std::string> equalFiles;
    std::vector<std::string> differentFiles; //!< other content, or in one of the folders only

    bool IsEqual() const
    {
        return differentFiles.empty();
    }
};

/**
 * @brief Repeats a run from what is in its folder, in this process, and compares all that it leaves.
 *
 * Files are compared byte for byte; of run.json all but the provenance, which names the build.
 *
 * @param out folder in which the repeated run's folder comes to be, under the run's id
 * @throws RunFolderError when the run cannot be repeated; IoError
 */
Reproduction Reproduce(const FinishedRun& run, const RepeatMeans& means, const std::string& out);

} // namespace nexsim

#endif // NEXSIM_REPRODUCTION_H
