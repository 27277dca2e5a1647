// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/nearest-name.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace nexsim
{

namespace
{

/// Longer names are not compared: the work grows with the product of the lengths.
constexpr std::size_t kLongestCompared = 64;

/// Candidates up to this number are listed when none is near.
constexpr std::size_t kListedNames = 8;

constexpr std::size_t kLongestQuote = 60;

/// ASCII only and independent of the locale.
std::string
LowerCase(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
    {
        if (c >= 'A' && c <= 'Z')
        {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return lower;
}

std::size_t
CommonPrefix(std::string_view a, std::string_view b)
{
    const std::size_t size = std::min(a.size(), b.size());
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + size, b.begin()).first -
                                    a.begin());
}

void
AppendEscaped(std::string& text, char c)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
    {
        text += "\\n";
    }
    else if (c == '\t')
    {
        text += "\\t";
    }
    else if (byte < 0x20 || byte == 0x7f)
    {
        text += "\\u00";
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    else
    {
        if (c == '"' || c == '\\')
        {
            text += '\\';
        }
        text += c;
    }
}

bool
IsUtf8Continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::size_t
EditDistance(std::string_view a, std::string_view b)
{
    // Row i holds the distances of the first i bytes of a; a swap looks back two rows.
    const std::size_t width = b.size() + 1;
    std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows)
    {
        row.resize(width);
    }
    for (std::size_t j = 0; j < width; ++j)
    {
        rows[0][j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        row[0] = i;
        for (std::size_t j = 1; j < width; ++j)
        {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            {
                row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
            }
        }
    }
    return rows[a.size() % 3][b.size()];
}

std::optional<std::string>
NearestName(std::string_view name, const std::vector<std::string>& candidates)
{
    if (name.size() > kLongestCompared)
    {
        return std::nullopt;
    }
    const std::string lowerName = LowerCase(name);
    std::optional<std::string> nearest;
    std::tuple<std::size_t, std::size_t, std::size_t> best;
    for (const std::string& candidate : candidates)
    {
        if (candidate.size() > kLongestCompared)
        {
            continue;
        }
        const std::size_t folded = EditDistance(lowerName, LowerCase(candidate));
        if (folded > (std::max(name.size(), candidate.size()) + 1) / 3)
        {
            continue;
        }
        const auto distance = std::make_tuple(folded,
                                              EditDistance(name, candidate),
                                              name.size() - CommonPrefix(name, candidate));
        if (!nearest || distance < best)
        {
            nearest = candidate;
            best = distance;
        }
    }
    return nearest;
}

std::string
SuggestName(std::string_view name, const std::vector<std::string>& candidates)
{
    if (const auto nearest = NearestName(name, candidates))
    {
        return "; did you mean " + Quoted(*nearest) + "?";
    }
    if (candidates.empty() || candidates.size() > kListedNames)
    {
        return "";
    }
    return "; known: " + QuotedList(candidates);
}

std::string
Quoted(std::string_view text)
{
    std::string quoted = "\"";
    std::size_t characters = 0;
    for (const char c : text)
    {
        if (!IsUtf8Continuation(c) && ++characters > kLongestQuote)
        {
            quoted += "...";
            break;
        }
        AppendEscaped(quoted, c);
    }
    return quoted + "\"";
}

std::string
QuotedList(const std::vector<std::string>& texts)
{
    std::string list;
    for (const std::string& text : texts)
    {
        list += (list.empty() ? "" : ", ") + Quoted(text);
    }
    return list;
}

} // namespace nexsim
