// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/transmission-time.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>
#include <stdexcept>
#include <vector>

namespace transmission_time_test
{

namespace
{

using nexsim::BitRate;
using nexsim::SimTime;
using nexsim::TransmissionTime;

/** The exact end of `bytes` at `rate`, rounded down to a picosecond. */
int64_t
ExactEnd(int64_t bytes, int64_t rate)
{
    return static_cast<int64_t>(static_cast<__int128>(bytes) * 8'000'000'000'000 / rate);
}

} // namespace

TEST_CASE("TransmissionTime: spans without a gap end at the exact sum, whatever sizes and rate")
{
    CHECK(rc::check([] {
        const auto rate = *rc::gen::oneOf(
            rc::gen::element<int64_t>(3'000'000'000, 7, 999'999'937, 10'000'000'000, 1, 64'000),
            rc::gen::inRange<int64_t>(1, 400'000'000'000));
        const auto sizes = *rc::gen::container<std::vector<int64_t>>(
            rc::gen::oneOf(rc::gen::element<int64_t>(0, 1, 64, 578, 1538, 9038),
                           rc::gen::inRange<int64_t>(0, 65536)));
        TransmissionTime time{BitRate(rate)};
        int64_t bytes = 0;
        int64_t end = 0;
        for (const int64_t size : sizes)
        {
            const SimTime span = time.Next(size);
            const SimTime alone = time.Span(size);
            RC_ASSERT(alone.Value() == ExactEnd(size, rate));
            RC_ASSERT(span >= alone);
            RC_ASSERT(span <= alone + SimTime(1));
            bytes += size;
            end += span.Value();
            RC_ASSERT(end == ExactEnd(bytes, rate));
        }
    }));
}

TEST_CASE("TransmissionTime: large packets and extreme rates are as exact")
{
    for (const int64_t rate : {int64_t{3'000'000'000},
                               int64_t{7},
                               (int64_t{1} << 62) - 1,
                               (int64_t{1} << 62) + 1,
                               std::numeric_limits<int64_t>::max()})
    {
        CAPTURE(rate);
        TransmissionTime time{BitRate(rate)};
        int64_t bytes = 0;
        int64_t end = 0;
        std::vector<int64_t> sizes(40, 65536); // the remainder comes close to any of these rates
        sizes.insert(sizes.end(), {65535, 65537, 1, 100'003, 3, 99'999});
        for (const int64_t size : sizes)
        {
            bytes += size;
            end += time.Next(size).Value();
            CHECK(end == ExactEnd(bytes, rate));
        }
    }
}

TEST_CASE("TransmissionTime: a million packets at 3 Gb/s do not drift by a picosecond")
{
    TransmissionTime time{BitRate(3'000'000'000)};
    int64_t end = 0;
    for (int i = 0; i < 1'000'000; ++i)
    {
        end += time.Next(1538).Value(); // 4101333.33 ps each
    }
    CHECK(end == 4'101'333'333'333);
}

TEST_CASE("TransmissionTime: after a gap the remainder starts at zero again")
{
    TransmissionTime time{BitRate(3'000'000'000)};
    CHECK(time.Next(1) == SimTime(2666)); // 2666.67
    CHECK(time.Next(1) == SimTime(2667));
    time.Restart();
    CHECK(time.Next(1) == SimTime(2666));
    time.Restart();
    CHECK(time.Next(1) == SimTime(2666));
}

TEST_CASE("TransmissionTime: Ethernet slots at 10 Gb/s")
{
    TransmissionTime time{BitRate(10'000'000'000)};
    CHECK(time.Next(84) == SimTime(67'200));      // 64 B frames: 14,880,952 per second
    CHECK(time.Next(1538) == SimTime(1'230'400)); // 1518 B frames: 812,744 per second
}

TEST_CASE("TransmissionTime refuses rates below 1 bps and spans beyond the end of time")
{
    CHECK_THROWS_AS(TransmissionTime{BitRate(0)}, std::invalid_argument);
    CHECK_THROWS_AS(TransmissionTime{BitRate(-5)}, std::invalid_argument);
    TransmissionTime slow{BitRate(1)};
    CHECK(slow.Next(1'000'000) == SimTime(8'000'000'000'000'000'000));
    CHECK_THROWS_AS(slow.Next(1'200'000), std::overflow_error);
    CHECK_THROWS_AS(slow.Span(1'200'000), std::overflow_error);
    TransmissionTime odd{BitRate(3)};
    CHECK_THROWS_AS(odd.Next(4'000'000), std::overflow_error);
}

} // namespace transmission_time_test
