// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/ro-crate.h"

#include "sim/experiment/claims-text.h"
#include "sim/experiment/run-cell.h"
#include "sim/results/io-error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <set>
#include <vector>

namespace nexsim
{

namespace
{

using Json = nlohmann::ordered_json;

constexpr const char* kProfile = "https://w3id.org/ro/wfrun/process/0.5";
constexpr const char* kProgram = "#nexsim";

Json
Link(const std::string& id)
{
    return {{"@id", id}};
}

/** @brief Files of a run's folder, "runs/<id>/<name>", in order. */
std::vector<std::string>
FilesOf(const FinishedExperiment& experiment, const RunRecord& record)
{
    std::vector<std::string> files;
    const std::string folder = FileOfRun(experiment.folder, record, "");
    for (const auto& entry : std::filesystem::directory_iterator(folder))
    {
        files.push_back("runs/" + record.id + "/" + entry.path().filename().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

const char*
MediaType(const std::string& file)
{
    const auto endsIn = [&file](const std::string& end) {
        return file.size() > end.size() &&
               file.compare(file.size() - end.size(), end.size(), end) == 0;
    };
    return endsIn(".json")     ? "application/json"
           : endsIn(".csv")    ? "text/csv"
           : endsIn(".pcap")   ? "application/vnd.tcpdump.pcap"
           : endsIn(".pcapng") ? "application/x-pcapng"
                               : "application/octet-stream";
}

/** @brief Builds the graph, entity by entity. */
class Crate
{
  public:
    explicit Crate(const FinishedExperiment& experiment) : m_experiment(experiment) {}

    void AddRun(const RunRecord& record)
    {
        Json inputs = Json::array();
        Json outputs = Json::array();
        for (const std::string& file : FilesOf(m_experiment, record))
        {
            const bool isInput =
                file.size() > 14 && file.substr(file.size() - 14) == "/scenario.json";
            (isInput ? inputs : outputs).push_back(Link(AddFile(file)));
        }
        for (const InputRecord& input : record.inputs)
        {
            inputs.push_back(Link(AddInput(input)));
        }
        const std::string point = ToText(record.parameters);
        Json action = {{"@id", "#run-" + record.id},
                       {"@type", "CreateAction"},
                       {"name",
                        fmt::format("{}: {}{}{}replication {}",
                                    record.scenario,
                                    record.variant,
                                    record.variant.empty() ? "" : ", ",
                                    point.empty() ? "" : point + ", ",
                                    record.replication)},
                       {"instrument", Link(kProgram)},
                       {"object", inputs},
                       {"result", outputs},
                       {"actionStatus", "http://schema.org/CompletedActionStatus"}};
        AddAction(std::move(action));
    }

    void AddTables()
    {
        Json inputs = Json::array();
        for (const RunRecord& record : m_experiment.runs)
        {
            inputs.push_back(Link("runs/" + record.id + "/run.json"));
        }
        Json outputs = Json::array();
        for (const char* file : {"experiment.json", "runs.csv"})
        {
            outputs.push_back(Link(AddFile(file)));
        }
        AddAction({{"@id", "#tables"},
                   {"@type", "CreateAction"},
                   {"name", "Tables of the experiment " + m_experiment.name},
                   {"description", m_experiment.commandLine},
                   {"instrument", Link(kProgram)},
                   {"object", inputs},
                   {"result", outputs},
                   {"actionStatus", "http://schema.org/CompletedActionStatus"}});
    }

    Json Graph(const std::string& license, const std::string& date) const
    {
        const Provenance& program = m_experiment.runs.front().provenance;
        Json root = {
            {"@id", "./"},
            {"@type", "Dataset"},
            {"name", m_experiment.name},
            {"description", m_experiment.about.empty() ? "Simulation results" : m_experiment.about},
            {"datePublished", date},
            {"conformsTo", Link(kProfile)},
            {"hasPart", m_parts},
            {"mentions", m_actions}};
        if (!license.empty())
        {
            root["license"] = Link(license);
        }
        Json graph = {{{"@id", "ro-crate-metadata.json"},
                       {"@type", "CreativeWork"},
                       {"conformsTo", Link("https://w3id.org/ro/crate/1.1")},
                       {"about", Link("./")}},
                      root,
                      {{"@id", kProfile},
                       {"@type", "CreativeWork"},
                       {"name", "Process Run Crate"},
                       {"version", "0.5"}},
                      {{"@id", kProgram},
                       {"@type", "SoftwareApplication"},
                       {"name", "nexsim"},
                       {"softwareVersion", program.version},
                       {"description",
                        fmt::format("Git {}, {}, {}, ns-3 {}",
                                    program.git,
                                    program.compiler,
                                    program.build,
                                    program.ns3)}}};
        if (!license.empty())
        {
            graph.push_back({{"@id", license}, {"@type", "CreativeWork"}, {"name", license}});
        }
        for (const Json& entity : m_entities)
        {
            graph.push_back(entity);
        }
        return graph;
    }

  private:
    std::string AddFile(const std::string& file)
    {
        m_parts.push_back(Link(file));
        const auto bytes = std::filesystem::file_size(m_experiment.folder + "/" + file);
        m_entities.push_back({{"@id", file},
                              {"@type", "File"},
                              {"name", file},
                              {"encodingFormat", MediaType(file)},
                              {"contentSize", std::to_string(bytes)}});
        return file;
    }

    /** @brief Inputs lie outside the crate: they are named, with the hash of their content. */
    std::string AddInput(const InputRecord& input)
    {
        const std::string id = "#" + input.kind + "-" + input.hash;
        if (m_inputs.insert(id).second)
        {
            m_entities.push_back({{"@id", id},
                                  {"@type", "PropertyValue"},
                                  {"name", input.name},
                                  {"propertyID", "XXH3-128 of the content"},
                                  {"value", input.hash}});
        }
        return id;
    }

    void AddAction(Json action)
    {
        m_actions.push_back(Link(action["@id"].get<std::string>()));
        m_entities.push_back(std::move(action));
    }

    const FinishedExperiment& m_experiment;
    Json m_parts = Json::array();
    Json m_actions = Json::array();
    std::vector<Json> m_entities;
    std::set<std::string> m_inputs;
};

} // namespace

std::string
RoCrate(const FinishedExperiment& experiment, const std::string& license, const std::string& date)
{
    Crate crate(experiment);
    for (const RunRecord& record : experiment.runs)
    {
        crate.AddRun(record);
    }
    crate.AddTables();
    const Json document = {{"@context",
                            {"https://w3id.org/ro/crate/1.1/context",
                             "https://w3id.org/ro/terms/workflow-run/context"}},
                           {"@graph", crate.Graph(license, date)}};
    return document.dump(2) + "\n";
}

std::string
DateOf(const FinishedExperiment& experiment)
{
    const std::string path = experiment.folder + "/experiment.json";
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0)
    {
        throw IoError("read", path, errno);
    }
    std::tm day = {};
    ::gmtime_r(&status.st_mtime, &day);
    return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

} // namespace nexsim
