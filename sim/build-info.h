// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BUILD_INFO_H
#define NEXSIM_BUILD_INFO_H

namespace nexsim
{

/**
 * @brief What this libnexsim was built from and with: part of every result's provenance. None of
 * it may change a result.
 */
struct BuildInfo
{
    const char* version;    //!< of the project, "0.1.0"
    const char* gitCommit;  //!< full hash; "-dirty" when sources differ from it; "unknown"
    const char* compiler;   //!< "GNU 12.2.0"
    const char* buildType;  //!< "Release"
    const char* sanitizers; //!< "address,undefined"; empty without
    const char* ns3Version; //!< "3.37"
    const char* abi;        //!< name of the symbol that plug-ins built against our headers need
};

/** @brief The build of the library that is running. */
const BuildInfo& GetBuildInfo();

} // namespace nexsim

#endif // NEXSIM_BUILD_INFO_H
