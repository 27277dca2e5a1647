// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/network-drawing.h"

#include "models/host/host.h"
#include "models/link/simplex-link.h"
#include "sim/results/format-quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>

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
    const Metric* metric = metrics.Find(fmt::format("{}/{}/utilisation", link.name, direction));
    if (metric == nullptr)
    {
        return std::nullopt;
    }
    const auto* share = std::get_if<double>(&metric->value);
    return share != nullptr ? *share : static_cast<double>(std::get<int64_t>(metric->value));
}

std::string
InPercent(std::optional<double> share)
{
    return share ? fmt::format("{:.0f} %", *share * 100) : "";
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
DrawNode(const NodeSpec& node)
{
    const ns3::TypeId type = node.blueprint.GetTypeId();
    const bool isHost = type == Host::GetTypeId() || type.IsChildOf(Host::GetTypeId());
    return fmt::format("  {} [shape={}];\n", InQuotes(node.name), isHost ? "ellipse" : "box");
}

std::string
DrawLink(const LinkSpec& link, const ScenarioRun& scenario, const MetricTable& metrics)
{
    const auto forward = UtilisationOf(link, "forward", metrics);
    const auto backward = UtilisationOf(link, "backward", metrics);
    const std::optional<double> busier =
        forward && backward ? std::optional(std::max(*forward, *backward)) : std::nullopt;
    const std::string there = RateOf(link.forward);
    const std::string back = RateOf(link.backward);
    return fmt::format("  {} -- {} [label={}, taillabel={}, headlabel={}, color={}, "
                       "penwidth={:.2f}, tooltip={}];\n",
                       InQuotes(scenario.nodes[link.a].name),
                       InQuotes(scenario.nodes[link.b].name),
                       InQuotes(there == back ? there : there + ", " + back + " back"),
                       InQuotes(InPercent(forward)),
                       InQuotes(InPercent(backward)),
                       InQuotes(ColourOf(busier)),
                       1 + 5 * std::clamp(busier.value_or(0), 0.0, 1.0),
                       InQuotes(link.name));
}

} // namespace

std::string
DrawNetwork(const ScenarioRun& scenario, const MetricTable& metrics)
{
    std::string drawing = fmt::format("graph {} {{\n", InQuotes(scenario.name));
    drawing += "  // The percentage at an end of a link is what the direction that leaves there "
               "was used.\n"
               "  graph [overlap=false, splines=true, nodesep=0.6, ranksep=1.0];\n"
               "  node [fontname=\"Helvetica\"];\n"
               "  edge [fontname=\"Helvetica\", fontsize=10, labeldistance=2.2];\n";
    for (const NodeSpec& node : scenario.nodes)
    {
        drawing += DrawNode(node);
    }
    for (const LinkSpec& link : scenario.links)
    {
        drawing += DrawLink(link, scenario, metrics);
    }
    return drawing + "}\n";
}

} // namespace nexsim
