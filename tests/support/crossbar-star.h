// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CROSSBAR_STAR_H
#define NEXSIM_CROSSBAR_STAR_H

#include "tests/support/hand-flow.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

namespace nexsim::testing
{

/** @brief A type of ours with some of its integer attributes. */
inline Blueprint
Typed(const std::string& type, const std::map<std::string, int64_t>& attributes = {})
{
    Blueprint blueprint(ns3::TypeId::LookupByName("nexsim::" + type));
    for (const auto& [name, value] : attributes)
    {
        blueprint.Set(name, ns3::Create<IntegerValue>(value));
    }
    return blueprint;
}

/** @brief How a crossbar switch is made. */
struct CrossbarSetup
{
    Blueprint queueing = Typed("PerOutputPortQueueingSystem");
    Blueprint arbiter = Typed("OldestFirstArbiter");
    std::map<std::string, int64_t> attributes; //!< of the switch
    int64_t depth = 2;
    Blueprint buffer;
};

inline Blueprint
SwitchOf(const CrossbarSetup& setup)
{
    Blueprint node = Typed("CrossbarSwitch", setup.attributes);
    node.SetPart("Queueing", setup.queueing);
    node.SetPart("Arbiter", setup.arbiter);
    Blueprint port = Typed("CrossbarPort", {{"EgressDepth", setup.depth}});
    node.Set("Port", ns3::Create<BlueprintValue>(port));
    if (!setup.buffer.IsEmpty())
    {
        node.Set("Buffer", ns3::Create<BlueprintValue>(setup.buffer));
    }
    return node;
}

/** @brief Hosts around one crossbar switch; host i is at port i. */
class CrossbarStar
{
  public:
    CrossbarStar(const CrossbarSetup& setup, const std::vector<int64_t>& rates)
    {
        node = &net.AddNode("sw", SwitchOf(setup));
        for (size_t i = 0; i < rates.size(); ++i)
        {
            hosts.push_back(&net.AddHost("h" + std::to_string(i)));
            net.Connect(*hosts.back(), *node, LinkOf(BitRate(rates[i]), SimTime(0)));
        }
        net.Route();
        entry = &net.AddEntry("entry");
    }

    HandFlow Flow(size_t from, size_t to, uint16_t port = 9)
    {
        return HandFlow(net, *hosts[from], *hosts[to], *entry, port);
    }

    const Component& Find(const std::string& path)
    {
        for (const Component* component : net.Context().Components())
        {
            if (component->Path() == path)
            {
                return *component;
            }
        }
        FAIL("no component " << path);
        return *node;
    }

    int64_t DroppedFor(const std::string& reason)
    {
        int64_t packets = 0;
        for (const auto& one : net.GetLedger().Reasons())
        {
            packets += one.reason == reason ? one.dropped.packets : 0;
        }
        return packets;
    }

    std::vector<int64_t> Times() const
    {
        std::vector<int64_t> times;
        for (const auto& arrival : entry->arrivals)
        {
            times.push_back(arrival.at.Value());
        }
        return times;
    }

    MiniNetwork net;
    NetworkNode* node = nullptr;
    std::vector<Host*> hosts;
    RecordingEntry* entry = nullptr;
};

} // namespace nexsim::testing

#endif // NEXSIM_CROSSBAR_STAR_H
