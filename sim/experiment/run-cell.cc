// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/run-cell.h"

#include "sim/experiment/claims-text.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief Whether runs of the same variant differ in it; what a variant's name says is not repeated. */
bool
Varies(const std::pair<std::string, std::string>& parameter,
       const RunRecord& record,
       const std::vector<const RunRecord*>& records)
{
    return std::any_of(records.begin(), records.end(), [&](const RunRecord* other) {
        return other->variant == record.variant &&
               std::find(other->parameters.begin(), other->parameters.end(), parameter) ==
                   other->parameters.end();
    });
}

std::string
Label(const RunRecord& record, const std::vector<const RunRecord*>& records)
{
    NamedTexts shown;
    for (const auto& parameter : record.parameters)
    {
        if (Varies(parameter, record, records))
        {
            shown.push_back(parameter);
        }
    }
    const std::string point = ToText(shown);
    if (record.variant.empty())
    {
        return point.empty() ? "all" : point;
    }
    return point.empty() ? record.variant : record.variant + " " + point;
}

} // namespace

std::vector<RunCell>
CellsOf(const std::vector<const RunRecord*>& records)
{
    std::vector<RunCell> cells;
    for (const RunRecord* record : records)
    {
        const std::string label = Label(*record, records);
        const auto known = std::find_if(cells.begin(), cells.end(), [&](const RunCell& cell) {
            return cell.label == label;
        });
        (known == cells.end() ? cells.emplace_back(RunCell{label, {}}) : *known)
            .runs.push_back(record);
    }
    return cells;
}

std::vector<std::string>
TrafficOf(const std::vector<const RunRecord*>& records)
{
    std::vector<std::string> names;
    for (const RunRecord* record : records)
    {
        for (const StageRecord& stage : record->stages)
        {
            if (std::find(names.begin(), names.end(), stage.traffic) == names.end())
            {
                names.push_back(stage.traffic);
            }
        }
    }
    return names;
}

std::string
FileOfRun(const std::string& folder, const RunRecord& record, const std::string& file)
{
    return folder + "/runs/" + record.id + "/" + file;
}

} // namespace nexsim
