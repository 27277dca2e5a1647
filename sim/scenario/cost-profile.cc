// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/cost-profile.h"

#include "sim/scenario/cost-value.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/section.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <system_error>
#include <utility>

namespace nexsim
{

namespace
{

constexpr const char* kProfileVersion = "nexsim-costs";
constexpr const char* kEvidenceVersion = "nexsim-cost-evidence";

/** @brief A text of an object, empty where the key is not there. */
std::string
TextOf(const Section& section, std::string_view key)
{
    return section.Text(key).value_or("");
}

void
CheckVersion(const Section& root, const char* key)
{
    if (root.Require(key, "1"))
    {
        static_cast<void>(root.Integer(key, {1, 1}));
    }
}

/** @brief The members of an object that has to be there. */
template <typename Each>
void
ForEachMember(const Section& root, const char* key, const ReadContext& context, Each&& each)
{
    const Json* members = root.Find(key);
    if (members == nullptr)
    {
        root.Error(key, fmt::format("the key \"{}\" is missing", key));
        return;
    }
    const Section section(*members, root.PointerTo(key), context);
    for (const auto& item : section.Value().items())
    {
        each(item.key(), item.value(), section.PointerTo(item.key()));
    }
}

std::optional<CostValue>
ReadValue(const Section& figure, std::optional<int64_t> clock)
{
    const Json* value = figure.Find("value");
    if (value == nullptr)
    {
        figure.Error("value", "the figure needs a \"value\", such as \"44ns\", \"0.1ns/B\" or 64");
        return std::nullopt;
    }
    if (!value->is_string())
    {
        const auto count = figure.Integer("value", {0, std::numeric_limits<int32_t>::max()});
        return count ? std::optional(CostValue{CostUnit::Count, *count}) : std::nullopt;
    }
    const auto parsed = ParseCostValue(value->get<std::string>(), clock);
    if (!parsed)
    {
        figure.Error("value", parsed.Error().message);
        return std::nullopt;
    }
    return *parsed;
}

/** @brief The figures, each with evidence that there is. */
void
ReadFigures(const Section& root,
            const std::map<std::string, CostEvidence>& evidence,
            const ReadContext& context,
            CostProfile& profile)
{
    const auto clock = root.Amount("clock",
                                   Dimension::Frequency,
                                   {1'000'000, std::numeric_limits<int64_t>::max() - 1});
    std::vector<std::string> ids;
    for (const auto& [id, entry] : evidence)
    {
        ids.push_back(id);
    }
    ForEachMember(root,
                  "figures",
                  context,
                  [&](const auto& name, const Json& json, const auto& at) {
                      const Section section(json, at, context);
                      section.CheckKeys({"value", "evidence", "note"});
                      const auto value = ReadValue(section, clock);
                      const std::string id = TextOf(section, "evidence");
                      const auto found = evidence.find(id);
                      if (found == evidence.end())
                      {
                          section.Error(
                              "evidence",
                              section.Has("evidence")
                                  ? "there is no evidence " + Quoted(id) + SuggestName(id, ids)
                                  : "the figure needs \"evidence\", an id such as \"EST\"");
                          return;
                      }
                      if (value)
                      {
                          CostFigure figure;
                          figure.name = name;
                          figure.unit = value->unit;
                          figure.value = value->value;
                          figure.evidence = id;
                          figure.note = TextOf(section, "note");
                          figure.isEstimate = found->second.IsEstimate();
                          profile.figures.push_back(std::move(figure));
                          profile.evidence[id] = found->second;
                      }
                  });
}

} // namespace

Outcome<std::filesystem::path>
FindCostProfile(const std::string& name, FileFinder& files)
{
    auto path = files.Find(name + ".json");
    if (path)
    {
        return path;
    }
    const std::vector<std::string> known = ShippedCostProfiles(files);
    return TextError{
        fmt::format("there is no cost profile {}: no file {} beside the scenario or in "
                    "the shipped data{}",
                    Quoted(name),
                    Quoted(name + ".json"),
                    SuggestName(name, known)),
        0};
}

std::optional<CostProfileReader::EvidenceFile>
CostProfileReader::ReadEvidence(const std::filesystem::path& path, Diagnostics& diagnostics)
{
    const std::size_t errors = diagnostics.ErrorCount();
    const auto document = ReadJsonFile(path, diagnostics);
    if (!document)
    {
        return std::nullopt;
    }
    const SourceMap sources(*document);
    const ReadContext context{sources, diagnostics};
    const Section root(document->value, "", context);
    root.CheckKeys({kEvidenceVersion, "about", "tags", "evidence"});
    CheckVersion(root, kEvidenceVersion);
    EvidenceFile file;
    ForEachMember(root, "tags", context, [&](const auto& tag, const Json& meaning, const auto& at) {
        if (!meaning.is_string())
        {
            context.Error(at, "expected what the tag means; got " + ShowJson(meaning));
            return;
        }
        file.tags[tag] = meaning.template get<std::string>();
    });
    ForEachMember(root, "evidence", context, [&](const auto& id, const Json& json, const auto& at) {
        const Section entry(json, at, context);
        entry.CheckKeys({"value", "unit", "hardware", "year", "source", "tag", "note"});
        const std::string tag = TextOf(entry, "tag");
        if (entry.Require("tag", "\"P\"") && file.tags.count(tag) == 0)
        {
            entry.Error("tag", "the tag " + Quoted(tag) + " is none of those in \"tags\"");
        }
        static_cast<void>(entry.Require("source", "\"a paper\""));
        file.entries[id] = {id,
                            TextOf(entry, "value"),
                            TextOf(entry, "unit"),
                            TextOf(entry, "hardware"),
                            TextOf(entry, "year"),
                            TextOf(entry, "source"),
                            tag,
                            TextOf(entry, "note")};
    });
    return diagnostics.ErrorCount() == errors ? std::optional(file) : std::nullopt;
}

const CostProfileReader::EvidenceFile*
CostProfileReader::Evidence(const std::filesystem::path& path, Diagnostics& diagnostics)
{
    const auto known = m_evidence.find(path);
    if (known != m_evidence.end())
    {
        return &known->second;
    }
    auto read = ReadEvidence(path, diagnostics);
    return read ? &m_evidence.emplace(path, std::move(*read)).first->second : nullptr;
}

std::optional<CostProfile>
CostProfileReader::Read(const std::filesystem::path& path,
                        FileFinder& files,
                        Diagnostics& diagnostics)
{
    const std::size_t errors = diagnostics.ErrorCount();
    const auto document = ReadJsonFile(path, diagnostics);
    if (!document)
    {
        return std::nullopt;
    }
    const SourceMap sources(*document);
    const ReadContext context{sources, diagnostics};
    const Section root(document->value, "", context);
    root.CheckKeys({kProfileVersion, "name", "about", "clock", "evidence", "figures"});
    CheckVersion(root, kProfileVersion);
    CostProfile profile;
    profile.name = TextOf(root, "name");
    profile.about = TextOf(root, "about");
    if (root.Require("name", "\"mine\"") && profile.name + ".json" != path.filename())
    {
        root.Error(
            "name",
            fmt::format("the profile {} stands in a file of that name with .json; this is {}",
                        Quoted(profile.name),
                        Quoted(path.filename().string())));
    }
    if (!root.Require("evidence", "\"cost-evidence.json\""))
    {
        return std::nullopt;
    }
    const auto evidencePath = files.Find(TextOf(root, "evidence"));
    if (!evidencePath)
    {
        root.Error("evidence", evidencePath.Error().message);
        return std::nullopt;
    }
    const EvidenceFile* evidence = Evidence(*evidencePath, diagnostics);
    if (evidence == nullptr)
    {
        return std::nullopt;
    }
    ReadFigures(root, evidence->entries, context, profile);
    profile.tagMeanings = evidence->tags;
    return diagnostics.ErrorCount() == errors ? std::optional(profile) : std::nullopt;
}

std::vector<std::string>
ShippedCostProfiles(const FileFinder& files)
{
    std::vector<std::string> names;
    for (const std::filesystem::path& folder : files.Folders())
    {
        std::error_code error;
        for (std::filesystem::directory_iterator file(folder, error), end;
             !error && folder.filename() == "costs" && file != end;
             file.increment(error))
        {
            const std::filesystem::path& path = file->path();
            if (path.extension() == ".json" && path.filename() != "cost-evidence.json")
            {
                names.push_back(path.stem().string());
            }
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace nexsim
