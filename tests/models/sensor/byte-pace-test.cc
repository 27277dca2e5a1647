// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/byte-pace.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace byte_pace_test
{

using nexsim::BytePace;
using nexsim::Ratio;
using nexsim::SimTime;

TEST_CASE("byte pace: however a frame is cut, its parts take the whole span, rounded down once")
{
    // Mutation seen to fail: the remainder is not carried on.
    CHECK(rc::check([] {
        const auto span = *rc::gen::inRange<int64_t>(1, 10'000'000'000'000);
        const auto speed = *rc::gen::inRange<int64_t>(1'000'000, 10'000'000'000);
        const auto parts = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(1, 100'000)));
        int64_t bytes = 0;
        for (const int64_t part : parts)
        {
            bytes += part;
        }
        BytePace pace(SimTime(span), bytes, Ratio(speed));
        SimTime sum;
        for (const int64_t part : parts)
        {
            const SimTime time = pace.Next(part);
            RC_ASSERT(time >= pace.Least(part));
            sum += time;
        }
        const auto whole = static_cast<__int128>(span) * 1'000'000'000 / speed;
        RC_ASSERT(sum == SimTime(static_cast<int64_t>(whole)));
    }));
}

TEST_CASE("byte pace: after a gap the remainder is forgotten")
{
    BytePace pace(SimTime(10), 4, Ratio(1'000'000'000)); // 2.5 ps each
    CHECK(pace.Next(1) == SimTime(2));
    CHECK(pace.Next(1) == SimTime(3));
    CHECK(pace.Next(1) == SimTime(2));
    pace.Restart();
    CHECK(pace.Next(1) == SimTime(2)); // 3 without
}

} // namespace byte_pace_test
