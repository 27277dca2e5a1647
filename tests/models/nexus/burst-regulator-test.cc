// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/burst-regulator.h"
#include "tests/support/nexus-net.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace burst_regulator_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** What a regulator may be told. */
struct Plan
{
    int64_t ring = 256;
    int64_t portion = 32;
    SimTime interval = MilliSeconds(1);
    bool leavesUnread = false;
    int64_t socketPackets = 64;
    SimTime service{33'152'800}; //!< 33.3 us with the copy of 1472 B
    int64_t rxRing = 4096;
};

Blueprint
RegulatedNexus(const Plan& plan)
{
    Blueprint pace(FixedPortionPace::GetTypeId());
    pace.Set("Interval", ns3::Create<IntegerValue>(QuantityDefault(plan.interval)));
    Blueprint regulator(BurstRegulator::GetTypeId());
    regulator.Set("Ring", ns3::Create<IntegerValue>(QuantityDefault(Packets(plan.ring))));
    regulator.Set("Portion", ns3::Create<IntegerValue>(QuantityDefault(Packets(plan.portion))));
    regulator.Set("Overflow",
                  ns3::Create<IntegerValue>(QuantityDefault(plan.leavesUnread ? 1 : 0)));
    regulator.Set("Pace", ns3::Create<BlueprintValue>(pace));
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.SetPart("Regulator", regulator);
    return nexus;
}

Blueprint
SocketOf(const Plan& plan)
{
    Blueprint socket(SocketDatapath::GetTypeId());
    const Bytes limit((plan.socketPackets - 1) * (2048 + 256));
    socket.Set("ReceiveBuffer", ns3::Create<IntegerValue>(QuantityDefault(limit)));
    return socket;
}

/** A modem's bursts to a socket of a host, and to a channel beside it. */
struct Scene
{
    explicit Scene(const Plan& plan, bool isRegulated = true)
        : net(NexusCostTable({{"recvmsg_pkt", plan.service}, {"irq_entry_softirq", SimTime(0)}}),
              isRegulated ? RegulatedNexus(plan) : Blueprint(SkywalkNexus::GetTypeId()),
              NicWith(plan.rxRing))
    {
        net.AddApp("legacy", SocketOf(plan), 1);
        net.AddApp("own", Blueprint(NexusDatapath::GetTypeId()), 2);
        legacy = &net.AddFlow("legacy");
        own = &net.AddFlow("own", kProtocolUdp, 81);
    }

    static Blueprint NicWith(int64_t rxRing)
    {
        Blueprint nic(Nic::GetTypeId());
        nic.Set("RxRing", ns3::Create<IntegerValue>(QuantityDefault(Packets(rxRing))));
        return nic;
    }

    /** `count` packets of a flow, one every 1.2 us from `at` on. */
    void Burst(MadeFlow& flow, SimTime at, int64_t count, int64_t size = 1500)
    {
        for (int64_t i = 0; i < count; ++i)
        {
            net.Run(at + SimTime(i * 1'200'000));
            net.Send(flow, size);
        }
    }

    int64_t Metric(const std::string& name)
    {
        return MetricMap(net.Find<BurstRegulator>())[name];
    }

    int64_t Lost()
    {
        return net.net.GetLedger().Dropped().packets;
    }

    NexusNet net;
    MadeFlow* legacy = nullptr;
    MadeFlow* own = nullptr;
};

} // namespace

TEST_CASE(
    "without regulation a burst loses what exceeds the socket and what it serves: B - S - t/s")
{
    for (const int64_t socket : {64, 100})
    {
        Plan plan;
        plan.socketPackets = socket;
        Scene scene(plan, false);
        scene.Burst(*scene.legacy, SimTime(0), 256);
        scene.net.Run(MilliSeconds(20));
        CHECK(scene.Lost() == 256 - socket - 9);
    }
}

