// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/codel-queue-disc.h"
#include "models/queue/fifo-scheduler.h"
#include "models/queue/ns3-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/port-scene.h"
#include "tests/support/queue-scene.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/queue-size.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/uinteger.h"
#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace ns3_queue_disc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::BlueprintValue;
using nexsim::CoDelQueueDisc;
using nexsim::Ecn;
using nexsim::IntegerValue;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::NewtonStepCoDelLaw;
using nexsim::Ns3QueueDisc;
using nexsim::RandomStream;
using nexsim::RunContext;
using nexsim::testing::IsBalanced;
using nexsim::testing::NewPacket;
using nexsim::testing::PortScene;
using nexsim::testing::QueueOfPort;
using nexsim::testing::QueueScene;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

Blueprint
Disc(const std::string& type)
{
    return Blueprint(ns3::TypeId::LookupByName("ns3::" + type + "QueueDisc"));
}

void
SetPackets(Blueprint& disc, uint32_t packets)
{
    disc.Set(
        "MaxSize",
        ns3::Create<ns3::QueueSizeValue>(ns3::QueueSize(ns3::QueueSizeUnit::PACKETS, packets)));
}

Blueprint
Adapted(const Blueprint& disc)
{
    Blueprint adapter(Ns3QueueDisc::GetTypeId());
    adapter.Set("Disc", ns3::Create<BlueprintValue>(disc));
    return adapter;
}

/** One with its defaults, for few packets. */
Blueprint
Usable(const std::string& type)
{
    Blueprint disc = Disc(type);
    if (type != "Prio" && type != "Tbf")
    {
        SetPackets(disc, 40);
    }
    return disc;
}

/** Packets of mixed sizes, flows and marks into a queue that is served at half of their rate. */
struct Overload : QueueScene<nexsim::QueueDisc>
{
    explicit Overload(const Blueprint& blueprint, uint32_t seed = 1, const char* path = "queue")
        : QueueScene(blueprint.CreateAs<nexsim::QueueDisc>(), seed, path)
    {
    }

    /** What leaves until `steps` of 1 ms are over, -1 where nothing does: two arrivals for each. */
    std::vector<int64_t> Play(int64_t steps)
    {
        RandomStream random(9, 0, "overload", "sizes");
        std::vector<int64_t> left;
        for (int64_t i = 1; i <= steps; ++i)
        {
            RunUntil(run, MilliSeconds(i));
            for (int arrivals = 0; arrivals < 2; ++arrivals)
            {
                const uint32_t size = 64 + random.UniformInteger(1400);
                const uint32_t flow = random.UniformInteger(5);
                Enqueue(size, i % 3 == 0 ? Ecn::Capable0 : Ecn::NotCapable, flow);
            }
            left.push_back(Serve());
        }
        return left;
    }
};

} // namespace

// Fails when a drop after dequeue is not told to the ledger, and when a stream is not named.
TEST_CASE("ns-3's queue discs: what arrives has left, was dropped or is inside")
{
    for (const char* type : {"Fifo",
                             "CoDel",
                             "FqCoDel",
                             "Pie",
                             "FqPie",
                             "Red",
                             "Cobalt",
                             "FqCobalt",
                             "PfifoFast",
                             "Prio"})
    {
        CAPTURE(type);
        const uint64_t automatic = ns3::RngSeedManager::GetNextStreamIndex();
        Overload scene(Adapted(Usable(type)));
        const auto left = scene.Play(600);
        CHECK(left.back() >= 0);
        CHECK(IsBalanced(scene.run));
        const int64_t dropped = scene.run.GetLedger().Dropped().packets;
        CHECK((dropped > 0) == (std::string(type) != "Prio"));
        CHECK(scene.queue->Length().Value() == scene.queue->Held().packets);
        CHECK(scene.queue->Length().Value() + dropped + 600 == 1200);
        while (scene.Serve() >= 0)
        {
        }
        CHECK(scene.queue->Empty());
        CHECK(scene.queue->Backlog() == nexsim::Bytes(0));
        CHECK(IsBalanced(scene.run));
        CHECK_MESSAGE(ns3::RngSeedManager::GetNextStreamIndex() == automatic + 1,
                      "a stream of ns-3's choice was used");
    }
}

// Fails when the adapter's packets are an eighth of their size (ns-3 spares a short queue).
TEST_CASE("ns-3's CoDel by the adapter loses the packets that ours with the Newton step loses")
{
    Blueprint ours(CoDelQueueDisc::GetTypeId());
    ours.SetPart("Law", Blueprint(NewtonStepCoDelLaw::GetTypeId()));
    ours.Set("MaxPackets", ns3::Create<IntegerValue>(nexsim::kUnlimited));
    ours.Set("Ecn", ns3::Create<ns3::BooleanValue>(false));
    Blueprint theirs = Disc("CoDel");
    SetPackets(theirs, 1'000'000);
    const auto expected = Overload(ours).Play(3000);
    const auto left = Overload(Adapted(theirs)).Play(3000);
    CHECK(left == expected);
    CHECK(left.back() > 3010); // some were lost
}

