// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/bernoulli-loss.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/traffic/tcp-bulk-source.h"
#include "models/transport/new-reno-congestion-control.h"
#include "tests/support/chosen-loss.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

namespace tcp_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kGiga = 1'000'000'000;
constexpr int64_t kPayload = 1448;

/** a - sw - b, 1 Gb/s and 10 us each, with a connection from a to b. */
struct Line : MiniNetwork
{
    Host& a = AddHost("a");
    Switch& sw = AddSwitch("sw");
    Host& b = AddHost("b");
    RecordingEntry& entry;

    explicit Line(uint32_t seed = 1) : MiniNetwork(seed), entry(AddEntry("tcp"))
    {
        Connect(a, sw, LinkOf(BitRate(kGiga), MicroSeconds(10)));
        Connect(sw, b, LinkOf(BitRate(kGiga), MicroSeconds(10)));
        Route();
    }

    void Lose(const NetworkNode& from, const NetworkNode& to, std::set<int> numbers)
    {
        LinkFrom(from, to).SetAttribute(
            "Loss",
            PolicyValue(ns3::CreateObject<ChosenLoss>(std::move(numbers))));
    }

    ns3::Ptr<TcpBulkSource> Transfer(int64_t size, int64_t initialWindow, bool handshake = false)
    {
        auto source = ns3::CreateObject<TcpBulkSource>();
        source->SetAttribute("Size", QuantityDefault(Bytes(size)));
        source->SetAttribute("InitialWindow", IntegerValue(initialWindow));
        source->SetAttribute("Handshake", ns3::BooleanValue(handshake));
        AddSource(source, entry, a, b);
        return source;
    }
};

/** Of a packet of so many IP bytes over the line. */
SimTime
Trip(int64_t ipBytes)
{
    return NanoSeconds(2 * 8 * (ipBytes + 38)) + MicroSeconds(20);
}

} // namespace

TEST_CASE("with a window for all of it, a transfer takes what it takes in an empty network")
{
    Line net;
    const auto source = net.Transfer(100 * kPayload + 7, 200);
    net.Run(Seconds(1));
    const FlowResult result = source->FlowResults().front();
    REQUIRE(result.IsComplete());
    CHECK(result.Slowdown() == kGiga);
    CHECK(result.packets == 101);
    // n full packets over two links, the last one short.
    CHECK(result.completion == NanoSeconds(8 * 1538 * 101 + 8 * (59 + 38)) + MicroSeconds(20));
}

TEST_CASE("a handshake costs one round trip of its two packets")
{
    Line net;
    const auto source = net.Transfer(10 * kPayload, 200, true);
    net.Run(Seconds(1));
    const FlowResult result = source->FlowResults().front();
    REQUIRE(result.IsComplete());
    CHECK(result.completion == Trip(60) + Trip(60) + NanoSeconds(8 * 1538 * 11) + MicroSeconds(20));
}

TEST_CASE("slow start: the k-th round trip sends twice what the one before did")
{
    Line net;
    auto source = net.Transfer(1000 * kPayload, 2);
    net.Run(Seconds(1));
    std::vector<int> rounds;
    SimTime last;
    for (const Arrival& arrival : net.entry.arrivals)
    {
        const bool isNext = rounds.empty() || arrival.at - last > MicroSeconds(13);
        if (isNext)
        {
            rounds.push_back(0);
        }
        ++rounds.back();
        last = arrival.at;
    }
    REQUIRE(rounds.size() >= 2);
    CHECK(rounds[0] == 2);
    CHECK(rounds[1] >= 3); // 69 us a round trip: the pipe is full at six packets
}

TEST_CASE("one segment lost among many comes again without the timer, with SACK and without")
{
    for (const bool sack : {true, false})
    {
        CAPTURE(sack);
        Line net;
        net.Lose(net.sw, net.b, {4});
        auto source = ns3::CreateObject<TcpBulkSource>();
        source->SetAttribute("Size", QuantityDefault(Bytes(40 * kPayload)));
        source->SetAttribute("InitialWindow", IntegerValue(20));
        source->SetAttribute("Handshake", ns3::BooleanValue(false));
        source->SetAttribute("Sack", ns3::BooleanValue(sack));
        net.AddSource(source, net.entry, net.a, net.b);
        net.Run(Seconds(1));
        const MetricMap metrics(*source);
        CHECK(metrics["flows_completed"] == 1);
        CHECK(metrics["retransmissions"] == 1);
        CHECK(metrics["recoveries"] == 1);
        CHECK(metrics["time_outs"] == 0);
        CHECK(metrics["segments"] == 40);
    }
}

