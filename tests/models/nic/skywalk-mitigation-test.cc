// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/skywalk-mitigation.h"
#include "tests/support/moderated-queue.h"

#include <doctest/doctest.h>

#include <vector>

namespace skywalk_mitigation_test
{

namespace
{

using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::SimTime;
using nexsim::SkywalkMitigationInterruptModeration;
using nexsim::TrafficSampler;
using nexsim::testing::ModeratedQueue;
using nexsim::testing::PolicyOf;
using nexsim::testing::RunUntil;
using Times = std::vector<int64_t>;

nexsim::Blueprint
Mitigation(const std::vector<std::pair<std::string, int64_t>>& attributes = {})
{
    return PolicyOf(SkywalkMitigationInterruptModeration::GetTypeId(), attributes);
}

/** So many packets each millisecond of [from, to). */
void
Load(ModeratedQueue& scene, int from, int to, int packets, uint32_t bytes)
{
    for (int i = from; i < to; ++i)
    {
        scene.Arrive(MilliSeconds(i), packets, bytes);
    }
}

/** The delay between begins of work, us, at the end of a millisecond. */
int64_t
DelayAfter(ModeratedQueue& scene, int millisecond)
{
    RunUntil(scene.run, MilliSeconds(millisecond) + MicroSeconds(999));
    return scene.OfPolicy("delay") / 1'000'000;
}

} // namespace

TEST_CASE("Traffic sampler: averages grow by an eighth and shrink by a quarter of the difference")
{
    TrafficSampler sampler(3, 2);
    sampler.SetLength(MilliSeconds(10));
    const auto average = [&](int at, int64_t packets, int64_t bytes) {
        CHECK(sampler.Add(MilliSeconds(at), packets, bytes));
        return Times{sampler.PacketsAverage(), sampler.BytesAverage()};
    };
    CHECK_FALSE(sampler.Add(MilliSeconds(5), 50, 9));    // begins the first sample
    CHECK_FALSE(sampler.Add(MilliSeconds(14), 49, 990)); // 9 ms of it
    CHECK(average(15, 1, 1) == Times{100, 1000});        // an average of zero takes the sample
    CHECK(average(25, 200, 0) == Times{112, 750});       // 112.5; a quarter less
    CHECK(average(40, 112, 751) == Times{112, 750});     // 750.1
    CHECK(average(50, 0, 10'000) == Times{84, 1906});    // 1906.25
}

TEST_CASE("Skywalk mitigation: without delay at first, up to the level that the averages allow")
{
    ModeratedQueue scene(Mitigation());
    Load(scene, 0, 1500, 10, 1000); // 100 packets and 100 kB per sample
    Load(scene, 1500, 3500, 1, 100);
    // The first sample ends at 10 ms; a move may come 1 s later. Level 0 wants 60 packets and 6 kB;
    // the first step up leads to level 1, whose 300 kB the load does not reach.
    CHECK(DelayAfter(scene, 1009) == 0);
    CHECK(DelayAfter(scene, 1010) == 300);
    CHECK(DelayAfter(scene, 1499) == 300);
    // 10 packets and 1 kB per sample are below level 1's 40 and 5 kB long before 1 s has passed.
    CHECK(DelayAfter(scene, 2009) == 300);
    CHECK(DelayAfter(scene, 2010) == 100);
    CHECK(DelayAfter(scene, 3009) == 100);
    CHECK(DelayAfter(scene, 3010) == 0);
    CHECK(scene.OfPolicy("moves") == 3);
}

TEST_CASE("Skywalk mitigation: a high load climbs the table, a level per second")
{
    const auto climb = [](int64_t table, const std::vector<std::pair<int, int64_t>>& moves) {
        ModeratedQueue scene(Mitigation({{"Table", table}}));
        Load(scene, 0, 5100, 250, 1500); // 2500 packets and 3.75 MB per sample
        int64_t before = 0;
        for (const auto& [at, delay] : moves)
        {
            CHECK(DelayAfter(scene, at - 1) == before);
            CHECK(DelayAfter(scene, at) == delay);
            before = delay;
        }
        CHECK(DelayAfter(scene, 5099) == before);
        CHECK(scene.OfPolicy("moves") == 4);
    };
    const std::vector<std::pair<int, int64_t>> native{{1010, 300},
                                                      {2010, 500},
                                                      {3010, 1000},
                                                      {4010, 200}};
    climb(0, native);
    climb(1, native);
    // Where work begins each 0.7 or 1.5 ms a sample takes 10.5 ms, and 96 of them are the first
    // second and more.
    climb(2, {{1010, 500}, {2010, 700}, {3018, 1500}, {4026, 400}});
}

TEST_CASE("Skywalk mitigation: work begins no oftener than the delay, whatever it takes itself")
{
    const auto begins = [](SimTime work) {
        ModeratedQueue scene(Mitigation(), work);
        Load(scene, 0, 1011, 10, 1000);
        RunUntil(scene.run, MilliSeconds(1010) + MicroSeconds(999));
        const int64_t start = MilliSeconds(1011).Value();
        for (const int at : {0, 100, 350, 700, 5000})
        {
            scene.Arrive(SimTime(start) + MicroSeconds(at));
        }
        RunUntil(scene.run, MilliSeconds(1020));
        Times times;
        for (const int64_t at : scene.calls)
        {
            if (at >= start)
            {
                times.push_back((at - start) / 1'000'000);
            }
        }
        return times;
    };
    CHECK(begins(SimTime(0)) == Times{0, 300, 600, 900, 5000});
    CHECK(begins(MicroSeconds(120)) == Times{0, 300, 600, 900, 5000});
    // Work that takes longer than the delay leaves none.
    CHECK(begins(MicroSeconds(400)) == Times{0, 400, 800, 5000});
}

TEST_CASE("Skywalk mitigation: work is taken off in whole microseconds, as the source has it")
{
    ModeratedQueue scene(Mitigation(), nexsim::NanoSeconds(1500));
    Load(scene, 0, 1011, 10, 1000);
    RunUntil(scene.run, MilliSeconds(1010) + MicroSeconds(999));
    const SimTime start = MilliSeconds(1011);
    scene.Arrive(start);
    scene.Arrive(start + MicroSeconds(100));
    RunUntil(scene.run, MilliSeconds(1012));
    CHECK(scene.calls.back() == (start + MicroSeconds(300) + nexsim::NanoSeconds(500)).Value());
}

TEST_CASE("Skywalk mitigation: after more than a second without a sample it starts anew")
{
    const auto delayAfterQuiet = [](int until) {
        ModeratedQueue scene(Mitigation());
        Load(scene, 0, 1101, 10, 1000); // the last sample ends at 1100
        scene.Arrive(MilliSeconds(until), 1, 1000);
        return DelayAfter(scene, until);
    };
    CHECK(delayAfterQuiet(2100) == 300);
    CHECK(delayAfterQuiet(2101) == 0);
}

TEST_CASE("Skywalk mitigation, simple: never a delay, but a thread")
{
    ModeratedQueue scene(Mitigation({{"Mode", 0}}));
    Load(scene, 0, 2000, 10, 1000);
    CHECK(DelayAfter(scene, 1999) == 0);
    CHECK(scene.OfPolicy("moves") == 0);
    CHECK(scene.queue.Context() == nexsim::HandlerContext::KernelThread);
    CHECK(scene.queue.Quota().IsUnlimited());
}

} // namespace skywalk_mitigation_test
