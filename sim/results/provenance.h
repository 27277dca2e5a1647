// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PROVENANCE_H
#define NEXSIM_PROVENANCE_H

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief What made a result.
 *
 * It holds nothing of where and when: no host name, user, folder or date, so that the same program
 * writes byte-identical files anywhere. The command line does name such things (an output folder, a
 * number of jobs); it is therefore kept once per experiment and left out of each run.
 */
struct Provenance
{
    std::string version;        //!< of nexsim
    std::string git;            //!< commit of the sources, or "unknown"
    std::string compiler;       //!< name and version
    std::string build;          //!< type of build, and sanitizers if any
    std::string ns3;            //!< version of ns-3
    unsigned resultsVersion{0}; //!< results of different versions are not comparable digit by digit
    std::string commandLine;    //!< as typed, quoted for a shell; empty in a run's record

    bool operator==(const Provenance& other) const;
};

/** @brief The provenance of what this library computes, without a command line. */
Provenance GetProvenance();

/** @brief One line that a POSIX shell splits into exactly these words. */
std::string ToShellLine(const std::vector<std::string>& words);

} // namespace nexsim

#endif // NEXSIM_PROVENANCE_H
