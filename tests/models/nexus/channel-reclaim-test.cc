// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/working-set-pool-policy.h"
#include "tests/support/reclaim-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace channel_reclaim_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

} // namespace

TEST_CASE("a stalled channel is found after the threshold and within a period, whatever is unread")
{
    CHECK(rc::check([] {
        const SimTime came = MicroSeconds(*rc::gen::inRange<int64_t>(1, 3000));
        ReclaimScene scene(With(With(ReclaimBy(), "StallThreshold", MicroSeconds(5000)),
                                "StallPeriod",
                                MicroSeconds(700)));
        scene.AddApp("one", PooledChannel(), 1);
        scene.AddApp("two", PooledChannel(), 2);
        MadeFlow& flow = scene.AddFlow("one");
        MadeFlow& read = scene.AddFlow("two");
        scene.Run(SimTime(1));
        scene.Set("one", AppState::Suspended);
        scene.Run(came);
        for (int i = 0; i < 4; ++i)
        {
            scene.Send(flow, 400 + i);
            scene.Send(read, 400);
            scene.Run(came + MicroSeconds(1200) * (i + 1));
        }
        CHECK(scene.Of("one", "defuncts") == 0);
        scene.Run(MicroSeconds(9000));
        const int64_t delay = scene.Of("one", "stall_delay");
        RC_ASSERT(delay > MicroSeconds(5000).Value());
        RC_ASSERT(delay <= MicroSeconds(5700).Value());
        RC_ASSERT(scene.Host("RxRingStall") == 1);
        RC_ASSERT(scene.Of("one", "defuncts") == 1);
        RC_ASSERT(scene.Of("two", "defuncts") == 0);
        RC_ASSERT(scene.Of("one", "lost_in_channel") == 4); // they lay in its ring
        RC_ASSERT(scene.Arrived() == 4);
    }));
}

TEST_CASE("without memory a launch waits; the kill of the one suspended longest makes room")
{
    const auto run = [](const Blueprint& policy) {
        auto scene = std::make_unique<ReclaimScene>(
            With(ReclaimBy(policy), "Budget", Bytes(2 * (kPoolBytes + kArenaFreed + kArenaKept))));
        scene->AddApp("one", PooledChannel(), 1);
        scene->AddApp("two", PooledChannel(), 1);
        scene->AddClosed("three");
        scene->Run(MicroSeconds(1));
        scene->Set("two", AppState::Suspended);
        scene->Run(MicroSeconds(10));
        scene->Set("one", AppState::Suspended);
        scene->Run(MicroSeconds(20));
        scene->Set("three", AppState::Running); // due at 720 us
        scene->Run(MicroSeconds(1100));
        return scene;
    };
    SUBCASE("keep")
    {
        const auto scene = run(Blueprint());
        CHECK(scene->Of("three", "opens") == 0);
        CHECK(scene->Of("three", "ChanErrUppAlloc") == 1);
        CHECK(scene->Host("waiting") == 1);
        scene->Set("one", AppState::Closed);
        scene->Run(MicroSeconds(1400));
        CHECK(scene->Of("three", "opens") == 1);
        CHECK(scene->Host("waiting") == 0);
    }
    SUBCASE("kill")
    {
        const auto scene = run(kKillPolicy);
        CHECK(scene->Host("kills") == 1);
        CHECK(scene->Host("defuncts") == 0);
        CHECK(scene->Of("three", "opens") == 1);
        CHECK(scene->Of("two", "eof_events") == 0); // nobody is left to be told
        MadeFlow& flow = scene->AddFlow("two");
        scene->Send(flow, 800);
        scene->Run(MicroSeconds(1500));
        CHECK(scene->Of("two", "no_listener") == 1); // what it is sent is no error of its channel
        CHECK(scene->Of("two", "no_memory_in_use") == 0);
        scene->Set("three", AppState::Closed);
        scene->Set("two", AppState::Running);
        scene->Run(MicroSeconds(2150));
        CHECK(scene->Of("two", "opens") == 0);
        scene->Run(MicroSeconds(2250));
        CHECK(scene->Of("two", "opens") == 1);
        scene->Send(flow, 500);
        scene->Run(MicroSeconds(2350));
        CHECK(scene->Arrived() == 1);
    }
    SUBCASE("defunct under pressure")
    {
        const auto scene = run(With(kDefunctPolicy, "When", int64_t{1}));
        CHECK(scene->Host("defuncts") == 2);
        CHECK(scene->Host("kills") == 0);
        CHECK(scene->Of("three", "opens") == 1);
    }
}

