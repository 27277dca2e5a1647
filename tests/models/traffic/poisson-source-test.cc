// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/constant-rate-source.h"
#include "models/traffic/poisson-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"
#include "tests/support/sample.h"

#include <doctest/doctest.h>

#include <cmath>

namespace poisson_source_test
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

ns3::Ptr<PoissonSource>
SourceOf(BitRate rate, int64_t size)
{
    auto source = ns3::CreateObject<PoissonSource>();
    source->SetAttribute("Rate", QuantityDefault(rate));
    source->SetAttribute("PacketSize", PolicyValue(Always(size)));
    return source;
}

/** Packets sent within 10 ms by a source of 1 Gbps with 1000 B: 1250 are expected. */
double
Count(uint32_t seed)
{
    Pair net(seed);
    RecordingEntry& entry = net.AddEntry("poisson");
    net.AddSource(SourceOf(BitRate(1'000'000'000), 1000), entry, net.a, net.b);
    net.Run(MilliSeconds(10));
    return static_cast<double>(MetricMap(entry)["sent_packets"]);
}

} // namespace

TEST_CASE("Poisson: counts have the mean and the variance of their law")
{
    const Sample counts = OverSeeds(60, Count);
    CHECK(counts.Agrees(1250, 1e-4));
    const double dispersion = counts.deviation * counts.deviation / 1250;
    CHECK(dispersion > 0.6); // chi-square with 59 degrees of freedom, 99.5 % each side
    CHECK(dispersion < 1.55);
}

TEST_CASE("Poisson: gaps have no memory")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("poisson");
    net.AddSource(SourceOf(BitRate(1'000'000'000), 1000), entry, net.a, net.b);
    net.Run(MilliSeconds(200));
    double longer = 0;
    double alike = 0;
    double before = 0;
    SimTime last;
    for (const Arrival& arrival : entry.arrivals)
    {
        const double gap = static_cast<double>((arrival.packet.created - last).Value()) / 8e6;
        last = arrival.packet.created;
        longer += gap > 2 ? 1 : 0;
        alike += (gap - 1) * (before - 1);
        before = gap;
    }
    const auto count = static_cast<double>(entry.arrivals.size());
    REQUIRE(count > 20'000);
    CHECK(longer / count == doctest::Approx(std::exp(-2.0)).epsilon(0.05));
    CHECK(std::fabs(alike / count) < 3 / std::sqrt(count));
}

TEST_CASE("Poisson: the first packet comes after a gap, not at the start")
{
    CHECK(OverSeeds(200, [](uint32_t seed) {
              Pair net(seed);
              RecordingEntry& entry = net.AddEntry("poisson");
              net.AddSource(SourceOf(BitRate(1'000'000'000), 1000), entry, net.a, net.b);
              net.Run(MilliSeconds(1));
              return static_cast<double>(entry.arrivals.front().packet.created.Value());
          }).Agrees(8e6, 1e-4));
}

TEST_CASE("another source changes nothing that the first one draws")
{
    std::vector<Arrival> alone;
    std::vector<Arrival> together;
    for (const bool withOther : {false, true})
    {
        // It outlives the network, which asks at its end what all components hold.
        const auto source = SourceOf(BitRate(1'000'000'000), 1000);
        Pair net;
        Host& c = net.AddHost("c");
        net.Connect(net.b, c, LinkOf(BitRate(1'000'000'000), MicroSeconds(1)));
        net.Route();
        RecordingEntry& first = net.AddEntry("first");
        RecordingEntry& other = net.AddEntry("other");
        if (withOther)
        {
            net.AddSource(SourceOf(BitRate(400'000'000), 333), other, c, net.b);
        }
        source->SetEntry(first);
        source->Connect(net.EndOf(net.a), net.EndOf(net.b), 1, net.PathOf(net.a, net.b));
        source->Attach(net.Context(), "first/the-source");
        net.Run(MilliSeconds(1));
        (withOther ? together : alone) = first.arrivals;
        CHECK((other.arrivals.empty() != withOther));
    }
    REQUIRE(alone.size() == together.size());
    for (size_t i = 0; i < alone.size(); ++i)
    {
        CHECK(alone[i].packet.created == together[i].packet.created);
        CHECK(alone[i].packet.flowHash == together[i].packet.flowHash);
    }
}

TEST_CASE("a source is refused a packet size that nothing can be made of")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("poisson");
    auto source = SourceOf(BitRate(1'000'000'000), 2'000'000'000);
    net.AddSource(source, entry, net.a, net.b);
    CHECK_THROWS_AS(net.Run(Seconds(1000)), std::runtime_error);
}

} // namespace poisson_source_test
