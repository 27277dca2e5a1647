// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/start-coalescing.h"

#include <doctest/doctest.h>

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

TEST_CASE("starts are put off once a window of twice the timeout has as many packets as the length")
{
    for (const int64_t length : {2, 16, 100})
    {
        StartCoalescing few = Coalescing(length);
        StartCoalescing enough = Coalescing(length);
        for (int64_t i = 0; i < length; ++i)
        {
            CHECK_FALSE(enough.IsOn());
            enough.OnEnqueue(1, MicroSeconds(2000 * i / length));
            few.OnEnqueue(1, MicroSeconds(2000 * i / (length - 1))); // the last one is outside
        }
        CHECK(enough.IsOn());
        CHECK_FALSE(few.IsOn());
    }
}

TEST_CASE("a start waits while there are packets, but fewer than the length")
{
    StartCoalescing coalescing = Coalescing(16);
    CHECK_FALSE(coalescing.Delays(3)); // not on yet
    coalescing.OnEnqueue(16, SimTime(0));
    CHECK(coalescing.Delays(1));
    CHECK(coalescing.Delays(15));
    CHECK_FALSE(coalescing.Delays(16));
    CHECK_FALSE(coalescing.Delays(0));
}

TEST_CASE("ten windows in a row with too few packets turn it off; one with enough starts anew")
{
    const SimTime window = MicroSeconds(2000);
    StartCoalescing coalescing = Coalescing(16);
    coalescing.OnEnqueue(16, SimTime(0));
    for (int64_t i = 1; i <= 10; ++i)
    {
        coalescing.OnEnqueue(i == 5 ? 16 : 1, window * i);
        CHECK(coalescing.IsOn());
    }
    for (int64_t i = 11; i <= 15; ++i)
    {
        CHECK(coalescing.IsOn());
        coalescing.OnEnqueue(1, window * i);
    }
    CHECK(coalescing.IsOn()); // nine: windows 6 to 14
    coalescing.OnEnqueue(1, window * 16);
    CHECK_FALSE(coalescing.IsOn());
}

TEST_CASE("windows without any packet count as idle, and 200 ms end it whatever the window")
{
    StartCoalescing quick = Coalescing(16, MicroSeconds(1000));
    quick.OnEnqueue(16, SimTime(0));
    quick.OnEnqueue(1, MicroSeconds(22'000) - SimTime(1)); // the full window and nine idle ones
    CHECK(quick.IsOn());
    quick = Coalescing(16, MicroSeconds(1000));
    quick.OnEnqueue(16, SimTime(0));
    quick.OnEnqueue(1, MicroSeconds(22'000));
    CHECK_FALSE(quick.IsOn());

    StartCoalescing slow = Coalescing(16, MicroSeconds(20'000));
    slow.OnEnqueue(16, SimTime(0));
    slow.OnEnqueue(1, MilliSeconds(200) - SimTime(1));
    CHECK(slow.IsOn());
    slow = Coalescing(16, MicroSeconds(20'000));
    slow.OnEnqueue(16, SimTime(0));
    slow.OnEnqueue(1, MilliSeconds(200));
    CHECK_FALSE(slow.IsOn());
}