TEST_CASE("who waits for memory is served in order, fails once, and has one killed after the other")
{
    const auto run = [](const Blueprint& policy) {
        auto scene = std::make_unique<ReclaimScene>(
            With(ReclaimBy(policy), "Budget", Bytes(2 * (kPoolBytes + kArenaFreed + kArenaKept))));
        scene->AddApp("one", PooledChannel(), 1);
        scene->AddApp("two", PooledChannel(), 1);
        scene->AddClosed("three");
        scene->AddClosed("four");
        scene->Run(MicroSeconds(1));
        scene->Set("four", AppState::Running);
        scene->Set("three", AppState::Running); // both due at 701 us
        scene->Run(MicroSeconds(800));
        CHECK(scene->Host("waiting") == 2); // nobody is suspended
        CHECK(scene->Host("allocation_failures") == 2);
        return scene;
    };
    SUBCASE("keep: one leaves")
    {
        const auto scene = run(Blueprint());
        scene->Set("one", AppState::Closed);
        scene->Run(MicroSeconds(1200));
        CHECK(scene->Of("four", "opens") == 1);
        CHECK(scene->Of("three", "opens") == 0);
        CHECK(scene->Of("three", "ChanErrUppAlloc") == 1); // it has tried again in vain
        CHECK(scene->Host("allocation_failures") == 2);
        CHECK(scene->Host("kills") == 0);
    }
    SUBCASE("kill: those who wait are remembered when somebody is suspended")
    {
        const auto scene = run(kKillPolicy);
        CHECK(scene->Host("kills") == 0);
        scene->Set("two", AppState::Suspended);
        scene->Run(MicroSeconds(1200));
        CHECK(scene->Host("kills") == 1);
        CHECK(scene->Of("four", "opens") == 1);
        CHECK(scene->Of("three", "opens") == 0);
        scene->Set("one", AppState::Suspended);
        scene->Run(MicroSeconds(1600));
        CHECK(scene->Host("kills") == 2);
        CHECK(scene->Of("three", "opens") == 1);
        CHECK(scene->Host("allocation_failures") == 2);
    }
    SUBCASE("kill: one that runs again before its call is over lives, and another one dies")
    {
        const auto scene = run(kKillPolicy);
        const FlowIndex flow = scene->AddSent("two");
        for (int i = 0; i < 12; ++i)
        {
            scene->SendFrom("two", flow, 400);
        }
        SimTime now = MicroSeconds(800);
        while (scene->Of("two", "syncs") == 0)
        {
            scene->Run(now += NanoSeconds(50));
        }
        scene->Set("two", AppState::Suspended);
        scene->Set("one", AppState::Suspended);
        scene->Run(now += NanoSeconds(1)); // "two" is to die, after its call
        scene->Set("two", AppState::Running);
        scene->Run(MicroSeconds(1400));
        CHECK(scene->Host("kills") == 1);
        CHECK(scene->Arrived() == 12);
        CHECK(scene->Of("four", "opens") == 1);
    }
    SUBCASE("kill: one that runs again in time lives, and another one dies")
    {
        const auto scene = run(kKillPolicy);
        scene->Set("three", AppState::Closed); // keeps the kernel's thread busy
        scene->Set("two", AppState::Suspended);
        scene->Set("one", AppState::Suspended);
        scene->Run(MicroSeconds(801)); // "two" is to die when "three" is closed
        scene->Set("two", AppState::Running);
        scene->Run(MicroSeconds(1400));
        CHECK(scene->Host("kills") == 1);
        CHECK(scene->Of("two", "lost_in_channel") == 0);
        CHECK(scene->Of("four", "opens") == 1);
        CHECK(scene->Host("memory") == 2 * (kPoolBytes + kArenaFreed + kArenaKept));
    }
}

