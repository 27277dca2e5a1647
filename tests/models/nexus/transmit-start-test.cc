// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Doorbells, the driver's pull and the starter thread: models/nexus/netif-transmitter.h.

#include "models/queue/skywalk-classq-queue-disc.h"
#include "tests/support/hand-flow.h"
#include "tests/support/nexus-scene.h"

#include <doctest/doctest.h>

namespace transmit_start_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

Blueprint
Skywalk(const std::vector<std::pair<std::string, int64_t>>& values = {})
{
    Blueprint nexus(SkywalkNexus::GetTypeId());
    for (const auto& [name, value] : values)
    {
        nexus.Set(name, ns3::Create<IntegerValue>(value));
    }
    return nexus;
}

MetricMap
MetricsOf(MiniNetwork& net, const std::string& start)
{
    for (const Component* component : net.Context().Components())
    {
        if (component->Path() == start)
        {
            return MetricMap(*component);
        }
    }
    throw std::logic_error("no component " + start);
}

const Nic&
NicOf(MiniNetwork& net, const std::string& host)
{
    for (const Component* component : net.Context().Components())
    {
        const auto* nic = dynamic_cast<const Nic*>(component);
        if (nic != nullptr && nic->Path().rfind(host + "/", 0) == 0)
        {
            return *nic;
        }
    }
    throw std::logic_error("no NIC of " + host);
}

Blueprint
WithRing(Blueprint host, int64_t descriptors)
{
    Blueprint nic(Nic::GetTypeId());
    nic.Set("TxRing", ns3::Create<IntegerValue>(Packets(descriptors)));
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    return host;
}

} // namespace

TEST_CASE("a doorbell takes as many packets as its limit and the ring allow; the rest follow")
{
    for (const auto& [limit, ring] : {std::pair<int64_t, int64_t>{64, 256}, {10, 256}, {64, 8}})
    {
        const auto limitHere = limit;
        CAPTURE(limitHere);
        const auto ringHere = ring;
        CAPTURE(ringHere);
        SocketScene scene(
            WithRing(NexusHostOf(1, NexusCostTable(), Skywalk({{"DoorbellLimit", limit}})), ring),
            NexusAppOf(),
            BitRate(8'000'000)); // 1 ms for 1000 B
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        flow.Send(1000);
        for (int i = 0; i < 60; ++i)
        {
            flow.Send(1000);
        }
        scene.net.Run(MilliSeconds(1) - MicroSeconds(100)); // the first is still on the wire
        const int64_t most = std::min(limit, ring);
        CHECK(NicOf(scene.net, "b").Queued().Value() == 60 - std::min<int64_t>(60, most));
        CHECK(MetricMap(NicOf(scene.net, "b"))["pending_doorbells"] == (most < 60 ? 1 : 0));
        scene.net.Run(MilliSeconds(70));
        CHECK(entry.arrivals.size() == 61); // without a further doorbell of the host's
        CHECK(MetricsOf(scene.net, "b/nexus")["doorbells"] == 2);
    }
}

TEST_CASE("packets that no doorbell was rung for stay in the queue, though the ring is empty")
{
    SocketScene scene(NexusHostOf(1, NexusCostTable({{"doorbell_cpu", MicroSeconds(50)}})),
                      NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    flow.Send(1000);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(40)); // the driver's store is under way
    CHECK(NicOf(scene.net, "b").Queued() == Packets(1));
    scene.net.Run(MicroSeconds(40) + MicroSeconds(70));
    CHECK(entry.arrivals.size() == 2);
    CHECK(StageOf(entry, Stage::AqmQueue) == MicroSeconds(100));
}

TEST_CASE("nor does a packet that leaves take them into the ring, unless a pull has left some")
{
    SocketScene scene(NexusHostOf(1, NexusCostTable({{"doorbell_cpu", MilliSeconds(5)}})),
                      NexusAppOf(),
                      BitRate(8'000'000)); // 1 ms for 1000 B
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    for (int i = 0; i < 4; ++i)
    {
        flow.Send(1000); // one, and from 10 ms on three are in the ring
    }
    scene.net.Run(MilliSeconds(6));
    flow.Send(1000);
    scene.net.Run(MilliSeconds(12) + MicroSeconds(500)); // the third of them is on the wire
    CHECK(entry.arrivals.size() == 3);
    CHECK(NicOf(scene.net, "b").Queued() == Packets(1)); // its doorbell is under way until 15 ms
    scene.net.Run(MilliSeconds(20));
    CHECK(entry.arrivals.size() == 5);
}

