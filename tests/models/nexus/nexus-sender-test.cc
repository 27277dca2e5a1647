// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/segments.h"
#include "models/traffic/tcp-bulk-source.h"
#include "tests/support/hand-flow.h"
#include "tests/support/nexus-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace nexus_sender_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

Blueprint
Skywalk()
{
    return Blueprint(SkywalkNexus::GetTypeId());
}

Blueprint
Host1(const Blueprint& nexus = Skywalk(), const CostTable& costs = NexusCostTable())
{
    return NexusHostOf(1, costs, nexus);
}

Blueprint
SyncBatch(int64_t packets)
{
    return NexusAppOf(With(Blueprint(NexusDatapath::GetTypeId()), "SyncBatch", Packets(packets)));
}

/** What a component of this path reports. */
MetricMap
MetricsOf(MiniNetwork& net, const std::string& path)
{
    for (const Component* component : net.Context().Components())
    {
        if (component->Path() == path)
        {
            return MetricMap(*component);
        }
    }
    FAIL("no component ", path);
    throw std::logic_error(path);
}

/** A packet of several segments, of a flow of b. */
void
SendLarge(MiniNetwork& net,
          Host& from,
          FlowRecord& record,
          FlowIndex flow,
          int64_t size,
          int64_t mss)
{
    PacketPtr packet = net.Context().Pool().Allocate();
    packet->created = packet->lastMark = net.Context().Now();
    packet->flow = flow;
    packet->flowHash = record.hash;
    packet->number = record.sentNumber++;
    packet->destination = record.destination;
    packet->size = static_cast<uint32_t>(size);
    packet->payloadBytes = static_cast<uint32_t>(size - 52);
    MakeSegments(net.Context(), *packet, mss);
    net.GetLedger().Born(*packet, packet->created, 0);
    from.FindApp("")->Port().Send(std::move(packet));
}

FlowIndex
IndexOf(MiniNetwork& net, HandFlow& flow)
{
    return net.Context().Flows().Intern(flow.Record().key);
}

int64_t
SumOfLatencies(const RecordingEntry& entry)
{
    int64_t sum = 0;
    for (const Arrival& arrival : entry.arrivals)
    {
        sum += (arrival.at - arrival.packet.created).Value();
    }
    return sum;
}

TcpBulkSource&
Transfer(SocketScene& scene, RecordingEntry& entry, Host& from, Host& to, int64_t bytes)
{
    auto source = ns3::CreateObject<TcpBulkSource>();
    source->SetAttribute("Size", IntegerValue(Bytes(bytes)));
    source->SetAttribute("PacketSize", IntegerValue(Bytes(1500)));
    return scene.net.AddSource(source, entry, from, to);
}

} // namespace

TEST_CASE("a sent packet's life: stack, call, copy, classification, and the doorbell in the queue")
{
    SocketScene scene(Host1(Skywalk(), NexusCostTable({{"advisory_read", NanoSeconds(50)}})),
                      NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(10));

    REQUIRE(entry.arrivals.size() == 1);
    CHECK(StageOf(entry, Stage::UserStack) == NanoSeconds(50 + 400));
    CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(250));
    CHECK(StageOf(entry, Stage::Copy) == NanoSeconds(100));
    CHECK(StageOf(entry, Stage::Classification) == NanoSeconds(100 + 40 + 60));
    CHECK(StageOf(entry, Stage::AqmQueue) == NanoSeconds(100)); // until the driver takes it
    CHECK(StageOf(entry, Stage::BatchWait) == SimTime(0));
    CHECK(entry.arrivals[0].at == NanoSeconds(450 + 250 + 100 + 200 + 100 + 80 + 1000));
    CHECK(static_cast<int64_t>(entry.StageSum()) == SumOfLatencies(entry));
}

