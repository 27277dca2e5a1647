// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/udp-bulk-source.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace udp_bulk_source_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

} // namespace

TEST_CASE("a bulk sender fills the link when its calls are fast enough, from Start to Stop")
{
    // 1500 B take 12 us at 1 Gb/s; a call takes 1.6 us.
    SocketScene scene(HostOf(1, RoundCosts()), AppOf(), BitRate(1'000'000'000));
    RecordingEntry& entry = scene.net.AddEntry("bulk");
    auto source = ns3::CreateObject<UdpBulkSource>();
    source->SetAttribute("Start", IntegerValue(MicroSeconds(100)));
    source->SetAttribute("Stop", IntegerValue(MicroSeconds(700)));
    source->SetAttribute("Flows", IntegerValue(3));
    scene.net.AddSource(source, entry, scene.b, scene.a);
    scene.net.Run(MilliSeconds(10));
    REQUIRE(entry.arrivals.size() > 50);
    CHECK(entry.arrivals[0].at == MicroSeconds(100) + SimTime(1'600'000 + 12'000'000 + 1'000'000));
    for (size_t i = 1; i < entry.arrivals.size(); ++i)
    {
        CHECK(entry.arrivals[i].at - entry.arrivals[i - 1].at == MicroSeconds(12));
        CHECK(entry.arrivals[i].packet.flow == (entry.arrivals[i - 1].packet.flow + 1) % 3);
    }
    CHECK(entry.arrivals.back().packet.created < MicroSeconds(700));
    // what the send buffer held at Stop, and what had been sent by then
    const auto sent = static_cast<int64_t>(entry.arrivals.size());
    CHECK(sent >= 600 / 12);
    CHECK(sent <= 600 / 12 + 212'992 / 2304 + 2);
}

TEST_CASE("a bulk sender needs a datapath that holds it back")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    net.Connect(a, b, LinkOf(BitRate(1'000'000'000), SimTime(0)));
    net.Route();
    CHECK_THROWS_WITH_AS(
        net.AddSource(ns3::CreateObject<UdpBulkSource>(), net.AddEntry("bulk"), a, b),
        doctest::Contains("{\"type\": \"Socket\"}"),
        std::invalid_argument);
}

} // namespace udp_bulk_source_test