TEST_CASE("regulated, 32 every millisecond: no loss, ring 255, socket 45; 16 every half: socket 30")
{
    {
        Scene scene(Plan{});
        scene.Burst(*scene.legacy, SimTime(0), 256);
        scene.net.Run(MilliSeconds(20));
        CHECK(scene.Lost() == 0);
        CHECK(scene.Metric("ring_peak") == 255);
        CHECK(scene.Metric("socket_peak") == 45);
        CHECK(scene.Metric("portions") == 1 + 8); // the first packet by itself
    }

    Plan finer;
    finer.portion = 16;
    finer.interval = MicroSeconds(500);
    Scene fine(finer);
    fine.Burst(*fine.legacy, SimTime(0), 256);
    fine.net.Run(MilliSeconds(20));
    CHECK(fine.Lost() == 0);
    CHECK(fine.Metric("socket_peak") == 30);
}

TEST_CASE("a ring too small moves the loss: 127 of 256 at a ring of 128, none at the socket")
{
    Plan plan;
    plan.ring = 128;
    Scene scene(plan);
    scene.Burst(*scene.legacy, SimTime(0), 256);
    scene.net.Run(MilliSeconds(20));
    CHECK(scene.Metric("ring_drops") == 127);
    CHECK(scene.Lost() == 127);
}

TEST_CASE("a portion is never more than the socket has room for")
{
    Plan plan;
    plan.portion = 1000;
    plan.socketPackets = 20;
    plan.interval = MicroSeconds(100);
    Scene scene(plan);
    scene.Burst(*scene.legacy, SimTime(0), 200);
    scene.net.Run(MilliSeconds(20));
    CHECK(scene.Lost() == 0);
    CHECK(scene.Metric("socket_peak") <= 20);
    CHECK(scene.net.entry->arrivals.size() == 200);
}

TEST_CASE("left unread, a burst waits in the device's ring, and what is behind it, too")
{
    Plan plan;
    plan.ring = 100;
    plan.leavesUnread = true;
    Scene scene(plan);
    scene.Burst(*scene.legacy, SimTime(0), 256);
    scene.Burst(*scene.own, MicroSeconds(400), 1);
    scene.net.Run(MilliSeconds(20));
    CHECK(scene.Metric("ring_peak") == 100);
    CHECK(scene.Metric("unread") > 0);
    CHECK(scene.Lost() == 0);
    CHECK(scene.net.entry->arrivals.size() == 257);
    // The channel's packet came behind more than 100 others that had to wait for portions of 32.
    for (const Arrival& arrival : scene.net.entry->arrivals)
    {
        if (arrival.packet.flow == scene.own->index)
        {
            CHECK(arrival.at > MilliSeconds(4));
        }
    }
}

TEST_CASE(
    "left unread in a device's ring that is too small, they and a channel's packets are lost there")
{
    Plan plan;
    plan.ring = 100;
    plan.leavesUnread = true;
    plan.rxRing = 64;
    Scene scene(plan);
    scene.Burst(*scene.legacy, SimTime(0), 256);
    scene.Burst(*scene.own, MicroSeconds(400), 1);
    scene.net.Run(MilliSeconds(20));
    CHECK(scene.Metric("ring_drops") == 0);
    CHECK(scene.Lost() > 50);
    CHECK(scene.net.net.Context().Flows()[scene.own->index].dropped.packets == 1);
}

TEST_CASE("with drops at the ring, or without a regulator, a channel's packet does not wait")
{
    std::vector<SimTime> arrivals;
    for (const bool isRegulated : {true, false})
    {
        Plan plan;
        plan.ring = 100;
        Scene scene(plan, isRegulated);
        scene.Burst(*scene.legacy, SimTime(0), 256);
        scene.Burst(*scene.own, MicroSeconds(400), 1);
        scene.net.Run(MilliSeconds(20));
        for (const Arrival& arrival : scene.net.entry->arrivals)
        {
            if (arrival.packet.flow == scene.own->index)
            {
                arrivals.push_back(arrival.at);
            }
        }
    }
    REQUIRE(arrivals.size() == 2);
    CHECK(arrivals[0] == arrivals[1]);
    CHECK(arrivals[0] < MicroSeconds(405));
}

