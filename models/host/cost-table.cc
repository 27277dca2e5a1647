// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/cost-table.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

void
CostTable::Set(CostFigure figure)
{
    const auto [place, isNew] =
        m_byName.emplace(figure.name, static_cast<CostKind>(m_figures.size()));
    if (isNew)
    {
        m_figures.push_back(std::move(figure));
        m_isUsed.push_back(false);
    }
    else
    {
        m_figures[place->second] = std::move(figure);
    }
}

const CostFigure*
CostTable::Find(std::string_view name) const
{
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : &m_figures[found->second];
}

/** The figure of this name if it counts things, or time, as wanted; else null. */
const CostFigure*
CostTable::FindOf(std::string_view name, bool isCount) const
{
    const CostFigure* figure = Find(name);
    return figure != nullptr && (figure->unit == CostUnit::Count) == isCount ? figure : nullptr;
}

Cost
CostTable::HandOut(const CostFigure& figure) const
{
    const auto kind = static_cast<CostKind>(&figure - m_figures.data());
    m_isUsed[kind] = true;
    return {kind, figure.value, ns3::PeekPointer(figure.randomValue)};
}

Cost
CostTable::Need(std::string_view name, const std::string& user) const
{
    const CostFigure* figure = FindOf(name, false);
    if (figure == nullptr)
    {
        throw std::invalid_argument(
            fmt::format("{} needs the cost figure \"{}\", which its host's Costs do not have; "
                        "extend them with a profile that has it, or write \"{}\": \"100ns\"",
                        user,
                        name,
                        name));
    }
    return HandOut(*figure);
}

std::optional<Cost>
CostTable::Use(std::string_view name) const
{
    const CostFigure* figure = FindOf(name, false);
    return figure == nullptr ? std::nullopt : std::optional(HandOut(*figure));
}

int64_t
CostTable::NeedCount(std::string_view name, const std::string& user) const
{
    const CostFigure* figure = FindOf(name, true);
    if (figure == nullptr)
    {
        throw std::invalid_argument(
            fmt::format("{} needs the number \"{}\", which its host's Costs do not have; extend "
                        "them with a profile that has it, or write \"{}\": 64",
                        user,
                        name,
                        name));
    }
    return HandOut(*figure).femtoseconds;
}

} // namespace nexsim
