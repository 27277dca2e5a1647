// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/poll-moderation.h"
#include "tests/support/moderated-queue.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

namespace poll_moderation_test
{

namespace
{

using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::PollInterruptModeration;
using nexsim::SimTime;
using nexsim::testing::ModeratedQueue;
using nexsim::testing::PolicyOf;
using nexsim::testing::RunUntil;
using Times = std::vector<int64_t>;

constexpr int64_t kMillisecond = 1'000'000'000;
constexpr int64_t kAlways = 1;

nexsim::Blueprint
Polling(const std::vector<std::pair<std::string, int64_t>>& attributes = {})
{
    return PolicyOf(PollInterruptModeration::GetTypeId(), attributes);
}

/** When polls of a queue with interval 100 and quota 3 begin, and what each takes. */
std::pair<Times, Times>
Polls(SimTime work)
{
    ModeratedQueue scene(Polling({{"Mode", kAlways}, {"Interval", 100'000}, {"Quota", 3}}), work);
    scene.Arrive(SimTime(50'000), 7);
    RunUntil(scene.run, SimTime(450'000));
    return {scene.calls, scene.taken};
}

} // namespace

TEST_CASE("Poll, always: once each interval from the start, a quota at most, found or not")
{
    const auto [begins, taken] = Polls(SimTime(0));
    CHECK(begins == Times{100'000, 200'000, 300'000, 400'000});
    CHECK(taken == Times{3, 3, 1, 0});
    CHECK(Polls(SimTime(40'000)).first == begins);
}

TEST_CASE("Poll: work that takes the interval or longer is followed by the next poll at once")
{
    CHECK(Polls(SimTime(150'000)).first == Times{100'000, 250'000, 400'000});
    CHECK(Polls(SimTime(100'000)).first == Times{100'000, 200'000, 300'000, 400'000});
}

TEST_CASE("Poll, adaptive: averages above the thresholds turn polling on, below them off again")
{
    ModeratedQueue scene(Polling());
    for (int i = 0; i < 1500; ++i)
    {
        scene.Arrive(MilliSeconds(i), 10, 1000); // 100 packets and 100 kB per sample of 10 ms
    }
    scene.Arrive(MilliSeconds(2500) + MicroSeconds(7));
    // The first sample ends at 10 ms: polling may begin 1 s later, with the first packet of 1010 ms.
    RunUntil(scene.run, MilliSeconds(1010));
    CHECK(scene.calls.size() == 10'100);
    CHECK(scene.queue.Quota().IsUnlimited());
    RunUntil(scene.run, SimTime(1010 * kMillisecond + 1));
    CHECK(scene.queue.Quota() == nexsim::Packets(256));
    CHECK(scene.calls.size() == 10'101);
    RunUntil(scene.run, MilliSeconds(1499));
    CHECK(scene.calls.at(10'101) == 1011 * kMillisecond);
    CHECK(scene.taken.at(10'101) == 9 + 10);
    CHECK(scene.taken.at(10'102) == 10);
    // The averages are low 120 ms after the last packet, but polling is held on for 1 s.
    RunUntil(scene.run, MilliSeconds(3000));
    CHECK(scene.calls.size() == 10'101 + 1000 + 1);
    CHECK(scene.calls.at(11'100) == 2010 * kMillisecond);
    CHECK(scene.calls.back() == (MilliSeconds(2500) + MicroSeconds(7)).Value());
    CHECK(scene.OfPolicy("switches") == 2);
    CHECK(scene.OfPolicy("polling") == 1000 * kMillisecond);
    CHECK(scene.queue.Context() == nexsim::HandlerContext::KernelThread);
}

TEST_CASE("Poll, adaptive: both packets and bytes must be high, and both low")
{
    const auto switches = [](int first, uint32_t firstBytes, int then, uint32_t thenBytes) {
        ModeratedQueue scene(Polling());
        for (int i = 0; i < 2500; ++i)
        {
            scene.Arrive(MilliSeconds(i),
                         i < 1200 ? first : then,
                         i < 1200 ? firstBytes : thenBytes);
        }
        RunUntil(scene.run, MilliSeconds(2500));
        return scene.OfPolicy("switches");
    };
    CHECK(switches(10, 1000, 10, 1000) == 1);
    CHECK(switches(10, 100, 10, 100) == 0);  // 10 kB per sample
    CHECK(switches(3, 9000, 3, 9000) == 0);  // 30 packets
    CHECK(switches(10, 1000, 1, 200) == 2);  // 10 packets, 2 kB
    CHECK(switches(10, 1000, 2, 100) == 1);  // 20 packets
    CHECK(switches(10, 1000, 1, 1000) == 1); // 10 kB
}

TEST_CASE("Poll, adaptive: what the last poll left is taken by an interrupt when polling ends")
{
    ModeratedQueue scene(Polling({{"Interval", MilliSeconds(10).Value()},
                                  {"Quota", 1},
                                  {"PacketsLow", 1},
                                  {"PacketsHigh", 2},
                                  {"BytesLow", 1800},
                                  {"BytesHigh", 1801},
                                  {"HoldTime", MilliSeconds(10).Value()}}));
    for (int i = 0; i <= 4; ++i)
    {
        scene.Arrive(MilliSeconds(i * 10), 2, 1000);
    }
    RunUntil(scene.run, MilliSeconds(1000));
    // On at 20 ms (averages 2 and 2750 B), off at 50 ms (1 and 1738 B): three polls took one each, and
    // the interrupt takes the two that are left.
    CHECK(scene.taken == Times{1, 1, 1, 1, 1, 1, 1, 1, 2});
    CHECK(scene.calls.back() == 50 * kMillisecond);
    CHECK(scene.OfPolicy("switches") == 2);
}

TEST_CASE("Poll: thresholds that cross are refused")
{
    CHECK_THROWS_WITH_AS(ModeratedQueue(Polling({{"PacketsLow", 40}})),
                         "nic/rx[0]/moderation: PacketsLow (40) must be below PacketsHigh (40), "
                         "and BytesLow (4096 B) "
                         "below BytesHigh (65536 B)",
                         std::invalid_argument);
}

} // namespace poll_moderation_test
