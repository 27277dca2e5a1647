// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/static-pool-policy.h"
#include "models/nexus/working-set-pool-policy.h"
#include "tests/support/hand-flow.h"
#include "tests/support/nexus-scene.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace channel_memory_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** A channel's memory by itself: buffers of 2 KiB, 8 to a segment, no magazines. */
struct Memory
{
    explicit Memory(int64_t packets, uint32_t slots = 256)
    {
        ChannelMemory::Setup setup;
        setup.pool.memory.packets = Packets(packets);
        setup.pool.memory.object = Bytes(2048);
        setup.pool.memory.segment = Bytes(16 * 1024);
        setup.pool.memory.page = Bytes(16 * 1024);
        setup.pool.rounds = 0;
        setup.policy = Blueprint(WorkingSetPoolPolicy::GetTypeId()).CreateAs<PoolPolicy>();
        setup.allocSlots = slots;
        setup.freeSlots = slots;
        channel.Open(setup, "pool", run);
    }

    int64_t Metric(const std::string& name) const
    {
        class Wrapper : public Component
        {
          public:
            explicit Wrapper(const ChannelMemory& channel) : m_channel(channel) {}

            void ReportMetrics(MetricVisitor& visitor) const override
            {
                m_channel.ReportMetrics(visitor);
            }

          private:
            const ChannelMemory& m_channel;
        };

        return MetricMap(Wrapper(channel))[name];
    }

    Simulation simulation;
    RunContext run;
    ChannelMemory channel;
};

Blueprint
MemoryOf(int64_t packets, int64_t magazine = 0)
{
    Blueprint memory(PoolMemory::GetTypeId());
    memory.Set("Packets", ns3::Create<IntegerValue>(Packets(packets)));
    memory.Set("SegmentSize", ns3::Create<IntegerValue>(Bytes(16 * 1024)));
    memory.Set("Magazine", ns3::Create<IntegerValue>(Packets(magazine)));
    return memory;
}

/** A channel with a pool. */
Blueprint
Pooled(int64_t packets, int64_t magazine = 0)
{
    Blueprint datapath(NexusDatapath::GetTypeId());
    datapath.SetPart("Pool", Blueprint(WorkingSetPoolPolicy::GetTypeId()));
    datapath.SetPart("Memory", MemoryOf(packets, magazine));
    return datapath;
}

CostTable
WireCosts(SimTime wire = MicroSeconds(20))
{
    return NexusCostTable({{"segment_wire_map", wire}});
}

MetricMap
MetricsOf(SocketScene& scene)
{
    return MetricMap(dynamic_cast<NexusDatapath&>(scene.b.FindApp("")->Port()));
}

} // namespace

TEST_CASE(
    "channel memory: opened with its floor; what is claimed beyond needs calls, nine up to 255")
{
    Memory memory(255);
    CHECK(memory.channel.Pool().Count(PacketOwner::AllocRing) == 8);
    CHECK(memory.channel.Pool().Memory().Resident() == 16 * 1024);
    int64_t claimed = 0;
    int64_t calls = 0;
    std::vector<PoolObject> held;
    while (memory.channel.Pool().Count(PacketOwner::Free) > 0)
    {
        if (!memory.channel.CanClaim(1))
        {
            ++calls;
            memory.channel.SyncForced();
        }
        held.push_back(memory.channel.Claim(1));
        ++claimed;
    }
    CHECK(calls ==
          7); // 8 + 12 + 18 + 27 + 40 + 60 + 90 = 255: one packet of 256 is left to the next
    CHECK(memory.Metric("forced_syncs") == 7);
    CHECK(memory.Metric("cres_pkt_alloc_failures") == 0); // one of 135 is one
    CHECK_FALSE(memory.channel.SyncForced());
    CHECK(memory.Metric("cres_pkt_alloc_failures") == 202);
    CHECK(memory.channel.Pool().Memory().Resident() == 512 * 1024);
    CHECK(!memory.channel.FindError());
}

