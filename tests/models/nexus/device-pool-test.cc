// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/segments.h"
#include "models/nexus/device-pool.h"
#include "models/nexus/pool-memory.h"
#include "tests/support/hand-flow.h"
#include "tests/support/nexus-scene.h"

#include <doctest/doctest.h>

namespace device_pool_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** A host with a nexus whose interface has so many buffers, of which `posted` wait for packets. */
Blueprint
HostWith(int64_t buffers, int64_t posted, SimTime classify = NanoSeconds(40))
{
    Blueprint memory(PoolMemory::GetTypeId());
    memory.Set("Packets", ns3::Create<IntegerValue>(Packets(buffers)));
    memory.Set("SegmentSize", ns3::Create<IntegerValue>(Bytes(16 * 1024)));
    memory.Set("Magazine", ns3::Create<IntegerValue>(Packets(0)));
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.SetPart("DevicePool", memory);
    Blueprint nic(Nic::GetTypeId());
    nic.Set("RxRing", ns3::Create<IntegerValue>(Packets(posted)));
    Blueprint host = NexusHostOf(
        1,
        NexusCostTable({{"segment_wire_map", MicroSeconds(20)}, {"classify", classify}}),
        nexus);
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    return host;
}

const Component&
PoolOf(SocketScene& scene)
{
    for (const Component* component : scene.net.Context().Components())
    {
        if (component->Path() == "b/nexus/device-pool[0]")
        {
            return *component;
        }
    }
    throw std::logic_error("there is no device pool");
}

} // namespace

TEST_CASE("device pool: descriptors have buffers posted; the driver posts others for those taken")
{
    SocketScene scene(HostWith(64, 4), NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    scene.net.Run(SimTime(0));
    CHECK(MetricMap(PoolOf(scene))["owner/kernel"] == 4);
    CHECK(MetricMap(PoolOf(scene))["meminuse"] == 16 * 1024);
    for (const int64_t size : {100, 1000, 2034, 2035, 5000})
    {
        flow.Send(size); // with 14 B of header: 1, 1, 1, 2, 3 buffers
        scene.net.Run(scene.net.Context().Now() + MicroSeconds(50));
    }
    CHECK(entry.arrivals.size() == 5);
    const MetricMap metrics(PoolOf(scene));
    CHECK(metrics["alloc"] == 4 + 8);
    CHECK(metrics["free"] == 8);
    CHECK(metrics["receiving"] == 0);
    CHECK(metrics["owner/kernel"] == 4);
}

TEST_CASE("device pool: with all buffers out the ring runs dry, and fills again when they are back")
{
    // Of 8 buffers all are posted: those of a batch are missing while the batch is under way.
    SocketScene scene(HostWith(8, 8, MicroSeconds(10)), NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (int i = 0; i < 30; ++i)
    {
        flow.Send(1000);
    }
    scene.net.Run(MilliSeconds(2));
    const auto first = entry.arrivals.size();
    CHECK(first < 30);
    CHECK(MetricMap(PoolOf(scene))["refill_shortage"] > 0);
    CHECK(scene.net.GetLedger().Dropped().packets == 30 - static_cast<int64_t>(first));
    for (int i = 0; i < 3; ++i)
    {
        flow.Send(1000);
        scene.net.Run(MilliSeconds(3 + i));
    }
    CHECK(entry.arrivals.size() == first + 3);
    CHECK(MetricMap(PoolOf(scene))["owner/kernel"] <= 8);
}

TEST_CASE("device pool: what is sent holds buffers until its transmission starts")
{
    SocketScene scene(HostWith(16, 4), NexusAppOf(), BitRate(1'000'000'000));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    for (int i = 0; i < 31; ++i)
    {
        flow.Send(1000);
    }
    // The first was sent by itself and is on the wire; 12 of the others find a buffer, not 4.
    scene.net.Run(MicroSeconds(30));
    CHECK(MetricMap(PoolOf(scene))["TxDropNoMemPkt"] == 18);
    const int64_t sending = MetricMap(PoolOf(scene))["sending"];
    CHECK(sending > 0);
    CHECK(sending < 12);
    scene.net.Run(MilliSeconds(10));
    CHECK(entry.arrivals.size() == 13);
    CHECK(MetricMap(PoolOf(scene))["sending"] == 0);
    CHECK(MetricMap(PoolOf(scene))["owner/kernel"] == 4);
}

TEST_CASE("device pool: segments that are built while packets pass are paid for")
{
    SocketScene scene(HostWith(64, 8), NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MilliSeconds(1));
    REQUIRE(entry.arrivals.size() == 1);
    // The segment of the eight posted ones was there; the ninth buffer lies in another.
    CHECK(MetricMap(scene.b)["cpu/segment_wire_map"] == MicroSeconds(20).Value());
}

TEST_CASE("device pool: a packet of several segments keeps its buffers until the last one leaves")
{
    // Cut by the NIC it lies in two buffers; cut before, each segment in its own.
    for (const bool isCutByNic : {true, false})
    {
        CAPTURE(isCutByNic);
        Blueprint host = HostWith(64, 4);
        Blueprint nic(Nic::GetTypeId());
        nic.Set("RxRing", ns3::Create<IntegerValue>(Packets(4)));
        nic.Set("TxRing", ns3::Create<IntegerValue>(Packets(1)));
        nic.Set("Segmentation", ns3::Create<ns3::BooleanValue>(isCutByNic));
        Blueprint queue(FifoQueueDisc::GetTypeId());
        queue.Set("MaxPackets", ns3::Create<IntegerValue>(Packets(isCutByNic ? 1 : 100)));
        nic.Set("Queue", ns3::Create<BlueprintValue>(queue));
        host.Set("Nic", ns3::Create<BlueprintValue>(nic));
        SocketScene scene(host, NexusAppOf(), BitRate(1'000'000'000));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        flow.Send(4000 + 28, 0, 1000);
        scene.net.Run(MicroSeconds(15));
        const int64_t sending = MetricMap(PoolOf(scene))["sending"];
        CHECK((isCutByNic ? sending == 2 : sending > 2));
        for (int i = 0; i < 5; ++i)
        {
            flow.Send(4000 + 28, 0, 1000); // of these a queue for one refuses some, whole
        }
        scene.net.Run(MilliSeconds(1));
        CHECK((isCutByNic ? entry.arrivals.size() < 24 : entry.arrivals.size() == 24));
        CHECK(MetricMap(PoolOf(scene))["sending"] == 0);
        CHECK(MetricMap(PoolOf(scene))["owner/kernel"] == 4);
    }
}

} // namespace device_pool_test
