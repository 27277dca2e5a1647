// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEAREST_NAME_H
#define NEXSIM_NEAREST_NAME_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief Edits that turn one text into the other: insertions, deletions, substitutions and swaps
 * of neighbours, each byte edited at most once.
 *
 * This is the optimal string alignment distance, the restricted form of Damerau (1964) and
 * Levenshtein (1966).
 */
std::size_t EditDistance(std::string_view a, std::string_view b);

/**
 * @brief The candidate that a person probably meant by `name`.
 *
 * Upper and lower case count as equal first, so `rate` finds `Rate` before `rata`; among equally
 * near candidates the one that also agrees in case, then the one with the longer common begin, then
 * the first one, is taken. Nothing is
 * returned when more than a third of the name would have to change.
 */
std::optional<std::string> NearestName(std::string_view name,
                                       const std::vector<std::string>& candidates);

/// @return `; did you mean "Rate"?`, or `; known: "a", "b"` when nothing is near and the candidates
/// are few, or nothing.
std::string SuggestName(std::string_view name, const std::vector<std::string>& candidates);

/// @return the text in double quotes, with control characters as `\n`, `\t` or `\u0001`, cut after
/// 60 characters.
std::string Quoted(std::string_view text);

/// @return `"a", "b"`
std::string QuotedList(const std::vector<std::string>& texts);

} // namespace nexsim

#endif // NEXSIM_NEAREST_NAME_H
