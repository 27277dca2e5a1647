// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/run-times.h"

#include "sim/results/atomic-file.h"
#include "sim/results/csv.h"
#include "sim/results/file-writer.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

namespace nexsim
{

namespace
{

std::string
PathIn(const std::string& folder)
{
    return folder + "/times.csv";
}

} // namespace

RunTimes
ReadRunTimes(const std::string& folder)
{
    RunTimes times;
    if (!std::filesystem::exists(PathIn(folder)))
    {
        return times;
    }
    try
    {
        const CsvRows rows = ReadCsv(ReadFile(PathIn(folder)));
        for (std::size_t row = 1; row < rows.size(); ++row)
        {
            times[rows[row].at(0)] = std::stod(rows[row].at(1));
        }
    }
    catch (const std::exception&)
    {
        return {};
    }
    return times;
}

void
WriteRunTimes(const std::string& folder, const RunTimes& times)
{
    AtomicFile file(PathIn(folder));
    CsvWriter csv(file);
    csv.Field("run").Field("seconds").EndRow();
    for (const auto& [run, seconds] : times)
    {
        csv.Field(run).Field(fmt::format("{:.3f}", seconds)).EndRow();
    }
    file.Commit();
}

} // namespace nexsim
