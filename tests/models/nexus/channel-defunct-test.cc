// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/count-or-timer-release-policy.h"
#include "models/nexus/working-set-pool-policy.h"
#include "tests/support/reclaim-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace channel_defunct_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

} // namespace

TEST_CASE("a defunct channel gives up its memory, its process lives, learns of it and reconnects")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    scene.AddApp("one", PooledChannel(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    CHECK(scene.Host("memory") == kPoolBytes + kArenaFreed + kArenaKept);
    scene.Send(flow, 300);
    scene.Run(MicroSeconds(20));
    CHECK(scene.Arrived() == 1);
    scene.Set("one", AppState::Suspended);
    scene.Send(flow, 1500); // while the thread of the kernel is at it
    scene.Run(MicroSeconds(20 + 149));
    CHECK(scene.Of("one", "DestRingDropMode") == 1);
    CHECK(scene.Host("memory") ==
          kPoolBytes + kArenaFreed + kArenaKept); // redirected, and not yet freed
    scene.Run(MicroSeconds(20 + 160));
    CHECK(scene.Host("memory") == kArenaKept);
    CHECK(scene.Of("one", "reclaimed") == kPoolBytes + kArenaFreed);
    CHECK(scene.Host("reclaimed") == kPoolBytes + kArenaFreed);
    CHECK(scene.Host("defuncts") == 1);
    CHECK(scene.Host("kills") == 0);
    scene.Send(flow, 700);
    scene.Run(MicroSeconds(300));
    CHECK(scene.Of("one", "no_listener") == 1); // its flow is gone: to the host's own stack
    CHECK(scene.Of("one", "eof_events") == 0);
    scene.Set("one", AppState::Running);
    scene.Run(MicroSeconds(310));
    CHECK(scene.Of("one", "eof_events") == 1);
    CHECK(scene.Host("memory") == 0); // closed, and not opened again
    scene.Send(flow, 100);
    scene.Run(MicroSeconds(340));
    CHECK(scene.Of("one", "no_listener") == 2);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Of("one", "opens") == 1);
    CHECK(scene.Host("memory") == kPoolBytes + kArenaFreed + kArenaKept);
    scene.Send(flow, 900);
    scene.Run(MicroSeconds(500));
    CHECK(scene.Arrived() == 2);
    CHECK(scene.Of("one", "first_packet") > MicroSeconds(100).Value());
    CHECK(scene.Of("one", "first_packet") < MicroSeconds(110).Value());
    scene.Set("one", AppState::Suspended); // and once more
    scene.Run(MicroSeconds(700));
    CHECK(scene.Host("memory") == kArenaKept);
    CHECK(scene.Of("one", "defuncts") == 2);
}

TEST_CASE("a channel that may not become defunct keeps what it has, and its packets")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    Blueprint channel = PooledChannel();
    channel.Set("DefunctOk", ns3::Create<ns3::BooleanValue>(false));
    scene.AddApp("one", channel, 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Send(flow, 300);
    scene.Send(flow, 1200);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Arrived() == 0);
    CHECK(scene.Host("drained") == 1);
    CHECK(scene.Host("defuncts") == 0);
    CHECK(scene.Host("memory") == kPoolBytes + kArenaFreed + kArenaKept);
    scene.Set("one", AppState::Running);
    scene.Run(MicroSeconds(420));
    CHECK(scene.Arrived() == 2);
}

TEST_CASE("an opportunistic kernel leaves channels alone whose users have packets")
{
    Blueprint reclaim = ReclaimBy(kDefunctPolicy);
    reclaim.Set("Opportunistic", ns3::Create<ns3::BooleanValue>(true));
    ReclaimScene scene(reclaim);
    scene.AddApp("one", PooledChannel(), 1);
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Host("ChanDefunctSkipped") == 1);
    CHECK(scene.Host("defuncts") == 0);
}

TEST_CASE("an arena of two channels yields nothing until both are defunct")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    for (const char* app : {"one", "two"})
    {
        Blueprint channel = PooledChannel();
        channel.Set("ArenaGroup", ns3::Create<IntegerValue>(7));
        scene.AddApp(app, channel, 1);
    }
    MadeFlow& flow = scene.AddFlow("one");
    scene.AddFlow("two");
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Host("defuncts") == 1);
    CHECK(scene.Host("reclaimed") == 0);
    CHECK(scene.Host("memory") == 2 * (kPoolBytes + kArenaFreed + kArenaKept));
    scene.Send(flow, 400);
    scene.Run(MicroSeconds(500));
    CHECK(scene.Of("one", "DestRingDropMode") == 1);
    scene.Set("two", AppState::Suspended);
    scene.Run(MicroSeconds(900));
    CHECK(scene.Host("reclaimed") == 2 * (kPoolBytes + kArenaFreed));
    CHECK(scene.Host("memory") == 2 * kArenaKept);
}

