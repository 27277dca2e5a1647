// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/dim-control.h"

#include <doctest/doctest.h>

#include <vector>

namespace dim_control_test
{

namespace
{

using nexsim::DimControl;
using nexsim::DimRates;
using State = nexsim::DimControl::State;

/** One measurement, and what is to follow from it. */
struct Row
{
    DimRates rates;
    State state;
    int profile;
};

void
Follow(DimControl& control, const std::vector<Row>& trace)
{
    int number = 0;
    for (const Row& row : trace)
    {
        CAPTURE(++number);
        const int before = control.Profile();
        CHECK(control.Decide(row.rates) == (row.profile != before));
        CHECK(control.GetState() == row.state);
        CHECK(control.Profile() == row.profile);
    }
}

constexpr State kOnTop = State::ParkingOnTop;
constexpr State kTired = State::ParkingTired;
constexpr State kRight = State::GoingRight;
constexpr State kLeft = State::GoingLeft;

DimRates
OfBytes(int64_t bytes)
{
    return {bytes, 50, 20};
}

} // namespace

TEST_CASE("DIM: begins parked at profile 1")
{
    const DimControl control;
    CHECK(control.GetState() == kOnTop);
    CHECK(control.Profile() == 1);
}

TEST_CASE("DIM: nothing measured is the same as nothing before: it stays parked")
{
    DimControl control;
    Follow(control, {{{0, 0, 64}, kOnTop, 1}, {{0, 0, 64}, kOnTop, 1}});
}

TEST_CASE("DIM: climbs, goes one beyond the top, turns back and parks there")
{
    DimControl control;
    Follow(control,
           {
               {OfBytes(100), kLeft, 0},  // first traffic: better than nothing
               {OfBytes(80), kRight, 1},  // worse: turns
               {OfBytes(100), kRight, 2}, // better: on
               {OfBytes(120), kRight, 3}, //
               {OfBytes(100), kLeft, 2},  // 3 was beyond the top: turns
               {OfBytes(120), kOnTop, 2}, // better, one step back from a longer way
               {OfBytes(125), kOnTop, 2}, // 4 % is the same; compared with 120 from here on
               {OfBytes(133), kOnTop, 2}, // 10.8 %: not above 10 in whole percent
               {OfBytes(134), kLeft, 1},  // 11.7 %
           });
}

TEST_CASE("DIM: climbs from the left, too")
{
    DimControl control;
    Follow(control,
           {
               {OfBytes(100), kLeft, 0},
               {OfBytes(120), kOnTop, 0}, // better, but the ladder ends
               {OfBytes(90), kRight, 1},  // a change: from the end there is one way
               {OfBytes(100), kRight, 2},
               {OfBytes(120), kRight, 3},
               {OfBytes(140), kRight, 4},
               {OfBytes(160), kOnTop, 4}, // the other end
               {OfBytes(100), kLeft, 3},
               {OfBytes(120), kLeft, 2},
               {OfBytes(140), kLeft, 1},
               {OfBytes(100), kRight, 2}, // 1 was beyond the top
               {OfBytes(120), kOnTop, 2},
           });
}

TEST_CASE("DIM: where moves change nothing it swings, tires after ten, and rests as long")
{
    DimControl control;
    const DimRates same = OfBytes(100);
    Follow(control,
           {{same, kLeft, 0},
            {same, kRight, 1},
            {same, kLeft, 0},
            {same, kRight, 1},
            {same, kLeft, 0},
            {same, kRight, 1},
            {same, kLeft, 0},
            {same, kRight, 1},
            {same, kLeft, 0},
            {same, kRight, 1},
            {same, kTired, 1}});
    for (int i = 0; i < 9; ++i)
    {
        Follow(control, {{same, kTired, 1}});
    }
    Follow(control, {{same, kLeft, 0}, {same, kRight, 1}});
}

TEST_CASE("DIM: bytes count before packets, packets before interrupts, of which fewer are better")
{
    const auto second = [](const DimRates& first, const DimRates& rates) {
        DimControl control;
        control.Decide(first); // goes left to 0: better stays and parks at the edge, else it turns
        control.Decide(rates);
        return control.GetState();
    };
    const DimRates first{1000, 100, 50};
    CHECK(second(first, {1111, 50, 99}) == kOnTop);
    CHECK(second(first, {889, 200, 10}) == kRight);
    CHECK(second(first, {1100, 111, 99}) == kOnTop);
    CHECK(second(first, {1100, 89, 10}) == kRight);
    CHECK(second(first, {900, 110, 44}) == kOnTop);
    CHECK(second(first, {900, 110, 56}) == kRight);
    CHECK(second(first, {900, 110, 45}) == kRight);
    CHECK(second({1000, 0, 50}, {1000, 1, 99}) == kOnTop);
    CHECK(second({1000, 0, 50}, {1000, 0, 10}) == kRight);
    CHECK(second({1000, 100, 0}, {1000, 100, 10}) == kRight);
}

TEST_CASE("DIM: parking on top, it forgets how tired it was")
{
    DimControl control;
    Follow(control,
           {{OfBytes(1000), kLeft, 0}, {OfBytes(2000), kOnTop, 0}, {OfBytes(4000), kRight, 1}});
    // With the move that left, nine more make ten; the next would be one too many.
    for (int move = 0; move < 9; ++move)
    {
        const bool isLeft = move % 2 == 0;
        Follow(control, {{OfBytes(4000), isLeft ? kLeft : kRight, isLeft ? 0 : 1}});
    }
    Follow(control, {{OfBytes(4000), kTired, 0}});
}

} // namespace dim_control_test
