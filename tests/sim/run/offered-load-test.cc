// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/offered-load.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace offered_load_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** One line each. */
std::string
Lines(const std::vector<std::string>& lines)
{
    return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string
TextOf(const std::vector<Overload>& overloads)
{
    std::vector<std::string> lines;
    for (const Overload& overload : overloads)
    {
        lines.push_back(ToText(overload));
    }
    return Lines(lines);
}

/** Hosts a, b at the switch west, c, d at east; between the switches 10 Gb/s, elsewhere 40. */
struct Dumbbell : ScenarioMaker
{
    size_t a = Host("a");
    size_t b = Host("b");
    size_t west = Switch("west");
    size_t east = Switch("east");
    size_t c = Host("c");
    size_t d = Host("d");

    Dumbbell() : ScenarioMaker(MilliSeconds(10))
    {
        const BitRate fast(40'000'000'000);
        Link(a, west, fast);
        Link(b, west, fast);
        Link(west, east);
        Link(east, c, fast);
        Link(east, d, fast);
    }

    TrafficSpec& Send(const std::string& name, size_t from, size_t to, int64_t rate)
    {
        TrafficSpec& spec = Traffic(name, "ConstantRateSource", from, to);
        spec.source.Set("Rate", ns3::Create<IntegerValue>(rate));
        return spec;
    }

    std::string Overloads() const
    {
        return TextOf(FindOverloads(run));
    }
};

constexpr int64_t kGiga = 1'000'000'000;

} // namespace

TEST_CASE("what fits is no overload")
{
    Dumbbell net;
    CHECK(net.Overloads().empty());
    // 1538 B on the wire for 1500 B: 9.75 Gb/s of IP fill 9.997 Gb/s.
    net.Send("t", net.a, net.c, 9'750'000'000);
    CHECK(net.Overloads().empty());
}

TEST_CASE("overhead counts: 9.8 Gb/s of IP do not fit in 10 Gb/s")
{
    Dumbbell net;
    net.Send("t", net.a, net.c, 9'800'000'000);
    CHECK(net.Overloads() ==
          Lines({"offered 10.0482667 Gb/s across a 10 Gb/s cut: west-east (west to east); by t"}));
}

TEST_CASE("entries add up across a cut, but only in its direction")
{
    Dumbbell net;
    net.Send("x", net.a, net.c, 6 * kGiga);
    net.Send("y", net.d, net.b, 6 * kGiga);
    CHECK(net.Overloads().empty());
    net.Send("z", net.b, net.d, 6 * kGiga);
    CHECK(net.Overloads() ==
          Lines({"offered 12.304 Gb/s across a 10 Gb/s cut: west-east (west to east); by x, z"}));
}

TEST_CASE("senders that also receive are found out entry by entry")
{
    // Together, what a and b send could stay with b and a.
    Dumbbell net;
    net.Send("there", net.a, net.c, 12 * kGiga);
    net.Send("back", net.c, net.a, 13 * kGiga);
    CHECK(
        net.Overloads() ==
        Lines({"offered 12.304 Gb/s across a 10 Gb/s cut: west-east (west to east); by there",
               "offered 13.3293333 Gb/s across a 10 Gb/s cut: west-east (east to west); by back"}));
}

TEST_CASE("a permutation is looked at sender by sender")
{
    Dumbbell net;
    TrafficSpec& spec = net.Send("p", net.a, net.c, 12 * kGiga);
    spec.from = {{net.a, ""}, {net.c, ""}};
    spec.to = {{net.c, ""}, {net.a, ""}};
    CHECK(net.Overloads() ==
          Lines({"offered 12.304 Gb/s across a 10 Gb/s cut: west-east (west to east); by p",
                 "offered 12.304 Gb/s across a 10 Gb/s cut: west-east (east to west); by p"}));
}

TEST_CASE("a rate that is split counts once, and incast counts at the receiver")
{
    Dumbbell net;
    TrafficSpec& spread = net.Send("s", net.a, net.c, 9 * kGiga);
    spread.to = {{net.c, ""}, {net.d, ""}};
    CHECK(net.Overloads().empty());
    Dumbbell incast;
    TrafficSpec& many = incast.Send("i", incast.a, incast.b, 25 * kGiga);
    many.from = {{incast.a, ""}, {incast.c, ""}};
    many.to = {{incast.b, ""}};
    CHECK(incast.Overloads() ==
          Lines({"offered 25.6333333 Gb/s across a 10 Gb/s cut: west-east (east to west); by i",
                 "offered 51.2666667 Gb/s across a 40 Gb/s cut: b-west (west to b); by i"}));
}

TEST_CASE("what is never sent at the same time does not add up")
{
    Dumbbell net;
    net.Send("first", net.a, net.c, 6 * kGiga)
        .source.Set("Stop", ns3::Create<IntegerValue>(MilliSeconds(5)));
    TrafficSpec& second = net.Send("second", net.b, net.d, 6 * kGiga);
    second.source.SetPart("Start", Constantly(MilliSeconds(5).Value()));
    CHECK(net.Overloads().empty());
    second.source.SetPart("Start", Constantly(MilliSeconds(5).Value() - 1));
    CHECK(!net.Overloads().empty());
}

TEST_CASE("after an event that changes the link nothing is claimed")
{
    Dumbbell net;
    TrafficSpec& late = net.Send("late", net.a, net.c, 12 * kGiga);
    late.source.SetPart("Start", Constantly(MilliSeconds(5).Value()));
    CHECK(!net.Overloads().empty());
    net.run.changes.push_back({MilliSeconds(4),
                               "",
                               "west-east",
                               "Rate",
                               ns3::Create<IntegerValue>(BitRate(40'000'000'000))});
    CHECK(net.Overloads().empty());
    net.run.changes.back().at = MilliSeconds(6);
    CHECK(!net.Overloads().empty());
}

TEST_CASE("mean rates of on-off, Bernoulli and flow sources")
{
    Dumbbell net;
    TrafficSpec& burst = net.Traffic("burst", "OnOffSource", net.a, net.c);
    burst.source.Set("Rate", ns3::Create<IntegerValue>(20 * kGiga));
    burst.source.SetPart("OnTime", Constantly(1000));
    burst.source.SetPart("OffTime", Constantly(1000));
    CHECK(
        net.Overloads() ==
        Lines(
            {"offered 10.2533333 Gb/s across a 10 Gb/s cut: west-east (west to east); by burst"}));
    burst.source.SetPart("OffTime", Constantly(1100));
    CHECK(net.Overloads().empty());

    Dumbbell slots;
    TrafficSpec& bernoulli = slots.Traffic("slots", "BernoulliSource", slots.a, slots.c, 1462);
    bernoulli.source.Set("Slot", ns3::Create<IntegerValue>(SimTime(600'000)));
    bernoulli.source.Set("Probability", ns3::Create<IntegerValue>(Ratio(500'000'000)));
    CHECK(slots.Overloads().empty()); // 1500 B in 1.2 us: 10 Gb/s
    bernoulli.source.Set("Probability", ns3::Create<IntegerValue>(Ratio(510'000'000)));
    CHECK(slots.Overloads() ==
          Lines({"offered 10.2 Gb/s across a 10 Gb/s cut: west-east (west to east); by slots"}));

    Dumbbell echo;
    TrafficSpec& ping = echo.Traffic("ping", "EchoSource", echo.a, echo.c);
    ping.source.Set("Rate", ns3::Create<IntegerValue>(20 * kGiga));
    CHECK(echo.Overloads().empty()); // waits for responses
}

TEST_CASE("a load is of the bottleneck, on the wire")
{
    Dumbbell net;
    net.Traffic("l", "PoissonSource", net.a, net.c).load = Ratio(1'000'000'000);
    CHECK(net.Overloads().empty());
    net.run.traffic.back().load = Ratio(1'010'000'000);
    CHECK(net.Overloads() ==
          Lines({"offered 10.1 Gb/s across a 10 Gb/s cut: west-east (west to east); by l"}));
}

TEST_CASE("of links in a row, only the narrowest is told")
{
    ScenarioMaker net(MilliSeconds(1));
    const size_t a = net.Host("a");
    const size_t sw = net.Switch("sw");
    const size_t b = net.Host("b");
    net.Link(a, sw, BitRate(3000));
    net.Link(sw, b, BitRate(2000));
    net.Traffic("t", "ConstantRateSource", a, b);
    CHECK(TextOf(FindOverloads(net.run)) ==
          "offered 1.02533333 Gb/s across a 2 kb/s cut: sw-b (sw to b); by t");
}

TEST_CASE("of many overloads, the first five are told")
{
    ScenarioMaker net(MilliSeconds(1));
    for (int i = 0; i < 9; ++i)
    {
        const size_t from = net.Host("a" + std::to_string(i));
        const size_t to = net.Host("b" + std::to_string(i));
        net.Link(from, to, BitRate(1000));
        net.Traffic("t" + std::to_string(i), "ConstantRateSource", from, to);
    }
    CHECK(FindOverloads(net.run).size() == 5);
}

} // namespace offered_load_test
