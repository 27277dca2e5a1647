// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/host.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace host_test
{

namespace
{

using nexsim::App;
using nexsim::BitRate;
using nexsim::Blueprint;
using nexsim::FlowIndex;
using nexsim::FlowKey;
using nexsim::Host;
using nexsim::PacketPtr;
using nexsim::SimTime;
using nexsim::testing::LinkOf;
using nexsim::testing::MetricMap;
using nexsim::testing::MiniNetwork;
using nexsim::testing::RecordingEntry;

/** Two hosts on one link. */
struct Pair
{
    Pair()
    {
        net.Connect(a, b, LinkOf(BitRate(10'000'000'000), SimTime(1000)));
        net.Route();
    }

    FlowIndex Open(uint16_t port, nexsim::NodeIndex destination)
    {
        FlowKey key;
        key.destinationPort = port;
        const FlowIndex flow = net.Context().Flows().Intern(key);
        net.Context().Flows()[flow].destination = destination;
        return flow;
    }

    void Send(FlowIndex flow, uint32_t size)
    {
        const nexsim::FlowRecord& record = net.Context().Flows()[flow];
        PacketPtr packet = net.Context().Pool().Allocate();
        packet->flow = flow;
        packet->flowHash = record.hash;
        packet->destination = record.destination;
        packet->size = size;
        packet->payloadBytes = size - 28;
        packet->created = packet->lastMark = net.Context().Now();
        net.GetLedger().Born(*packet, packet->created, 0);
        a.FindApp("")->Port().Send(std::move(packet));
    }

    std::map<std::string, int64_t> Drops()
    {
        std::map<std::string, int64_t> drops;
        for (const auto& reason : net.GetLedger().Reasons())
        {
            if (reason.dropped.packets > 0)
            {
                drops[reason.component + ":" + reason.reason] = reason.dropped.packets;
            }
        }
        return drops;
    }

    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
};

} // namespace

TEST_CASE("host: packets go to the application that listens to their flow, in no time")
{
    Pair pair;
    RecordingEntry& one = pair.net.AddEntry("one");
    RecordingEntry& two = pair.net.AddEntry("two");
    App& server = pair.b.AddApp("server", Blueprint(App::GetTypeId()));
    const FlowIndex first = pair.Open(1, 1);
    const FlowIndex second = pair.Open(2, 1);
    server.Listen(first, one);
    pair.b.FindApp("")->Listen(second, two);
    pair.Send(first, 1500);
    pair.Send(second, 100);
    pair.Send(first, 28);
    pair.net.Run(SimTime(1'000'000'000));
    REQUIRE(one.arrivals.size() == 2);
    REQUIRE(two.arrivals.size() == 1);
    CHECK(one.arrivals[0].at == SimTime(1538 * 800 + 1000));
    CHECK(two.arrivals[0].at == SimTime((1538 + 138) * 800 + 1000));
    CHECK(one.arrivals[1].at == SimTime((1538 + 138 + 66) * 800 + 1000));
    CHECK(pair.Drops().empty());
}

TEST_CASE("host: what is for another node or for no listener is dropped, named and counted")
{
    Pair pair;
    RecordingEntry& entry = pair.net.AddEntry("entry");
    const FlowIndex elsewhere = pair.Open(1, 7);
    const FlowIndex unheard = pair.Open(2, 1);
    pair.b.FindApp("")->Listen(elsewhere, entry);
    pair.Send(elsewhere, 1500);
    pair.Send(unheard, 300);
    pair.Send(unheard, 64);
    pair.net.Run(SimTime(1'000'000'000));
    CHECK(entry.arrivals.empty());
    CHECK(pair.Drops() ==
          std::map<std::string, int64_t>{{"b:not-for-this-host", 1}, {"b:no-listener", 2}});
    CHECK(MetricMap(pair.b)["unclaimed_packets"] == 3);
}

TEST_CASE("host: applications are found by name; the unnamed one is made on first use")
{
    Pair pair;
    CHECK(pair.a.FindApp("web") == nullptr);
    App& web = pair.a.AddApp("web", Blueprint(App::GetTypeId()));
    CHECK(pair.a.FindApp("web") == &web);
    CHECK(web.Path() == "a/web");
    App* own = pair.a.FindApp("");
    REQUIRE(own != nullptr);
    CHECK(pair.a.FindApp("") == own);
    CHECK(own->Path() == "a/app");
}

TEST_CASE("host: with several NICs the route decides, and without a route the packet is dropped")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    Host& c = net.AddHost("c");
    net.Connect(a, b, LinkOf(BitRate(10'000'000'000), SimTime(0)));
    net.Connect(a, c, LinkOf(BitRate(1'000'000'000), SimTime(0)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    std::map<uint32_t, SimTime> expected{{b.Index(), SimTime(1538 * 800)},
                                         {c.Index(), SimTime(1538 * 8000)}};
    for (const uint32_t destination : {c.Index(), b.Index(), uint32_t{9}})
    {
        FlowKey key;
        key.destinationPort = static_cast<uint16_t>(destination);
        const FlowIndex flow = net.Context().Flows().Intern(key);
        net.Context().Flows()[flow].destination = destination;
        for (Host* host : {&b, &c})
        {
            if (host->Index() == destination)
            {
                host->FindApp("")->Listen(flow, entry);
            }
        }
        PacketPtr packet = net.Context().Pool().Allocate();
        packet->flow = flow;
        packet->destination = destination;
        packet->size = 1500;
        packet->payloadBytes = 1472;
        net.GetLedger().Born(*packet, SimTime(0), 0);
        a.FindApp("")->Port().Send(std::move(packet));
    }
    net.Run(SimTime(1'000'000'000));
    REQUIRE(entry.arrivals.size() == 2);
    for (const auto& arrival : entry.arrivals)
    {
        CHECK(arrival.at == expected.at(arrival.packet.destination));
    }
    CHECK(net.GetLedger().Dropped().packets == 1);
    CHECK(net.GetLedger().Reasons().front().reason == "no-route");
}

} // namespace host_test
