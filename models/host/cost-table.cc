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

Cost
CostTable::Need(std::string_view name, const std::string& user) const
{
    const CostFigure* figure = Find(name);
    if (figure == nullptr || figure->unit == CostUnit::Count)
    {
        throw std::invalid_argument(
            fmt::format("{} needs the cost figure \"{}\", which its host's Costs do not have; "
                        "extend them with a profile that has it, or write \"{}\": \"100ns\"",
                        user,
                        name,
                        name));
    }
    return {static_cast<CostKind>(figure - m_figures.data()),
            figure->value,
            ns3::PeekPointer(figure->randomValue)};
}

int64_t
CostTable::NeedCount(std::string_view name, const std::string& user) const
{
    const CostFigure* figure = Find(name);
    if (figure == nullptr || figure->unit != CostUnit::Count)
    {
        throw std::invalid_argument(
            fmt::format("{} needs the number \"{}\", which its host's Costs do not have; extend "
                        "them with a profile that has it, or write \"{}\": 64",
                        user,
                        name,
                        name));
    }
    return figure->value;
}

} // namespace nexsim