TEST_CASE("channel memory: ALLOC is filled before FREE is emptied, so what was given back comes "
          "one call later")
{
    Memory memory(8);
    std::vector<PoolObject> held;
    for (int i = 0; i < 8; ++i)
    {
        held.push_back(memory.channel.Claim(1));
    }
    CHECK(!memory.channel.CanClaim(1));
    CHECK(!memory.channel.SyncForced()); // ENOMEM
    memory.channel.Return(held[0]);
    CHECK(!memory.channel.CanClaim(1));
    CHECK(memory.channel.SyncForced()); // gives the packet to the pool
    CHECK(!memory.channel.CanClaim(1));
    CHECK(memory.channel.SyncForced()); // and lends it
    CHECK(memory.channel.CanClaim(1));
    CHECK(!memory.channel.FindError());
}

TEST_CASE("channel memory: a full free ring needs a call")
{
    Memory memory(64, 8);
    std::vector<PoolObject> held;
    for (int i = 0; i < 7; ++i)
    {
        held.push_back(memory.channel.Claim(1));
    }
    for (const PoolObject packet : held)
    {
        REQUIRE(memory.channel.CanReturn());
        memory.channel.Return(packet);
    }
    CHECK(!memory.channel.CanReturn());
    CHECK(memory.channel.SyncFree() == 7);
    CHECK(memory.channel.CanReturn());
    CHECK(memory.channel.Pool().Count(PacketOwner::FreeRing) == 0);
    CHECK(!memory.channel.FindError());
}

TEST_CASE("channel memory: a packet of several buffers is claimed, sent and freed as one")
{
    Memory memory(64);
    CHECK(memory.channel.Fits(64));
    CHECK(!memory.channel.Fits(65));
    memory.channel.SyncForced();
    const PoolObject packet = memory.channel.Claim(5);
    NexusPool& pool = memory.channel.Pool();
    CHECK(pool.LengthOf(packet) == 5);
    CHECK(pool.Count(PacketOwner::User) == 5);
    pool.Move(packet, PacketOwner::User, PacketOwner::TransmitSlot);
    pool.Move(packet, PacketOwner::TransmitSlot, PacketOwner::Kernel);
    CHECK(pool.Count(PacketOwner::Kernel) == 5);
    memory.channel.FreeTransmitted(packet);
    CHECK(pool.Count(PacketOwner::Kernel) == 0);
    CHECK(!memory.channel.FindError());
}

TEST_CASE("channel memory: received packets take buffers by their size, or find none")
{
    Memory memory(16);
    PacketSlot slots[3] = {};
    for (int i = 0; i < 3; ++i)
    {
        slots[i].packet.size = 2048 * 3 + 1;
    }
    CHECK(memory.channel.Admit(slots[0].packet, 0));
    CHECK(memory.channel.Pool().Count(PacketOwner::Kernel) == 4);
    CHECK(memory.channel.Admit(slots[1].packet, 0));
    CHECK(!memory.channel.Admit(slots[2].packet, 0)); // 8 are lent
    CHECK(memory.channel.Pool().Count(PacketOwner::Kernel) == 8);
    memory.channel.Refuse(slots[0].packet);
    CHECK(memory.channel.Pool().Count(PacketOwner::Kernel) == 4);
    CHECK(!memory.channel.FindError());
}

