// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/even-stagger-trigger-plan.h"
#include "models/sensor/explicit-trigger-plan.h"
#include "models/sensor/packed-stagger-trigger-plan.h"
#include "models/sensor/random-phase-trigger-plan.h"
#include "models/sensor/simultaneous-trigger-plan.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <deque>

namespace trigger_plan_test
{

using namespace nexsim;

namespace
{

struct Planned : PlannedSensor
{
    Planned(SimTime p, SimTime r, SimTime e = SimTime(0)) : period(p), readOut(r), exposure(e) {}

    const std::string& Name() const override
    {
        return name;
    }

    SimTime Period() const override
    {
        return period;
    }

    SimTime Exposure() const override
    {
        return exposure;
    }

    SimTime ReadOut() const override
    {
        return readOut;
    }

    SimTime ConfiguredOffset() const override
    {
        return offset;
    }

    double RandomPhase() override
    {
        return phase;
    }

    std::string name = "camera";
    SimTime period;
    SimTime readOut;
    SimTime exposure;
    SimTime offset;
    double phase = 0.5;
};

struct Sensors
{
    void Add(SimTime period, SimTime readOut, SimTime exposure = SimTime(0))
    {
        all.emplace_back(period, readOut, exposure);
        pointers.push_back(&all.back());
    }

    std::deque<Planned> all;
    TriggerPlan::Sensors pointers;
};

using Times = std::vector<SimTime>;

} // namespace

TEST_CASE("trigger plan: even stagger gives each sensor its part of the period, in order")
{
    // Mutation seen to fail: i x (T/N), which loses what T/N is rounded by.
    Sensors sensors;
    for (int i = 0; i < 3; ++i)
    {
        sensors.Add(SimTime(101), SimTime(33));
    }
    const EvenStaggerTriggerPlan plan;
    CHECK(plan.Offsets(sensors.pointers) == Times{SimTime(0), SimTime(33), SimTime(67)});
    CHECK(plan.Obstacle(sensors.pointers).empty());
}

TEST_CASE("trigger plan: packed stagger puts unequal read-outs one after the other, gaps equal")
{
    // Mutations seen to fail: all of the gap at the end; the read-outs before are left out.
    Sensors sensors;
    sensors.Add(SimTime(100), SimTime(50));
    sensors.Add(SimTime(100), SimTime(10));
    sensors.Add(SimTime(200), SimTime(10)); // every other time
    const PackedStaggerTriggerPlan plan;
    CHECK(plan.Offsets(sensors.pointers) == Times{SimTime(0), SimTime(60), SimTime(80)});
    CHECK(plan.Obstacle(sensors.pointers).empty());
    // Evenly, the first reaches into the second's place.
    const std::string obstacle = EvenStaggerTriggerPlan().Obstacle(sensors.pointers);
    CHECK(obstacle.find("more than its even share") != std::string::npos);
}

TEST_CASE("trigger plan: a longer exposure is begun earlier, so that read-outs keep their places")
{
    // Mutation seen to fail: the allowance is left out.
    Sensors sensors;
    sensors.Add(SimTime(100), SimTime(10), SimTime(0));
    sensors.Add(SimTime(100), SimTime(10), SimTime(30));
    CHECK(EvenStaggerTriggerPlan().Offsets(sensors.pointers) == Times{SimTime(30), SimTime(50)});
    CHECK(PackedStaggerTriggerPlan().Offsets(sensors.pointers) == Times{SimTime(30), SimTime(50)});
}

TEST_CASE("trigger plan: more read-out than period, or periods that are no multiples, is told")
{
    // Mutation seen to fail: the sum of read-outs may be up to twice the period.
    Sensors sensors;
    sensors.Add(MilliSeconds(10), MilliSeconds(6));
    sensors.Add(MilliSeconds(10), MilliSeconds(4));
    CHECK(PackedStaggerTriggerPlan().Obstacle(sensors.pointers).empty()); // full, and fits
    sensors.Add(MilliSeconds(10), SimTime(1));
    const std::string sum = PackedStaggerTriggerPlan().Obstacle(sensors.pointers);
    CHECK(sum ==
          "the read-outs of 3 sensors take 10 ms together, and the shortest period is 10 ms: "
          "they cannot be staggered without overlap");
    CHECK(EvenStaggerTriggerPlan().Obstacle(sensors.pointers) == sum);
    CHECK(SimultaneousTriggerPlan().Obstacle(sensors.pointers).empty());

    Sensors odd;
    odd.Add(MilliSeconds(10), MilliSeconds(1));
    odd.Add(MilliSeconds(25), MilliSeconds(1));
    CHECK(PackedStaggerTriggerPlan().Obstacle(odd.pointers).find("25 ms, is no multiple") !=
          std::string::npos);
}

TEST_CASE("trigger plan: simultaneous, explicit and random offsets are what they say")
{
    Sensors sensors;
    sensors.Add(SimTime(100), SimTime(1));
    sensors.Add(SimTime(60), SimTime(1));
    sensors.all[1].offset = SimTime(7);
    CHECK(SimultaneousTriggerPlan().Offsets(sensors.pointers) == Times{SimTime(0), SimTime(0)});
    CHECK(ExplicitTriggerPlan().Offsets(sensors.pointers) == Times{SimTime(0), SimTime(7)});
    CHECK(RandomPhaseTriggerPlan().Offsets(sensors.pointers) == Times{SimTime(50), SimTime(30)});
}

TEST_CASE("trigger plan: what has no obstacle does not overlap, round after round")
{
    // Mutations seen to fail: packed offsets without the read-outs before them; offsets of N + 1; the
    // sum of read-outs may be twice the period.
    CHECK(rc::check([] {
        const auto count = *rc::gen::inRange(1, 9);
        const auto period = *rc::gen::inRange<int64_t>(10, 100'000);
        Sensors sensors;
        for (int i = 0; i < count; ++i)
        {
            const auto readOut = *rc::gen::inRange<int64_t>(1, 1 + 2 * period / count);
            const auto times = *rc::gen::inRange<int64_t>(1, 4);
            sensors.Add(SimTime(period * times), SimTime(readOut));
        }
        const EvenStaggerTriggerPlan even;
        const PackedStaggerTriggerPlan packed;
        for (const TriggerPlan* plan :
             {static_cast<const TriggerPlan*>(&even), static_cast<const TriggerPlan*>(&packed)})
        {
            if (!plan->Obstacle(sensors.pointers).empty())
            {
                continue;
            }
            const Times offsets = plan->Offsets(sensors.pointers);
            for (size_t i = 0; i < offsets.size(); ++i)
            {
                const SimTime next = i + 1 < offsets.size()
                                         ? offsets[i + 1]
                                         : offsets[0] + ShortestPeriod(sensors.pointers);
                RC_ASSERT(offsets[i] + sensors.all[i].readOut <= next);
            }
        }
    }));
}

} // namespace trigger_plan_test
