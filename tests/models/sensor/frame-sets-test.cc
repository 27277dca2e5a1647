// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/frame-sets.h"
#include "tests/support/metric-map.h"

#include <doctest/doctest.h>

namespace frame_sets_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** Two sensors, sets of 100 ps; the second is triggered 40 ps after the first. */
struct Sets
{
    Sets() : sets(SimTime(100), SimTime(70))
    {
        sets.Join(0);
        sets.Join(1);
    }

    void Take(int64_t sensor, int64_t trigger, int64_t now)
    {
        sets.Take(sensor, SimTime(trigger), SimTime(sensor == 1 ? 40 : 0), SimTime(now));
    }

    FrameSets sets;
};

} // namespace

TEST_CASE("frame sets: frames meet by trigger less offset; skew and latency of the set")
{
    // Mutations seen to fail: the offset is not taken out; the set's latency runs from its last
    // trigger.
    Sets scene;
    scene.Take(0, 0, 20);
    scene.Take(1, 89, 99); // 49 ps late
    scene.Take(0, 100, 120);
    scene.Take(1, 140, 160);
    const MetricMap metrics(scene.sets);
    CHECK(metrics["complete_sets"] == 2);
    CHECK(metrics["late_sets"] == 1);
    CHECK(metrics["incomplete_sets"] == 0);
    CHECK(metrics.Distribution("set_skew").Min() == 40);
    CHECK(metrics.Distribution("set_skew").Max() == 89);
    CHECK(metrics.Distribution("set_latency").Min() == 60);
    CHECK(metrics.Distribution("set_latency").Max() == 99);
}

TEST_CASE("frame sets: a frame that is half a period off belongs to the next set")
{
    Sets scene;
    scene.Take(0, 0, 20);
    scene.Take(1, 90, 99); // 50 ps late
    CHECK(MetricMap(scene.sets)["complete_sets"] == 0);
    scene.Take(0, 100, 120);
    CHECK(MetricMap(scene.sets)["complete_sets"] == 1);
}

TEST_CASE("frame sets: a lost frame breaks its set, and no other")
{
    // Mutation seen to fail: a broken set counts as complete.
    Sets scene;
    scene.Take(0, 0, 20);
    scene.sets.Miss(1, SimTime(40), SimTime(40));
    scene.Take(0, 100, 120);
    scene.Take(1, 140, 160);
    const MetricMap metrics(scene.sets);
    CHECK(metrics["incomplete_sets"] == 1);
    CHECK(metrics["complete_sets"] == 1);
    scene.Take(1, 41, 170); // its set is closed
    CHECK(MetricMap(scene.sets)["surplus_frames"] == 1);
}

TEST_CASE(
    "frame sets: a set that stays open is given up; one that a leaving sensor held up is whole")
{
    // Mutation seen to fail: sets are kept for ever.
    Sets scene;
    scene.Take(0, 0, 20);
    scene.Take(0, 100 * FrameSets::kHistory, 830);
    CHECK(MetricMap(scene.sets)["incomplete_sets"] == 1);
    scene.sets.Leave(1);
    CHECK(MetricMap(scene.sets)["complete_sets"] == 1);
}

} // namespace frame_sets_test