TEST_CASE("a ring of 0 p has the room that the links bring in the burst period")
{
    Plan plan;
    plan.ring = 0;
    Scene scene(plan);
    CHECK(scene.Metric("ring_size") == 2500); // 100 Gb/s x 300 us / 1500 B
}

TEST_CASE("in any window of length w a socket is given no more than K (1 + floor(w / T)) packets")
{
    CHECK(rc::check([] {
        Plan plan;
        plan.portion = *rc::gen::inRange<int64_t>(1, 40);
        plan.interval = MicroSeconds(*rc::gen::inRange<int64_t>(50, 2000));
        plan.ring = *rc::gen::inRange<int64_t>(1, 300);
        plan.service = NanoSeconds(300); // the socket gives them on at once
        Scene scene(plan);
        const auto bursts = *rc::gen::inRange(1, 5);
        SimTime at;
        for (int i = 0; i < bursts; ++i)
        {
            const auto count = *rc::gen::inRange<int64_t>(1, 120);
            scene.Burst(*scene.legacy, at, count, *rc::gen::inRange<int64_t>(60, 1500));
            at += MicroSeconds(150 + *rc::gen::inRange<int64_t>(0, 3000));
        }
        scene.net.Run(at + MilliSeconds(700));
        const auto& arrivals = scene.net.entry->arrivals;
        // Each waits for those of its portion: at most this long after the portion was given.
        const int64_t spread = plan.portion * (300'000 + 180'000 + 1'000'000);
        for (size_t first = 0; first < arrivals.size(); ++first)
        {
            const size_t beyond = first + static_cast<size_t>(plan.portion);
            if (beyond < arrivals.size())
            {
                const int64_t apart = (arrivals[beyond].at - arrivals[first].at).Value();
                RC_ASSERT(apart >= plan.interval.Value() - spread);
            }
        }
        RC_ASSERT(scene.Metric("ring_drops") + static_cast<int64_t>(arrivals.size()) ==
                  scene.net.net.GetLedger().Born().packets);
    }));
}

TEST_CASE("the adaptive interval is portion / (headroom x rate), within its bounds")
{
    const auto pace =
        ns3::CreateObjectWithAttributes<AdaptivePortionPace>("Least",
                                                             QuantityDefault(MicroSeconds(100)),
                                                             "Most",
                                                             QuantityDefault(MilliSeconds(5)),
                                                             "Window",
                                                             QuantityDefault(MilliSeconds(10)));
    CHECK(pace->Interval(SimTime(0), Packets(32)) == MicroSeconds(100));
    // 25.6 packets per millisecond
    for (int64_t packet = 0; packet < 25'600; ++packet)
    {
        pace->OnArrival(SimTime(packet * 39'062'500));
    }
    CHECK(pace->Interval(MilliSeconds(1000), Packets(32)) == MilliSeconds(1));
    CHECK(pace->Interval(MilliSeconds(1000), Packets(16)) == MicroSeconds(500));
    for (int64_t packet = 0; packet < 12'800; ++packet)
    {
        pace->OnArrival(MilliSeconds(1000) + SimTime(packet * 78'125'000));
    }
    const SimTime half = pace->Interval(MilliSeconds(2000), Packets(32));
    CHECK(half > NanoSeconds(1'999'900));
    CHECK(half < NanoSeconds(2'000'100));
    CHECK(pace->Interval(MilliSeconds(2200), Packets(32)) == MilliSeconds(5));
    CHECK(pace->Interval(MilliSeconds(900'000), Packets(32)) == MilliSeconds(5));
    for (int64_t packet = 0; packet < 100'000; ++packet)
    {
        pace->OnArrival(MilliSeconds(900'000) + SimTime(packet * 1'000'000));
    }
    CHECK(pace->Interval(MilliSeconds(900'100), Packets(32)) == MicroSeconds(100));
}

} // namespace burst_regulator_test
