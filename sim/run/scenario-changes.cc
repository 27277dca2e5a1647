// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/scenario-changes.h"

#include "models/host/host.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

using Objects = std::vector<ns3::Ptr<ns3::Object>>;

Objects
ObjectsOf(const ChangeSpec& change, const ScenarioRun& scenario, const Network& network)
{
    Objects objects;
    for (size_t i = 0; i < scenario.traffic.size(); ++i)
    {
        if (!change.traffic.empty() && scenario.traffic[i].name == change.traffic)
        {
            const auto& sources = network.traffic[i].sources;
            objects.insert(objects.end(), sources.begin(), sources.end());
        }
    }
    for (size_t i = 0; i < scenario.links.size(); ++i)
    {
        if (!change.link.empty() && scenario.links[i].name == change.link)
        {
            objects.push_back(network.links[i].forward);
            objects.push_back(network.links[i].backward);
        }
    }
    for (const EndSpec& end : change.apps)
    {
        auto& host = dynamic_cast<Host&>(*network.nodes[end.node]);
        App* app = host.FindApp(end.app);
        app->PrepareStates();
        objects.emplace_back(app);
    }
    return objects;
}

void
Apply(const ChangeSpec& change, const Objects& objects)
{
    for (const auto& object : objects)
    {
        if (!object->SetAttributeFailSafe(change.attribute, *change.value))
        {
            throw std::logic_error(fmt::format("{}{}{}: its attribute {} refused a change at {} ps",
                                               change.traffic,
                                               change.link,
                                               change.apps.empty() ? "" : "an application",
                                               change.attribute,
                                               change.at.Value()));
        }
    }
}

} // namespace

void
ScheduleChanges(const ScenarioRun& scenario, Network& network, RunAgenda& agenda)
{
    for (const ChangeSpec& change : scenario.changes)
    {
        if (!change.stateOf.empty())
        {
            agenda.Add(change.at, [&change, &network] {
                for (const size_t link : change.stateOf)
                {
                    network.routing->SetLink(link, change.state);
                }
            });
            continue;
        }
        const Objects objects = ObjectsOf(change, scenario, network);
        if (objects.empty())
        {
            throw std::invalid_argument(fmt::format("a change names {}{}, which is no traffic and "
                                                    "no link",
                                                    change.traffic,
                                                    change.link));
        }
        agenda.Add(change.at, [&change, objects] { Apply(change, objects); });
    }
}

} // namespace nexsim
