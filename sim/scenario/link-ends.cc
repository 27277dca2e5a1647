// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/link-ends.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

std::optional<std::vector<std::size_t>>
SelectEnd(const Json& selector,
          const std::string& pointer,
          const NodeReader& nodes,
          const ReadContext& context)
{
    if (!selector.is_string())
    {
        context.Error(pointer, "expected nodes such as \"client[*]\"; got " + ShowJson(selector));
        return std::nullopt;
    }
    auto selected = nodes.Names().Select(selector.get<std::string>());
    if (!selected)
    {
        context.Error(pointer, selected.Error().message);
        return std::nullopt;
    }
    return *selected;
}

} // namespace

std::optional<std::vector<LinkEnds>>
ReadLinkEnds(const Json& between,
             const std::string& pointer,
             const NodeReader& nodes,
             const ReadContext& context)
{
    if (!between.is_array() || between.size() != 2)
    {
        context.Error(pointer,
                      "expected the two ends such as [\"client[*]\", \"sw\"]; got " +
                          (between.is_array() ? fmt::format("{} of them", between.size())
                                              : ShowJson(between)));
        return std::nullopt;
    }
    const auto a = SelectEnd(between[0], ChildPointer(pointer, 0), nodes, context);
    const auto b = SelectEnd(between[1], ChildPointer(pointer, 1), nodes, context);
    if (!a || !b)
    {
        return std::nullopt;
    }
    if (a->size() != b->size() && a->size() != 1 && b->size() != 1)
    {
        context.Error(pointer,
                      fmt::format("{} nodes and {} nodes make no pairs; one side must be single, "
                                  "or both equally many",
                                  a->size(),
                                  b->size()));
        return std::nullopt;
    }
    std::vector<LinkEnds> ends;
    for (std::size_t i = 0; i < std::max(a->size(), b->size()); ++i)
    {
        ends.emplace_back((*a)[a->size() == 1 ? 0 : i], (*b)[b->size() == 1 ? 0 : i]);
        if (ends.back().first == ends.back().second)
        {
            context.Error(pointer,
                          fmt::format("the node {} cannot be linked to itself",
                                      Quoted(nodes.Names().NameAt(ends.back().first))));
            return std::nullopt;
        }
    }
    return ends;
}

} // namespace nexsim
