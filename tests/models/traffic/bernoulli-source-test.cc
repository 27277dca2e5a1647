// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/bernoulli-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"
#include "tests/support/sample.h"

#include <doctest/doctest.h>

#include <cmath>

namespace bernoulli_source_test
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

ns3::Ptr<BernoulliSource>
SourceOf(SimTime slot, Ratio probability)
{
    auto source = ns3::CreateObject<BernoulliSource>();
    source->SetAttribute("Slot", QuantityDefault(slot));
    source->SetAttribute("Probability", QuantityDefault(probability));
    source->SetAttribute("PacketSize", PolicyValue(Always(500)));
    return source;
}

} // namespace

TEST_CASE("Bernoulli: packets leave at whole slots after the start, at most one in each")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("slots");
    auto source = SourceOf(NanoSeconds(700), Ratio(600'000'000));
    source->SetAttribute("Start", PolicyValue(Always(NanoSeconds(150).Value())));
    net.AddSource(source, entry, net.a, net.b);
    net.Run(MilliSeconds(1));
    REQUIRE(entry.arrivals.size() > 700);
    SimTime last{-1};
    for (const Arrival& arrival : entry.arrivals)
    {
        const SimTime created = arrival.packet.created;
        CHECK((created - NanoSeconds(150)).Value() % 700'000 == 0);
        CHECK(created > last);
        last = created;
    }
}

TEST_CASE("Bernoulli: with certainty every slot has a packet, the first one too")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("slots");
    auto source = SourceOf(MicroSeconds(1), Ratio(1'000'000'000));
    source->SetAttribute("Stop", QuantityDefault(MicroSeconds(20)));
    net.AddSource(source, entry, net.a, net.b);
    net.Run(MicroSeconds(100));
    REQUIRE(entry.arrivals.size() == 20);
    for (size_t k = 0; k < entry.arrivals.size(); ++k)
    {
        CHECK(entry.arrivals[k].packet.created == MicroSeconds(static_cast<int64_t>(k)));
        CHECK(entry.arrivals[k].packet.number == k);
    }
}

TEST_CASE("Bernoulli: counts have the mean and the variance of the binomial law")
{
    const Sample counts = OverSeeds(60, [](uint32_t seed) {
        Pair net(seed);
        RecordingEntry& entry = net.AddEntry("slots");
        net.AddSource(SourceOf(MicroSeconds(1), Ratio(300'000'000)), entry, net.a, net.b);
        net.Run(MilliSeconds(4));
        return static_cast<double>(MetricMap(entry)["sent_packets"]);
    });
    CHECK(counts.Agrees(4000 * 0.3, 1e-4));
    const double dispersion = counts.deviation * counts.deviation / (4000 * 0.3 * 0.7);
    CHECK(dispersion > 0.6); // chi-square with 59 degrees of freedom, 99.5 % each side
    CHECK(dispersion < 1.55);
}

TEST_CASE("Bernoulli: a busy slot says nothing about the next")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("slots");
    net.AddSource(SourceOf(MicroSeconds(1), Ratio(300'000'000)), entry, net.a, net.b);
    net.Run(MilliSeconds(40));
    double neighbours = 0;
    for (size_t i = 1; i < entry.arrivals.size(); ++i)
    {
        const SimTime gap = entry.arrivals[i].packet.created - entry.arrivals[i - 1].packet.created;
        neighbours += gap == MicroSeconds(1) ? 1 : 0;
    }
    const auto count = static_cast<double>(entry.arrivals.size() - 1);
    REQUIRE(count > 10'000);
    CHECK(std::fabs(neighbours / count - 0.3) < 3 * std::sqrt(0.3 * 0.7 / count));
}

TEST_CASE("Bernoulli: slots that are never busy within simulated time are passed over")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("slots");
    // A billion slots of a second on average; time ends after nine million.
    net.AddSource(SourceOf(Seconds(1), Ratio(1)), entry, net.a, net.b);
    net.Run(Seconds(1000));
    CHECK(entry.arrivals.empty());
}

} // namespace bernoulli_source_test