TEST_CASE("a batch that leaves late meets a port without rings, or none")
{
    Blueprint release(CountOrTimerReleasePolicy::GetTypeId());
    release = With(release, "Count", Packets(30));
    release = With(release, "Delay", MicroSeconds(200));
    Blueprint nexus = ReclaimingNexus(ReclaimBy(kDefunctPolicy));
    nexus.SetPart("Release", release);
    ReclaimScene scene(nexus, 0);
    scene.AddApp("one", PooledChannel(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    scene.Send(flow, 400); // held until 200 us
    scene.Send(flow, 1300);
    scene.Run(MicroSeconds(20));
    SUBCASE("defunct")
    {
        scene.Set("one", AppState::Suspended); // freed at 170 us
        scene.Run(MicroSeconds(400));
        CHECK(scene.Of("one", "DestNexusPortDefunct") == 2);
    }
    SUBCASE("closed")
    {
        scene.Set("one", AppState::Closed);
        scene.Run(MicroSeconds(400));
        CHECK(scene.Of("one", "DestNexusPortInvalid") == 2);
        CHECK(scene.Host("memory") == 0);
        CHECK(scene.Host("reclaimed") == 0); // by itself, not as a defunct channel
    }
    CHECK(scene.Arrived() == 0);
}

TEST_CASE("what a channel of a shared arena gives up by being closed is not reclaimed")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    for (const char* app : {"one", "two"})
    {
        Blueprint channel = PooledChannel();
        channel.Set("ArenaGroup", ns3::Create<IntegerValue>(7));
        scene.AddApp(app, channel, 1);
    }
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(200));
    scene.Set("one", AppState::Running); // it closes what is left, and opens another one
    scene.Run(MicroSeconds(230));
    CHECK(scene.Host("memory") == kPoolBytes + kArenaFreed + kArenaKept);
    CHECK(scene.Host("reclaimed") == 0);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Of("one", "opens") == 1);
    CHECK(scene.Host("memory") == 2 * (kPoolBytes + kArenaFreed + kArenaKept));
}

