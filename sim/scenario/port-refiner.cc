// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/port-refiner.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace nexsim
{

void
PortRefiner::Read(const std::vector<LinkSpec*>& links,
                  const Json& entry,
                  const std::string& pointer) const
{
    const auto ports = entry.find("at");
    if (ports == entry.end())
    {
        return;
    }
    const std::string at = ChildPointer(pointer, "at");
    if (!ports->is_object())
    {
        m_context.Error(at,
                        "expected an object such as {\"sw\": {\"Queue\": ...}}; got " +
                            ShowJson(*ports));
        return;
    }
    for (const auto& item : ports->items())
    {
        const std::string here = ChildPointer(at, item.key());
        const auto selected = m_nodes.Names().Select(item.key());
        if (!selected)
        {
            m_context.KeyError(here, selected.Error().message);
            continue;
        }
        const std::set<std::size_t> nodes(selected->begin(), selected->end());
        std::set<std::size_t> met;
        for (LinkSpec* link : links)
        {
            for (const auto& [node, port] :
                 {std::pair<std::size_t, Blueprint*>{link->a, &link->portA},
                  {link->b, &link->portB}})
            {
                if (nodes.count(node) > 0)
                {
                    met.insert(node);
                    Refine(node, *port, item.value(), here);
                }
            }
        }
        for (const std::size_t node : nodes)
        {
            if (met.count(node) == 0)
            {
                m_context.KeyError(
                    here,
                    fmt::format("{} is no end of this link", Quoted(m_nodes.Names().NameAt(node))));
                break;
            }
        }
    }
}

void
PortRefiner::Refine(std::size_t node,
                    Blueprint& port,
                    const Json& value,
                    const std::string& pointer) const
{
    const PortTemplate& standard = m_nodes.PortOf(node);
    if (standard.attribute.empty())
    {
        m_context.KeyError(pointer,
                           fmt::format("the ports of {} have no attributes",
                                       Quoted(m_nodes.Names().NameAt(node))));
        return;
    }
    if (!value.is_object())
    {
        m_context.Error(pointer, "expected an object of attributes; got " + ShowJson(value));
        return;
    }
    if (port.IsEmpty())
    {
        port = standard.blueprint;
    }
    const ObjectExpectation expected{standard.interface, std::nullopt, Dimension::Count, {}};
    if (value.contains("type") || port.IsEmpty())
    {
        const Blueprint renewed = m_objects.Read(value, pointer, expected);
        if (renewed.IsEmpty())
        {
            return;
        }
        if (port.IsEmpty() || renewed.GetTypeId() != port.GetTypeId())
        {
            port = renewed;
            return;
        }
    }
    m_objects.ReadInto(port, value, pointer, expected);
}

} // namespace nexsim
