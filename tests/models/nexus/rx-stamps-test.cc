// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/rx-stamps.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace rx_stamps_test
{

namespace
{

using namespace nexsim;

} // namespace

TEST_CASE("a ring is stalled when it was not read for longer than the threshold since packets came")
{
    RxStamps stamps;
    stamps.Restart(Seconds(3));
    CHECK(!stamps.IsStalled(Seconds(100), Seconds(10))); // nothing has come
    stamps.OnEnqueue(Seconds(5));
    stamps.OnEnqueue(Seconds(9)); // the stamp stands still
    CHECK(stamps.UnreadSince() == Seconds(5));
    CHECK(!stamps.IsStalled(Seconds(15), Seconds(10)));
    CHECK(stamps.IsStalled(Seconds(15) + SimTime(1), Seconds(10)));
    stamps.OnDequeue(Seconds(16));
    CHECK(!stamps.IsStalled(Seconds(100), Seconds(10)));
    stamps.OnEnqueue(Seconds(20));
    CHECK(stamps.UnreadSince() == Seconds(20));
    CHECK(stamps.IsStalled(Seconds(31), Seconds(10)));
}

TEST_CASE("looks every period find a stall after the threshold, and within a period of that")
{
    CHECK(rc::check([] {
        const SimTime period(*rc::gen::inRange<int64_t>(1, 1000));
        const SimTime threshold(*rc::gen::inRange<int64_t>(1, 5000));
        const SimTime came(*rc::gen::inRange<int64_t>(1, 10'000));
        RxStamps stamps;
        stamps.OnEnqueue(came);
        SimTime look = period;
        while (!(look > came && stamps.IsStalled(look, threshold)))
        {
            look += period;
        }
        RC_ASSERT(look - came > threshold);
        RC_ASSERT(look - came <= threshold + period);
    }));
}

} // namespace rx_stamps_test