// Fails when the seed is not passed on, and when ns-3 numbers the streams.
TEST_CASE("ns-3's random variables draw by seed and by the path of the queue")
{
    const auto lost = [](uint32_t seed, const char* path) {
        return Overload(Adapted(Usable("Pie")), seed, path).Play(1000);
    };
    const auto first = lost(1, "queue");
    CHECK(lost(1, "queue") == first);
    CHECK(lost(2, "queue") != first);
    CHECK(lost(1, "other") != first);
    const auto flows = [](uint32_t seed) {
        return Overload(Adapted(Usable("FqCobalt")), seed).Play(1000);
    };
    CHECK(flows(1) == flows(1));
}

TEST_CASE("a run knows that ns-3's queue discs draw")
{
    CHECK(Overload(Adapted(Usable("Pie"))).run.HasDrawn());
    CHECK(!Overload(Adapted(Usable("CoDel"))).run.HasDrawn());
}

// Fails when Mark does nothing.
TEST_CASE("ns-3's queue discs mark packets that can be marked")
{
    Blueprint disc = Usable("CoDel");
    disc.Set("UseEcn", ns3::Create<ns3::BooleanValue>(true));
    Overload scene(Adapted(disc));
    scene.Play(1000);
    CHECK(nexsim::testing::MetricMap(*scene.queue)["marked_packets"] > 0);
}

// Fails when the priority is not taken from the DSCP.
TEST_CASE("ns3::PfifoFastQueueDisc serves first what ns-3 takes for interactive by its TOS bits")
{
    Overload scene(Adapted(Disc("PfifoFast")));
    scene.queue->Enqueue(NewPacket(scene.run, 500, 0, 0));
    scene.queue->Enqueue(NewPacket(scene.run, 600, 1, 36));
    CHECK(scene.Serve() == 1);
}

TEST_CASE("a queue disc that cannot work is refused with ns-3's own reason")
{
    Simulation simulation;
    RunContext run;
    const auto message = [&](const Blueprint& disc) {
        try
        {
            Adapted(disc).CreateAs<Ns3QueueDisc>()->Attach(run, "sw/port[b]/queue");
        }
        catch (const std::invalid_argument& error)
        {
            return std::string(error.what());
        }
        return std::string();
    };
    Blueprint uneven = Disc("FqCoDel");
    uneven.Set("EnableSetAssociativeHash", ns3::Create<ns3::BooleanValue>(true));
    uneven.Set("Flows", ns3::Create<ns3::UintegerValue>(1001));
    CHECK(message(uneven) ==
          "sw/port[b]/queue: ns3::FqCoDelQueueDisc cannot work as it is configured: The number of "
          "queues must be an integer multiple of the size of the set of queues used by set "
          "associative hash");
    CHECK(message(Disc("Mq")) ==
          "sw/port[b]/queue: ns3::MqQueueDisc spreads packets over the transmission queues of an "
          "ns-3 device, which a port does not have; write several Queues instead");
}

// Fails when the port is not woken.
TEST_CASE("ns3::TbfQueueDisc holds back to its rate and burst, and the port goes on by itself")
{
    Blueprint disc = Disc("Tbf");
    disc.Set("Rate", ns3::Create<ns3::DataRateValue>(ns3::DataRate(8'000'000)));
    disc.Set("Burst", ns3::Create<ns3::UintegerValue>(3000));
    disc.Set("Mtu", ns3::Create<ns3::UintegerValue>(1500));
    QueueOfPort shaped;
    shaped.disc = Adapted(disc);
    PortScene port(Blueprint(nexsim::FifoScheduler::GetTypeId()), {shaped, QueueOfPort()});
    for (nexsim::Component* component : port.run.Components())
    {
        component->Start();
    }
    for (int i = 0; i < 5; ++i)
    {
        port.Enqueue(0, 1000);
    }
    for (int i = 0; i < 3; ++i)
    {
        CHECK(port.Serve().queue == 0);
    }
    CHECK(port.Serve().queue == -1);
    port.Enqueue(1, 700);
    CHECK_MESSAGE(port.Serve().queue == 1, "it keeps no other queue from its turn");
    for (uint32_t i = 1; i <= 2; ++i)
    {
        RunUntil(port.run, MilliSeconds(i) + MicroSeconds(1));
        REQUIRE(port.wakes.size() == i);
        CHECK(port.wakes.back() == MilliSeconds(i));
        CHECK(port.Serve().number == 2 + i);
        CHECK(port.Serve().queue == -1);
    }
    CHECK(port.set.Empty());
    CHECK(IsBalanced(port.run));
}

} // namespace ns3_queue_disc_test
