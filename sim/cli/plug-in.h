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
 * @throws UsageError naming the library and the reason: it cannot be loaded, was built against other
 *     headers of ours (models/base/abi.h), or one of its types has the name of another, so that a
 *     scenario would not say which it means
 */
void LoadPlugIns(const std::vector<std::string>& libraries);

} // namespace nexsim

#endif // NEXSIM_PLUG_IN_H
