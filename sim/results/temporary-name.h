// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEMPORARY_NAME_H
#define NEXSIM_TEMPORARY_NAME_H

#include <string>

namespace nexsim
{

/**
 * @brief The path under which this process prepares a file or folder before renaming it:
 * ".<name>.tmp-<machine>-<pid>" in the same folder, hence on the same file system.
 *
 * The machine is a hash of its host name, so that jobs of several machines may share a results folder;
 * the name vanishes with the rename and never reaches a result.
 */
std::string TemporaryName(const std::string& path);

/**
 * @brief Remove from a folder what processes of this machine that no longer exist left under temporary
 * names. Other entries, and a folder that does not exist, are left alone.
 * @throw IoError when a leftover cannot be removed
 */
void RemoveStaleTemporaries(const std::string& folder);

} // namespace nexsim

#endif // NEXSIM_TEMPORARY_NAME_H
