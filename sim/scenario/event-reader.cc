// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/event-reader.h"

#include "models/base/attribute-values.h"
#include "models/host/app.h"
#include "sim/scenario/end-selector.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/plain-value.h"
#include "sim/scenario/show-json.h"
#include "sim/topology/graph.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

/** @brief The attributes of a type that may change during a run. */
std::vector<std::string>
ChangingAttributes(ns3::TypeId type)
{
    std::vector<std::string> names;
    for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(type))
    {
        const auto* checker =
            dynamic_cast<const SelfDescribing*>(ns3::PeekPointer(attribute.information.checker));
        if (checker != nullptr && checker->Describe().atRuntime)
        {
            names.push_back(attribute.information.name);
        }
    }
    return names;
}

AttributeDescription
Describe(ns3::TypeId type, const std::string& name)
{
    for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(type))
    {
        if (attribute.information.name == name)
        {
            return dynamic_cast<const SelfDescribing*>(
                       ns3::PeekPointer(attribute.information.checker))
                ->Describe();
        }
    }
    return {};
}

} // namespace

EventReader::EventReader(const ReadContext& context,
                         const ObjectReader& objects,
                         const NodeReader& nodes,
                         const LinkReader& links,
                         const TrafficReader& traffic)
    : m_context(context), m_objects(objects), m_nodes(nodes), m_links(links), m_traffic(traffic)
{
}

std::vector<ChangeSpec>
EventReader::Read(const Json& events, SimTime duration) const
{
    std::vector<ChangeSpec> changes;
    if (!events.is_array())
    {
        m_context.Error("/events", "expected a list of events; got " + ShowJson(events));
        return changes;
    }
    for (std::size_t i = 0; i < events.size(); ++i)
    {
        ReadEvent(events[i], ChildPointer("/events", i), duration, changes);
    }
    std::stable_sort(changes.begin(), changes.end(), [](const ChangeSpec& a, const ChangeSpec& b) {
        return a.at < b.at;
    });
    return changes;
}

void
EventReader::ReadEvent(const Json& event,
                       const std::string& pointer,
                       SimTime duration,
                       std::vector<ChangeSpec>& changes) const
{
    const Section section(event, pointer, m_context);
    if (section.Has("state") || section.Has("link") || section.Has("port"))
    {
        ReadState(section, duration, changes);
        return;
    }
    section.CheckKeys(KeyNames(GrammarPart::Event));
    const bool complete = event.is_object() && section.Require("at", "\"100ms\"") &&
                          section.Require("set", "{\"/traffic/web/Rate\": \"8Gbps\"}");
    if (!complete)
    {
        return;
    }
    const auto at = section.Amount("at", Dimension::Time, {0, duration.Value()});
    const Section set(*section.Find("set"), section.PointerTo("set"), m_context);
    for (const auto& item : set.Value().items())
    {
        ReadChange(SimTime(at.value_or(0)),
                   item.key(),
                   item.value(),
                   set.PointerTo(item.key()),
                   changes);
    }
}

void
EventReader::ReadState(const Section& event,
                       SimTime duration,
                       std::vector<ChangeSpec>& changes) const
{
    event.CheckKeys(KeyNames(GrammarPart::Event));
    if (event.Has("set"))
    {
        m_context.KeyError(event.PointerTo("set"),
                           "an event either sets attributes or has a \"state\"");
    }
    if (event.Has("link") == event.Has("port"))
    {
        event.Error("",
                    "the \"state\" is that of a \"link\" or of a \"port\", such as \"link\": "
                    "\"up\" or \"port\": \"sw/port[server]\"; one of the two");
        return;
    }
    const bool complete = event.Require("at", "\"100ms\"") && event.Require("state", "\"down\"");
    const auto at = event.Amount("at", Dimension::Time, {0, duration.Value()});
    const auto state = event.Word(KeyOf(GrammarPart::Event, "state"));
    auto links = event.Has("link") ? FindLinks(event) : FindPort(event);
    if (complete && at && state && !links.empty())
    {
        changes.push_back({SimTime(*at),
                           "",
                           "",
                           "",
                           nullptr,
                           std::move(links),
                           state == "up" ? LinkState::Up : LinkState::Down});
    }
}

std::vector<std::size_t>
EventReader::FindLinks(const Section& event) const
{
    const auto name = event.Text("link");
    if (!name)
    {
        return {};
    }
    // The links of a topology have names such as left[3]-west, which are no patterns.
    if (const auto link = m_links.Names().Find(*name))
    {
        return {*link};
    }
    const auto links = m_links.Names().Select(*name);
    if (!links)
    {
        event.Error("link", links.Error().message);
        return {};
    }
    return *links;
}