TEST_CASE("several segments lost in one window come again in one recovery")
{
    Line net;
    net.Lose(net.sw, net.b, {3, 7, 8, 15});
    const auto source = net.Transfer(60 * kPayload, 40);
    net.Run(Seconds(1));
    const MetricMap metrics(*source);
    CHECK(metrics["flows_completed"] == 1);
    CHECK(metrics["retransmissions"] == 4);
    CHECK(metrics["recoveries"] == 1);
    CHECK(metrics["time_outs"] == 0);
}

TEST_CASE("the last segment, for which no other speaks, comes again by the timer")
{
    Line net;
    net.Lose(net.sw, net.b, {9});
    const auto source = net.Transfer(10 * kPayload, 20);
    net.Run(Seconds(2));
    const MetricMap metrics(*source);
    CHECK(metrics["flows_completed"] == 1);
    CHECK(metrics["time_outs"] == 1);
    CHECK(metrics["retransmissions"] == 1);
    const FlowResult result = source->FlowResults().front();
    // The ninth segment's acknowledgement waits 40 ms for a second one; then the timer runs.
    CHECK(result.completion > MilliSeconds(240));
    CHECK(result.completion < MilliSeconds(241));
}

TEST_CASE("a lost SYN costs the first time-out, a second, and a lost answer does too")
{
    for (const bool answer : {false, true})
    {
        Line net;
        net.Lose(answer ? static_cast<NetworkNode&>(net.b) : net.a, net.sw, {0});
        const auto source = net.Transfer(kPayload, 10, true);
        net.Run(Seconds(5));
        const FlowResult result = source->FlowResults().front();
        REQUIRE(result.IsComplete());
        CHECK(result.completion == Seconds(1) + Trip(60) + Trip(60) + Trip(1500));
    }
}

TEST_CASE("a lost acknowledgement is made good by the next")
{
    Line net;
    net.Lose(net.b, net.sw, {1, 2, 5});
    const auto source = net.Transfer(100 * kPayload, 10);
    net.Run(Seconds(1));
    const MetricMap metrics(*source);
    CHECK(metrics["flows_completed"] == 1);
    CHECK(metrics["retransmissions"] == 0);
}

TEST_CASE("the peer's window bounds what is in flight")
{
    Line net;
    auto source = ns3::CreateObject<TcpBulkSource>();
    source->SetAttribute("ReceiveBuffer", QuantityDefault(Bytes(4 * kPayload)));
    source->SetAttribute("Handshake", ns3::BooleanValue(false));
    source->SetAttribute("AckEvery", IntegerValue(1));
    net.AddSource(source, net.entry, net.a, net.b);
    net.Run(MilliSeconds(50));
    // Four segments per round trip: two links for data, two for a 52 B acknowledgement.
    const double trip = static_cast<double>((Trip(1500) + Trip(52)).Value());
    const double expected = 4 * 50e9 / trip;
    CHECK(static_cast<double>(net.entry.arrivals.size()) > 0.98 * expected);
    CHECK(static_cast<double>(net.entry.arrivals.size()) < 1.01 * expected);
}

TEST_CASE(
    "whatever is lost in either direction, every byte arrives and every packet is accounted for")
{
    CHECK(rc::check([] {
        const auto size = *rc::gen::inRange<int64_t>(1, 200'000);
        const auto window = *rc::gen::inRange<int64_t>(1, 60);
        const auto forward = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, 150));
        const auto backward = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, 80));
        const bool sack = *rc::gen::arbitrary<bool>();
        const bool ecn = *rc::gen::arbitrary<bool>();
        const bool pacing = *rc::gen::arbitrary<bool>();
        const bool byTime = sack && *rc::gen::arbitrary<bool>();
        Line net;
        net.Lose(net.sw, net.b, forward);
        net.Lose(net.b, net.sw, backward);
        auto source = ns3::CreateObject<TcpBulkSource>();
        source->SetAttribute("Size", QuantityDefault(Bytes(size)));
        source->SetAttribute("InitialWindow", IntegerValue(window));
        source->SetAttribute("Sack", ns3::BooleanValue(sack));
        source->SetAttribute("Ecn", ns3::BooleanValue(ecn));
        source->SetAttribute("Pacing", ns3::BooleanValue(pacing));
        source->SetAttribute(
            "LossDetection",
            QuantityDefault(byTime ? LossDetection::RackTlp : LossDetection::SackCount));
        net.AddSource(source, net.entry, net.a, net.b);
        net.Run(Seconds(20'000)); // a time-out is two minutes at most
        const MetricMap metrics(*source);
        RC_ASSERT(metrics["flows_completed"] == 1);
        RC_ASSERT(metrics["goodput"] == 8 * size);
        const FlowResult result = source->FlowResults().front();
        RC_ASSERT(net.GetLedger().Inside().packets == 0);
        RC_ASSERT(metrics["segments"] == (size + kPayload - 1) / kPayload);
        RC_ASSERT(result.packets >= metrics["segments"] + metrics["retransmissions"]);
    }));
}

} // namespace tcp_source_test
