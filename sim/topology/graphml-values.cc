// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-values.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

namespace nexsim
{

namespace
{

constexpr double kFastest = 8e12; //!< bit/s, as SimplexLink's Rate

/** @brief The whole text as a number, which may be infinite or none (NaN). */
std::optional<double>
NumberIn(std::string_view text)
{
    if (!text.empty() && text.front() == '+')
    {
        text.remove_prefix(1);
    }
    double number = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ptr != end || text.empty())
    {
        return std::nullopt;
    }
    return result.ec == std::errc() ? number : std::numeric_limits<double>::infinity();
}

/** @brief A coordinate within +-largest degrees; nothing after an error. */
std::optional<double>
Coordinate(const std::string& text,
           const char* name,
           double largest,
           const GraphMlNode& node,
           FileReport& report)
{
    const auto number = NumberIn(text);
    if (!number || !(*number >= -largest && *number <= largest))
    {
        report.Error(node.line,
                     fmt::format("node \"{}\": expected a {} of {} to {} degrees; got \"{}\"",
                                 node.id,
                                 name,
                                 -largest,
                                 largest,
                                 text));
        return std::nullopt;
    }
    return number;
}

/** @brief "10 G", "Gbps" ... as a factor. */
std::optional<double>
FactorOf(std::string_view unit)
{
    constexpr std::array<std::string_view, 3> kEndings = {"bps", "bit/s", "b/s"};
    for (const std::string_view ending : kEndings)
    {
        if (unit.size() > ending.size() && unit.substr(unit.size() - ending.size()) == ending)
        {
            unit.remove_suffix(ending.size());
        }
    }
    constexpr std::array<std::pair<std::string_view, double>, 5> kUnits = {
        {{"K", 1e3}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12}}};
    for (const auto& [name, factor] : kUnits)
    {
        if (unit == name)
        {
            return factor;
        }
    }
    return std::nullopt;
}

std::string
NameOf(const GraphMlEdge& edge)
{
    return fmt::format("edge \"{}\" to \"{}\"", edge.source, edge.target);
}

/** @param text as the file has it */
std::optional<BitRate>
RateOf(double bitsPerSecond,
       const std::string& text,
       const char* name,
       const GraphMlEdge& edge,
       FileReport& report)
{
    if (!(bitsPerSecond >= 0.5 && bitsPerSecond <= kFastest))
    {
        report.Error(edge.line,
                     fmt::format("{}: {} \"{}\" is no rate from 1 bit/s to 8 Tbit/s",
                                 NameOf(edge),
                                 name,
                                 text));
        return std::nullopt;
    }
    return BitRate(static_cast<int64_t>(bitsPerSecond + 0.5));
}

/** @brief A number, or nothing with a warning. */
std::optional<double>
SpeedIn(const std::string& text, const char* name, const GraphMlEdge& edge, FileReport& report)
{
    const auto number = NumberIn(text);
    if (!number)
    {
        report.Warning(edge.line,
                       fmt::format("{}: {} \"{}\" is no number and counts as missing",
                                   NameOf(edge),
                                   name,
                                   text));
    }
    return number;
}

} // namespace

std::optional<std::string>
FindValue(const GraphMlData& data, const GraphMlData& defaults, const std::string& name)
{
    auto value = data.find(name);
    if (value == data.end())
    {
        value = defaults.find(name);
        if (value == defaults.end())
        {
            return std::nullopt;
        }
    }
    return value->second.empty() ? std::nullopt : std::optional(value->second);
}

std::optional<GeoPosition>
ReadPosition(const GraphMlNode& node, const GraphMlData& defaults, FileReport& report)
{
    const auto latitude = FindValue(node.data, defaults, "Latitude");
    const auto longitude = FindValue(node.data, defaults, "Longitude");
    if (latitude.has_value() != longitude.has_value())
    {
        report.Warning(node.line,
                       fmt::format("node \"{}\" has a {} only and counts as without coordinates",
                                   node.id,
                                   latitude ? "Latitude" : "Longitude"));
    }
    const auto north =
        latitude ? Coordinate(*latitude, "Latitude", 90, node, report) : std::nullopt;
    const auto east =
        longitude ? Coordinate(*longitude, "Longitude", 180, node, report) : std::nullopt;
    return north && east ? std::optional(GeoPosition{*north, *east}) : std::nullopt;
}

std::optional<BitRate>
ReadSpeed(const GraphMlEdge& edge, const GraphMlData& defaults, FileReport& report)
{
    if (const auto raw = FindValue(edge.data, defaults, "LinkSpeedRaw"))
    {
        const auto number = SpeedIn(*raw, "LinkSpeedRaw", edge, report);
        return number ? RateOf(*number, *raw, "LinkSpeedRaw", edge, report) : std::nullopt;
    }
    const auto speed = FindValue(edge.data, defaults, "LinkSpeed");
    if (!speed)
    {
        return std::nullopt;
    }
    const auto unit = FindValue(edge.data, defaults, "LinkSpeedUnits");
    if (!unit)
    {
        report.Warning(edge.line,
                       fmt::format("{}: LinkSpeed \"{}\" has no LinkSpeedUnits and counts as "
                                   "missing",
                                   NameOf(edge),
                                   *speed));
        return std::nullopt;
    }
    const auto factor = FactorOf(*unit);
    if (!factor)
    {
        report.Error(edge.line,
                     fmt::format("{}: unknown LinkSpeedUnits \"{}\"; there are K, M, G and T "
                                 "(bit/s)",
                                 NameOf(edge),
                                 *unit));
        return std::nullopt;
    }
    const auto number = SpeedIn(*speed, "LinkSpeed", edge, report);
    return number ? RateOf(*number * *factor, *speed + " " + *unit, "LinkSpeed", edge, report)
                  : std::nullopt;
}

bool
IsHyperedge(const GraphMlNode& node, const GraphMlData& defaults)
{
    const auto value = FindValue(node.data, defaults, "hyperedge");
    return value && (*value == "1" || *value == "true" || *value == "True");
}

} // namespace nexsim
