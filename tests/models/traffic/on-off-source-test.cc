// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/exponential-quantity.h"
#include "models/base/pareto-quantity.h"
#include "models/traffic/on-off-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"
#include "tests/support/sample.h"

#include "ns3/double.h"
#include <doctest/doctest.h>

namespace on_off_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

struct Pair : MiniNetwork
{
    Host& a = AddHost("a");
    Host& b = AddHost("b");

    explicit Pair(uint32_t seed = 1) : MiniNetwork(seed)
    {
        Connect(a, b, LinkOf(BitRate(100'000'000'000), MicroSeconds(1)));
        Route();
    }
};

template <typename Law>
ns3::Ptr<RandomQuantity>
LawOf(SimTime mean)
{
    auto law = ns3::CreateObject<Law>();
    law->SetAttribute("Mean", QuantityDefault(mean));
    return law;
}

ns3::Ptr<OnOffSource>
SourceOf(const ns3::Ptr<RandomQuantity>& on, const ns3::Ptr<RandomQuantity>& off)
{
    auto source = ns3::CreateObject<OnOffSource>();
    source->SetAttribute("OnTime", PolicyValue(on));
    source->SetAttribute("OffTime", PolicyValue(off));
    source->SetAttribute("PacketSize", PolicyValue(Always(1000))); // 8 us at 1 Gbps
    return source;
}

ns3::Ptr<RandomQuantity>
Micros(int64_t micros)
{
    return Always(MicroSeconds(micros).Value());
}

} // namespace

TEST_CASE("on-off: packets leave at the instants of a constant rate that stops in off periods")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("on-off");
    net.AddSource(SourceOf(Micros(20), Micros(100)), entry, net.a, net.b);
    net.Run(MicroSeconds(600));
    // In time of on periods they leave at 0, 8, 16, 24 ...: the fourth 4 us into the second period.
    const std::vector<int64_t> expected =
        {0, 8, 16, 124, 132, 240, 248, 256, 364, 372, 480, 488, 496};
    REQUIRE(entry.arrivals.size() == expected.size());
    for (size_t i = 0; i < expected.size(); ++i)
    {
        CHECK(entry.arrivals[i].packet.created == MicroSeconds(expected[i]));
    }
}

TEST_CASE("on-off: an on period shorter than a packet's time still counts towards it")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("on-off");
    net.AddSource(SourceOf(Micros(3), Micros(7)), entry, net.a, net.b);
    net.Run(MicroSeconds(90));
    // 8 us are spent 2 us into the third period, 16 us 1 us into the sixth, 24 us at the ninth.
    const std::vector<int64_t> expected = {0, 22, 51, 80};
    REQUIRE(entry.arrivals.size() == expected.size());
    for (size_t i = 0; i < expected.size(); ++i)
    {
        CHECK(entry.arrivals[i].packet.created == MicroSeconds(expected[i]));
    }
}

TEST_CASE("on-off: the mean rate is Rate x E[on] / (E[on] + E[off]), exponential periods")
{
    CHECK(OverSeeds(12, [](uint32_t seed) {
              Pair net(seed);
              RecordingEntry& entry = net.AddEntry("on-off");
              net.AddSource(SourceOf(LawOf<ExponentialRandomQuantity>(MicroSeconds(100)),
                                     LawOf<ExponentialRandomQuantity>(MicroSeconds(300))),
                            entry,
                            net.a,
                            net.b);
              net.Run(MilliSeconds(200));
              return static_cast<double>(MetricMap(entry)["sent_packets"]);
          }).Agrees(0.2 * 1e9 / 8000 / 4, 1e-3));
}

TEST_CASE("on-off: the fraction of time in on periods is measured, Pareto periods")
{
    CHECK(OverSeeds(12, [](uint32_t seed) {
              Pair net(seed);
              RecordingEntry& entry = net.AddEntry("on-off");
              auto on = LawOf<ParetoRandomQuantity>(MicroSeconds(100));
              on->SetAttribute("Shape", ns3::DoubleValue(3));
              auto& source = net.AddSource(SourceOf(on, Micros(150)), entry, net.a, net.b);
              net.Run(MilliSeconds(100));
              return static_cast<double>(MetricMap(source)["on"]) / 1e11;
          }).Agrees(0.4, 1e-3));
}

TEST_CASE("on-off: time in on periods is right in the middle of a period")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("on-off");
    auto& source = net.AddSource(SourceOf(Micros(20), Micros(100)), entry, net.a, net.b);
    net.Run(MicroSeconds(125));
    CHECK(MetricMap(source)["on"] == MicroSeconds(25).Value());
    CHECK(MetricMap(source)["on_periods"] == 2);
    net.Run(MicroSeconds(200));
    CHECK(MetricMap(source)["on"] == MicroSeconds(40).Value());
}

TEST_CASE("on-off: periods must be given and be able to be on")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("on-off");
    CHECK_THROWS_AS(net.AddSource(SourceOf(nullptr, Micros(1)), entry, net.a, net.b),
                    std::invalid_argument);
    CHECK_THROWS_AS(net.AddSource(SourceOf(Always(0), Micros(1)), entry, net.a, net.b),
                    std::invalid_argument);
}

} // namespace on_off_source_test