TEST_CASE("an application that is closed and launched at once has one new process")
{
    ReclaimScene scene(ReclaimBy());
    scene.AddApp("one", PooledChannel(), 1);
    scene.AddApp("two", PooledChannel(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    scene.Set("two", AppState::Closed); // the kernel's thread is at this for 150 us
    scene.Run(MicroSeconds(2));
    scene.Set("one", AppState::Closed);
    scene.Set("one", AppState::Running);
    scene.Send(flow, 300); // there is a port still, but nobody behind it
    scene.Run(MicroSeconds(100));
    CHECK(scene.Arrived() == 0);
    scene.Run(MicroSeconds(690));
    CHECK(scene.Of("one", "opens") == 0);
    CHECK(scene.Of("one", "lost_in_channel") == 1);
    CHECK(scene.Host("memory") == 0);
    scene.Run(MicroSeconds(710));
    CHECK(scene.Of("one", "opens") == 1);
    CHECK(scene.Host("memory") == kPoolBytes + kArenaFreed + kArenaKept);
    scene.Send(flow, 600);
    scene.Run(MicroSeconds(800));
    CHECK(scene.Arrived() == 1);
}

TEST_CASE("a defunct channel whose process ends and is launched without delay is opened again")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    scene.AddApp("one", PooledChannel(MicroSeconds(50), SimTime(0)), 1);
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(200));
    CHECK(scene.Host("memory") == kArenaKept);
    scene.Set("one", AppState::Closed);
    scene.Set("one", AppState::Running); // due before the kernel has closed what is left
    scene.Run(MicroSeconds(600));
    CHECK(scene.Of("one", "opens") == 1);
    CHECK(scene.Host("memory") == kPoolBytes + kArenaFreed + kArenaKept);
}

TEST_CASE("what applications have to begin with must fit the budget, those that are closed apart")
{
    ReclaimScene scene(
        With(ReclaimBy(), "Budget", Bytes(2 * (kPoolBytes + kArenaFreed + kArenaKept))));
    scene.AddApp("one", PooledChannel(), 1);
    scene.AddClosed("two");
    scene.AddApp("three", PooledChannel(), 1);
    SUBCASE("two do")
    {
        scene.Run(MicroSeconds(1));
        CHECK(scene.Host("memory") == 2 * (kPoolBytes + kArenaFreed + kArenaKept));
        CHECK(scene.Host("memory_max") == 2 * (kPoolBytes + kArenaFreed + kArenaKept));
        CHECK(scene.Host("allocation_failures") == 0);
    }
    SUBCASE("three do not")
    {
        scene.AddApp("four", PooledChannel(), 1);
        CHECK_THROWS_AS(scene.net.Run(MicroSeconds(1)), std::invalid_argument);
    }
}

TEST_CASE("a channel that is opened after a stall begins anew")
{
    ReclaimScene scene(With(With(ReclaimBy(), "StallThreshold", MicroSeconds(100)),
                            "StallPeriod",
                            MicroSeconds(10)));
    scene.AddApp("one", PooledChannel(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Send(flow, 300);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Host("RxRingStall") == 1);
    scene.Set("one", AppState::Running);
    scene.Run(MicroSeconds(2000));
    CHECK(scene.Of("one", "opens") == 1);
    CHECK(scene.Host("RxRingStall") == 1);
}

TEST_CASE("a sender that found no memory goes on when another application gives some back")
{
    ReclaimScene scene(With(ReclaimBy(),
                            "Budget",
                            Bytes(2 * (kArenaFreed + kArenaKept) + kPoolBytes + 16 * 1024)));
    scene.AddApp("one", PooledChannel<WorkingSetPoolPolicy>(), 1); // eight buffers
    scene.AddApp("two", PooledChannel(), 1);
    const FlowIndex flow = scene.AddSent("one");
    scene.Run(MicroSeconds(1));
    scene.SendFrom("one", flow, 20'000); // takes ten
    scene.Run(MicroSeconds(300));
    CHECK(scene.Arrived() == 0);
    CHECK(scene.Of("one", "no_memory") > 0);
    scene.Set("two", AppState::Closed);
    scene.Run(MicroSeconds(600));
    CHECK(scene.Arrived() == 1);
}

TEST_CASE("a received packet finds no memory beyond the budget")
{
    ReclaimScene scene(
        With(ReclaimBy(), "Budget", Bytes(kArenaFreed + kArenaKept + 2 * 16 * 1024)));
    scene.AddApp("one", PooledChannel<WorkingSetPoolPolicy>(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    for (int i = 0; i < 30; ++i)
    {
        scene.Send(flow, 1500); // at once: eight buffers are free, eight lent
    }
    scene.Run(MicroSeconds(100));
    CHECK(scene.Of("one", "no_memory_in_use") > 0);
    CHECK(scene.Of("one", "no_memory_in_use") == scene.Of("one", "DropNoMemPkt"));
    CHECK(scene.Arrived() + static_cast<size_t>(scene.Of("one", "DropNoMemPkt")) == 30);
    CHECK(scene.Host("allocation_failures") > 0);
}

} // namespace channel_reclaim_test
