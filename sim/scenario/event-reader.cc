// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/event-reader.h"

#include "models/base/attribute-values.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

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
                         const LinkReader& links,
                         const TrafficReader& traffic)
    : m_context(context), m_objects(objects), m_links(links), m_traffic(traffic)
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
    if (section.Has("state"))
    {
        m_context.KeyError(section.PointerTo("state"),
                           "taking links and ports down is not available in this version");
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
EventReader::ReadChange(SimTime at,
                        const std::string& target,
                        const Json& value,
                        const std::string& pointer,
                        std::vector<ChangeSpec>& changes) const
{
    const auto parts = SplitPointer(target);
    const bool known =
        parts && parts->size() == 3 && ((*parts)[0] == "traffic" || (*parts)[0] == "links");
    if (!known)
    {
        m_context.KeyError(pointer,
                           "an event sets an attribute of traffic or of a link, such as "
                           "\"/traffic/web/Rate\" or \"/links/up/Rate\"; got " +
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
    const auto changing = ChangingAttributes(type);
    if (std::find(changing.begin(), changing.end(), attribute) == changing.end())
    {
        std::string list;
        for (const std::string& name : changing)
        {
            list += (list.empty() ? "" : ", ") + Quoted(name);
        }
        m_context.KeyError(
            pointer,
            fmt::format("{} has no attribute {} that can change during a run; it has {}",
                        type.GetName(),
                        Quoted(attribute),
                        list.empty() ? "none" : list));
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
