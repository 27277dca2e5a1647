// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/run-times.h"

#include "sim/results/atomic-file.h"
#include "sim/results/file-writer.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <exception>
#include <filesystem>

namespace nexsim
{

namespace
{

std::string
PathIn(const std::string& folder)
{
    return folder + "/times.json";
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
        const auto json = nlohmann::ordered_json::parse(ReadFile(PathIn(folder)));
        for (const auto& item : json.items())
        {
            times[item.key()] = item.value().get<double>();
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
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const auto& [run, seconds] : times)
    {
        json[run] = std::round(seconds * 1e3) / 1e3;
    }
    WriteFileAtomically(PathIn(folder), json.dump(2) + "\n");
}

} // namespace nexsim
