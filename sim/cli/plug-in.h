// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLUG_IN_H
#define NEXSIM_PLUG_IN_H

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Loads shared libraries, whose types a scenario can then name.
 * @throws std::runtime_error naming the library and the reason
 */
void LoadPlugIns(const std::vector<std::string>& libraries);

} // namespace nexsim

#endif // NEXSIM_PLUG_IN_H
