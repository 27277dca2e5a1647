// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/network-drawing.h"

#include "models/host/host.h"
#include "models/link/simplex-link.h"
#include "sim/results/format-quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace nexsim
{

namespace
{

std::string
InQuotes(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return quoted + "\"";
}

/** @brief Of one direction of a link, 0 to 1. */
std::optional<double>
UtilisationOf(const LinkSpec& link, const char* direction, const MetricTable& metrics)
{
    const auto metric = metrics.Find(fmt::format("{}/{}/utilisation", link.name, direction));
    return metric ? std::optional(ToDouble(metric->value)) : std::nullopt;
}

/** @brief Nothing for what rounds to nothing: labels of idle links would hide those of busy ones. */
std::string
InPercent(std::optional<double> share)
{
    const std::string text = share ? fmt::format("{:.0f} %", *share * 100) : "";
    return text == "0 %" ? "" : text;
}

/** @brief Hue, saturation and value: blue (0.6) to red (0). */
std::string
ColourOf(std::optional<double> share)
{
    return share ? fmt::format("{:.3f} 0.850 0.850", 0.6 * (1 - std::clamp(*share, 0.0, 1.0)))
                 : "gray60";
}

std::string
RateOf(const Blueprint& link)
{
    return FormatQuantity(static_cast<double>(link.CreateAs<SimplexLink>()->Rate().Value()), "bps");
}

std::string
RateOf(const LinkSpec& link)
{
    const std::string there = RateOf(link.forward);
    const std::string back = RateOf(link.backward);
    return there == back ? there : there + ", " + back + " back";
}

/** @brief The rate of most links, of equally many the first; the legend tells it for all of them. */
std::string
UsualRate(const std::vector<LinkSpec>& links)
{
    std::vector<std::pair<std::string, size_t>> counts;
    for (const LinkSpec& link : links)
    {
        const std::string rate = RateOf(link);
        const auto known = std::find_if(counts.begin(), counts.end(), [&rate](const auto& count) {
            return count.first == rate;
        });
        ++(known == counts.end() ? counts.emplace_back(rate, 0) : *known).second;
    }
    const auto most =
        std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    return most == counts.end() ? "" : most->first;
}

std::string
DrawNode(const NodeSpec& node)
{
    const ns3::TypeId type = node.blueprint.GetTypeId();
    const bool isHost = type == Host::GetTypeId() || type.IsChildOf(Host::GetTypeId());
    return fmt::format("  {} [shape={}];\n", InQuotes(node.name), isHost ? "plaintext" : "box");
}

std::string
DrawLink(const LinkSpec& link,
         const ScenarioRun& scenario,
         const MetricTable& metrics,
         const std::string& usualRate)
{
    const auto forward = UtilisationOf(link, "forward", metrics);
    const auto backward = UtilisationOf(link, "backward", metrics);
    const std::optional<double> busier =
        forward && backward ? std::optional(std::max(*forward, *backward)) : std::nullopt;
    const std::string rate = RateOf(link);
    const std::string there = InPercent(forward);
    const std::string back = InPercent(backward);
    // In the middle Graphviz keeps room for a label, at the ends it does not.
    const bool isOne = there == back;
    const std::string shownRate = rate == usualRate ? "" : rate;
    const bool hasBoth = isOne && !there.empty() && !shownRate.empty();
    return fmt::format("  {} -- {} [label={}, taillabel={}, headlabel={}, color={}, "
                       "penwidth={:.2f}, tooltip={}];\n",
                       InQuotes(scenario.nodes[link.a].name),
                       InQuotes(scenario.nodes[link.b].name),
                       InQuotes(shownRate + (hasBoth ? ", " : "") + (isOne ? there : "")),
                       InQuotes(isOne ? "" : there),
                       InQuotes(isOne ? "" : back),
                       InQuotes(ColourOf(busier)),
                       1 + 5 * std::clamp(busier.value_or(0), 0.0, 1.0),
                       InQuotes(link.name + ", " + rate));
}

} // namespace

std::string
DrawNetwork(const ScenarioRun& scenario, const MetricTable& metrics)
{
    const std::string usualRate = UsualRate(scenario.links);
    const std::string legend =
        fmt::format("at an end of a link: use of the direction that leaves there, in its "
                    "middle: of either{}",
                    usualRate.empty() ? "" : "; " + usualRate + " where no rate is written");
    std::string drawing = fmt::format("graph {} {{\n", InQuotes(scenario.name));
    drawing +=
        fmt::format("  graph [label={}, fontname=\"Helvetica\", fontsize=10, "
                    "overlap=false, splines=true, nodesep=0.45, ranksep=1.2, sep=\"+12\"];\n",
                    InQuotes(legend));
    drawing += "  node [fontname=\"Helvetica\", fontsize=10, margin=\"0.05,0.03\", width=0, "
               "height=0];\n"
               "  edge [fontname=\"Helvetica\", fontsize=9, labelfontsize=8, "
               "labeldistance=2.2];\n";
    for (const NodeSpec& node : scenario.nodes)
    {
        drawing += DrawNode(node);
    }
    for (const LinkSpec& link : scenario.links)
    {
        drawing += DrawLink(link, scenario, metrics, usualRate);
    }
    return drawing + "}\n";
}

} // namespace nexsim
