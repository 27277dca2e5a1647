// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/warm-up-check.h"

#include "sim/experiment/claims-text.h"
#include "sim/experiment/run-cell.h"
#include "sim/experiment/warm-up.h"
#include "sim/results/csv.h"
#include "sim/results/file-writer.h"
#include "sim/results/format-quantity.h"
#include "sim/results/wrapped-text.h"
#include "sim/scenario/quantity-text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace nexsim
{

namespace
{

/** @brief What the check needs of a configuration's document. */
struct Steadiness
{
    std::int64_t warmupPs{0};
    bool isIntended{false}; //!< nothing changes the scenario on the way
};

Steadiness
SteadinessOf(const Configuration& configuration)
{
    const auto document = nlohmann::json::parse(configuration.document);
    const auto isThere = [&document](const char* key) {
        return document.contains(key) && !document[key].empty();
    };
    Steadiness steadiness;
    steadiness.isIntended = !isThere("events") && !isThere("until");
    if (document.contains("warmup"))
    {
        const auto warmup = ParseQuantity(document["warmup"].get<std::string>(), Dimension::Time);
        steadiness.warmupPs = warmup ? warmup->value : 0;
    }
    return steadiness;
}

/** @brief A series from the end of the warm-up on. */
struct Series
{
    std::size_t empty{0}; //!< intervals at its beginning without a value: nothing had arrived yet
    std::vector<double> values;
};

/** @brief By name, without those that have gaps later on. */
struct SeriesTable
{
    std::map<std::string, Series> series;
    std::int64_t intervalPs{0};
};

std::optional<Series>
ReadColumn(const CsvRows& rows, std::size_t column, std::int64_t intervalPs, std::int64_t warmupPs)
{
    Series series;
    for (std::size_t row = 1; row < rows.size(); ++row)
    {
        const std::string& value = rows[row][column];
        if (std::stoll(rows[row][0]) - intervalPs < warmupPs)
        {
            continue;
        }
        if (value.empty() && !series.values.empty())
        {
            return std::nullopt;
        }
        if (value.empty())
        {
            ++series.empty;
        }
        else
        {
            series.values.push_back(std::stod(value));
        }
    }
    return series;
}

SeriesTable
ReadSeries(const std::string& path, std::int64_t warmupPs)
{
    const CsvRows rows = ReadCsv(ReadFile(path));
    SeriesTable table;
    if (rows.size() < 3)
    {
        return table;
    }
    table.intervalPs = std::stoll(rows[2][0]) - std::stoll(rows[1][0]);
    for (std::size_t column = 1; column < rows[0].size(); ++column)
    {
        if (auto series = ReadColumn(rows, column, table.intervalPs, warmupPs))
        {
            table.series[rows[0][column]] = std::move(*series);
        }
    }
    return table;
}

/** @brief All begin where the last of them has its first value; returns how many intervals later. */
std::size_t
BeginTogether(std::vector<Series>& replications)
{
    std::size_t empty = 0;
    for (const Series& series : replications)
    {
        empty = std::max(empty, series.empty);
    }
    for (Series& series : replications)
    {
        const std::size_t surplus = std::min(empty - series.empty, series.values.size());
        series.values.erase(series.values.begin(),
                            series.values.begin() + static_cast<std::ptrdiff_t>(surplus));
    }
    return empty;
}

std::string
Warning(const std::string& series,
        const Configuration& configuration,
        const Transient& transient,
        std::int64_t intervalPs,
        std::int64_t warmupPs)
{
    const auto time = [](double ps) { return FormatPrecisely(ps, "ps"); };
    const double beginning =
        static_cast<double>(intervalPs) * static_cast<double>(transient.observations);
    const std::string point = ToText(configuration.parameters);
    const std::string where = configuration.variant + (point.empty() ? "" : " " + point);
    const std::string begin = fmt::format("warning: {}{} has not settled after the warm-up of {}: ",
                                          series,
                                          where.empty() ? "" : " (" + where + ")",
                                          time(static_cast<double>(warmupPs)));
    return Wrapped(begin +
                   (transient.isDecided
                        ? fmt::format("the next {} differ from the rest; by MSER-5 a warm-up of {} "
                                      "would do",
                                      time(beginning),
                                      time(static_cast<double>(warmupPs) + beginning))
                        : fmt::format("the first half of what is measured differs from the second; "
                                      "a longer run would tell when it settles")));
}

} // namespace

std::string
CheckWarmUps(const ExperimentPlan& plan, const Experiment& experiment)
{
    std::string text;
    for (std::size_t i = 0; i < plan.configurations.size(); ++i)
    {
        const Steadiness steadiness = SteadinessOf(plan.configurations[i]);
        std::map<std::string, std::vector<Series>> replications;
        std::int64_t intervalPs = 0;
        for (std::size_t run = 0; steadiness.isIntended && run < plan.runs.size(); ++run)
        {
            const RunRecord* record = experiment.Record(run);
            if (plan.runs[run].configuration != i || record == nullptr)
            {
                continue;
            }
            const std::string path = FileOfRun(experiment.Folder(), *record, "series.csv");
            if (std::filesystem::exists(path))
            {
                SeriesTable table = ReadSeries(path, steadiness.warmupPs);
                intervalPs = table.intervalPs;
                for (auto& [name, series] : table.series)
                {
                    replications[name].push_back(std::move(series));
                }
            }
        }
        for (auto& [name, all] : replications)
        {
            const std::size_t empty = BeginTogether(all);
            std::vector<std::vector<double>> values;
            for (Series& series : all)
            {
                values.push_back(std::move(series.values));
            }
            if (auto transient = FindTransient(values))
            {
                transient->observations += empty;
                text += Warning(name,
                                plan.configurations[i],
                                *transient,
                                intervalPs,
                                steadiness.warmupPs);
            }
        }
    }
    return text;
}

} // namespace nexsim
