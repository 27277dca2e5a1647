// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/uniform-quantity.h"
#include "models/nic/nic.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/traffic/constant-rate-source.h"
#include "models/traffic/poisson-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

namespace traffic_entry_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kGiga = 1'000'000'000;

/** Ports whose queue holds 10 packets and marks from the third on. */
Blueprint
SmallQueues()
{
    Blueprint queue(FifoQueueDisc::GetTypeId());
    queue.Set("MaxPackets", ns3::Create<IntegerValue>(10));
    queue.Set("MarkPackets", ns3::Create<IntegerValue>(3));
    Blueprint port(SwitchPort::GetTypeId());
    port.Set("Queue", ns3::Create<BlueprintValue>(queue));
    Blueprint node(Switch::GetTypeId());
    node.Set("Port", ns3::Create<BlueprintValue>(port));
    return node;
}

/** Two hosts with 10 Gbps each into one of 1 Gbps. */
struct Merge : MiniNetwork
{
    Host& a = AddHost("a");
    Host& b = AddHost("b");
    Host& c = AddHost("c");
    Switch& sw = AddSwitch("sw", SmallQueues());
    RecordingEntry& entry = AddEntry("entry");

    Merge()
    {
        Connect(a, sw, LinkOf(BitRate(10 * kGiga), MicroSeconds(1)));
        Connect(b, sw, LinkOf(BitRate(10 * kGiga), MicroSeconds(2)));
        Connect(sw, c, LinkOf(BitRate(kGiga), MicroSeconds(3)));
        Route();
    }

    void Load(Host& from, BitRate rate, int64_t size, bool ecn)
    {
        auto source = ns3::CreateObject<PoissonSource>();
        source->SetAttribute("Rate", QuantityDefault(rate));
        source->SetAttribute("PacketSize", PolicyValue(Always(size)));
        source->SetAttribute("Ecn", ns3::BooleanValue(ecn));
        AddSource(source, entry, from, c);
    }
};

unsigned __int128
Sum(const std::array<unsigned __int128, kStageCount>& stages)
{
    unsigned __int128 sum = 0;
    for (const auto stage : stages)
    {
        sum += stage;
    }
    return sum;
}

} // namespace

