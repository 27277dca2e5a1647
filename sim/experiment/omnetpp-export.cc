// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/omnetpp-export.h"

#include "sim/experiment/claims-text.h"
#include "sim/experiment/run-cell.h"
#include "sim/results/atomic-file.h"
#include "sim/results/csv.h"
#include "sim/results/io-error.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief A word of a line: in quotes where it would be read as something else without. */
std::string
Word(const std::string& text)
{
    const bool isPlain = !text.empty() && text.find_first_of(" \t\n\"\\") == std::string::npos;
    if (isPlain)
    {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text)
    {
        quoted += c == '\n'               ? "\\n"
                  : c == '"' || c == '\\' ? std::string("\\") + c
                                          : std::string(1, c);
    }
    return quoted + "\"";
}

/** @brief Module and name of a path; what has no slash belongs to the network itself. */
std::pair<std::string, std::string>
ModuleAndName(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos)
    {
        return {".", path};
    }
    std::string module = path.substr(0, slash);
    std::replace(module.begin(), module.end(), '/', '.');
    return {module, path.substr(slash + 1)};
}

std::string
Measurement(const RunRecord& record)
{
    const std::string point = ToText(record.parameters);
    return record.variant + (record.variant.empty() || point.empty() ? "" : ", ") + point;
}

void
WriteHead(const FinishedExperiment& experiment, const RunRecord& record, TextSink& sink)
{
    std::string head = fmt::format("version 3\nrun {}\n", record.id);
    const auto attribute = [&head](const char* name, const std::string& value) {
        head += fmt::format("attr {} {}\n", name, Word(value));
    };
    attribute("configname", experiment.name);
    attribute("experiment", experiment.name);
    attribute("measurement", Measurement(record));
    attribute("replication", "#" + std::to_string(record.replication));
    attribute("repetition", std::to_string(record.replication));
    attribute("nexsim-version", record.provenance.version);
    if (!record.variant.empty())
    {
        head += fmt::format("itervar variant {}\n", Word(record.variant));
    }
    for (const auto& [name, value] : record.parameters)
    {
        head += fmt::format("itervar {} {}\n", name, Word(value));
    }
    sink.Write(head + "\n");
}

void
WriteScalars(const RunRecord& record, TextSink& sink)
{
    for (const Metric& metric : record.metrics)
    {
        const auto [module, name] = ModuleAndName(metric.path);
        sink.Write(fmt::format("scalar {} {} {}\nattr unit {}\n",
                               Word(module),
                               Word(name),
                               ToText(metric.value),
                               Word(metric.unit)));
    }
}

/** @brief Rows of latency.csv: traffic, low_ps, high_ps, count. */
void
WriteHistograms(const CsvRows& rows, const RunRecord& record, TextSink& sink)
{
    std::string traffic;
    std::int64_t next = 0; // lower end of a bucket that would follow directly
    const auto close = [&] {
        if (!traffic.empty())
        {
            sink.Write(fmt::format("bin {} 0\n", next)); // overflow
        }
    };
    for (std::size_t row = 1; row < rows.size(); ++row)
    {
        const auto& cells = rows[row];
        const std::int64_t low = std::stoll(cells.at(1));
        if (cells.at(0) != traffic)
        {
            close();
            traffic = cells.at(0);
            std::string text = fmt::format("statistic {} latency:histogram\n", Word(traffic));
            for (const char* field : {"count", "mean", "min", "max"})
            {
                const auto metric = record.metrics.Find(traffic + "/latency/" + field);
                text += metric ? fmt::format("field {} {}\n", field, ToText(metric->value)) : "";
            }
            sink.Write(text + "attr unit ps\nbin -inf 0\n");
            next = low;
        }
        if (low != next)
        {
            sink.Write(fmt::format("bin {} 0\n", next));
        }
        sink.Write(fmt::format("bin {} {}\n", low, cells.at(3)));
        next = std::stoll(cells.at(2)) + 1;
    }
    close();
}

/** @brief Picoseconds as seconds, without loss. */
std::string
Seconds(const std::string& picoseconds)
{
    const std::int64_t ps = std::stoll(picoseconds);
    constexpr std::int64_t kSecond = 1'000'000'000'000;
    return fmt::format("{}.{:012}", ps / kSecond, ps % kSecond);
}

/** @brief Rows of series.csv: time_ps and a column per metric; an empty cell is no sample. */
void
WriteVectors(const CsvRows& rows, const RunRecord& record, TextSink& sink)
{
    for (std::size_t column = 1; column < rows.at(0).size(); ++column)
    {
        const std::string& path = rows[0][column];
        const auto [module, name] = ModuleAndName(path);
        const auto metric = record.metrics.Find(path);
        sink.Write(fmt::format("vector {} {} {} TV\n", column - 1, Word(module), Word(name)));
        if (metric)
        {
            sink.Write(fmt::format("attr unit {}\n", Word(metric->unit)));
        }
    }
    for (std::size_t column = 1; column < rows[0].size(); ++column)
    {
        for (std::size_t row = 1; row < rows.size(); ++row)
        {
            const std::string& value = rows[row].at(column);
            if (!value.empty())
            {
                sink.Write(fmt::format("{}\t{}\t{}\n", column - 1, Seconds(rows[row][0]), value));
            }
        }
    }
}

/** @brief A table of a run; nothing where the run has none. */
CsvRows
TableOf(const FinishedExperiment& experiment, const RunRecord& record, const std::string& name)
{
    const std::string path = FileOfRun(experiment.folder, record, name);
    return std::filesystem::exists(path) ? ReadCsv(ReadFile(path)) : CsvRows();
}

} // namespace

std::size_t
WriteOmnetpp(const FinishedExperiment& experiment, const std::string& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
    {
        throw IoError("create folder", folder, error.value());
    }
    std::size_t files = 0;
    for (const RunRecord& record : experiment.runs)
    {
        AtomicFile scalars(folder + "/" + record.id + ".sca");
        WriteHead(experiment, record, scalars);
        WriteScalars(record, scalars);
        WriteHistograms(TableOf(experiment, record, "latency.csv"), record, scalars);
        scalars.Commit();
        ++files;
        const CsvRows series = TableOf(experiment, record, "series.csv");
        if (!series.empty())
        {
            AtomicFile vectors(folder + "/" + record.id + ".vec");
            WriteHead(experiment, record, vectors);
            WriteVectors(series, record, vectors);
            vectors.Commit();
            ++files;
        }
    }
    return files;
}

} // namespace nexsim
