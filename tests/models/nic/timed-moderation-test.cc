// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/count-or-timer-moderation.h"
#include "models/nic/first-armed-moderation.h"
#include "models/nic/minimum-gap-moderation.h"
#include "tests/support/moderated-queue.h"

#include <doctest/doctest.h>

#include <vector>

namespace timed_moderation_test
{

namespace
{

using nexsim::CountOrTimerInterruptModeration;
using nexsim::FirstArmedInterruptModeration;
using nexsim::MinimumGapInterruptModeration;
using nexsim::SimTime;
using nexsim::testing::ModeratedQueue;
using nexsim::testing::PolicyOf;
using nexsim::testing::RunUntil;
using Times = std::vector<int64_t>;

/** When the client is called, for packets that come at these times; it works for `work` ps. */
Times
Calls(const nexsim::Blueprint& policy, const Times& arrivals, int64_t work = 0)
{
    ModeratedQueue scene(policy, SimTime(work));
    for (const int64_t at : arrivals)
    {
        scene.Arrive(SimTime(at));
    }
    RunUntil(scene.run, SimTime(10'000));
    CHECK(scene.queue.Waiting() == nexsim::Packets(0));
    return scene.calls;
}

const nexsim::Blueprint&
Gap100()
{
    static const auto policy = PolicyOf(MinimumGapInterruptModeration::GetTypeId(), {{"Gap", 100}});
    return policy;
}

const nexsim::Blueprint&
Armed100()
{
    static const auto policy =
        PolicyOf(FirstArmedInterruptModeration::GetTypeId(), {{"Delay", 100}});
    return policy;
}

const nexsim::Blueprint&
ThreeOr100()
{
    static const auto policy =
        PolicyOf(CountOrTimerInterruptModeration::GetTypeId(), {{"Count", 3}, {"Delay", 100}});
    return policy;
}

} // namespace

TEST_CASE("MinimumGap: at once after a quiet time, else a gap after the last interrupt")
{
    // 110 is a gap after 10; 210 after 110; at 310 the gap after 210 is just over.
    CHECK(Calls(Gap100(), {10, 20, 30, 200, 310, 500}) == Times{10, 110, 210, 310, 500});
}

TEST_CASE("MinimumGap: what comes while the interrupt is masked is judged when it is enabled")
{
    CHECK(Calls(Gap100(), {10, 20}, 30) == Times{10, 110});
    CHECK(Calls(Gap100(), {10, 20}, 150) == Times{10, 160});
}

TEST_CASE("FirstArmed: a delay after the first packet, whatever comes then")
{
    CHECK(Calls(Armed100(), {10, 50, 110, 111, 200}) == Times{110, 211});
}

TEST_CASE("FirstArmed: a packet that came while the interrupt was masked has armed the timer then")
{
    CHECK(Calls(Armed100(), {10, 120}, 30) == Times{110, 220});
    CHECK(Calls(Armed100(), {10, 120}, 150) == Times{110, 260});
    CHECK(Calls(Armed100(), {10, 120, 180}, 80) == Times{110, 220});
}

TEST_CASE("CountOrTimer: so many packets, or a delay after the first")
{
    CHECK(Calls(ThreeOr100(), {10, 20, 30, 40, 50, 300, 301, 302}) == Times{30, 140, 302});
}

TEST_CASE("CountOrTimer: what came while the interrupt was masked counts when it is enabled")
{
    CHECK(Calls(ThreeOr100(), {10, 20, 30, 40, 50, 60}, 50) == Times{30, 80});
    CHECK(Calls(ThreeOr100(), {10, 20, 30, 40, 50}, 50) == Times{30, 140});
    CHECK(Calls(ThreeOr100(), {10, 20, 30, 40, 50}, 150) == Times{30, 180});
}

TEST_CASE("FirstArmed: the wait for an interrupt is counted per packet taken")
{
    ModeratedQueue scene(Armed100());
    for (const int64_t at : {10, 50, 300})
    {
        scene.Arrive(SimTime(at));
    }
    RunUntil(scene.run, SimTime(350));

    // 100 and 60 of the first two; the third still waits.
    struct Reader : nexsim::Component
    {
        explicit Reader(const nexsim::RxQueue& queue) : rx(queue) {}

        void ReportMetrics(nexsim::MetricVisitor& visitor) const override
        {
            rx.ReportMetrics(visitor, "", nexsim::MetricRole::Own);
        }

        const nexsim::RxQueue& rx;
    };

    const Reader reader(scene.queue);
    const nexsim::testing::MetricMap metrics(reader);
    CHECK(metrics.Quotient("hold_time") == std::pair<int64_t, int64_t>(160, 2));
    CHECK(metrics.Quotient("packets_per_call") == std::pair<int64_t, int64_t>(2, 1));
    CHECK(metrics["interrupts"] == 1);
    CHECK(metrics["packets"] == 3);
}

} // namespace timed_moderation_test
