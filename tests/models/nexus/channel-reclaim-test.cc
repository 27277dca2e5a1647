// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-reclaim.h"
#include "models/nexus/count-or-timer-release-policy.h"
#include "models/nexus/defunct-reclaim-policy.h"
#include "models/nexus/kill-reclaim-policy.h"
#include "models/nexus/static-pool-policy.h"
#include "models/nexus/working-set-pool-policy.h"
#include "tests/support/nexus-net.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

template <typename T>
Blueprint
With(Blueprint blueprint, const std::string& attribute, T value)
{
    blueprint.Set(attribute, ns3::Create<IntegerValue>(QuantityDefault(value)));
    return blueprint;
}

/** 96 KiB that go and 64 KiB that are kept, beside a pool of 104 buffers in 208 KiB. */
constexpr int64_t kFixed = 96 * 1024;
constexpr int64_t kKept = 64 * 1024;
constexpr int64_t kPool = 208 * 1024;

template <typename Pool = StaticPoolPolicy>
Blueprint
Channel(SimTime reconnect = MicroSeconds(50), SimTime relaunch = MicroSeconds(700))
{
    Blueprint memory(PoolMemory::GetTypeId());
    memory = With(memory, "Packets", Packets(100));
    memory = With(memory, "SegmentSize", Bytes(16 * 1024));
    memory = With(memory, "Magazine", Packets(0));
    Blueprint channel(NexusDatapath::GetTypeId());
    channel.SetPart("Pool", Blueprint(Pool::GetTypeId()));
    channel.SetPart("Memory", memory);
    channel = With(channel, "RxRing", Packets(64));
    channel = With(channel, "AllocRing", Packets(16));
    channel = With(channel, "Reconnect", reconnect);
    return With(channel, "Relaunch", relaunch);
}

Blueprint
Reclaim(const Blueprint& policy = Blueprint())
{
    Blueprint reclaim(ChannelReclaim::GetTypeId());
    if (!policy.IsEmpty())
    {
        reclaim.SetPart("Policy", policy);
    }
    return reclaim;
}

Blueprint
NexusOf(const Blueprint& reclaim)
{
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.SetPart("Reclaim", reclaim);
    return nexus;
}

using Times = std::vector<std::pair<std::string, SimTime>>;

CostTable
Costs(Times changes = {})
{
    changes.emplace_back("segment_wire_map", NanoSeconds(0));
    return NexusCostTable(changes);
}

const Blueprint kDefunct(DefunctReclaimPolicy::GetTypeId());
const Blueprint kKill(KillReclaimPolicy::GetTypeId());

struct Scene : NexusNet
{
    explicit Scene(const Blueprint& reclaim,
                   const Blueprint& nic = Blueprint(Nic::GetTypeId()),
                   const Times& changes = {})
        : NexusNet(Costs(changes), NexusOf(reclaim), nic)
    {
    }

    /** Of a whole nexus. */
    explicit Scene(const Blueprint& nexus, int /*whole*/) : NexusNet(Costs(), nexus) {}

    void AddClosed(const std::string& name)
    {
        Blueprint app = With(Blueprint(App::GetTypeId()), "State", AppState::Closed);
        app.SetPart("Datapath", Channel());
        app.Set("Core", ns3::Create<IntegerValue>(1));
        b.AddApp(name, app);
    }

    void Set(const std::string& app, AppState state)
    {
        b.FindApp(app)->SetState(state);
    }

    int64_t Of(const std::string& app, const std::string& metric)
    {
        for (const Component* component : net.Context().Components())
        {
            if (component->Path() == "b/" + app + "/datapath")
            {
                return MetricMap(*component)[metric];
            }
        }
        throw std::logic_error(app);
    }

    int64_t Host(const std::string& metric)
    {
        return MetricMap(Find<ChannelReclaim>())[metric];
    }

    size_t Arrived() const
    {
        return entry->arrivals.size();
    }

    /** A flow from an application to the other host. */
    FlowIndex AddSent(const std::string& app)
    {
        FlowKey key;
        key.source = Ipv4Bytes(b.Address());
        key.sourcePort = static_cast<uint16_t>(3000 + sent++);
        key.destination = Ipv4Bytes(a.Address());
        key.destinationPort = 9;
        const FlowIndex flow = net.Context().Flows().Intern(key);
        net.Context().Flows()[flow].destination = a.Index();
        b.FindApp(app)->Open(flow);
        a.FindApp("")->Listen(flow, *entry);
        return flow;
    }

