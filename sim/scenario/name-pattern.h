// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NAME_PATTERN_H
#define NEXSIM_NAME_PATTERN_H

#include "sim/scenario/outcome.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief Most names that the patterns of one text may stand for. */
inline constexpr std::size_t kNameLimit = 1'000'000;

/**
 * @brief One name or a row of numbered ones: `sw`, `client[2]`, `client[0..3]`, `client[*]`.
 */
struct NamePattern
{
    /** @brief The numbers in brackets, both included. */
    struct Range
    {
        uint32_t first = 0;
        uint32_t last = 0;
    };

    std::string base;
    std::optional<Range> range;
    bool all = false; //!< [*]

    /** @brief True when it stands for exactly one name. */
    bool IsSingle() const
    {
        return !all && (!range || range->first == range->last);
    }
};

/** @brief A name taken apart: `client[3]` is "client" and 3; what has no such end has no number. */
struct NumberedName
{
    std::string base;
    std::optional<uint32_t> number;
};

NumberedName SplitName(std::string_view name);

std::string JoinName(const std::string& base, uint32_t number);

/**
 * @brief Reads patterns separated by commas, with blanks around them.
 *
 * A name holds neither / [ ] , * nor quotes, backslashes or control characters, and neither begins
 * nor ends with a blank. The offset of an error is that within the text.
 */
Outcome<std::vector<NamePattern>> ParseNamePatterns(std::string_view text);

/** @brief As ParseNamePatterns, of a text that must be a single plain name without brackets. */
Outcome<std::string> ParsePlainName(std::string_view text);

/** @brief The names in order; the pattern must not be [*]. */
std::vector<std::string> ExpandNames(const NamePattern& pattern);

/** @brief As ParseNamePatterns and ExpandNames of each, for a key that makes things. */
Outcome<std::vector<std::string>> ExpandKey(std::string_view key);

} // namespace nexsim

#endif // NEXSIM_NAME_PATTERN_H
