// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/name-pattern.h"

#include "sim/scenario/ascii.h"
#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nexsim
{

namespace
{

constexpr std::size_t kLongestName = 200; //!< bytes

/** @brief A number as it stands in brackets: digits without leading zeros. */
std::optional<uint32_t>
ParseNumber(std::string_view text)
{
    uint32_t number = 0;
    const char* end = text.data() + text.size();
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), IsDigit) &&
                       (text.size() == 1 || text.front() != '0');
    if (!plain)
    {
        return std::nullopt;
    }
    const auto result = std::from_chars(text.data(), end, number);
    return result.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

bool
MayStandInName(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7f &&
           std::string_view("/[],*\"'\\").find(c) == std::string_view::npos;
}

/** @brief Nothing when the text can be a name. */
std::optional<TextError>
NameFault(std::string_view name, std::size_t offset)
{
    if (name.empty())
    {
        return TextError{"a name is missing", offset};
    }
    if (name.size() > kLongestName)
    {
        return TextError{fmt::format("a name has at most {} bytes; {} has {}",
                                     kLongestName,
                                     Quoted(name),
                                     name.size()),
                         offset};
    }
    const auto bad = std::find_if_not(name.begin(), name.end(), MayStandInName);
    if (bad != name.end())
    {
        return TextError{fmt::format("a name cannot hold {}; got {}",
                                     Quoted(std::string_view(&*bad, 1)),
                                     Quoted(name)),
                         offset + static_cast<std::size_t>(bad - name.begin())};
    }
    if (name == "." || name == "..")
    {
        return TextError{fmt::format("{} cannot be a name", Quoted(name)), offset};
    }
    return std::nullopt;
}

/** @brief What stands between the brackets. */
Outcome<NamePattern>
ParseBrackets(NamePattern pattern,
              std::string_view inside,
              std::string_view whole,
              std::size_t offset)
{
    if (inside == "*")
    {
        pattern.all = true;
        return pattern;
    }
    const std::size_t dots = inside.find("..");
    const auto first = ParseNumber(inside.substr(0, dots));
    const auto last = dots == std::string_view::npos ? first : ParseNumber(inside.substr(dots + 2));
    if (!first || !last)
    {
        return TextError{
            fmt::format("in brackets stands a number, a range such as 0..3 or *; got {}",
                        Quoted(whole)),
            offset};
    }
    if (*last < *first)
    {
        return TextError{fmt::format("the range {} ends before it begins", Quoted(whole)), offset};
    }
    pattern.range = NamePattern::Range{*first, *last};
    return pattern;
}

Outcome<NamePattern>
ParsePattern(std::string_view text, std::size_t offset)
{
    const std::size_t open = text.find('[');
    NamePattern pattern;
    pattern.base = std::string(text.substr(0, open));
    if (const auto fault = NameFault(pattern.base, offset))
    {
        return *fault;
    }
    if (open == std::string_view::npos)
    {
        return pattern;
    }
    if (text.back() != ']' || text.find('[', open + 1) != std::string_view::npos)
    {
        return TextError{
            fmt::format("brackets stand once, at the end of a name; got {}", Quoted(text)),
            offset + open};
    }
    return ParseBrackets(std::move(pattern),
                         text.substr(open + 1, text.size() - open - 2),
                         text,
                         offset + open);
}

std::size_t
CountOf(const NamePattern& pattern)
{
    return pattern.range ? std::size_t{pattern.range->last} - pattern.range->first + 1 : 1;
}

} // namespace

NumberedName
SplitName(std::string_view name)
{
    const std::size_t open = name.find('[');
    if (open == std::string_view::npos || open == 0 || name.back() != ']')
    {
        return {std::string(name), std::nullopt};
    }
    const auto number = ParseNumber(name.substr(open + 1, name.size() - open - 2));
    return number ? NumberedName{std::string(name.substr(0, open)), number}
                  : NumberedName{std::string(name), std::nullopt};
}

std::string
JoinName(const std::string& base, uint32_t number)
{
    return base + "[" + std::to_string(number) + "]";
}

Outcome<std::vector<NamePattern>>
ParseNamePatterns(std::string_view text)
{
    std::vector<NamePattern> patterns;
    std::size_t count = 0;
    std::size_t begin = 0;
    while (true)
    {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        std::size_t from = begin;
        std::size_t to = comma;
        for (; from < to && text[from] == ' '; ++from)
        {
        }
        for (; to > from && text[to - 1] == ' '; --to)
        {
        }
        auto pattern = ParsePattern(text.substr(from, to - from), from);
        if (!pattern)
        {
            return pattern.Error();
        }
        count += CountOf(*pattern);
        if (count > kNameLimit)
        {
            return TextError{
                fmt::format("{} stands for more than {} names", Quoted(text), kNameLimit),
                from};
        }
        patterns.push_back(std::move(*pattern));
        if (comma == text.size())
        {
            return patterns;
        }
        begin = comma + 1;
    }
}

Outcome<std::string>
ParsePlainName(std::string_view text)
{
    if (const auto fault = NameFault(text, 0))
    {
        return *fault;
    }
    if (text.front() == ' ' || text.back() == ' ')
    {
        return TextError{
            fmt::format("a name neither begins nor ends with a blank; got {}", Quoted(text)),
            0};
    }
    return std::string(text);
}

std::vector<std::string>
ExpandNames(const NamePattern& pattern)
{
    if (!pattern.range)
    {
        return {pattern.base};
    }
    std::vector<std::string> names;
    names.reserve(CountOf(pattern));
    for (uint64_t number = pattern.range->first; number <= pattern.range->last; ++number)
    {
        names.push_back(JoinName(pattern.base, static_cast<uint32_t>(number)));
    }
    return names;
}

Outcome<std::vector<std::string>>
ExpandKey(std::string_view key)
{
    const auto patterns = ParseNamePatterns(key);
    if (!patterns)
    {
        return patterns.Error();
    }
    std::vector<std::string> names;
    for (const NamePattern& pattern : *patterns)
    {
        if (pattern.all)
        {
            return TextError{fmt::format("{} cannot stand here: nothing tells how many there are; "
                                         "write a range such as {}[0..3]",
                                         Quoted(pattern.base + "[*]"),
                                         pattern.base),
                             0};
        }
        const auto expanded = ExpandNames(pattern);
        names.insert(names.end(), expanded.begin(), expanded.end());
    }
    return names;
}

} // namespace nexsim
