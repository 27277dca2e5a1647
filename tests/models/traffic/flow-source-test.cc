// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/exponential-quantity.h"
#include "models/base/uniform-quantity.h"
#include "models/link/bernoulli-loss.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/traffic/flow-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"
#include "tests/support/sample.h"

#include <doctest/doctest.h>

#include <set>

namespace flow_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kGiga = 1'000'000'000;
constexpr int64_t kOne = 1'000'000'000; //!< a slowdown of 1, in parts per billion

/** Hosts whose queues hold any backlog. */
Blueprint
PatientHost()
{
    Blueprint queue(FifoQueueDisc::GetTypeId());
    queue.Set("MaxPackets", ns3::Create<IntegerValue>(kUnlimited));
    Blueprint nic(Nic::GetTypeId());
    nic.Set("Queue", ns3::Create<BlueprintValue>(queue));
    Blueprint host(Host::GetTypeId());
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    return host;
}

/** a - sw0 - sw1 - b, the first link faster than the second. */
struct Line : MiniNetwork
{
    Host& a = AddHost("a", PatientHost());
    Host& b = AddHost("b", PatientHost());

    explicit Line(uint32_t seed = 1, const Blueprint& last = LinkOf(BitRate(7 * kGiga), SimTime(0)))
        : MiniNetwork(seed)
    {
        Switch& sw0 = AddSwitch("sw0");
        Switch& sw1 = AddSwitch("sw1");
        Connect(a, sw0, LinkOf(BitRate(10 * kGiga), MicroSeconds(1)));
        Connect(sw0, sw1, LinkOf(BitRate(3'333'333'333), SimTime(1'234'567)));
        Connect(sw1, b, last);
        Route();
    }
};

ns3::Ptr<RandomQuantity>
Exponential(int64_t mean)
{
    auto law = ns3::CreateObject<ExponentialRandomQuantity>();
    law->SetAttribute("Mean", IntegerValue(mean));
    return law;
}

ns3::Ptr<RandomQuantity>
Uniform(int64_t min, int64_t max)
{
    auto law = ns3::CreateObject<UniformRandomQuantity>();
    law->SetAttribute("Min", IntegerValue(min));
    law->SetAttribute("Max", IntegerValue(max));
    return law;
}

ns3::Ptr<FlowSource>
FlowsOf(const ns3::Ptr<RandomQuantity>& size, BitRate rate)
{
    auto source = ns3::CreateObject<FlowSource>();
    source->SetAttribute("Size", PolicyValue(size));
    source->SetAttribute("Rate", QuantityDefault(rate));
    return source;
}

} // namespace

TEST_CASE("flows: the slowdown in an empty network is exactly 1, whatever the sizes")
{
    Line net;
    RecordingEntry& entry = net.AddEntry("flows");
    auto source = FlowsOf(Exponential(20'000), BitRate(5'000'000)); // one each 32 ms
    source->SetAttribute("PacketSize", PolicyValue(Uniform(60, 1500)));
    net.AddSource(source, entry, net.a, net.b);
    net.Run(Seconds(10));
    const auto results = source->FlowResults();
    REQUIRE(results.size() > 200);
    int64_t packets = 0;
    int64_t payload = 0;
    int64_t overlaps = 0;
    for (size_t i = 0; i < results.size(); ++i)
    {
        const FlowResult& result = results[i];
        REQUIRE(result.IsComplete());
        const bool meets = i > 0 && result.start < results[i - 1].start + results[i - 1].completion;
        const bool isMet =
            i + 1 < results.size() && results[i + 1].start < result.start + result.completion;
        overlaps += meets || isMet ? 1 : 0;
        CHECK((result.Slowdown() == kOne) == (result.completion == result.ideal));
        CHECK((result.Slowdown() == kOne || meets || isMet));
        CHECK(result.lost == 0);
        packets += result.packets;
        payload += result.size;
    }
    CHECK(packets == net.GetLedger().Delivered().packets);
    CHECK(payload == net.GetLedger().Delivered().payloadBytes);
    CHECK(overlaps < 6);
    const MetricMap metrics(*source);
    CHECK(metrics.Distribution("slowdown").Min() == kOne);
    CHECK(metrics.Distribution("completion_time").Count() == results.size());
}

TEST_CASE("flows: together they are slower than alone, never faster")
{
    Line net;
    RecordingEntry& entry = net.AddEntry("flows");
    auto source = FlowsOf(Exponential(20'000), BitRate(2 * kGiga));
    net.AddSource(source, entry, net.a, net.b);
    net.Run(MilliSeconds(50));
    int slower = 0;
    for (const FlowResult& result : source->FlowResults())
    {
        if (result.IsComplete())
        {
            CHECK(result.Slowdown() >= kOne);
            slower += result.Slowdown() > kOne ? 1 : 0;
        }
    }
    CHECK(slower > 100);
    const MetricMap metrics(*source);
    CHECK(metrics["flows_incomplete"] == 0);
    CHECK(metrics["flows_started"] == metrics["flows_completed"] + metrics["flows_open"]);
    CHECK(metrics["flows_open"] >= 0);
}

TEST_CASE("flows: packets are full but for the last, and paced")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    net.Connect(a, b, LinkOf(BitRate(10 * kGiga), MicroSeconds(1)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("flows");
    auto source = FlowsOf(Always(2 * 1472 + 1), BitRate(1'000'000)); // one each 24 ms
    source->SetAttribute("Pace", QuantityDefault(BitRate(kGiga)));
    net.AddSource(source, entry, a, b);
    net.Run(MilliSeconds(200));
    REQUIRE(entry.arrivals.size() >= 3);
    const SimTime start = entry.arrivals[0].packet.created;
    CHECK(entry.arrivals[0].packet.size == 1500);
    CHECK(entry.arrivals[1].packet.size == 1500);
    CHECK(entry.arrivals[2].packet.size == 29);
    CHECK(entry.arrivals[2].packet.payloadBytes == 1);
    CHECK(entry.arrivals[1].packet.created - start == MicroSeconds(12));
    CHECK(entry.arrivals[2].packet.created - start == MicroSeconds(24));
    const FlowResult first = source->FlowResults().front();
    // 67 B on the wire at 10 Gbps: 53.6 ns.
    CHECK(first.start == start);
    CHECK(first.completion == MicroSeconds(24) + PicoSeconds(53'600) + MicroSeconds(1));
    CHECK(first.Slowdown() == kOne);
    CHECK(first.packets == 3);
}

TEST_CASE("flows: as fast as the first link takes them, a flow leaves no gap on the wire and "
          "builds no queue")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    net.Connect(a, b, LinkOf(BitRate(3 * kGiga), MicroSeconds(1)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("flows");
    auto source = FlowsOf(Always(1472 * 50), BitRate(1'000'000));
    net.AddSource(source, entry, a, b);
    net.Run(Seconds(2));
    const FlowResult first = source->FlowResults().front();
    CHECK(first.completion == SimTime(50 * int64_t{1538} * 8000 / 3) + MicroSeconds(1));
    REQUIRE(entry.arrivals.size() >= 50);
    for (int64_t k = 0; k < 50; ++k)
    {
        const SimTime created = entry.arrivals[static_cast<size_t>(k)].packet.created;
        CHECK(created - first.start == SimTime(k * 1538 * 8000 / 3));
    }
}

TEST_CASE("flows: their number has the mean of its law")
{
    CHECK(OverSeeds(30, [](uint32_t seed) {
              Line net(seed);
              RecordingEntry& entry = net.AddEntry("flows");
              auto source = FlowsOf(Exponential(1000), BitRate(800'000'000)); // one each 10 us
              net.AddSource(source, entry, net.a, net.b);
              net.Run(MilliSeconds(40));
              return static_cast<double>(MetricMap(*source)["flows_started"]);
          }).Agrees(4000, 1e-4));
}

TEST_CASE("flows: one that loses a packet never completes, and its index is used again")
{
    Blueprint loss(BernoulliLossModel::GetTypeId());
    loss.Set("Probability", ns3::Create<IntegerValue>(50'000'000));
    Blueprint link = LinkOf(BitRate(7 * kGiga), SimTime(0));
    link.SetPart("Loss", loss);
    Line net(1, link);
    RecordingEntry& entry = net.AddEntry("flows");
    auto source = FlowsOf(Uniform(1, 30'000), BitRate(kGiga));
    net.AddSource(source, entry, net.a, net.b);
    net.Run(MilliSeconds(200));
    const auto results = source->FlowResults();
    int64_t lost = 0;
    int64_t completed = 0;
    int64_t incomplete = 0;
    for (const FlowResult& result : results)
    {
        CHECK_FALSE((result.IsComplete() && result.lost > 0));
        lost += result.lost;
        completed += result.IsComplete() ? 1 : 0;
        incomplete += result.lost > 0 ? 1 : 0;
    }
    CHECK(lost == net.GetLedger().Dropped().packets);
    const MetricMap metrics(*source);
    CHECK(metrics["flows_completed"] == completed);
    CHECK(metrics["flows_incomplete"] == incomplete);
    CHECK(metrics["flows_open"] == static_cast<int64_t>(results.size()) - completed - incomplete);
    CHECK(incomplete > 200);
    CHECK(results.size() > 1000);
    CHECK(net.Context().Flows().Size() < 100);
}

TEST_CASE("flows: each has ports of its own, so that equal-cost paths share them")
{
    MiniNetwork net;
    Host& a = net.AddHost("a", PatientHost());
    Host& b = net.AddHost("b", PatientHost());
    Switch& in = net.AddSwitch("in");
    Switch& out = net.AddSwitch("out");
    Switch& upper = net.AddSwitch("upper");
    Switch& lower = net.AddSwitch("lower");
    const Blueprint link = LinkOf(BitRate(10 * kGiga), MicroSeconds(1));
    net.Connect(a, in, link);
    net.Connect(out, b, link);
    for (Switch* middle : {&upper, &lower})
    {
        net.Connect(in, *middle, link);
        net.Connect(*middle, out, link);
    }
    net.Route();
    RecordingEntry& entry = net.AddEntry("flows");
    auto source = FlowsOf(Always(1000), BitRate(kGiga));
    net.AddSource(source, entry, a, b);
    net.Run(MilliSeconds(8));
    std::set<uint32_t> hashes;
    for (const Arrival& arrival : entry.arrivals)
    {
        hashes.insert(arrival.packet.flowHash);
        CHECK(arrival.packet.number == 0);
    }
    CHECK(hashes.size() == entry.arrivals.size());
    const auto up = static_cast<double>(MetricMap(upper)["forwarded_packets"]);
    const auto down = static_cast<double>(MetricMap(lower)["forwarded_packets"]);
    CHECK(up + down > 900);
    CHECK(up / (up + down) == doctest::Approx(0.5).epsilon(0.1));
}

TEST_CASE("flows: those begun before warm-up do not count")
{
    Line net;
    net.Context().SetMeasureFrom(MilliSeconds(5));
    RecordingEntry& entry = net.AddEntry("flows");
    auto source = FlowsOf(Always(5000), BitRate(100'000'000));
    source->SetAttribute("Stop", QuantityDefault(MilliSeconds(10)));
    net.AddSource(source, entry, net.a, net.b);
    net.Run(MilliSeconds(100));
    uint64_t later = 0;
    for (const FlowResult& result : source->FlowResults())
    {
        CHECK(result.start < MilliSeconds(10));
        later += result.start >= MilliSeconds(5) ? 1 : 0;
    }
    CHECK(later > 0);
    CHECK(later < source->FlowResults().size());
    CHECK(MetricMap(*source).Distribution("slowdown").Count() == later);
    CHECK(MetricMap(*source)["flows_open"] == 0);
}

TEST_CASE("flows: sizes must be given and packets must hold more than their headers")
{
    Line net;
    RecordingEntry& entry = net.AddEntry("flows");
    CHECK_THROWS_AS(net.AddSource(FlowsOf(nullptr, BitRate(kGiga)), entry, net.a, net.b),
                    std::invalid_argument);
    auto source = FlowsOf(Always(1000), BitRate(kGiga));
    source->SetAttribute("PacketSize", PolicyValue(Uniform(28, 1500)));
    CHECK_THROWS_AS(net.AddSource(source, entry, net.a, net.b), std::invalid_argument);
}

TEST_CASE("with a Gap flows begin at Start and then at that distance, Flows of them")
{
    Line line;
    RecordingEntry& entry = line.AddEntry("flows");
    auto source = FlowsOf(Always(5'000), BitRate(kGiga));
    source->SetAttribute("Gap", PolicyValue(Always(7'000'000)));
    source->SetAttribute("Start", PolicyValue(Always(3'000'000)));
    source->SetAttribute("Flows", IntegerValue(4));
    FlowSource& flows = line.AddSource(source, entry, line.a, line.b);
    line.Run(MilliSeconds(1));
    const auto results = flows.FlowResults();
    REQUIRE(results.size() == 4);
    for (size_t i = 0; i < 4; ++i)
    {
        CHECK(results[i].start == SimTime(3'000'000 + 7'000'000 * static_cast<int64_t>(i)));
        CHECK(results[i].IsComplete());
    }
}

TEST_CASE("flows without a gap need a number")
{
    Line line;
    RecordingEntry& entry = line.AddEntry("flows");
    auto source = FlowsOf(Always(5'000), BitRate(kGiga));
    source->SetAttribute("Gap", PolicyValue(Always(0)));
    CHECK_THROWS_AS(line.AddSource(source, entry, line.a, line.b), std::invalid_argument);
}

TEST_CASE("flows without a gap begin at one instant")
{
    Line line;
    auto counted = FlowsOf(Always(5'000), BitRate(kGiga));
    counted->SetAttribute("Gap", PolicyValue(Always(0)));
    counted->SetAttribute("Flows", IntegerValue(3));
    RecordingEntry& others = line.AddEntry("others");
    FlowSource& flows = line.AddSource(counted, others, line.a, line.b);
    line.Run(MilliSeconds(1));
    REQUIRE(flows.FlowResults().size() == 3);
    CHECK(flows.FlowResults().back().start == SimTime(0));
}

TEST_CASE("Flows ends a Poisson process of flows without changing those before")
{
    std::vector<std::vector<FlowResult>> results;
    for (const int64_t most : {0, 20})
    {
        Line line;
        RecordingEntry& entry = line.AddEntry("flows");
        auto source = FlowsOf(Exponential(3'000), BitRate(kGiga));
        source->SetAttribute("Flows", IntegerValue(most));
        FlowSource& flows = line.AddSource(source, entry, line.a, line.b);
        line.Run(MilliSeconds(2));
        results.push_back(flows.FlowResults());
    }
    REQUIRE(results[1].size() == 20);
    REQUIRE(results[0].size() > 40);
    for (size_t i = 0; i < 20; ++i)
    {
        CHECK(results[0][i].start == results[1][i].start);
        CHECK(results[0][i].size == results[1][i].size);
    }
}

TEST_CASE("an entry's totals are the sums of its sources at any time, also with losses")
{
    Blueprint last = LinkOf(BitRate(7 * kGiga), SimTime(0));
    Blueprint loss(BernoulliLossModel::GetTypeId());
    loss.Set("Probability", ns3::Create<IntegerValue>(20'000'000)); // 2 %
    last.SetPart("Loss", loss);
    Line line(5, last);
    RecordingEntry& entry = line.AddEntry("flows");
    FlowSource& first =
        line.AddSource(FlowsOf(Exponential(9'000), BitRate(kGiga)), entry, line.a, line.b);
    FlowSource& second =
        line.AddSource(FlowsOf(Uniform(10, 20'000), BitRate(kGiga)), entry, line.b, line.a);
    for (int64_t step = 1; step <= 20; ++step)
    {
        line.Run(MicroSeconds(500 * step));
        const MetricMap all(entry);
        const MetricMap a(first);
        const MetricMap b(second);
        for (const char* name :
             {"flows_started", "flows_completed", "flows_incomplete", "flows_open"})
        {
            CAPTURE(name);
            CHECK(all[name] == a[name] + b[name]);
        }
        CHECK(all.Distribution("completion_time").Count() ==
              a.Distribution("completion_time").Count() +
                  b.Distribution("completion_time").Count());
    }
    CHECK(MetricMap(entry)["flows_incomplete"] > 10);
    CHECK(MetricMap(entry)["flows_completed"] > 100);
}

} // namespace flow_source_test
