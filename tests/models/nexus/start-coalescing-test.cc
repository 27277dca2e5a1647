// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/start-coalescing.h"

#include <doctest/doctest.h>

namespace start_coalescing_test
{

namespace
{

using namespace nexsim;

StartCoalescing
Coalescing(int64_t queueLength = 16, SimTime timeout = MicroSeconds(1000))
{
    StartCoalescing coalescing;
    coalescing.Configure(queueLength, timeout);
    return coalescing;
}

} // namespace

TEST_CASE("the first packet after a window with as many packets as the length turns it on")
{
    for (const int64_t length : {2, 16, 100})
    {
        StartCoalescing few = Coalescing(length);
        StartCoalescing enough = Coalescing(length);
        for (int64_t i = 0; i < length; ++i)
        {
            enough.OnEnqueue(1, MicroSeconds(2000 * i / length));
            few.OnEnqueue(1, MicroSeconds(2000 * i / (length - 1))); // the last one is outside
        }
        enough.OnEnqueue(1, MicroSeconds(2000) - SimTime(1));
        CHECK_FALSE(enough.IsOn()); // whatever comes, the window lasts
        CHECK_FALSE(few.IsOn());
        enough.OnEnqueue(1, MicroSeconds(2000));
        few.OnEnqueue(1, MicroSeconds(4000));
        CHECK(enough.IsOn());
        CHECK_FALSE(few.IsOn());
    }
}

TEST_CASE("a start waits while there are packets, but fewer than the length")
{
    StartCoalescing coalescing = Coalescing(16);
    coalescing.OnEnqueue(16, SimTime(0));
    CHECK_FALSE(coalescing.Delays(3)); // not on yet
    coalescing.OnEnqueue(1, MicroSeconds(2000));
    CHECK(coalescing.Delays(1));
    CHECK(coalescing.Delays(15));
    CHECK_FALSE(coalescing.Delays(16));
    CHECK_FALSE(coalescing.Delays(0));
}

TEST_CASE("ten windows in a row with too few packets leave it on, the eleventh turns it off; one "
          "with enough starts anew")
{
    const SimTime window = MicroSeconds(2000);
    StartCoalescing coalescing = Coalescing(16);
    for (int64_t i = 0; i <= 17; ++i)
    {
        coalescing.OnEnqueue(i == 0 || i == 6 ? 16 : 1, window * i); // windows 7 to 17 are idle
        CHECK(coalescing.IsOn() == (i > 0));
    }
    coalescing.OnEnqueue(1, window * 18);
    CHECK_FALSE(coalescing.IsOn());
    coalescing.OnEnqueue(16, window * 19);
    CHECK_FALSE(coalescing.IsOn());
    coalescing.OnEnqueue(1, window * 20);
    CHECK(coalescing.IsOn());
}

TEST_CASE("time without any packet is one window, but 200 ms of it turn it off whatever the window")
{
    for (const SimTime timeout : {MicroSeconds(1000), MicroSeconds(20'000)})
    {
        for (const bool isLong : {false, true})
        {
            StartCoalescing coalescing = Coalescing(16, timeout);
            coalescing.OnEnqueue(16, SimTime(0));
            coalescing.OnEnqueue(16, timeout * 2);
            CHECK(coalescing.IsOn());
            coalescing.OnEnqueue(1, timeout * 2 + MilliSeconds(200) - SimTime(isLong ? 0 : 1));
            CHECK(coalescing.IsOn() == !isLong);
        }
    }
}

} // namespace start_coalescing_test
