// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/hand-flow.h"
#include "tests/support/nexus-scene.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace nexus_datapath_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

const NexusDatapath&
ChannelOf(Host& host, const std::string& app = "")
{
    return dynamic_cast<NexusDatapath&>(host.FindApp(app)->Port());
}

} // namespace

TEST_CASE("a received packet's life through the nexus, stage by stage, adds up to its latency")
{
    SocketScene scene(NexusHostOf(1, NexusCostTable({{"ctx_switch", NanoSeconds(500)}})),
                      NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(10));

    REQUIRE(entry.arrivals.size() == 1);
    CHECK(StageOf(entry, Stage::InterruptHold) == NanoSeconds(1000));
    CHECK(StageOf(entry, Stage::Classification) == NanoSeconds(100 + 40 + 60));
    CHECK(StageOf(entry, Stage::Copy) == NanoSeconds(100));
    CHECK(StageOf(entry, Stage::BatchWait) == NanoSeconds(1500)); // its thread is told
    CHECK(StageOf(entry, Stage::WakeUp) == NanoSeconds(500));
    CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(300));
    CHECK(StageOf(entry, Stage::UserStack) == NanoSeconds(400));
    CHECK(static_cast<int64_t>(entry.StageSum()) == entry.arrivals[0].at.Value());
}

TEST_CASE("a received packet is summed up by the stack, by the copy, or by the NIC")
{
    struct Case
    {
        int64_t checksum; // separate, fused, hardware
        int64_t nic;      // none, tx, rx, both
        int64_t copy;     // ns
        int64_t stack;    // ns
    };

    // 1000 B at 0.1, 0.09 and 0.12 ns: copy, sum, both in one pass.
    for (const Case& c : {Case{0, 3, 100, 490},
                          Case{1, 3, 120, 400},
                          Case{2, 3, 100, 400},
                          Case{2, 2, 100, 400},
                          Case{2, 1, 120, 400},
                          Case{2, 0, 120, 400}})
    {
        CAPTURE(c.checksum);
        CAPTURE(c.nic);
        Blueprint nexus(SkywalkNexus::GetTypeId());
        nexus.Set("Checksum", ns3::Create<IntegerValue>(c.checksum));
        Blueprint nic(Nic::GetTypeId());
        nic.Set("Checksum", ns3::Create<IntegerValue>(c.nic));
        Blueprint host = NexusHostOf(1, NexusCostTable(), nexus);
        host.Set("Nic", ns3::Create<BlueprintValue>(nic));
        SocketScene scene(host, NexusAppOf());
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.a, scene.b, entry);
        flow.Send(1000);
        scene.net.Run(MicroSeconds(10));

        CHECK(StageOf(entry, Stage::Copy) == NanoSeconds(c.copy));
        CHECK(StageOf(entry, Stage::UserStack) == NanoSeconds(c.stack));
        REQUIRE(entry.arrivals.size() == 1);
        CHECK(static_cast<int64_t>(entry.StageSum()) == entry.arrivals[0].at.Value());
    }
}

TEST_CASE("sent packets' lives through the nexus: one sync takes what is there")
{
    SocketScene scene(NexusHostOf(1, NexusCostTable({{"ctx_switch", NanoSeconds(500)}})),
                      NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    flow.Send(1000);
    flow.Send(1000);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(20));

    REQUIRE(entry.arrivals.size() == 3);
    CHECK(MetricMap(ChannelOf(scene.b))["syncs"] == 2); // the first took the thread at once
    CHECK(MetricMap(ChannelOf(scene.b))["sent_packets"] == 3);
    CHECK(StageOf(entry, Stage::UserStack) == NanoSeconds(3 * 400));
    CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(3 * 250));
    CHECK(StageOf(entry, Stage::Copy) == NanoSeconds(3 * 100));
    CHECK(StageOf(entry, Stage::Classification) == NanoSeconds(3 * 140 + 60 + 60 + 10));
    int64_t sum = 0;
    for (const auto& arrival : entry.arrivals)
    {
        sum += arrival.at.Value();
    }
    CHECK(static_cast<int64_t>(entry.StageSum()) == sum);
}

TEST_CASE("a full receive ring drops what comes, and its slots are free again after the next sync")
{
    Blueprint channel(NexusDatapath::GetTypeId());
    channel.Set("RxRing", ns3::Create<IntegerValue>(Packets(4)));
    // The thread is so slow that all ten packets come while it is at the first one.
    SocketScene scene(NexusHostOf(2, NexusCostTable({{"stack_packet", MicroSeconds(100)}})), [&] {
        Blueprint app = NexusAppOf(channel);
        app.Set("Core", ns3::Create<IntegerValue>(1));
        return app;
    }());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (int i = 0; i < 10; ++i)
    {
        flow.Send(1000);
    }
    scene.net.Run(MicroSeconds(90));
    MetricMap metrics(ChannelOf(scene.b));
    CHECK(metrics["RxDstRingFull"] == 10 - 3); // the one in work still has its slot
    scene.net.Run(MicroSeconds(900));
    CHECK(entry.arrivals.size() == 3);
}

TEST_CASE("a channel needs a nexus, and a nexus cores")
{
    const auto with = [](const Blueprint& host, const Blueprint& app) {
        SocketScene scene(host, app);
    };
    CHECK_THROWS_AS(with(HostOf(1, NexusCostTable()), NexusAppOf()), std::invalid_argument);
    Blueprint host(Host::GetTypeId());
    host.SetPart("Nexus", Blueprint(SkywalkNexus::GetTypeId()));
    CHECK_THROWS_AS(with(host, Blueprint(App::GetTypeId())), std::invalid_argument);
    Blueprint both = NexusHostOf(1, NexusCostTable());
    both.SetPart("Receive", Blueprint(NapiKernelReceive::GetTypeId()));
    CHECK_THROWS_AS(with(both, NexusAppOf()), std::invalid_argument);
}

} // namespace nexus_datapath_test
