// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/packet-search.h"
#include "sim/run/packet-story.h"
#include "tests/sim/run/funnel.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace packet_search_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** Packets of mixed sizes, up to seven of which wait. */
struct SettledFunnel : Funnel
{
    explicit SettledFunnel(SimTime warmup) : Funnel(MicroSeconds(400), 7, 262)
    {
        run.warmup = warmup;
    }

    /** @brief By number, of those delivered that were born at or after warm-up; else nothing. */
    std::vector<std::optional<SimTime>> Latencies(const std::string& traffic) const
    {
        std::vector<std::optional<SimTime>> latencies;
        for (uint64_t number = 0;; ++number)
        {
            const auto story = TellPacketStory(run, {traffic, "", number});
            if (!story)
            {
                return latencies;
            }
            const PacketStep& end = story->steps.back();
            const SimTime born = story->steps.front().at;
            latencies.emplace_back();
            if (end.kind == EventKind::Delivered && born >= run.warmup)
            {
                latencies.back() = end.at - born;
            }
        }
    }
};

} // namespace

TEST_CASE("the packet of greatest latency is the one that the run reports")
{
    const SettledFunnel made(MicroSeconds(50));
    for (const std::string traffic : {"first", "other"})
    {
        const SimTime greatest(IntegerOf(Run(made.run), traffic + "/latency/max"));
        const auto found = FindPacketByLatency(made.run, traffic, greatest);
        REQUIRE(found);
        const auto latencies = made.Latencies(traffic);
        CHECK(latencies.at(found->order) == greatest);
        CHECK(found->latency == greatest);
        CHECK(static_cast<ptrdiff_t>(found->order) ==
              std::find(latencies.begin(), latencies.end(), greatest) - latencies.begin());
    }
}

TEST_CASE("the nearest is found where none is equal")
{
    const SettledFunnel made(MicroSeconds(0));
    const auto latencies = made.Latencies("other");
    const SimTime wanted = MicroSeconds(31);
    const auto distance = [&](const std::optional<SimTime>& latency) {
        return latency ? std::abs((*latency - wanted).Value()) : INT64_MAX;
    };
    const auto nearest =
        std::min_element(latencies.begin(), latencies.end(), [&](const auto& a, const auto& b) {
            return distance(a) < distance(b);
        });
    CHECK(distance(*nearest) > 0);
    const auto found = FindPacketByLatency(made.run, "other", wanted);
    REQUIRE(found);
    CHECK(static_cast<ptrdiff_t>(found->order) == nearest - latencies.begin());
    CHECK(found->latency == *nearest);
}

TEST_CASE("of packets with equal latencies the first is found")
{
    ScenarioMaker alone(MicroSeconds(100));
    const size_t a = alone.Host("a");
    const size_t b = alone.Host("b");
    alone.Link(a, b);
    alone.Traffic("steady", "ConstantRateSource", a, b, 700);
    const RunRecord record = Run(alone.run);
    const int64_t greatest = IntegerOf(record, "steady/latency/max");
    REQUIRE(IntegerOf(record, "steady/latency/min") == greatest);
    REQUIRE(IntegerOf(record, "steady/latency/count") > 1);
    const auto found = FindPacketByLatency(alone.run, "steady", SimTime(greatest));
    REQUIRE(found);
    CHECK(found->order == 0);
}

TEST_CASE("packets born before the end of warm-up are not looked at")
{
    const SettledFunnel early(MicroSeconds(0));
    const SettledFunnel late(MicroSeconds(200));
    const auto first = FindPacketByLatency(early.run, "first", SimTime(0));
    REQUIRE(first);
    CHECK(first->order == 0);
    const auto found = FindPacketByLatency(late.run, "first", SimTime(0));
    REQUIRE(found);
    CHECK(TellPacketStory(late.run, {"first", "", found->order})->steps.front().at >=
          MicroSeconds(200));
    CHECK_FALSE(
        FindPacketByLatency(SettledFunnel(MicroSeconds(400)).run, "first", SimTime(0)).has_value());
    CHECK_FALSE(FindPacketByLatency(early.run, "nobody", SimTime(0)).has_value());
}

} // namespace packet_search_test
