// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/name-index.h"

#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nexsim
{

NameIndex::NameIndex(std::string kind) : m_kind(std::move(kind)) {}

bool
NameIndex::Add(const std::string& name)
{
    if (!m_positions.emplace(name, m_names.size()).second)
    {
        return false;
    }
    const NumberedName parts = SplitName(name);
    if (parts.number)
    {
        m_rows[parts.base].emplace(*parts.number, m_names.size());
    }
    m_names.push_back(name);
    return true;
}

std::optional<std::size_t>
NameIndex::Find(const std::string& name) const
{
    const auto found = m_positions.find(name);
    return found == m_positions.end() ? std::nullopt : std::optional(found->second);
}

std::string
NameIndex::Unknown(const std::string& name) const
{
    // A row of a thousand clients is one candidate, not a thousand.
    std::vector<std::string> candidates;
    for (const std::string& known : m_names)
    {
        if (!SplitName(known).number)
        {
            candidates.push_back(known);
        }
    }
    for (const auto& [base, numbers] : m_rows)
    {
        const std::string row =
            fmt::format("{}[{}..{}]", base, numbers.begin()->first, numbers.rbegin()->first);
        if (SplitName(name).base == base)
        {
            return fmt::format("no {} is called {}; there are {}",
                               m_kind,
                               Quoted(name),
                               Quoted(row));
        }
        candidates.push_back(numbers.size() > 1 ? row : JoinName(base, numbers.begin()->first));
    }
    return fmt::format("no {} is called {}{}", m_kind, Quoted(name), SuggestName(name, candidates));
}

Outcome<std::vector<std::size_t>>
NameIndex::Match(const NamePattern& pattern) const
{
    std::vector<std::size_t> positions;
    if (pattern.all)
    {
        const auto row = m_rows.find(pattern.base);
        if (row == m_rows.end())
        {
            return TextError{Unknown(pattern.base + "[*]"), 0};
        }
        for (const auto& [number, position] : row->second)
        {
            positions.push_back(position);
        }
        return positions;
    }
    for (const std::string& name : ExpandNames(pattern))
    {
        const auto position = Find(name);
        if (!position)
        {
            return TextError{Unknown(name), 0};
        }
        positions.push_back(*position);
    }
    return positions;
}

Outcome<std::vector<std::size_t>>
NameIndex::Select(std::string_view selector) const
{
    const auto patterns = ParseNamePatterns(selector);
    if (!patterns)
    {
        return patterns.Error();
    }
    std::vector<std::size_t> selected;
    for (const NamePattern& pattern : *patterns)
    {
        const auto positions = Match(pattern);
        if (!positions)
        {
            return positions.Error();
        }
        selected.insert(selected.end(), positions->begin(), positions->end());
    }
    std::vector<std::size_t> sorted = selected;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
    {
        return TextError{fmt::format("{} selects the {} {} twice",
                                     Quoted(selector),
                                     m_kind,
                                     Quoted(m_names[*twice])),
                         0};
    }
    return selected;
}

} // namespace nexsim