TEST_CASE("with a starter thread the sender only wakes it, and goes on before the driver is told")
{
    Blueprint nexus = Skywalk();
    nexus.Set("Starter", ns3::Create<ns3::BooleanValue>(true));
    Blueprint app = NexusAppOf();
    app.Set("Core", ns3::Create<IntegerValue>(1));
    SocketScene scene(NexusHostOf(2, NexusCostTable(), nexus), app);
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    flow.Send(1000);
    scene.net.Run(MicroSeconds(100));
    CHECK(entry.arrivals.size() == 1);
    CHECK(StageOf(entry, Stage::AqmQueue) == NanoSeconds(1500 + 100)); // woken, then the store
    MetricMap metrics = MetricsOf(scene.net, "b/nexus");
    CHECK(metrics["doorbells"] == 0);
    CHECK(metrics["start_requests"] == 1);
    CHECK(metrics["starts"] == 1);
}

TEST_CASE("coalescing: once the load is high a start waits for the queue or the timeout")
{
    const SimTime timeout = MicroSeconds(200);
    SocketScene scene(
        NexusHostOf(1,
                    NexusCostTable(),
                    Skywalk({{"CoalesceLength", 16}, {"CoalesceTimeout", timeout.Value()}})),
        NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    flow.Send(1000); // not on yet: at once
    scene.net.Run(MicroSeconds(50));
    CHECK(entry.arrivals.size() == 1);
    for (int i = 0; i < 17; ++i) // one, which takes the thread, and 16
    {
        flow.Send(1000);
    }
    scene.net.Run(MicroSeconds(110));
    flow.Send(1000);
    scene.net.Run(MicroSeconds(150));
    CHECK(entry.arrivals.size() == 19); // the window of 400 us that has shown the load is not over
    const SimTime sent = MicroSeconds(450);
    scene.net.Run(sent);
    const auto wakeUps = [&] { return MetricMap(scene.b)["cpu/thread_wakeup"]; };
    const int64_t before = wakeUps();
    flow.Send(1000);
    scene.net.Run(sent + MicroSeconds(100));
    flow.Send(1000); // its start is put off already
    scene.net.Run(sent + timeout - MicroSeconds(10));
    CHECK(entry.arrivals.size() == 19);
    CHECK(wakeUps() - before ==
          NanoSeconds(1500).Value()); // of the starter thread, which then waits
    scene.net.Run(sent + timeout + MicroSeconds(10));
    CHECK(entry.arrivals.size() == 21);
    CHECK(MetricsOf(scene.net, "b/nexus")["start_delays"] == 1);
    // A queue that grows to the length ends the wait.
    for (int i = 0; i < 17; ++i)
    {
        flow.Send(1000);
    }
    scene.net.Run(sent + timeout + MicroSeconds(100));
    CHECK(entry.arrivals.size() == 38);
}

TEST_CASE("the timeout is added to the class queue's targets")
{
    // One packet behind another for 10.5 ms: above the target of 10 ms, not above 11 ms.
    for (const int64_t length : {0, 16})
    {
        Blueprint nic(Nic::GetTypeId());
        nic.Set("Queue",
                ns3::Create<BlueprintValue>(Blueprint(SkywalkClassqQueueDisc::GetTypeId())));
        nic.Set("TxRing", ns3::Create<IntegerValue>(Packets(1)));
        Blueprint host = NexusHostOf(1, NexusCostTable(), Skywalk({{"CoalesceLength", length}}));
        host.Set("Nic", ns3::Create<BlueprintValue>(nic));
        Blueprint channel(NexusDatapath::GetTypeId());
        channel.Set("Advice", ns3::Create<IntegerValue>(static_cast<int64_t>(Advice::Ignore)));
        SocketScene scene(host, NexusAppOf(channel), BitRate(8'000'000));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        // From 0 on 10 packets of 1050 B stand in the queue, refilled one by one.
        for (int i = 0; i < 12; ++i)
        {
            flow.Send(1050);
        }
        for (int i = 1; i < 300; ++i)
        {
            scene.net.Run(MicroSeconds(1050 * i));
            flow.Send(1050);
        }
        scene.net.Run(MilliSeconds(400));
        const FlowAdvisoryTable& table = scene.b.FindApp("")->Advisories();
        CHECK((MetricMap(table)["suspends"] > 0) == (length == 0));
    }
}

} // namespace transmit_start_test
