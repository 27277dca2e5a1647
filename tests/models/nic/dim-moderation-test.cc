// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/dim-moderation.h"
#include "tests/support/moderated-queue.h"

#include <doctest/doctest.h>

#include <vector>

namespace dim_moderation_test
{

namespace
{

using nexsim::DimInterruptModeration;
using nexsim::MicroSeconds;
using nexsim::SimTime;
using nexsim::testing::ModeratedQueue;
using nexsim::testing::PolicyOf;
using nexsim::testing::RunUntil;
using Times = std::vector<int64_t>;

constexpr int64_t kEqe = 0;
constexpr int64_t kCqe = 1;
constexpr int64_t kMicrosecond = 1'000'000;

nexsim::Blueprint
DimOf(int64_t mode)
{
    return PolicyOf(DimInterruptModeration::GetTypeId(), {{"PeriodMode", mode}});
}

/** When the client is called, us, for packets that come at these times, us. */
Times
Calls(int64_t mode, const Times& arrivals)
{
    ModeratedQueue scene(DimOf(mode));
    for (const int64_t at : arrivals)
    {
        scene.Arrive(MicroSeconds(at));
    }
    RunUntil(scene.run, MicroSeconds(1000));
    CHECK(scene.queue.Waiting() == nexsim::Packets(0));
    Times calls;
    for (const int64_t at : scene.calls)
    {
        calls.push_back(at / kMicrosecond);
    }
    return calls;
}

} // namespace

TEST_CASE("DIM, Eqe: the delay of profile 1, 8 us, counts from the last interrupt")
{
    CHECK(Calls(kEqe, {1, 5, 6, 100, 108, 115}) == Times{1, 9, 100, 108, 116});
}

TEST_CASE("DIM, Cqe: the delay of profile 1, 8 us, counts from the last packet")
{
    CHECK(Calls(kCqe, {1, 5, 12, 100}) == Times{20, 108});
}

TEST_CASE("DIM: the count of a profile interrupts at once: 256 for Eqe, 128 for Cqe")
{
    ModeratedQueue eqe(DimOf(kEqe));
    eqe.Arrive(MicroSeconds(1), 1 + 256 + 1);
    RunUntil(eqe.run, MicroSeconds(2));
    CHECK(eqe.taken == Times{1, 256});
}

TEST_CASE("DIM: the count of a profile interrupts at once, for Cqe")
{
    ModeratedQueue cqe(DimOf(kCqe));
    cqe.Arrive(MicroSeconds(1), 128 + 1);
    RunUntil(cqe.run, MicroSeconds(2));
    CHECK(cqe.taken == Times{128});
}

TEST_CASE("DIM: a measurement takes 64 interrupts, after one that begins it")
{
    // A packet each 10 us interrupts at once in profiles 0 and 1, so all measurements are the same.
    ModeratedQueue scene(DimOf(kEqe));
    for (int i = 1; i <= 400; ++i)
    {
        scene.Arrive(MicroSeconds(10) * i);
    }
    const auto profileAfter = [&](int interrupts) {
        RunUntil(scene.run, MicroSeconds(10) * interrupts + SimTime(1));
        return scene.OfPolicy("profile");
    };
    CHECK(profileAfter(64) == 1);
    CHECK(profileAfter(65) == 0);
    CHECK(profileAfter(129) == 0); // the 66th interrupt begins the next measurement
    CHECK(profileAfter(130) == 1);
    CHECK(profileAfter(194) == 1);
    CHECK(profileAfter(195) == 0);
    CHECK(scene.OfPolicy("profile_changes") == 3);
}

TEST_CASE("DIM: a measurement that moves nothing begins the next one at once")
{
    // Left to 0; then twice the bytes are better, but the ladder ends: parked, nothing moves. The
    // same again is no reason to move; half of it is.
    ModeratedQueue scene(DimOf(kEqe));
    const auto arrive = [&](int from, int to, uint32_t bytes) {
        for (int i = from; i <= to; ++i)
        {
            scene.Arrive(MicroSeconds(10) * i, 1, bytes);
        }
    };
    arrive(1, 65, 500);
    arrive(66, 194, 1000);
    arrive(195, 400, 500);
    const auto profileAfter = [&](int interrupts) {
        RunUntil(scene.run, MicroSeconds(10) * interrupts + SimTime(1));
        return scene.OfPolicy("profile");
    };
    CHECK(profileAfter(65) == 0);  // 66 begins, 130 ends: parked; 194 ends: the same
    CHECK(profileAfter(257) == 0); //
    CHECK(profileAfter(258) == 1); // half the bytes
}

TEST_CASE("DIM: the delay of the new profile holds from the decision on")
{
    // Two packets per 10 us, 5 us apart: in profile 1 (8 us) the second one waits 3 us.
    ModeratedQueue scene(DimOf(kEqe));
    for (int i = 0; i < 200; ++i)
    {
        scene.Arrive(MicroSeconds(1 + 10 * i));
        scene.Arrive(MicroSeconds(6 + 10 * i));
    }
    RunUntil(scene.run, MicroSeconds(3000));
    const auto at = [&](size_t call) { return scene.calls.at(call) / kMicrosecond; };
    CHECK(at(0) == 1);
    CHECK(at(1) == 9);
    CHECK(at(2) == 17); // 11 waits for 9 + 8, and takes 16 along
    CHECK(at(3) == 25);
    // After 65 interrupts, profile 0 (1 us): each packet interrupts at once.
    CHECK(at(64) == 1 + 64 * 8);
    CHECK(at(65) == 516);
    CHECK(at(66) == 521);
    CHECK(at(67) == 526);
}

} // namespace dim_moderation_test
