// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PATH_PATTERN_H
#define NEXSIM_PATH_PATTERN_H

#include <string_view>

namespace nexsim
{

/** @brief Whether a path fits a pattern in which "*" stands for any text without a slash. */
bool MatchesPath(std::string_view pattern, std::string_view path);

} // namespace nexsim

#endif // NEXSIM_PATH_PATTERN_H