std::vector<std::size_t>
EventReader::FindPort(const Section& event) const
{
    const auto path = event.Text("port");
    if (!path)
    {
        return {};
    }
    const std::size_t slash = path->find('/');
    const auto node = m_nodes.Names().Find(path->substr(0, slash));
    if (slash == std::string::npos || !node)
    {
        event.Error("port",
                    slash == std::string::npos
                        ? "expected a port such as \"sw/port[server]\"; got " + Quoted(*path)
                        : m_nodes.Names().Unknown(path->substr(0, slash)));
        return {};
    }
    // The names of ports are the graph's, which has links in the order of the file.
    NetworkGraph graph;
    for (std::size_t i = 0; i < m_nodes.Names().Size(); ++i)
    {
        graph.AddNode(m_nodes.Names().NameAt(i),
                      m_nodes.IsHost(i) ? NodeRole::End : NodeRole::Forwarder);
    }
    for (const LinkSpec& link : m_links.Links())
    {
        graph.AddLink(link.a, link.b);
    }
    std::vector<std::string> names;
    for (std::size_t port = 0; port < graph.PortCount(*node); ++port)
    {
        names.push_back(graph.PortName(*node, port));
        if (names.back() == path->substr(slash + 1))
        {
            return {graph.PortAt(*node, port).link};
        }
    }
    event.Error("port",
                "the node " + Quoted(m_nodes.Names().NameAt(*node)) + " has no port " +
                    Quoted(path->substr(slash + 1)) + SuggestName(path->substr(slash + 1), names));
    return {};
}

bool
EventReader::CheckChanging(ns3::TypeId type,
                           const std::string& attribute,
                           const std::string& pointer) const
{
    const auto changing = ChangingAttributes(type);
    if (std::find(changing.begin(), changing.end(), attribute) != changing.end())
    {
        return true;
    }
    std::string list;
    for (const std::string& name : changing)
    {
        list += (list.empty() ? "" : ", ") + Quoted(name);
    }
    m_context.KeyError(pointer,
                       fmt::format("{} has no attribute {} that can change during a run; it has {}",
                                   type.GetName(),
                                   Quoted(attribute),
                                   list.empty() ? "none" : list));
    return false;
}

/** @param parts nodes, a selector of hosts, apps, a selector of applications, the attribute */
void
EventReader::ReadAppChange(ChangeSpec change,
                           const std::vector<std::string>& parts,
                           const Json& value,
                           const std::string& pointer,
                           std::vector<ChangeSpec>& changes) const
{
    auto apps = SelectEnds(parts[1] + "/" + parts[3], m_nodes);
    if (!apps)
    {
        m_context.KeyError(pointer, apps.Error().message);
        return;
    }
    const ns3::TypeId type = App::GetTypeId();
    if (!CheckChanging(type, change.attribute, pointer))
    {
        return;
    }
    const AttributeDescription description = Describe(type, change.attribute);
    const auto word = ReadChoiceValue(description, value, pointer, m_context);
    if (word)
    {
        change.value = ns3::Create<IntegerValue>(*word);
        change.apps = std::move(*apps);
        changes.push_back(std::move(change));
    }
}

void
EventReader::ReadChange(SimTime at,
                        const std::string& target,
                        const Json& value,
                        const std::string& pointer,
                        std::vector<ChangeSpec>& changes) const
{
    const auto parts = SplitPointer(target);
    if (parts && parts->size() == 5 && (*parts)[0] == "nodes" && (*parts)[2] == "apps")
    {
        ReadAppChange({at, "", "", parts->back(), nullptr}, *parts, value, pointer, changes);
        return;
    }
    const bool known =
        parts && parts->size() == 3 && ((*parts)[0] == "traffic" || (*parts)[0] == "links");
    if (!known)
    {
        m_context.KeyError(pointer,
                           "an event sets an attribute of traffic, of a link or of an "
                           "application, such as \"/traffic/web/Rate\", \"/links/up/Rate\" or "
                           "\"/nodes/phone/apps/mail/State\"; got " +
                               Quoted(target));
        return;
    }
    const bool ofTraffic = (*parts)[0] == "traffic";
    const NameIndex& names = ofTraffic ? m_traffic.Names() : m_links.Names();
    const auto position = names.Find((*parts)[1]);
    if (!position)
    {
        m_context.KeyError(pointer, names.Unknown((*parts)[1]));
        return;
    }
    if (ofTraffic && m_traffic.Entries()[*position].source.IsEmpty())
    {
        return; // the entry itself has been reported
    }
    const ns3::TypeId type =
        ofTraffic ? m_traffic.Entries()[*position].source.GetTypeId() : m_links.TypeOf(*position);
    const std::string& attribute = (*parts)[2];
    if (!CheckChanging(type, attribute, pointer))
    {
        return;
    }
    const auto amount = m_objects.ReadQuantity(value, pointer, Describe(type, attribute));
    if (amount)
    {
        changes.push_back({at,
                           ofTraffic ? (*parts)[1] : "",
                           ofTraffic ? "" : (*parts)[1],
                           attribute,
                           ns3::Create<IntegerValue>(*amount)});
    }
}

} // namespace nexsim