TEST_CASE(
    "a sent packet's memory: claimed, in a slot, the kernel's, free; forced calls cost one each")
{
    SocketScene scene(NexusHostOf(1, WireCosts(SimTime(0))), NexusAppOf(Pooled(64)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    for (int i = 0; i < 1 + 30; ++i)
    {
        flow.Send(1000); // the first takes the thread at once
    }
    scene.net.Run(MicroSeconds(100));
    REQUIRE(entry.arrivals.size() == 31);
    const MetricMap metrics = MetricsOf(scene);
    // Of 30 packets 8 are there, then 12 and 18 are lent.
    CHECK(metrics["forced_syncs"] == 2);
    CHECK(metrics["syncs"] == 2);
    CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(250 + 30 * 3 * 250));
    CHECK(metrics["pool/owner/kernel"] == 0);
    CHECK(metrics["pool/owner/tx_slot"] == 0);
    CHECK(metrics["pool/loaned"] == metrics["pool/owner/alloc_ring"]);
    CHECK(metrics["tx-ring/crs_total_slots_transferred"] == 31);
}

TEST_CASE("memory that is built for a packet is paid for, once; magazines keep it")
{
    // A packet by itself and twelve more, so many times.
    const auto built = [](int64_t magazine, int rounds) {
        SocketScene scene(NexusHostOf(1, WireCosts(MicroSeconds(20))),
                          NexusAppOf(Pooled(64, magazine)));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        for (int round = 0; round < rounds; ++round)
        {
            for (int i = 0; i < 13; ++i)
            {
                flow.Send(1000);
            }
            scene.net.Run(MicroSeconds(500 * (round + 1)));
        }
        CHECK(entry.arrivals.size() == static_cast<size_t>(13 * rounds));
        return MetricMap(scene.b)["cpu/segment_wire_map"] / MicroSeconds(20).Value();
    };
    // 8 packets, a segment, are there from the beginning; 12 more are two segments more.
    CHECK(built(0, 1) == 2);
    CHECK(built(14, 1) == 2);
    // Sent packets come back at once: without magazines both segments are given up and built anew.
    CHECK(built(0, 3) == 6);
    CHECK(built(14, 3) == 2);
}

TEST_CASE("without memory an application waits, or drops, by its rule")
{
    for (const bool waits : {true, false})
    {
        CAPTURE(waits);
        // Two packets of memory, which received ones take while the thread is slow.
        Blueprint datapath = Pooled(8);
        datapath.Set("AllocRing", ns3::Create<IntegerValue>(Packets(2)));
        datapath.Set("NoMemory", ns3::Create<IntegerValue>(QuantityDefault(waits ? 0 : 1)));
        SocketScene scene(NexusHostOf(1, WireCosts(SimTime(0))), NexusAppOf(datapath));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        for (int i = 0; i < 40; ++i)
        {
            flow.Send(1000);
        }
        // One that can never have memory is dropped at once.
        flow.Send(30'000);
        scene.net.Run(MilliSeconds(1));
        const MetricMap metrics = MetricsOf(scene);
        CHECK(metrics["no_memory"] > 0);
        CHECK(entry.arrivals.size() <= 40);
        CHECK(scene.net.GetLedger().Dropped().packets ==
              41 - static_cast<int64_t>(entry.arrivals.size()));
        CHECK((entry.arrivals.size() == 40) == waits);
    }
}

TEST_CASE("a copy for which the receive ring has no slot gives its memory back")
{
    Blueprint datapath = Pooled(64);
    datapath.Set("RxRing", ns3::Create<IntegerValue>(Packets(4)));
    Blueprint app = NexusAppOf(datapath);
    app.Set("Core", ns3::Create<IntegerValue>(1));
    SocketScene scene(NexusHostOf(2,
                                  NexusCostTable({{"stack_packet", MicroSeconds(100)},
                                                  {"segment_wire_map", SimTime(0)}})),
                      app);
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (int i = 0; i < 10; ++i)
    {
        flow.Send(i == 4 ? 5000 : 1000);
    }
    scene.net.Run(MicroSeconds(150));
    MetricMap metrics = MetricsOf(scene);
    CHECK(metrics["RxDstRingFull"] == 7);
    CHECK(metrics["pool/owner/kernel"] == 0);
    CHECK(metrics["pool/owner/user"] + metrics["pool/owner/rx_published"] +
              metrics["pool/owner/rx_unpublished"] + metrics["pool/owner/free_ring"] ==
          3);
    scene.net.Run(MilliSeconds(2));
    metrics = MetricsOf(scene);
    CHECK(entry.arrivals.size() == 3);
    CHECK(metrics["pool/owner/free_ring"] == 3);
    for (int i = 0; i < 3; ++i)
    {
        flow.Send(1000);
    }
    scene.net.Run(MilliSeconds(4));
    CHECK(entry.arrivals.size() == 6); // the slots of the first three are the kernel's again
}

TEST_CASE("a packet that can never have memory is dropped without a call")
{
    SocketScene scene(NexusHostOf(1, WireCosts()), NexusAppOf(Pooled(8)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    flow.Send(9 * 2048);
    scene.net.Run(MilliSeconds(1));
    CHECK(MetricsOf(scene)["forced_syncs"] == 0);
    CHECK(MetricsOf(scene)["no_memory"] == 1);
    CHECK(scene.net.GetLedger().Dropped().packets == 1);
}

TEST_CASE("received packets find no memory when the pool is empty, and the free ring gives it back")
{
    // The thread needs 100 us per packet: ten packets come while it is at the first one.
    Blueprint app = NexusAppOf(Pooled(16));
    app.Set("Core", ns3::Create<IntegerValue>(1));
    SocketScene scene(NexusHostOf(2,
                                  NexusCostTable({{"stack_packet", MicroSeconds(100)},
                                                  {"segment_wire_map", SimTime(0)}})),
                      app);
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (int i = 0; i < 20; ++i)
    {
        flow.Send(1000);
    }
    scene.net.Run(MilliSeconds(5));
    const MetricMap metrics = MetricsOf(scene);
    CHECK(entry.arrivals.size() == 8); // of 16, 8 are lent to send
    CHECK(metrics["DropNoMemPkt"] == 12);
    CHECK(metrics["RxDstRingFull"] == 0);
    CHECK(metrics["pool/owner/free_ring"] == 8); // until a call takes them
}

TEST_CASE("the free ring is emptied by a call of its own when it is full")
{
    Blueprint datapath = Pooled(64);
    datapath.Set("FreeRing", ns3::Create<IntegerValue>(Packets(4)));
    SocketScene scene(NexusHostOf(1, WireCosts(SimTime(0))), NexusAppOf(datapath));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (int i = 0; i < 10; ++i)
    {
        flow.Send(1000);
    }
    scene.net.Run(MilliSeconds(1));
    CHECK(entry.arrivals.size() == 10);
    const MetricMap metrics = MetricsOf(scene);
    CHECK(metrics["free-ring/crsu_number_of_syncs"] == 3); // after three, six and nine
    CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(300 * metrics["events"] + 3 * 250));
    CHECK(metrics["pool/owner/free_ring"] == 1);
    CHECK(metrics["pool/owner/rx_published"] == 0);
}

TEST_CASE("a call that sends empties the free ring, too")
{
    SocketScene scene(NexusHostOf(1, WireCosts(SimTime(0))), NexusAppOf(Pooled(64)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow received(scene.net, scene.a, scene.b, entry);
    HandFlow sent(scene.net, scene.b, scene.a, entry);
    for (int i = 0; i < 5; ++i)
    {
        received.Send(1000);
    }
    scene.net.Run(MicroSeconds(100));
    CHECK(MetricsOf(scene)["pool/owner/free_ring"] == 5);
    sent.Send(1000);
    scene.net.Run(MicroSeconds(200));
    CHECK(MetricsOf(scene)["pool/owner/free_ring"] == 0);
}

TEST_CASE("an idle application's memory goes when it asks after 10 s; a busy one's does not")
{
    for (const auto& [lastSend, magazine] : {std::make_pair(0, 0), std::make_pair(5, 14)})
    {
        const auto lastSendHere = lastSend;
        CAPTURE(lastSendHere);
        SocketScene scene(NexusHostOf(1, WireCosts(SimTime(0))), NexusAppOf(Pooled(255, magazine)));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(Seconds(lastSend));
        flow.Send(1000);
        scene.net.Run(Seconds(10));
        CHECK(MetricsOf(scene)["pool/meminuse"] == 16 * 1024);
        scene.net.Run(Seconds(12));
        CHECK(MetricsOf(scene)["pool/meminuse"] == (lastSend == 0 ? 0 : 16 * 1024));
        CHECK(MetricsOf(scene)["purges"] == (lastSend == 0 ? 1 : 0));
        scene.net.Run(Seconds(23));
        CHECK(MetricsOf(scene)["pool/meminuse"] == 0);
        // It goes on as if new.
        flow.Send(1000);
        scene.net.Run(Seconds(24));
        CHECK(entry.arrivals.size() == 2);
        CHECK(MetricsOf(scene)["forced_syncs"] == 1);
    }
}

TEST_CASE(
    "Memory without Pool, and segments that are no whole pages, are errors that say what to write")
{
    Blueprint datapath(NexusDatapath::GetTypeId());
    datapath.SetPart("Memory", MemoryOf(64));
    CHECK_THROWS_AS(SocketScene(NexusHostOf(1, WireCosts()), NexusAppOf(datapath)),
                    std::invalid_argument);
    Blueprint memory = MemoryOf(64);
    memory.Set("PageSize", ns3::Create<IntegerValue>(Bytes(10'000)));
    datapath.SetPart("Memory", memory);
    datapath.SetPart("Pool", Blueprint(StaticPoolPolicy::GetTypeId()));
    CHECK_THROWS_AS(SocketScene(NexusHostOf(1, WireCosts()), NexusAppOf(datapath)),
                    std::invalid_argument);
}

TEST_CASE("an application that writes all it can needs as many forced calls as the law has steps")
{
    for (const auto& [slots, floor, bytes] : {std::make_tuple(256, 8, 1500),
                                              std::make_tuple(256, 2, 700),
                                              std::make_tuple(64, 8, 1500),
                                              std::make_tuple(100, 3, 300)})
    {
        const auto slotsHere = slots;
        CAPTURE(slotsHere);
        const auto floorHere = floor;
        CAPTURE(floorHere);
        Blueprint policy(WorkingSetPoolPolicy::GetTypeId());
        policy.Set("Floor", ns3::Create<IntegerValue>(Packets(floor)));
        Blueprint datapath = Pooled(slots - 1);
        datapath.SetPart("Pool", policy);
        datapath.Set("AllocRing", ns3::Create<IntegerValue>(Packets(slots)));
        datapath.Set("TxRing", ns3::Create<IntegerValue>(Packets(slots)));
        SocketScene scene(NexusHostOf(1, WireCosts()), NexusAppOf(datapath));
        scene.Bulk(bytes);
        scene.net.Run(MilliSeconds(3));
        int64_t steps = 0;
        for (int64_t set = floor; set < slots - 1; ++steps)
        {
            set = std::min<int64_t>(slots - 1, set + set / 2);
        }
        const MetricMap metrics = MetricsOf(scene);
        CHECK(metrics["forced_syncs"] == steps);
        CHECK(metrics["working_set"] == slots - 1);
        const int64_t segments = (slots - 1 + 7) / 8;
        CHECK(metrics["pool/meminuse"] == segments * 16 * 1024);
        CHECK(metrics["pool/resident_max"] == segments * 16 * 1024);
    }
}

TEST_CASE("a working set of one packet never grows: half of it is none")
{
    Blueprint policy(WorkingSetPoolPolicy::GetTypeId());
    policy.Set("Floor", ns3::Create<IntegerValue>(Packets(1)));
    Blueprint datapath = Pooled(255);
    datapath.SetPart("Pool", policy);
    SocketScene scene(NexusHostOf(1, WireCosts(SimTime(0))), NexusAppOf(datapath));
    scene.Bulk(700);
    scene.net.Run(MilliSeconds(1));
    const MetricMap metrics = MetricsOf(scene);
    CHECK(metrics["working_set"] == 1);
    CHECK(metrics["forced_syncs"] >= metrics["sent_packets"] - metrics["syncs"]);
}

} // namespace channel_memory_test