TEST_CASE("a sync of n packets is one call, n/64 batches, and a doorbell for each")
{
    for (const auto& [sent, batch, batches] : {std::tuple<int64_t, int64_t, int64_t>{150, 64, 3},
                                               {150, 50, 3},
                                               {151, 50, 4},
                                               {64, 64, 1},
                                               {7, 1, 7}})
    {
        const auto sentHere = sent;
        CAPTURE(sentHere);
        const auto batchHere = batch;
        CAPTURE(batchHere);
        SocketScene scene(Host1(With(Skywalk(), "TxBatch", Packets(batch))), NexusAppOf());
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        flow.Send(100); // takes the thread at once
        for (int64_t i = 0; i < sent; ++i)
        {
            flow.Send(100 + i);
        }
        scene.net.Run(MilliSeconds(1));
        CHECK(entry.arrivals.size() == static_cast<size_t>(sent + 1));
        MetricMap nexus = MetricsOf(scene.net, "b/nexus");
        CHECK(nexus["tx_batches"] == batches + 1);
        CHECK(nexus["tx_chains"] == batches + 1);
        CHECK(nexus["doorbells"] == batches + 1);
        CHECK(MetricsOf(scene.net, "b/app/datapath")["syncs"] == 2);
        CHECK(MetricMap(scene.b)["cpu/channel_sync"] == 2 * 250'000); // batches share a call
        CHECK(static_cast<int64_t>(entry.StageSum()) == SumOfLatencies(entry));
    }
}

TEST_CASE("flows of a batch leave one after the other, in the order of their first packets")
{
    SocketScene scene(Host1(), NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow first(scene.net, scene.b, scene.a, entry, 9);
    HandFlow second(scene.net, scene.b, scene.a, entry, 10);
    scene.net.Run(SimTime(0));
    first.Send(100);
    for (const int which : {1, 2, 1, 2, 2, 1})
    {
        (which == 1 ? first : second).Send(500);
    }
    scene.net.Run(MilliSeconds(1));
    std::vector<FlowIndex> order;
    for (const Arrival& arrival : entry.arrivals)
    {
        order.push_back(arrival.packet.flow);
    }
    const FlowIndex a = IndexOf(scene.net, first);
    const FlowIndex b = IndexOf(scene.net, second);
    CHECK(order == std::vector<FlowIndex>{a, a, a, a, b, b, b});
    CHECK(MetricsOf(scene.net, "b/nexus")["tx_chains"] == 3);
}

TEST_CASE("a crossing costs a packet 1/n of a call, when n go with one sync")
{
    // The thread has all packets at once: calls alone tell what the syncs cost.
    for (const int64_t batch : {1, 12, 40})
    {
        const auto batchHere = batch;
        CAPTURE(batchHere);
        SocketScene scene(Host1(), SyncBatch(batch), BitRate(8'000'000'000'000));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        for (int64_t i = 0; i < 1 + 120; ++i)
        {
            flow.Send(100);
        }
        scene.net.Run(MilliSeconds(10));
        CHECK(MetricMap(scene.b)["cpu/channel_sync"] == 250'000 * (1 + 120 / batch));
        CHECK(MetricMap(scene.b)["cpu/stack_packet"] == 400'000 * 121);
        CHECK(MetricMap(scene.b).Quotient("cpu_per_packet/stack_packet").second == 121);
    }
}

TEST_CASE("checksums: a pass of the stack, of the kernel's copy, or of the NIC, whatever the sizes")
{
    struct Case
    {
        ChecksumMode mode;
        int64_t nic; //!< the NIC's Checksum: none, tx
        int64_t stack;
        int64_t copy; //!< fs per byte
        int64_t reads;
    };

    for (const Case& c : {Case{ChecksumMode::Separate, 1, 90'000, 100'000, 2},
                          Case{ChecksumMode::Fused, 1, 0, 120'000, 1},
                          Case{ChecksumMode::Hardware, 1, 0, 100'000, 1},
                          Case{ChecksumMode::Hardware, 0, 0, 120'000, 1}})
    {
        Blueprint host = Host1(With(Skywalk(), "Checksum", c.mode));
        host.Set("Nic",
                 ns3::Create<BlueprintValue>(
                     With(Blueprint(Nic::GetTypeId()), "Checksum", static_cast<int>(c.nic))));
        SocketScene scene(host, NexusAppOf());
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        const std::vector<int64_t> sizes = {64, 1500, 576, 9000, 40};
        int64_t bytes = 0;
        for (const int64_t size : sizes)
        {
            flow.Send(size);
            bytes += size;
        }
        scene.net.Run(MilliSeconds(1));
        CHECK(StageOf(entry, Stage::UserStack) ==
              NanoSeconds(400 * static_cast<int64_t>(sizes.size())) +
                  SimTime(c.stack * bytes / 1000));
        CHECK(StageOf(entry, Stage::Copy) == SimTime(c.copy * bytes / 1000));
        MetricMap nexus = MetricsOf(scene.net, "b/nexus");
        CHECK(nexus["tx_bytes_read"] == c.reads * bytes);
        CHECK(nexus["tx_bytes_written"] == bytes);
        CHECK(nexus["TxCopySum"] == (c.copy > 100'000 ? 5 : 0));
        CHECK(static_cast<int64_t>(entry.StageSum()) == SumOfLatencies(entry));
    }
}

TEST_CASE("a large packet is cut in software into ceil((len - hdr)/mss), headers copied for each")
{
    for (const auto& [size, mss, segments] :
         {std::tuple<int64_t, int64_t, int64_t>{16'384, 1448, 12},
          {9000, 1000, 9},
          {1500, 1448, 1},
          {1501, 1448, 2}})
    {
        const auto sizeHere = size;
        CAPTURE(sizeHere);
        SocketScene scene(Host1(), NexusAppOf());
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        SendLarge(scene.net, scene.b, flow.Record(), IndexOf(scene.net, flow), size, mss);
        scene.net.Run(MilliSeconds(1));
        REQUIRE(entry.arrivals.size() == static_cast<size_t>(segments));
        CHECK(entry.arrivals.back().packet.payloadBytes == size - 52 - (segments - 1) * mss);
        // One crossing and one packet for the stack; each of the segments has all of that behind it.
        CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(250 * segments));
        CHECK(StageOf(entry, Stage::UserStack) == NanoSeconds(400 * segments));
        const int64_t copied = size + 52 * (segments - 1);
        CHECK(StageOf(entry, Stage::Copy) == SimTime(copied * 100 * segments));
        MetricMap nexus = MetricsOf(scene.net, "b/nexus");
        CHECK(nexus["TxCopyPktToPkt"] == segments);
        CHECK(nexus["GSOSegments"] == (segments > 1 ? segments : 0));
        CHECK(nexus["tx_bytes_written"] == copied);
        CHECK(static_cast<int64_t>(entry.StageSum()) == SumOfLatencies(entry));
    }
}

TEST_CASE(
    "a NIC that cuts spares the kernel the headers; with no segmentation nothing large passes")
{
    Blueprint nic(Nic::GetTypeId());
    nic.Set("Segmentation", ns3::Create<ns3::BooleanValue>(true));
    Blueprint host = Host1();
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    SocketScene scene(host, NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    SendLarge(scene.net, scene.b, flow.Record(), IndexOf(scene.net, flow), 16'384, 1448);
    scene.net.Run(MilliSeconds(1));
    CHECK(entry.arrivals.size() == 12);
    MetricMap nexus = MetricsOf(scene.net, "b/nexus");
    CHECK(nexus["TxCopyPktToPkt"] == 1);
    CHECK(nexus["GSOPackets"] == 0);
    CHECK(nexus["tx_bytes_written"] == 16'384);
    CHECK(static_cast<int64_t>(entry.StageSum()) == SumOfLatencies(entry));
}

TEST_CASE("all segments of a packet find memory of the interface, or none is sent")
{
    for (const auto& [buffers, sent] : {std::pair<int64_t, size_t>{4 + 24, 24}, {4 + 23, 12}})
    {
        Blueprint memory(PoolMemory::GetTypeId());
        memory.Set("Packets", ns3::Create<IntegerValue>(Packets(buffers)));
        memory.Set("SegmentSize", ns3::Create<IntegerValue>(Bytes(16 * 1024)));
        memory.Set("BufferSize", ns3::Create<IntegerValue>(Bytes(16 * 1024)));
        memory.Set("Magazine", ns3::Create<IntegerValue>(Packets(0)));
        Blueprint nexus = Skywalk();
        nexus.SetPart("DevicePool", memory);
        Blueprint host = Host1(nexus, NexusCostTable({{"segment_wire_map", SimTime(0)}}));
        host.Set("Nic",
                 ns3::Create<BlueprintValue>(
                     With(With(Blueprint(Nic::GetTypeId()), "RxRing", Packets(4)),
                          "TxRing",
                          Packets(1))));
        SocketScene scene(host, NexusAppOf(), BitRate(1'000'000));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        const FlowIndex index = IndexOf(scene.net, flow);
        SendLarge(scene.net, scene.b, flow.Record(), index, 16'384, 1448);
        SendLarge(scene.net, scene.b, flow.Record(), index, 16'384, 1448);
        scene.net.Run(MilliSeconds(5));
        MetricMap datapath = MetricsOf(scene.net, "b/app/datapath");
        CHECK(datapath["DropNoMemPkt"] == (sent == 24 ? 0 : 1)); // before it is cut
        scene.net.Run(Seconds(1));
        CHECK(entry.arrivals.size() == sent);
    }
}

TEST_CASE("TCP over a channel: every byte, acknowledged by user threads at both ends, cut or not")
{
    for (const int segmentation : {0, 1, 2})
    {
        CAPTURE(segmentation);
        SocketScene scene(
            NexusHostOf(2, NexusCostTable(), With(Skywalk(), "Segmentation", segmentation)),
            NexusAppOf(),
            BitRate(1'000'000'000));
        RecordingEntry& up = scene.net.AddEntry("up");
        RecordingEntry& down = scene.net.AddEntry("down");
        const TcpBulkSource& sent = Transfer(scene, up, scene.b, scene.a, 1'448'000);
        const TcpBulkSource& received = Transfer(scene, down, scene.a, scene.b, 1'448'000);
        scene.net.Run(MilliSeconds(60));
        CHECK(sent.FlowResults()[0].IsComplete());
        CHECK(received.FlowResults()[0].IsComplete());
        CHECK(up.arrivals.size() == 1000);
        CHECK(down.arrivals.size() == 1000);
        CHECK(up.StageSum() == up.Latency().Sum());
        CHECK(down.StageSum() == down.Latency().Sum());
        MetricMap nexus = MetricsOf(scene.net, "b/nexus");
        CHECK((nexus["GSOSegments"] > 500) == (segmentation != 0));
        if (segmentation != 0)
        {
            CHECK(nexus["GSOSegments"] >= 2 * nexus["GSOPackets"]);
        }
    }
}

TEST_CASE("what is not the channel's own flow is dropped once it is copied, before any queue")
{
    SocketScene scene(Host1(), NexusAppOf());
    scene.b.AddApp("other", NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow mine(scene.net, scene.b, scene.a, entry, 9);
    HandFlow others(scene.net, scene.b, scene.a, entry, 10);
    HandFlow unknown(scene.net, scene.b, scene.a, entry, 11);
    scene.b.FindApp("other")->Open(IndexOf(scene.net, others));
    unknown.Record().owner = nullptr;
    scene.net.Run(SimTime(0));
    mine.Send(100);
    others.Send(200);
    unknown.Send(300);
    mine.Send(400);
    others.Send(500);
    scene.net.Run(MilliSeconds(1));
    CHECK(entry.arrivals.size() == 2);
    MetricMap nexus = MetricsOf(scene.net, "b/nexus");
    CHECK(nexus["TxFLowBadID"] == 2);
    CHECK(nexus["TxFlowNotFound"] == 1);
    CHECK(nexus["TxAQMDrop"] == 0);
    CHECK(nexus["tx_packets"] == 5);
    CHECK(nexus["tx_bytes_written"] == 1500); // all of them were copied
    CHECK(nexus["TxCopyPktToPkt"] == 2);
    CHECK(MetricMap(scene.b)["cpu/classify"] == 5 * 40'000);
}

TEST_CASE("a fragment without ports goes with the first one of its datagram, and with no other")
{
    SocketScene scene(Host1(), NexusAppOf());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow mine(scene.net, scene.b, scene.a, entry, 9);
    HandFlow unknown(scene.net, scene.b, scene.a, entry, 10);
    unknown.Record().owner = nullptr;
    scene.net.Run(SimTime(0));
    const auto send = [](HandFlow& flow, uint32_t datagram, int64_t offset, int64_t bytes) {
        flow.SendFragment(datagram, offset, bytes, 1000);
    };
    send(mine, 1, 0, 400);
    send(mine, 1, 400, 300);
    send(mine, 1, 700, 300);
    send(mine, 2, 800, 200); // of another datagram
    send(mine, 1, 700, 300); // not after its own any more
    mine.Send(100);
    send(unknown, 1, 0, 400); // not the channel's, nor what follows
    send(unknown, 1, 400, 600);
    send(mine, 3, 0, 400);
    mine.Send(100);
    send(mine, 3, 400, 600);
    scene.net.Run(MilliSeconds(1));
    MetricMap nexus = MetricsOf(scene.net, "b/nexus");
    CHECK(nexus["TxContFrag"] == 4);
    CHECK(nexus["TxFlowNotFound"] == 1);
    CHECK(nexus["TxCopyPktToPkt"] == 6);
    CHECK(entry.arrivals.size() == 6); // where nobody puts fragments together
}

TEST_CASE("the verdict is on the copy: what holds when all of the batch is copied decides")
{
    // The flow is closed while the kernel copies: in the middle of the piece of work.
    for (const bool isClosed : {false, true})
    {
        SocketScene scene(Host1(), NexusAppOf());
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        flow.Send(1000); // stack until 400 ns, copy from 650 to 750, verdict at 950
        scene.net.Run(NanoSeconds(800));
        if (isClosed)
        {
            flow.Record().owner = nullptr;
        }
        scene.net.Run(MicroSeconds(100));
        CHECK(entry.arrivals.size() == (isClosed ? 0 : 1));
    }
}

TEST_CASE("whatever is sent, syncs, batches, cuts and drops add up, and stages to latencies")
{
    CHECK(rc::check([] {
        const auto size = rc::gen::inRange<int64_t>(53, 9000);
        const auto sizes = *rc::gen::container<std::vector<int64_t>>(size);
        Blueprint nexus = With(Skywalk(), "TxBatch", Packets(*rc::gen::inRange<int64_t>(1, 70)));
        nexus = With(nexus, "GsoBatch", Packets(*rc::gen::inRange<int64_t>(1, 20)));
        nexus = With(nexus, "Checksum", *rc::gen::inRange(0, 3));
        SocketScene scene(NexusHostOf(2, NexusCostTable(), nexus),
                          SyncBatch(*rc::gen::inRange<int64_t>(1, 255)),
                          BitRate(10'000'000'000));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry, 9);
        HandFlow large(scene.net, scene.b, scene.a, entry, 10);
        HandFlow spoofed(scene.net, scene.b, scene.a, entry, 11);
        spoofed.Record().owner = nullptr;
        size_t arriving = 0;
        int64_t at = 0;
        for (const int64_t bytes : sizes)
        {
            at += *rc::gen::inRange<int64_t>(0, 3'000'000);
            scene.net.Run(SimTime(at));
            const int which = *rc::gen::inRange(0, 4);
            if (which == 0)
            {
                spoofed.Send(bytes);
            }
            else if (which == 1)
            {
                const int64_t mss = *rc::gen::inRange<int64_t>(300, 1448);
                SendLarge(scene.net,
                          scene.b,
                          large.Record(),
                          IndexOf(scene.net, large),
                          bytes,
                          mss);
                arriving += static_cast<size_t>((bytes - 52 + mss - 1) / mss);
            }
            else
            {
                flow.Send(bytes);
                ++arriving;
            }
        }
        scene.net.Run(SimTime(at) + MilliSeconds(5));
        RC_ASSERT(entry.arrivals.size() == arriving);
        RC_ASSERT(entry.StageSum() == entry.Latency().Sum());
    }));
}

} // namespace nexus_sender_test
