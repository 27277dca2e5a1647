// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/nexus/low-water-pool-policy.h"
#include "models/nexus/static-pool-policy.h"
#include "models/nexus/working-set-pool-policy.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace pool_policy_test
{

namespace
{

using nexsim::AllocSync;
using nexsim::Blueprint;
using nexsim::IntegerValue;
using nexsim::LowWaterPoolPolicy;
using nexsim::Packets;
using nexsim::PoolPolicy;
using nexsim::Seconds;
using nexsim::SimTime;
using nexsim::StaticPoolPolicy;
using nexsim::WorkingSetPoolPolicy;

ns3::Ptr<PoolPolicy>
WorkingSet(int64_t floor = 8, int64_t holdSeconds = 2, int64_t purgeSeconds = 10)
{
    Blueprint blueprint(WorkingSetPoolPolicy::GetTypeId());
    blueprint.Set("Floor", ns3::Create<IntegerValue>(floor));
    blueprint.Set("Hold", ns3::Create<IntegerValue>(Seconds(holdSeconds)));
    blueprint.Set("Purge", ns3::Create<IntegerValue>(Seconds(purgeSeconds)));
    return blueprint.CreateAs<PoolPolicy>();
}

AllocSync
Forced(int64_t limit)
{
    return {true, Packets(0), Packets(limit), 0};
}

AllocSync
Calm(int64_t unclaimed, int64_t idleSeconds, int64_t limit = 255)
{
    return {false, Packets(unclaimed), Packets(limit), idleSeconds};
}

/** The working sets that syncs of one kind lead through until it no longer changes. */
std::vector<int64_t>
SequenceOf(PoolPolicy& policy, const AllocSync& sync)
{
    std::vector<int64_t> sequence{policy.WorkingSet().Value()};
    while (true)
    {
        const int64_t next = policy.OnSync(sync).Value();
        if (next == sequence.back())
        {
            return sequence;
        }
        sequence.push_back(next);
    }
}

} // namespace

TEST_CASE("working set: nine forced syncs from 8 to 255, thirteen calm ones of 2 s back")
{
    const auto policy = WorkingSet();
    CHECK(policy->OnSync(Calm(0, 0)) == Packets(8)); // the channel is opened
    CHECK(SequenceOf(*policy, Forced(255)) ==
          std::vector<int64_t>{8, 12, 18, 27, 40, 60, 90, 135, 202, 255});
    CHECK(SequenceOf(*policy, Calm(255, 2)) ==
          std::vector<int64_t>{255, 192, 144, 108, 81, 61, 46, 35, 27, 21, 16, 12, 9, 8});
}

TEST_CASE("working set: less only after 2 s and with a quarter unclaimed; whole seconds count")
{
    const auto policy = WorkingSet();
    while (policy->OnSync(Forced(100)) != Packets(100))
    {
    }
    CHECK(policy->OnSync(Calm(100, 1, 100)) == Packets(100));
    CHECK(policy->OnSync(Calm(24, 2, 100)) == Packets(100));
    CHECK(policy->OnSync(Calm(25, 2, 100)) == Packets(75));
    CHECK(policy->OnSync(Forced(100)) == Packets(100)); // 112, were it not for the limit
}

TEST_CASE("working set: a purge after 10 s leaves nothing, and the next sync begins at the floor")
{
    const auto policy = WorkingSet();
    policy->OnSync(Forced(255));
    CHECK(!policy->OnPurge(9));
    CHECK(policy->WorkingSet() == Packets(8));
    CHECK(policy->OnPurge(10));
    CHECK(policy->WorkingSet() == Packets(0));
    CHECK(policy->OnSync(Forced(255)) == Packets(8));
    CHECK(policy->OnSync(Forced(255)) == Packets(12));
}

TEST_CASE("working set: other floors, limits and times follow the same law")
{
    CHECK(rc::check([] {
        const auto floor = *rc::gen::inRange<int64_t>(1, 64);
        const auto limit = *rc::gen::inRange<int64_t>(64, 4000);
        const auto hold = *rc::gen::inRange<int64_t>(0, 5);
        const auto purge = *rc::gen::inRange<int64_t>(0, 20);
        const auto policy = WorkingSet(floor, hold, purge);
        int64_t model = 0;
        for (int i = 0; i < 30; ++i)
        {
            const auto idle = *rc::gen::inRange<int64_t>(0, 25);
            const auto unclaimed = *rc::gen::inRange<int64_t>(0, limit + 1);
            switch (*rc::gen::inRange(0, 3))
            {
            case 0:
                model = std::max(floor, std::min(limit, model + model / 2));
                RC_ASSERT(policy->OnSync(Forced(limit)) == Packets(model));
                break;
            case 1:
                model -= idle >= hold && unclaimed >= model / 4 ? model / 4 : 0;
                model = std::max(floor, model);
                RC_ASSERT(policy->OnSync(Calm(unclaimed, idle, limit)) == Packets(model));
                break;
            default:
                model = idle >= purge ? 0 : model;
                RC_ASSERT(policy->OnPurge(idle) == (idle >= purge));
                RC_ASSERT(policy->WorkingSet() == Packets(model));
            }
        }
    }));
}

TEST_CASE(
    "a pool is not what grows on low water only: forced by half, back with time, gone by purge")
{
    const auto lowWater = Blueprint(LowWaterPoolPolicy::GetTypeId()).CreateAs<PoolPolicy>();
    const auto workingSet = WorkingSet();
    lowWater->OnSync(Calm(0, 0));
    workingSet->OnSync(Calm(0, 0));
    // Few are left, but nobody ran dry: only low water grows.
    CHECK(lowWater->OnSync(Calm(3, 0)) == Packets(16));
    CHECK(workingSet->OnSync(Calm(3, 0)) == Packets(8));
    // Running dry is worth half of what there is, not a step.
    for (int i = 0; i < 5; ++i)
    {
        lowWater->OnSync(Forced(255));
        workingSet->OnSync(Forced(255));
    }
    CHECK(lowWater->WorkingSet() == Packets(16 + 5 * 8));
    CHECK(workingSet->WorkingSet() == Packets(60));
    // Time takes back from one of them only, and so does a purge.
    CHECK(lowWater->OnSync(Calm(56, 20)) == Packets(56));
    CHECK(workingSet->OnSync(Calm(56, 20)) == Packets(45));
    CHECK(!lowWater->OnPurge(20));
    CHECK(workingSet->OnPurge(20));
}

TEST_CASE("a static pool lends all that the ring holds and takes nothing back")
{
    const auto policy = Blueprint(StaticPoolPolicy::GetTypeId()).CreateAs<PoolPolicy>();
    CHECK(policy->IsStatic());
    CHECK(policy->OnSync(Calm(0, 0)) == Packets(255));
    CHECK(policy->OnSync(Calm(255, 100, 127)) == Packets(127));
    CHECK(!policy->OnPurge(1000));
}

} // namespace pool_policy_test