    void SendFrom(const std::string& app, FlowIndex flow, int64_t size)
    {
        FlowRecord& record = net.Context().Flows()[flow];
        PacketPtr packet = net.Context().Pool().Allocate();
        packet->created = packet->lastMark = net.Context().Now();
        packet->flow = flow;
        packet->flowHash = record.hash;
        packet->number = record.sentNumber++;
        packet->destination = record.destination;
        packet->size = static_cast<uint32_t>(size);
        packet->payloadBytes = static_cast<uint32_t>(size - 28);
        net.GetLedger().Born(*packet, packet->created, 0);
        b.FindApp(app)->Port().Send(std::move(packet));
    }

    int sent = 0;
};

} // namespace

TEST_CASE("a defunct channel gives up its memory, its process lives, learns of it and reconnects")
{
    Scene scene(Reclaim(kDefunct));
    scene.AddApp("one", Channel(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    CHECK(scene.Host("memory") == kPool + kFixed + kKept);
    scene.Send(flow, 300);
    scene.Run(MicroSeconds(20));
    CHECK(scene.Arrived() == 1);
    scene.Set("one", AppState::Suspended);
    scene.Send(flow, 1500); // while the thread of the kernel is at it
    scene.Run(MicroSeconds(20 + 149));
    CHECK(scene.Of("one", "DestRingDropMode") == 1);
    CHECK(scene.Host("memory") == kPool + kFixed + kKept); // redirected, and not yet freed
    scene.Run(MicroSeconds(20 + 160));
    CHECK(scene.Host("memory") == kKept);
    CHECK(scene.Of("one", "reclaimed") == kPool + kFixed);
    CHECK(scene.Host("reclaimed") == kPool + kFixed);
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
    CHECK(scene.Host("memory") == kPool + kFixed + kKept);
    scene.Send(flow, 900);
    scene.Run(MicroSeconds(500));
    CHECK(scene.Arrived() == 2);
    CHECK(scene.Of("one", "first_packet") > MicroSeconds(100).Value());
    CHECK(scene.Of("one", "first_packet") < MicroSeconds(110).Value());
    scene.Set("one", AppState::Suspended); // and once more
    scene.Run(MicroSeconds(700));
    CHECK(scene.Host("memory") == kKept);
    CHECK(scene.Of("one", "defuncts") == 2);
}

TEST_CASE("a channel that may not become defunct keeps what it has, and its packets")
{
    Scene scene(Reclaim(kDefunct));
    Blueprint channel = Channel();
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
    CHECK(scene.Host("memory") == kPool + kFixed + kKept);
    scene.Set("one", AppState::Running);
    scene.Run(MicroSeconds(420));
    CHECK(scene.Arrived() == 2);
}

TEST_CASE("an opportunistic kernel leaves channels alone whose users have packets")
{
    Blueprint reclaim = Reclaim(kDefunct);
    reclaim.Set("Opportunistic", ns3::Create<ns3::BooleanValue>(true));
    Scene scene(reclaim);
    scene.AddApp("one", Channel(), 1);
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Host("ChanDefunctSkipped") == 1);
    CHECK(scene.Host("defuncts") == 0);
}

TEST_CASE("an arena of two channels yields nothing until both are defunct")
{
    Scene scene(Reclaim(kDefunct));
    for (const char* app : {"one", "two"})
    {
        Blueprint channel = Channel();
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
    CHECK(scene.Host("memory") == 2 * (kPool + kFixed + kKept));
    scene.Send(flow, 400);
    scene.Run(MicroSeconds(500));
    CHECK(scene.Of("one", "DestRingDropMode") == 1);
    scene.Set("two", AppState::Suspended);
    scene.Run(MicroSeconds(900));
    CHECK(scene.Host("reclaimed") == 2 * (kPool + kFixed));
    CHECK(scene.Host("memory") == 2 * kKept);
}

TEST_CASE("a batch that leaves late meets a port without rings, or none")
{
    Blueprint release(CountOrTimerReleasePolicy::GetTypeId());
    release = With(release, "Count", Packets(30));
    release = With(release, "Delay", MicroSeconds(200));
    Blueprint nexus = NexusOf(Reclaim(kDefunct));
    nexus.SetPart("Release", release);
    Scene scene(nexus, 0);
    scene.AddApp("one", Channel(), 1);
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

TEST_CASE("a stalled channel is found after the threshold and within a period, whatever is unread")
{
    CHECK(rc::check([] {
        const SimTime came = MicroSeconds(*rc::gen::inRange<int64_t>(1, 3000));
        Scene scene(With(With(Reclaim(), "StallThreshold", MicroSeconds(5000)),
                         "StallPeriod",
                         MicroSeconds(700)));
        scene.AddApp("one", Channel(), 1);
        scene.AddApp("two", Channel(), 2);
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
        auto scene = std::make_unique<Scene>(
            With(Reclaim(policy), "Budget", Bytes(2 * (kPool + kFixed + kKept))));
        scene->AddApp("one", Channel(), 1);
        scene->AddApp("two", Channel(), 1);
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
        const auto scene = run(kKill);
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
        const auto scene = run(With(kDefunct, "When", int64_t{1}));
        CHECK(scene->Host("defuncts") == 2);
        CHECK(scene->Host("kills") == 0);
        CHECK(scene->Of("three", "opens") == 1);
    }
}

TEST_CASE("who waits for memory is served in order, fails once, and has one killed after the other")
{
    const auto run = [](const Blueprint& policy) {
        auto scene = std::make_unique<Scene>(
            With(Reclaim(policy), "Budget", Bytes(2 * (kPool + kFixed + kKept))));
        scene->AddApp("one", Channel(), 1);
        scene->AddApp("two", Channel(), 1);
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
        const auto scene = run(kKill);
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
    SUBCASE("kill: one that runs again in time lives, and another one dies")
    {
        const auto scene = run(kKill);
        scene->Set("three", AppState::Closed); // keeps the kernel's thread busy
        scene->Set("two", AppState::Suspended);
        scene->Set("one", AppState::Suspended);
        scene->Run(MicroSeconds(801)); // "two" is to die when "three" is closed
        scene->Set("two", AppState::Running);
        scene->Run(MicroSeconds(1400));
        CHECK(scene->Host("kills") == 1);
        CHECK(scene->Of("two", "lost_in_channel") == 0);
        CHECK(scene->Of("four", "opens") == 1);
        CHECK(scene->Host("memory") == 2 * (kPool + kFixed + kKept));
    }
}

TEST_CASE("an application that is closed and launched at once has one new process")
{
    Scene scene(Reclaim());
    scene.AddApp("one", Channel(), 1);
    scene.AddApp("two", Channel(), 1);
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
    CHECK(scene.Host("memory") == kPool + kFixed + kKept);
    scene.Send(flow, 600);
    scene.Run(MicroSeconds(800));
    CHECK(scene.Arrived() == 1);
}

TEST_CASE("a defunct channel whose process ends and is launched without delay is opened again")
{
    Scene scene(Reclaim(kDefunct));
    scene.AddApp("one", Channel(MicroSeconds(50), SimTime(0)), 1);
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(200));
    CHECK(scene.Host("memory") == kKept);
    scene.Set("one", AppState::Closed);
    scene.Set("one", AppState::Running); // due before the kernel has closed what is left
    scene.Run(MicroSeconds(600));
    CHECK(scene.Of("one", "opens") == 1);
    CHECK(scene.Host("memory") == kPool + kFixed + kKept);
}

TEST_CASE("what applications have to begin with must fit the budget, those that are closed apart")
{
    Scene scene(With(Reclaim(), "Budget", Bytes(2 * (kPool + kFixed + kKept))));
    scene.AddApp("one", Channel(), 1);
    scene.AddClosed("two");
    scene.AddApp("three", Channel(), 1);
    SUBCASE("two do")
    {
        scene.Run(MicroSeconds(1));
        CHECK(scene.Host("memory") == 2 * (kPool + kFixed + kKept));
        CHECK(scene.Host("memory_max") == 2 * (kPool + kFixed + kKept));
        CHECK(scene.Host("allocation_failures") == 0);
    }
    SUBCASE("three do not")
    {
        scene.AddApp("four", Channel(), 1);
        CHECK_THROWS_AS(scene.net.Run(MicroSeconds(1)), std::invalid_argument);
    }
}

TEST_CASE("what a channel of a shared arena gives up by being closed is not reclaimed")
{
    Scene scene(Reclaim(kDefunct));
    for (const char* app : {"one", "two"})
    {
        Blueprint channel = Channel();
        channel.Set("ArenaGroup", ns3::Create<IntegerValue>(7));
        scene.AddApp(app, channel, 1);
    }
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(200));
    scene.Set("one", AppState::Running); // it closes what is left, and opens another one
    scene.Run(MicroSeconds(230));
    CHECK(scene.Host("memory") == kPool + kFixed + kKept);
    CHECK(scene.Host("reclaimed") == 0);
    scene.Run(MicroSeconds(400));
    CHECK(scene.Of("one", "opens") == 1);
    CHECK(scene.Host("memory") == 2 * (kPool + kFixed + kKept));
}

TEST_CASE(
    "whenever an application is suspended, its channel is freed, and what it sent is sent or lost")
{
    CHECK(rc::check([] {
        Blueprint nexus = NexusOf(Reclaim(kDefunct));
        nexus = With(nexus,
                     "Verify",
                     *rc::gen::element(Verification::Copy, Verification::SharedMemory));
        Scene scene(nexus, 0);
        Blueprint channel = With(Channel(), "SyncBatch", Packets(*rc::gen::inRange(1, 20)));
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
        RC_ASSERT(scene.Host("memory") == kKept);
        scene.Set("one", AppState::Running);
        scene.Run(MicroSeconds(1000));
        const auto lost = static_cast<size_t>(scene.net.GetLedger().Dropped().packets);
        RC_ASSERT(scene.Arrived() + lost == 24);
    }));
}

TEST_CASE("a call that sends is over before its channel ends; what is in slots only is lost")
{
    Scene scene(Reclaim(kDefunct));
    Blueprint channel = With(Channel(), "SyncBatch", Packets(4));
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
    CHECK(scene.Host("memory") == kKept);
    scene.Set("one", AppState::Running);
    scene.Run(MicroSeconds(600));
    CHECK(scene.Arrived() == arrived + 7); // what no slot had yet is sent by the next channel
}

TEST_CASE("a packet that turns to zeros under its stack is not delivered")
{
    Scene scene(Reclaim(kDefunct));
    scene.AddApp("one", Channel(), 1);
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
    CHECK(scene.Host("memory") == kKept);
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
            Scene scene(Reclaim(kDefunct), nic, {{"channel_defunct", NanoSeconds(0)}});
            scene.AddApp("one", Channel(), 2);
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
            waited += isDefunct && scene.Host("memory") > kKept ? 1 : 0;
            scene.Run(at + MicroSeconds(20));
            CHECK(scene.Host("memory") == kKept);
            CHECK(scene.Host("reclaimed") == kPool + kFixed);
        }
    }
    CHECK(waited > 0);
}

TEST_CASE("the entries of a defunct channel's connections linger, and its others go")
{
    Blueprint nexus = NexusOf(Reclaim(kDefunct));
    nexus.SetPart("Reaper", Blueprint(FlowReaper::GetTypeId()));
    Scene scene(nexus, 0);
    scene.AddApp("one", Channel(), 1);
    scene.AddFlow("one", kProtocolTcp);
    scene.AddFlow("one");
    scene.Run(MicroSeconds(1));
    scene.Set("one", AppState::Suspended);
    scene.Run(MicroSeconds(400));
    auto metrics = MetricMap(scene.Find<FlowReaper>());
    CHECK(metrics["lingered_flows"] == 1);
    CHECK(metrics["entries"] == 1);
}

TEST_CASE("a channel that is opened after a stall begins anew")
{
    Scene scene(With(With(Reclaim(), "StallThreshold", MicroSeconds(100)),
                     "StallPeriod",
                     MicroSeconds(10)));
    scene.AddApp("one", Channel(), 1);
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
    Scene scene(With(Reclaim(), "Budget", Bytes(2 * (kFixed + kKept) + kPool + 16 * 1024)));
    scene.AddApp("one", Channel<WorkingSetPoolPolicy>(), 1); // eight buffers
    scene.AddApp("two", Channel(), 1);
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

TEST_CASE("a flow that ends while its channel is defunct is none of the next one's")
{
    Scene scene(Reclaim(kDefunct));
    scene.AddApp("one", Channel(), 1);
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

TEST_CASE("a received packet finds no memory beyond the budget")
{
    Scene scene(With(Reclaim(), "Budget", Bytes(kFixed + kKept + 2 * 16 * 1024)));
    scene.AddApp("one", Channel<WorkingSetPoolPolicy>(), 1);
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

TEST_CASE("all books balance through any life: packets, pools, rings, entries, memory")
{
    CHECK(rc::check([] {
        Blueprint policy = *rc::gen::element(Blueprint(), kDefunct, kKill);
        Blueprint reclaim = Reclaim(policy);
        reclaim = With(reclaim,
                       "Budget",
                       Bytes(*rc::gen::element<int64_t>(4 * (kPool + kFixed + kKept), kUnlimited)));
        reclaim = With(reclaim, "StallThreshold", MicroSeconds(*rc::gen::element(0, 300)));
        reclaim = With(reclaim, "StallPeriod", MicroSeconds(90));
        Blueprint release(CountOrTimerReleasePolicy::GetTypeId());
        release = With(release, "Count", Packets(8));
        release = With(release, "Delay", MicroSeconds(30));
        Blueprint nexus = NexusOf(reclaim);
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
        Scene scene(nexus, 0);
        std::vector<MadeFlow*> flows;
        std::vector<FlowIndex> sent;
        const std::vector<std::string> apps = {"one", "two", "three"};
        for (size_t i = 0; i < apps.size(); ++i)
        {
            Blueprint channel = i == 1 ? Channel<WorkingSetPoolPolicy>() : Channel();
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