TEST_CASE(
    "whenever an application is suspended, its channel is freed, and what it sent is sent or lost")
{
    CHECK(rc::check([] {
        Blueprint nexus = ReclaimingNexus(ReclaimBy(kDefunctPolicy));
        nexus = With(nexus,
                     "Verify",
                     *rc::gen::element(Verification::Copy, Verification::SharedMemory));
        ReclaimScene scene(nexus, 0);
        Blueprint channel = With(PooledChannel(), "SyncBatch", Packets(*rc::gen::inRange(1, 20)));
        scene.AddApp("one", channel, *rc::gen::inRange<int64_t>(0, 2)); // 0: where the kernel's is
        const FlowIndex flow = scene.AddSent("one");
        MadeFlow& received = scene.AddFlow("one");
        scene.Run(MicroSeconds(1));
        for (int i = 0; i < 12; ++i)
        {
            scene.SendFrom("one", flow, *rc::gen::inRange(60, 6000));
            scene.Send(received, *rc::gen::inRange(60, 6000));
        }
        scene.Run(MicroSeconds(1) + NanoSeconds(*rc::gen::inRange(0, 30'000)));
        scene.Set("one", AppState::Suspended);
        scene.Run(MicroSeconds(500));
        RC_ASSERT(scene.Of("one", "defuncts") == 1);
        RC_ASSERT(scene.Host("memory") == kArenaKept);
        scene.Set("one", AppState::Running);
        scene.Run(MicroSeconds(1000));
        const auto lost = static_cast<size_t>(scene.net.GetLedger().Dropped().packets);
        RC_ASSERT(scene.Arrived() + lost == 24);
    }));
}

TEST_CASE("a call that sends is over before its channel ends; what is in slots only is lost")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    Blueprint channel = With(PooledChannel(), "SyncBatch", Packets(4));
    scene.AddApp("one", channel, 1);
    const FlowIndex flow = scene.AddSent("one");
    SimTime now = MicroSeconds(1);
    scene.Run(now);
    for (int i = 0; i < 12; ++i)
    {
        scene.SendFrom("one", flow, 400 + 100 * i);
    }
    SUBCASE("in the second call, with four packets")
    {
        while (scene.Of("one", "syncs") < 2)
        {
            scene.Run(now += NanoSeconds(50));
        }
        scene.Set("one", AppState::Suspended);
        CHECK(scene.Of("one", "defuncts") == 0); // it waits for the lock
        scene.Run(MicroSeconds(400));
        CHECK(scene.Arrived() == 5); // the first one went alone
        CHECK(scene.Of("one", "lost_in_channel") == 0);
    }
    SUBCASE("in the stack's work")
    {
        while (scene.Arrived() == 0)
        {
            scene.Run(now += NanoSeconds(50));
        }
        scene.Set("one", AppState::Suspended); // at the work for the second call: 4 x 400 ns
        CHECK(scene.Of("one", "defuncts") == 1);
        scene.Run(MicroSeconds(400));
        CHECK(scene.Arrived() == 1);
        CHECK(scene.Of("one", "lost_in_channel") == 4);
    }
    const size_t arrived = scene.Arrived();
    CHECK(scene.Host("memory") == kArenaKept);
    scene.Set("one", AppState::Running);
    scene.Run(MicroSeconds(600));
    CHECK(scene.Arrived() == arrived + 7); // what no slot had yet is sent by the next channel
}

TEST_CASE("a packet that turns to zeros under its stack is not delivered")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    scene.AddApp("one", PooledChannel(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    SimTime now = MicroSeconds(1);
    scene.Run(now);
    scene.Send(flow, 700);
    while (scene.Of("one", "events") == 0)
    {
        scene.Run(now += NanoSeconds(100));
    }
    scene.Set("one", AppState::Suspended); // its thread has it in hand
    scene.Run(MicroSeconds(400));
    CHECK(scene.Of("one", "zero_reads") == 1);
    CHECK(scene.Of("one", "lost_in_channel") == 1);
    CHECK(scene.Arrived() == 0);
    CHECK(scene.Host("memory") == kArenaKept);
}

TEST_CASE("what a receiver on another core copies into is freed when the copy is done")
{
    int waited = 0;
    for (int flows = 1; flows <= 6; ++flows) // until one comes by the second queue, on core 1
    {
        for (SimTime at = MicroSeconds(1); at < MicroSeconds(3); at += NanoSeconds(50))
        {
            Blueprint nic(Nic::GetTypeId());
            nic.Set("RxQueues", ns3::Create<IntegerValue>(2));
            ReclaimScene scene(ReclaimBy(kDefunctPolicy),
                               nic,
                               {{"channel_defunct", NanoSeconds(0)}});
            scene.AddApp("one", PooledChannel(), 2);
            MadeFlow* flow = nullptr;
            for (int i = 0; i < flows; ++i)
            {
                flow = &scene.AddFlow("one", kProtocolTcp, static_cast<uint16_t>(80 + i));
            }
            scene.Run(MicroSeconds(1));
            scene.Send(*flow, 1400);
            scene.Run(at);
            scene.Set("one", AppState::Suspended);
            const bool isDefunct = scene.Of("one", "defuncts") == 1;
            waited += isDefunct && scene.Host("memory") > kArenaKept ? 1 : 0;
            scene.Run(at + MicroSeconds(20));
            CHECK(scene.Host("memory") == kArenaKept);
            CHECK(scene.Host("reclaimed") == kPoolBytes + kArenaFreed);
        }
    }
    CHECK(waited > 0);
}

TEST_CASE("the entries of a defunct channel's connections linger, and its others go")
{
    Blueprint nexus = ReclaimingNexus(ReclaimBy(kDefunctPolicy));
    nexus.SetPart("Reaper", Blueprint(FlowReaper::GetTypeId()));
    ReclaimScene scene(nexus, 0);
    scene.AddApp("one", PooledChannel(), 1);
    scene.AddFlow("one", kProtocolTcp);
    scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(400));
    auto metrics = MetricMap(scene.Find<FlowReaper>());
    CHECK(metrics["lingered_flows"] == 1);
    CHECK(metrics["entries"] == 1);
}

TEST_CASE("a flow that ends while its channel is defunct is none of the next one's")
{
    ReclaimScene scene(ReclaimBy(kDefunctPolicy));
    scene.AddApp("one", PooledChannel(), 1);
    MadeFlow& gone = scene.AddFlow("one");
    MadeFlow& kept = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(200));
    scene.Find<NexusDatapath>().OnClosed(gone.index);
    scene.Set("one", AppState::Running);
    scene.Run(MicroSeconds(400));
    const int64_t found = scene.Nexus().Received().toChannels;
    scene.Send(gone, 300);
    scene.Send(kept, 300);
    scene.Run(MicroSeconds(500));
    CHECK(scene.Nexus().Received().toChannels == found + 1);
}

TEST_CASE("all books balance through any life: packets, pools, rings, entries, memory")
{
    CHECK(rc::check([] {
        Blueprint policy = *rc::gen::element(Blueprint(), kDefunctPolicy, kKillPolicy);
        Blueprint reclaim = ReclaimBy(policy);
        reclaim = With(reclaim,
                       "Budget",
                       Bytes(*rc::gen::element<int64_t>(4 * (kPoolBytes + kArenaFreed + kArenaKept),
                                                        kUnlimited)));
        reclaim = With(reclaim, "StallThreshold", MicroSeconds(*rc::gen::element(0, 300)));
        reclaim = With(reclaim, "StallPeriod", MicroSeconds(90));
        Blueprint release(CountOrTimerReleasePolicy::GetTypeId());
        release = With(release, "Count", Packets(8));
        release = With(release, "Delay", MicroSeconds(30));
        Blueprint nexus = ReclaimingNexus(reclaim);
        if (*rc::gen::arbitrary<bool>())
        {
            nexus.SetPart("Release", release);
        }
        nexus = With(nexus,
                     "Verify",
                     *rc::gen::element(Verification::Copy, Verification::SharedMemory));
        if (*rc::gen::arbitrary<bool>())
        {
            Blueprint memory(PoolMemory::GetTypeId());
            memory = With(memory, "Packets", Packets(200));
            memory = With(memory, "Magazine", Packets(0));
            nexus.SetPart("DevicePool", memory); // takes from the budget, too
        }
        if (*rc::gen::arbitrary<bool>())
        {
            nexus.SetPart("Reaper", Blueprint(FlowReaper::GetTypeId()));
        }
        ReclaimScene scene(nexus, 0);
        std::vector<MadeFlow*> flows;
        std::vector<FlowIndex> sent;
        const std::vector<std::string> apps = {"one", "two", "three"};
        for (size_t i = 0; i < apps.size(); ++i)
        {
            Blueprint channel = i == 1 ? PooledChannel<WorkingSetPoolPolicy>() : PooledChannel();
            channel.Set("ArenaGroup", ns3::Create<IntegerValue>(i == 0 ? 0 : 3));
            scene.AddApp(apps[i], channel, static_cast<int64_t>(i));
            flows.push_back(&scene.AddFlow(apps[i]));
            flows.push_back(&scene.AddFlow(apps[i], kProtocolTcp));
            sent.push_back(scene.AddSent(apps[i]));
        }
        SimTime now;
        const int steps = *rc::gen::inRange(1, 40);
        for (int i = 0; i < steps; ++i)
        {
            const int what = *rc::gen::inRange(0, 10);
            const auto which = static_cast<size_t>(*rc::gen::inRange(0, 3));
            if (what < 3)
            {
                scene.Set(apps[which], static_cast<AppState>(what));
            }
            else if (what < 6)
            {
                for (int packets = *rc::gen::inRange(1, 30); packets > 0; --packets)
                {
                    scene.SendFrom(apps[which], sent[which], *rc::gen::inRange(60, 6000));
                }
            }
            else
            {
                for (int packets = *rc::gen::inRange(1, 40); packets > 0; --packets)
                {
                    scene.Send(*flows[static_cast<size_t>(*rc::gen::inRange(0, 6))],
                               *rc::gen::inRange(60, 6000));
                }
            }
            now += MicroSeconds(*rc::gen::inRange(0, 120));
            scene.Run(now); // which checks all books
        }
        for (const std::string& app : apps)
        {
            scene.Set(app, AppState::Running);
        }
        scene.Run(now + MilliSeconds(10));
        RC_ASSERT(scene.net.GetLedger().Dropped().packets >= 0);
    }));
}

} // namespace channel_defunct_test