TEST_CASE("a packet alone: serialisation and propagation are all its stages")
{
    Merge net;
    auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Rate", QuantityDefault(BitRate(kGiga / 100)));
    source->SetAttribute("PacketSize", PolicyValue(Always(962))); // 1000 B on the wire
    net.AddSource(source, net.entry, net.a, net.c);
    net.Run(MilliSeconds(5));
    const uint64_t count = net.entry.Latency().Count();
    REQUIRE(count > 5);
    const LogLinearHistogram& wire = *net.entry.StageTimes(Stage::Serialisation);
    CHECK(wire.Min() == NanoSeconds(800 + 8000).Value());
    CHECK(wire.Max() == NanoSeconds(800 + 8000).Value());
    CHECK(net.entry.StageTimes(Stage::Propagation)->Max() == MicroSeconds(4).Value());
    CHECK(net.entry.StageTimes(Stage::SwitchQueue) == nullptr);
    CHECK(net.entry.Latency().Sum() ==
          static_cast<unsigned __int128>(count) * NanoSeconds(12'800).Value());
}

TEST_CASE("under load the stages add up to the latency, for the entry and for each flow")
{
    Merge net;
    net.Load(net.a, BitRate(6 * kGiga / 10), 1500, false);
    net.Load(net.b, BitRate(5 * kGiga / 10), 300, false);
    net.Run(MilliSeconds(5));
    unsigned __int128 latencies = 0;
    for (const Arrival& arrival : net.entry.arrivals)
    {
        latencies += static_cast<uint64_t>((arrival.at - arrival.packet.created).Value());
    }
    CHECK(net.entry.Latency().Sum() == latencies);
    CHECK(net.entry.StageSum() == latencies);
    CHECK(net.entry.StageTimes(Stage::SwitchQueue)->Count() > 100);
    unsigned __int128 flows = 0;
    for (FlowIndex flow = 0; flow < net.Context().Flows().Size(); ++flow)
    {
        const FlowRecord& record = net.Context().Flows()[flow];
        CHECK(Sum(record.stageSums) == record.latencySum);
        flows += record.latencySum;
    }
    CHECK(flows == latencies);
}

TEST_CASE("sent packets are delivered, dropped or inside; throughput counts IP bits")
{
    Merge net;
    net.Load(net.a, BitRate(kGiga), 1500, false);
    net.Load(net.b, BitRate(kGiga), 700, false);
    net.Run(MilliSeconds(2));
    const MetricMap metrics(net.entry);
    const Tally inside = net.GetLedger().Inside();
    CHECK(metrics["dropped_packets"] > 100);
    CHECK(inside.packets > 0);
    CHECK(metrics["sent_packets"] ==
          metrics["delivered_packets"] + metrics["dropped_packets"] + inside.packets);
    CHECK(metrics.Quotient("loss").first == metrics["dropped_packets"]);
    int64_t size = 0;
    int64_t payload = 0;
    for (const Arrival& arrival : net.entry.arrivals)
    {
        size += arrival.packet.size;
        payload += arrival.packet.payloadBytes;
    }
    CHECK(metrics["throughput"] == 8 * size);
    CHECK(metrics["goodput"] == 8 * payload);
    CHECK(metrics["packet_rate"] == static_cast<int64_t>(net.entry.arrivals.size()));
}

TEST_CASE("only packets created after warm-up count in the latency")
{
    Merge net;
    net.Context().SetMeasureFrom(MilliSeconds(1));
    net.Load(net.a, BitRate(kGiga / 2), 1500, false);
    net.Run(MilliSeconds(2));
    uint64_t later = 0;
    for (const Arrival& arrival : net.entry.arrivals)
    {
        later += arrival.packet.created >= MilliSeconds(1) ? 1 : 0;
    }
    CHECK(later < net.entry.arrivals.size());
    CHECK(net.entry.Latency().Count() == later);
}

TEST_CASE("marks reach the receiver, of senders that understand them only")
{
    Merge net;
    net.Load(net.a, BitRate(kGiga / 2), 1500, true);
    net.Load(net.b, BitRate(kGiga / 2), 1000, false);
    net.Run(MilliSeconds(2));
    int64_t marked = 0;
    for (const Arrival& arrival : net.entry.arrivals)
    {
        marked += arrival.packet.ecn == Ecn::Congestion ? 1 : 0;
        CHECK_FALSE((arrival.packet.ecn != Ecn::NotCapable && arrival.packet.size == 1000));
        CHECK_FALSE((arrival.packet.ecn == Ecn::NotCapable && arrival.packet.size == 1500));
    }
    CHECK(marked > 10);
    CHECK(MetricMap(net.entry)["marked_packets"] == marked);
}

TEST_CASE("packets cut on the way down and merged on the way up count as on the wire, and add up")
{
    Blueprint cuts(Nic::GetTypeId());
    cuts.Set("Segmentation", ns3::Create<ns3::BooleanValue>(true));
    Blueprint rsc(Rsc::GetTypeId());
    rsc.Set("Window", ns3::Create<IntegerValue>(MicroSeconds(7)));
    Blueprint merges(Nic::GetTypeId());
    merges.SetPart("Rsc", rsc);
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    net.Connect(a, b, LinkOf(BitRate(10 * kGiga), MicroSeconds(1)), cuts, merges);
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    auto source = ns3::CreateObject<PoissonSource>();
    auto sizes = ns3::CreateObject<UniformRandomQuantity>();
    sizes->SetAttribute("Min", QuantityDefault(Bytes(28)));
    sizes->SetAttribute("Max", QuantityDefault(Bytes(12'000)));
    source->SetAttribute("Rate", QuantityDefault(BitRate(3 * kGiga)));
    source->SetAttribute("PacketSize", PolicyValue(sizes));
    source->SetAttribute("SegmentSize", QuantityDefault(Bytes(1234)));
    source->SetAttribute("Stop", QuantityDefault(MilliSeconds(1)));
    net.AddSource(source, entry, a, b);
    net.Run(MilliSeconds(2));
    int64_t segments = 0;
    int64_t merged = 0;
    for (const Arrival& arrival : entry.arrivals)
    {
        segments += arrival.packet.segments;
        merged += arrival.packet.segments > 1 ? 1 : 0;
    }
    REQUIRE(merged > 10);
    CHECK(merged < static_cast<int64_t>(entry.arrivals.size()));
    const MetricMap metrics(entry);
    CHECK(metrics["sent_packets"] == segments);
    CHECK(metrics["delivered_packets"] == segments);
    CHECK(metrics["dropped_packets"] == 0);
    CHECK(metrics["offered"] == metrics["throughput"]);
    CHECK(entry.Latency().Count() == static_cast<uint64_t>(segments));
    CHECK(entry.StageSum() == entry.Latency().Sum());
    const FlowRecord& flow = net.Context().Flows()[entry.arrivals.front().packet.flow];
    CHECK(flow.measuredPackets == segments);
    CHECK(Sum(flow.stageSums) == flow.latencySum);
    CHECK(flow.latencySum == entry.Latency().Sum());
    CHECK(entry.StageTimes(Stage::Reassembly)->Sum() > 0);
}

} // namespace traffic_entry_test
