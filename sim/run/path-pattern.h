// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PATH_PATTERN_H
#define NEXSIM_PATH_PATTERN_H

#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief Whether a path fits a pattern in which "*" stands for any text without a slash. */
bool MatchesPath(std::string_view pattern, std::string_view path);

/// @return for a pattern that no path fits `; did you mean "web/*/response_time"?` where this is a
/// metric of the parts of "web", and else as SuggestName().
std::string SuggestPattern(std::string_view pattern, const std::vector<std::string>& paths);

} // namespace nexsim

#endif // NEXSIM_PATH_PATTERN_H
