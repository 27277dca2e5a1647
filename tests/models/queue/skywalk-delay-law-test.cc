// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/skywalk-class-rounds.h"
#include "models/queue/skywalk-delay-law.h"

#include <doctest/doctest.h>

namespace skywalk_delay_law_test
{

using nexsim::Bytes;
using nexsim::MilliSeconds;
using nexsim::PicoSeconds;
using nexsim::SimTime;
using nexsim::SkywalkClassRounds;
using nexsim::SkywalkDelayLaw;

namespace
{

constexpr SimTime kTarget = MilliSeconds(10);
constexpr SimTime kInterval = MilliSeconds(100);
const Bytes kLeft(1000); // something stays behind

SkywalkDelayLaw
LawFrom(SimTime now)
{
    return SkywalkDelayLaw(kTarget, kInterval, Bytes(7500), now);
}

} // namespace

// Fails when the greatest wait decides, or the last.
TEST_CASE("XNU's delay test: the least wait of an interval decides at its end")
{
    SkywalkDelayLaw law = LawFrom(SimTime(0));
    law.OnDeparture(MilliSeconds(50), MilliSeconds(12), kLeft);
    law.OnDeparture(MilliSeconds(70), MilliSeconds(11), kLeft);
    CHECK(!law.IsHigh());
    CHECK(law.LeastWait() == MilliSeconds(11));
    law.OnDeparture(MilliSeconds(100), MilliSeconds(30), kLeft); // the interval ends with it
    CHECK(law.IsHigh());
    CHECK(law.LeastWait() == SimTime(0));
    law.OnDeparture(MilliSeconds(150), MilliSeconds(9), kLeft);
    CHECK(law.IsHigh());
    law.OnDeparture(MilliSeconds(199), MilliSeconds(40), kLeft);
    CHECK(law.IsHigh()); // not yet over
    law.OnDeparture(MilliSeconds(201), MilliSeconds(40), kLeft);
    CHECK(!law.IsHigh());
    // The next one is over at 301 ms.
    law.OnDeparture(MilliSeconds(300), MilliSeconds(40), kLeft);
    CHECK(!law.IsHigh());
    law.OnDeparture(MilliSeconds(301), MilliSeconds(40), kLeft);
    CHECK(law.IsHigh());
}

// Fails with >= for >.
TEST_CASE("XNU's delay test: a wait of the target is not too long, and one of zero does not count")
{
    SkywalkDelayLaw law = LawFrom(MilliSeconds(7));
    law.OnDeparture(MilliSeconds(107), kTarget, kLeft);
    CHECK(!law.IsHigh());
    law.OnDeparture(MilliSeconds(150), SimTime(0), kLeft);
    law.OnDeparture(MilliSeconds(207), kTarget + PicoSeconds(1), kLeft);
    CHECK(law.IsHigh());
}

// Fails when an empty queue restarts its interval, or stays high.
TEST_CASE("XNU's delay test: an empty queue does not stand; its interval goes on")
{
    SkywalkDelayLaw law = LawFrom(SimTime(0));
    law.OnDeparture(MilliSeconds(100), MilliSeconds(30), kLeft);
    CHECK(law.IsHigh());
    law.OnDeparture(MilliSeconds(110), MilliSeconds(30), Bytes(0));
    CHECK(!law.IsHigh());
    law.OnKept(MilliSeconds(190));
    law.OnDeparture(MilliSeconds(203), MilliSeconds(13), kLeft);
    CHECK(law.IsHigh()); // of 100 to 203 ms: 30, 30, 13
}

// Fails when the clock runs while the queue is empty, or without the bytes.
TEST_CASE("XNU's stall test: enough waits, and nothing has left for more than an interval")
{
    SkywalkDelayLaw law = LawFrom(SimTime(0));
    CHECK(!law.OnArrival(MilliSeconds(500), Bytes(0)));
    law.OnKept(MilliSeconds(500));
    CHECK(!law.OnArrival(MilliSeconds(600), Bytes(7500)));
    CHECK(!law.OnArrival(MilliSeconds(600) + PicoSeconds(1), Bytes(7499)));
    CHECK(!law.IsHigh());
    CHECK(law.OnArrival(MilliSeconds(600) + PicoSeconds(1), Bytes(7500)));
    CHECK(law.IsHigh());
    CHECK(!law.OnArrival(MilliSeconds(700), Bytes(9000))); // known already
    law.OnDeparture(MilliSeconds(710), MilliSeconds(5), kLeft);
    CHECK(!law.IsHigh());
    law.OnKept(MilliSeconds(750));
    CHECK(!law.OnArrival(MilliSeconds(810), Bytes(9000)));
    CHECK(law.OnArrival(MilliSeconds(811), Bytes(9000)));
    law.OnDeparture(MilliSeconds(820), MilliSeconds(5), Bytes(0));
    CHECK(!law.OnArrival(MilliSeconds(1000), Bytes(0)));
    law.OnKept(MilliSeconds(1000));
    CHECK(!law.OnArrival(MilliSeconds(1050), Bytes(9000))); // empty from 820 to 1000 ms
    CHECK(law.OnArrival(MilliSeconds(1101), Bytes(9000)));
}

// Fails when what becomes active joins the round that is under way.
TEST_CASE("XNU's rounds of classes: priority within a round, and a class that comes joins the next")
{
    SkywalkClassRounds rounds;
    CHECK(rounds.Select() == SkywalkClassRounds::NONE);
    rounds.OnActive(7);
    rounds.OnActive(3);
    CHECK(rounds.Select() == 3);
    rounds.OnActive(1);
    CHECK(rounds.Select() == 3); // until its budget is used up
    rounds.OnActive(3);
    rounds.OnExhausted(3);
    CHECK(rounds.Select() == 7);
    rounds.OnExhausted(7);
    for (const size_t which : {1U, 3U})
    {
        CHECK(rounds.Select() == which);
        rounds.OnIdle(which);
    }
    CHECK(rounds.Select() == 7);
    rounds.OnIdle(7);
    CHECK(rounds.Select() == SkywalkClassRounds::NONE);
}

} // namespace skywalk_delay_law_test
