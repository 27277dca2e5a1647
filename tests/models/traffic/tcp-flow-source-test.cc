// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/exponential-quantity.h"
#include "models/link/bernoulli-loss.h"
#include "models/queue/skywalk-classq-queue-disc.h"
#include "models/switch/switch-port.h"
#include "models/traffic/tcp-flow-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

namespace tcp_flow_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kGiga = 1'000'000'000;
constexpr int64_t kPayload = 1448;

/** a - sw - b, 1 Gb/s and 10 us each. */
struct Line : MiniNetwork
{
    Host& a = AddHost("a");
    Switch& sw = AddSwitch("sw");
    Host& b = AddHost("b");
    RecordingEntry& entry = AddEntry("flows");

    explicit Line(const Blueprint& last = LinkOf(BitRate(kGiga), MicroSeconds(10)))
    {
        Connect(a, sw, LinkOf(BitRate(kGiga), MicroSeconds(10)));
        Connect(sw, b, last);
        Route();
    }
};

ns3::Ptr<TcpFlowSource>
FlowsOf(const ns3::Ptr<RandomQuantity>& size)
{
    auto source = ns3::CreateObject<TcpFlowSource>();
    source->SetAttribute("Size", PolicyValue(size));
    source->SetAttribute("Handshake", ns3::BooleanValue(false));
    source->SetAttribute("InitialWindow", IntegerValue(100));
    return source;
}

ns3::Ptr<RandomQuantity>
Exponential(int64_t mean)
{
    auto law = ns3::CreateObject<ExponentialRandomQuantity>();
    law->SetAttribute("Mean", IntegerValue(mean));
    return law;
}

} // namespace

TEST_CASE("TCP flows: with a Gap the k-th begins at Start + k Gap, alone with a slowdown of 1")
{
    Line net;
    auto source = FlowsOf(Always(10 * kPayload + 3));
    source->SetAttribute("Start", PolicyValue(Always(MilliSeconds(1).Value())));
    source->SetAttribute("Gap", PolicyValue(Always(MilliSeconds(2).Value())));
    source->SetAttribute("Flows", IntegerValue(4));
    net.AddSource(source, net.entry, net.a, net.b);
    net.Run(Seconds(1));
    const auto results = source->FlowResults();
    REQUIRE(results.size() == 4);
    for (size_t k = 0; k < results.size(); ++k)
    {
        CHECK(results[k].start == MilliSeconds(1 + 2 * static_cast<int64_t>(k)));
        CHECK(results[k].size == 10 * kPayload + 3);
        CHECK(results[k].packets == 11);
        REQUIRE(results[k].IsComplete());
        CHECK(results[k].Slowdown() == kGiga);
    }
}

TEST_CASE("TCP flows: Rate is the payload that arrives as a Poisson process, split over ends")
{
    constexpr int64_t kSplit = 2;
    Line net;
    auto source = FlowsOf(Exponential(10'000));
    source->SetAttribute("Rate", QuantityDefault(BitRate(160'000'000)));
    net.AddSource(source, net.entry, net.a, net.b, kSplit);
    net.Run(Seconds(4));
    // 1000 flows a second; the spread of a Poisson count is its root.
    const auto results = source->FlowResults();
    CHECK(std::abs(static_cast<double>(results.size()) - 4000) < 4 * std::sqrt(4000.0));
    double square = 0;
    for (size_t k = 1; k < results.size(); ++k)
    {
        const double gap = static_cast<double>((results[k].start - results[k - 1].start).Value());
        square += gap * gap;
    }
    const double mean = 1e9; // ps; of an exponential, E[gap^2] = 2 mean^2, spread sqrt(20) mean^2
    const auto gaps = static_cast<double>(results.size() - 1);
    CHECK(std::abs(square / gaps / (mean * mean) - 2) < 4 * std::sqrt(20 / gaps));
}

TEST_CASE("TCP flows: one of whose acknowledgements were compressed is forgotten all the same")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Switch& sw = net.AddSwitch("sw");
    Host& b = net.AddHost("b");
    Blueprint port(SwitchPort::GetTypeId());
    port.Set("Queue", ns3::Create<BlueprintValue>(Blueprint(SkywalkClassqQueueDisc::GetTypeId())));
    net.Connect(a, sw, LinkOf(BitRate(kGiga), MicroSeconds(10)), {}, port);
    net.Connect(sw, b, LinkOf(BitRate(kGiga), MicroSeconds(10)));
    net.Route();
    // Acknowledgements come faster than they leave: newer ones take the places of older ones.
    net.LinkFrom(sw, a).SetAttribute("Rate", IntegerValue(1'000'000));
    auto source = FlowsOf(Always(40 * kPayload));
    source->SetAttribute("Start", PolicyValue(Always(0)));
    source->SetAttribute("Gap", PolicyValue(Always(MilliSeconds(20).Value())));
    source->SetAttribute("Flows", IntegerValue(100));
    net.AddSource(source, net.AddEntry("flows"), a, b);
    net.Run(Seconds(3));
    CHECK(net.GetLedger().Taken(Conversion::Replace).packets > 100);
    for (const FlowResult& result : source->FlowResults())
    {
        CHECK(result.IsComplete());
    }
    CHECK(net.Context().Flows().Size() < 20);
}

TEST_CASE("TCP flows: losses make transfers slower, not incomplete, and the entry sums them up")
{
    Blueprint loss(BernoulliLossModel::GetTypeId());
    loss.Set("Probability", ns3::Create<IntegerValue>(20'000'000)); // 2 %, either way
    Blueprint last = LinkOf(BitRate(kGiga), MicroSeconds(10));
    last.SetPart("Loss", loss);
    Line net(last);
    auto source = FlowsOf(Exponential(50'000));
    source->SetAttribute("Rate", QuantityDefault(BitRate(100'000'000)));
    source->SetAttribute("Stop", QuantityDefault(Seconds(1)));
    source->SetAttribute("InitialWindow", IntegerValue(10));
    net.AddSource(source, net.entry, net.a, net.b);
    net.Run(Seconds(100));
    int64_t lost = 0;
    for (const FlowResult& result : source->FlowResults())
    {
        CHECK(result.IsComplete());
        CHECK(result.start < Seconds(1));
        lost += result.lost;
    }
    CHECK(lost > 50);
    const MetricMap entry(net.entry);
    const MetricMap metrics(*source);
    CHECK(entry["flows_started"] == metrics["flows_started"]);
    CHECK(entry["flows_completed"] == metrics["flows_started"]);
    CHECK(entry["flows_incomplete"] == 0);
    CHECK(entry["flows_open"] == 0);
    CHECK(entry.Distribution("slowdown").Sum() == metrics.Distribution("slowdown").Sum());
    CHECK(entry.Distribution("completion_time").Count() ==
          static_cast<uint64_t>(metrics["flows_started"]));
}

TEST_CASE("TCP flows: what is missing is told")
{
    Line net;
    auto sizeless = ns3::CreateObject<TcpFlowSource>();
    CHECK_THROWS_AS(net.AddSource(sizeless, net.entry, net.a, net.b), std::invalid_argument);
    auto endless = FlowsOf(Always(1));
    endless->SetAttribute("Gap", PolicyValue(Always(0)));
    CHECK_THROWS_AS(net.AddSource(endless, net.entry, net.a, net.b), std::invalid_argument);
}

} // namespace tcp_flow_source_test
