// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/cell-pairing.h"

#include "sim/scenario/nearest-name.h"

#include <algorithm>
#include <map>
#include <utility>

namespace nexsim
{

std::vector<std::string>
VariantsOf(const std::vector<RunCell>& cells)
{
    std::vector<std::string> variants;
    for (const RunCell& cell : cells)
    {
        if (std::find(variants.begin(), variants.end(), cell.Variant()) == variants.end())
        {
            variants.push_back(cell.Variant());
        }
    }
    return variants;
}

std::string
BaselineOf(const std::vector<RunCell>& cells, const std::string& wanted)
{
    const std::vector<std::string> variants = VariantsOf(cells);
    if (variants.size() < 2)
    {
        throw ComparisonError(
            "the experiment has runs of one variant only; a comparison needs two");
    }
    if (wanted.empty())
    {
        return variants.front();
    }
    if (std::find(variants.begin(), variants.end(), wanted) == variants.end())
    {
        throw ComparisonError("no variant is called " + Quoted(wanted) +
                              SuggestName(wanted, variants));
    }
    return wanted;
}

std::set<std::string>
SweptParameters(const std::vector<RunCell>& cells)
{
    std::map<std::pair<std::string, std::string>, std::set<std::string>> values;
    for (const RunCell& cell : cells)
    {
        for (const auto& [name, value] : cell.Parameters())
        {
            values[{cell.Variant(), name}].insert(value);
        }
    }
    std::set<std::string> swept;
    for (const auto& [key, taken] : values)
    {
        if (taken.size() > 1)
        {
            swept.insert(key.second);
        }
    }
    return swept;
}

bool
AreAtOnePoint(const RunCell& a, const RunCell& b, const std::set<std::string>& swept)
{
    return std::all_of(a.Parameters().begin(), a.Parameters().end(), [&](const auto& mine) {
        return swept.count(mine.first) == 0 ||
               std::none_of(b.Parameters().begin(), b.Parameters().end(), [&](const auto& own) {
                   return own.first == mine.first && own.second != mine.second;
               });
    });
}

} // namespace nexsim
