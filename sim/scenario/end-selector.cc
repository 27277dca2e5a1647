// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/end-selector.h"

#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief One part of the selector, between commas. */
Outcome<std::vector<EndSpec>>
SelectItem(std::string_view item, const NodeReader& nodes)
{
    const std::size_t slash = item.find('/');
    const auto hosts = nodes.Names().Select(item.substr(0, slash));
    if (!hosts)
    {
        return hosts.Error();
    }
    std::vector<EndSpec> ends;
    for (const std::size_t host : *hosts)
    {
        const std::string& name = nodes.Names().NameAt(host);
        if (!nodes.IsHost(host))
        {
            return TextError{Quoted(name) + " is no host and neither sends nor receives", 0};
        }
        if (slash == std::string_view::npos)
        {
            ends.push_back({host, ""});
            continue;
        }
        const NameIndex& apps = nodes.AppsOf(host);
        const auto selected = apps.Select(item.substr(slash + 1));
        if (!selected)
        {
            return TextError{"on the host " + Quoted(name) + " " + selected.Error().message, 0};
        }
        for (const std::size_t app : *selected)
        {
            ends.push_back({host, apps.NameAt(app)});
        }
    }
    return ends;
}

} // namespace

Outcome<std::vector<EndSpec>>
SelectEnds(std::string_view selector, const NodeReader& nodes)
{
    std::vector<EndSpec> ends;
    for (std::size_t begin = 0; begin <= selector.size();)
    {
        const std::size_t comma = std::min(selector.find(',', begin), selector.size());
        auto item = SelectItem(selector.substr(begin, comma - begin), nodes);
        if (!item)
        {
            return item.Error();
        }
        ends.insert(ends.end(), item->begin(), item->end());
        begin = comma + 1;
    }
    std::set<std::pair<std::size_t, std::string>> known;
    for (const EndSpec& end : ends)
    {
        if (!known.emplace(end.node, end.app).second)
        {
            return TextError{
                fmt::format("{} selects {} twice", Quoted(selector), Quoted(EndName(end, nodes))),
                0};
        }
    }
    return ends;
}

std::string
EndName(const EndSpec& end, const NodeReader& nodes)
{
    return nodes.Names().NameAt(end.node) + (end.app.empty() ? "" : "/" + end.app);
}

} // namespace nexsim
