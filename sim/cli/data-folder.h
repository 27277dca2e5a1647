// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DATA_FOLDER_H
#define NEXSIM_DATA_FOLDER_H

#include <filesystem>

namespace nexsim
{

/**
 * @brief The folder of shipped data: topologies, captures, size distributions.
 *
 * In the environment variable NEXSIM_DATA, or beside the program: in the source tree whose build
 * folder it is in, or in the installed tree. Empty where there is none.
 */
std::filesystem::path DataFolder();

} // namespace nexsim

#endif // NEXSIM_DATA_FOLDER_H
