// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/cost-pages.h"

#include "models/host/cost-names.h"
#include "sim/reference/markdown.h"
#include "sim/results/table.h"
#include "sim/scenario/cost-value.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace nexsim
{

namespace
{

using Rows = std::vector<std::vector<std::string>>;

const std::vector<std::string> kFigureHeaders =
    {"figure", "value", "evidence", "tag", "source", "hardware", "year", "note"};
const std::vector<std::string> kProfileHeaders = {"profile", "figures", "estimates", "about"};
const std::vector<std::string> kNameHeaders = {"figure", "takes", "meaning"};

constexpr const char* kMark = "An asterisk marks an estimate: no verified figure was found, and a "
                              "conclusion that depends on it\nis to be swept over it first.";
constexpr const char* kAsked = "Models also ask for these, which no profile has:";

std::string
Table(const std::vector<std::string>& headers, const Rows& rows)
{
    TextTable table;
    for (const std::string& header : headers)
    {
        table.AddColumn(header,
                        header == "figures" || header == "estimates" ? Align::Right : Align::Left);
    }
    for (const auto& row : rows)
    {
        table.AddRow(row);
    }
    return table.ToText();
}

std::string
Note(const CostFigure& figure, const CostEvidence& evidence)
{
    return figure.note.empty()     ? evidence.note
           : evidence.note.empty() ? figure.note
                                   : figure.note + "; " + evidence.note;
}

Rows
FigureRows(const CostProfile& profile)
{
    Rows rows;
    for (const CostFigure& figure : profile.figures)
    {
        const CostEvidence& evidence = profile.evidence.at(figure.evidence);
        rows.push_back({figure.name,
                        CostText({figure.unit, figure.value}) + (evidence.IsEstimate() ? " *" : ""),
                        evidence.id,
                        evidence.tag,
                        evidence.source,
                        evidence.hardware,
                        evidence.year,
                        Note(figure, evidence)});
    }
    return rows;
}

Rows
ProfileRows(const std::vector<CostProfile>& profiles)
{
    Rows rows;
    for (const CostProfile& profile : profiles)
    {
        size_t estimates = 0;
        for (const CostFigure& figure : profile.figures)
        {
            estimates += profile.evidence.at(figure.evidence).IsEstimate() ? 1 : 0;
        }
        rows.push_back({profile.name,
                        std::to_string(profile.figures.size()),
                        std::to_string(estimates),
                        profile.about});
    }
    return rows;
}

Rows
NameRows()
{
    Rows rows;
    for (const CostName& name : kCostNames)
    {
        rows.push_back(
            {std::string(name.name), ExpectedCost(name.unit), std::string(name.meaning)});
    }
    return rows;
}

/** @brief What the tags of a profile mean, a line each. */
std::string
Tags(const CostProfile& profile, const std::string& bullet)
{
    std::set<std::string> used;
    for (const auto& [id, evidence] : profile.evidence)
    {
        used.insert(evidence.tag);
    }
    std::string text;
    for (const std::string& tag : used)
    {
        text += fmt::format("{}{}: {}\n", bullet, tag, profile.tagMeanings.at(tag));
    }
    return text;
}

Rows
WithCode(Rows rows)
{
    for (auto& row : rows)
    {
        row.front() = Code(row.front());
    }
    return rows;
}

} // namespace

std::string
CostOverview(const std::vector<CostProfile>& profiles)
{
    return fmt::format("{}\n{}\n\n{}",
                       Table(kProfileHeaders, ProfileRows(profiles)),
                       kAsked,
                       Table(kNameHeaders, NameRows()));
}

std::string
CostOverviewMarkdown(const std::vector<CostProfile>& profiles)
{
    return fmt::format("{}\n{}\n\n{}",
                       MarkdownTable(kProfileHeaders, WithCode(ProfileRows(profiles))),
                       kAsked,
                       MarkdownTable(kNameHeaders, WithCode(NameRows())));
}

std::string
CostPage(const CostProfile& profile)
{
    return fmt::format("{}: {}\n\n{}\n{}\n\n{}",
                       profile.name,
                       profile.about,
                       Table(kFigureHeaders, FigureRows(profile)),
                       kMark,
                       Tags(profile, ""));
}

std::string
CostPageMarkdown(const CostProfile& profile)
{
    return fmt::format("# {}\n\n{}\n\n{}\n{}\n\n{}",
                       profile.name,
                       profile.about,
                       MarkdownTable(kFigureHeaders, WithCode(FigureRows(profile))),
                       kMark,
                       Tags(profile, "- "));
}

} // namespace nexsim
