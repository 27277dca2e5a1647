// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/constant-rate-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

namespace constant_rate_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

struct Pair : MiniNetwork
{
    Host& a = AddHost("a");
    Switch& sw = AddSwitch("sw");
    Host& b = AddHost("b");

    Pair()
    {
        Connect(a, sw, LinkOf(BitRate(10'000'000'000), MicroSeconds(1)));
        Connect(sw, b, LinkOf(BitRate(1'000'000'000), MicroSeconds(3)));
        Route();
    }
};

ns3::Ptr<ConstantRateSource>
SourceOf(BitRate rate, int64_t size)
{
    auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Rate", QuantityDefault(rate));
    source->SetAttribute("PacketSize", PolicyValue(Always(size)));
    return source;
}

} // namespace

TEST_CASE("constant rate: the k-th packet leaves when the bits before it have been sent")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("cbr");
    // 700 B at 3 Gbps take 1866.66... ns: no whole number of picoseconds.
    net.AddSource(SourceOf(BitRate(3'000'000'000), 700), entry, net.a, net.b);
    net.Run(MicroSeconds(100));
    REQUIRE(entry.arrivals.size() > 10);
    for (size_t k = 0; k < entry.arrivals.size(); ++k)
    {
        const auto exact = static_cast<int64_t>(k) * 700 * 8 * 1'000'000 / 3'000;
        CHECK(entry.arrivals[k].packet.created == SimTime(exact));
        CHECK(entry.arrivals[k].packet.number == k);
    }
}

TEST_CASE("constant rate: latency of a packet alone is its serialisations and propagations")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("cbr");
    net.AddSource(SourceOf(BitRate(100'000'000), 962), entry, net.a, net.b);
    net.Run(MilliSeconds(1));
    // 1000 B with Ethernet's overhead: 0.8 us at 10 Gbps, 8 us at 1 Gbps.
    const SimTime latency = NanoSeconds(800 + 1000 + 8000 + 3000);
    for (const Arrival& arrival : entry.arrivals)
    {
        CHECK(arrival.at - arrival.packet.created == latency);
    }
    CHECK(entry.Latency().Min() == latency.Value());
    CHECK(entry.Latency().Max() == latency.Value());
    CHECK(entry.Latency().Count() == entry.arrivals.size());
}

TEST_CASE("constant rate: a sender's rate is divided over its destinations")
{
    Pair net;
    Host& c = net.AddHost("c");
    net.Connect(net.sw, c, LinkOf(BitRate(1'000'000'000), MicroSeconds(3)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("cbr");
    net.AddSource(SourceOf(BitRate(160'000'000), 1000), entry, net.a, net.b, 2);
    net.AddSource(SourceOf(BitRate(160'000'000), 1000), entry, net.a, c, 2);
    net.Run(MilliSeconds(10));
    // 8000 bit at 80 Mbps: one each 100 us, the first at time 0.
    CHECK(MetricMap(entry)["sent_packets"] == 200);
}

TEST_CASE("sources carry their marks, stop in time, and use each of their flows in turn")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("cbr");
    auto source = SourceOf(BitRate(80'000'000), 1000);
    source->SetAttribute("Dscp", IntegerValue(46));
    source->SetAttribute("Ecn", ns3::BooleanValue(true));
    source->SetAttribute("Flows", IntegerValue(3));
    source->SetAttribute("Start", PolicyValue(Always(MicroSeconds(250).Value())));
    source->SetAttribute("Stop", QuantityDefault(MicroSeconds(1050)));
    net.AddSource(source, entry, net.a, net.b);
    net.Run(MilliSeconds(10));
    REQUIRE(entry.arrivals.size() == 8);
    for (size_t k = 0; k < 8; ++k)
    {
        const Packet& packet = entry.arrivals[k].packet;
        CHECK(packet.created == MicroSeconds(250 + 100 * static_cast<int64_t>(k)));
        CHECK(packet.number == k / 3);
        CHECK(packet.flow == entry.arrivals[k % 3].packet.flow);
        CHECK(packet.dscp == 46);
        CHECK(packet.ecn == Ecn::Capable0);
        CHECK(packet.payloadBytes == 972);
    }
    CHECK(entry.arrivals[0].packet.flow != entry.arrivals[1].packet.flow);
}

TEST_CASE("a change of rate takes effect at the next packet")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("cbr");
    auto& source = net.AddSource(SourceOf(BitRate(80'000'000), 1000), entry, net.a, net.b);
    net.Run(MicroSeconds(150));
    source.SetAttribute("Rate", QuantityDefault(BitRate(160'000'000)));
    net.Run(MicroSeconds(400));
    REQUIRE(entry.arrivals.size() == 6);
    CHECK(entry.arrivals[2].packet.created == MicroSeconds(200));
    CHECK(entry.arrivals[3].packet.created == MicroSeconds(250));
    CHECK(entry.arrivals[5].packet.created == MicroSeconds(350));
}

} // namespace constant_rate_source_test
