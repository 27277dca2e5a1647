// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/bernoulli-loss.h"
#include "models/traffic/tcp-request-source.h"
#include "tests/support/chosen-loss.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

namespace tcp_request_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kGiga = 1'000'000'000;
constexpr int64_t kPayload = 1448;

/** client - server, 1 Gb/s and 10 us. */
struct Line : MiniNetwork
{
    Host& client = AddHost("client");
    Host& server = AddHost("server");
    RecordingEntry& entry;
    ns3::Ptr<TcpRequestSource> source = ns3::CreateObject<TcpRequestSource>();

    Line() : entry(AddEntry("rpc"))
    {
        Connect(client, server, LinkOf(BitRate(kGiga), MicroSeconds(10)));
        Route();
    }

    void Sizes(int64_t request, int64_t response)
    {
        source->SetAttribute("RequestSize", PolicyValue(Always(request)));
        source->SetAttribute("ResponseSize", PolicyValue(Always(response)));
    }

    void RunFor(SimTime time)
    {
        AddSource(source, entry, client, server);
        Run(time);
    }

    int64_t Transmitted(const NetworkNode& from, const NetworkNode& to)
    {
        return MetricMap(LinkFrom(from, to))["transmitted_packets"];
    }
};

/** Of a packet of so many IP bytes. */
SimTime
Trip(int64_t ipBytes)
{
    return NanoSeconds(8 * (ipBytes + 38)) + MicroSeconds(10);
}

} // namespace

TEST_CASE("a request takes its trip, the server's time and the response's trip")
{
    for (const bool handshake : {false, true})
    {
        Line net;
        net.Sizes(100, kPayload);
        net.source->SetAttribute("Handshake", ns3::BooleanValue(handshake));
        net.source->SetAttribute("ServiceTime", PolicyValue(Always(MicroSeconds(7).Value())));
        net.source->SetAttribute("Requests", IntegerValue(1));
        net.RunFor(Seconds(1));
        const MetricMap metrics(*net.source);
        CHECK(metrics["responses"] == 1);
        const SimTime expected = Trip(152) + MicroSeconds(7) + Trip(1500);
        const SimTime opening = handshake ? Trip(60) + Trip(60) : SimTime(0);
        CHECK(net.entry.arrivals.back().at == expected + opening);
    }
}

TEST_CASE("responses carry the acknowledgements of requests, and requests those of responses")
{
    Line net;
    net.Sizes(100, kPayload);
    net.source->SetAttribute("Requests", IntegerValue(50));
    net.RunFor(Seconds(1));
    const MetricMap metrics(*net.source);
    CHECK(metrics["responses"] == 50);
    CHECK(metrics["connections"] == 1);
    CHECK(metrics["segments"] == 100);
    CHECK(metrics["retransmissions"] == 0);
    // SYN, the requests, and the acknowledgement of the last response.
    CHECK(net.Transmitted(net.client, net.server) == 52);
    CHECK(net.Transmitted(net.server, net.client) == 51);
}

TEST_CASE("each place has one request at a time, and thinks before the next")
{
    Line net;
    net.Sizes(100, 100);
    net.source->SetAttribute("Handshake", ns3::BooleanValue(false));
    net.source->SetAttribute("Outstanding", IntegerValue(3));
    net.source->SetAttribute("ThinkTime", PolicyValue(Always(MilliSeconds(1).Value())));
    net.RunFor(MilliSeconds(100));
    const MetricMap metrics(*net.source);
    CHECK(metrics["connections"] == 3);
    // A cycle is 1 ms and about 24 us, and little more where the three meet.
    CHECK(metrics["requests"] >= 3 * 97);
    CHECK(metrics["requests"] <= 3 * 98);
}

TEST_CASE("open loop: what finds no free place waits, and its time runs from its arrival")
{
    Line net;
    net.Sizes(100, 100);
    net.source->SetAttribute("Handshake", ns3::BooleanValue(false));
    net.source->SetAttribute("Gap", PolicyValue(Always(MicroSeconds(100).Value())));
    net.source->SetAttribute("ServiceTime", PolicyValue(Always(MicroSeconds(500).Value())));
    net.source->SetAttribute("Requests", IntegerValue(10));
    net.RunFor(Seconds(1));
    const MetricMap metrics(*net.source);
    CHECK(metrics["responses"] == 10);
    CHECK(metrics["open_requests"] == 0);
    REQUIRE(net.entry.arrivals.size() == 20);
    // The tenth of them, arrived at 900 us, is served after nine others.
    const SimTime one = Trip(152) + MicroSeconds(500) + Trip(152);
    CHECK(net.entry.arrivals.back().at == SimTime(10 * one.Value()));
    const LogLinearHistogram& times = metrics.Distribution("response_time");
    CHECK(times.Max() == 10 * one.Value() - MicroSeconds(900).Value());
    CHECK(times.Min() == one.Value());
}

TEST_CASE("a connection per request is opened, and forgotten once nothing of it is left")
{
    Line net;
    net.Sizes(100, kPayload);
    net.source->SetAttribute("Connections", QuantityDefault(ConnectionUse::PerRequest));
    net.source->SetAttribute("ThinkTime", PolicyValue(Always(MilliSeconds(50).Value())));
    net.RunFor(Seconds(10));
    const MetricMap metrics(*net.source);
    CHECK(metrics["responses"] >= 190);
    CHECK(metrics["connections"] == metrics["requests"]);
    CHECK(net.Context().Flows().Size() < 20);
}

TEST_CASE("Requests and Stop end requests")
{
    Line net;
    net.Sizes(100, 100);
    net.source->SetAttribute("Stop", QuantityDefault(MilliSeconds(2)));
    net.source->SetAttribute("Gap", PolicyValue(Always(MilliSeconds(1).Value())));
    net.RunFor(MilliSeconds(100));
    CHECK(MetricMap(*net.source)["requests"] == 2);
}

TEST_CASE("whatever is lost and however large, every request has its response, whole")
{
    CHECK(rc::check([] {
        const auto request = *rc::gen::inRange<int64_t>(1, 20'000);
        const auto response = *rc::gen::inRange<int64_t>(1, 60'000);
        const auto forward = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, 80));
        const auto backward = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, 150));
        const bool perRequest = *rc::gen::arbitrary<bool>();
        const bool byTime = *rc::gen::arbitrary<bool>();
        const bool ecn = *rc::gen::arbitrary<bool>();
        const auto places = *rc::gen::inRange<int64_t>(1, 4);
        Line net;
        net.Sizes(request, response);
        net.LinkFrom(net.client, net.server)
            .SetAttribute("Loss", PolicyValue(ns3::CreateObject<ChosenLoss>(forward)));
        net.LinkFrom(net.server, net.client)
            .SetAttribute("Loss", PolicyValue(ns3::CreateObject<ChosenLoss>(backward)));
        net.source->SetAttribute("Requests", IntegerValue(10));
        net.source->SetAttribute("Outstanding", IntegerValue(places));
        net.source->SetAttribute("Ecn", ns3::BooleanValue(ecn));
        net.source->SetAttribute(
            "LossDetection",
            QuantityDefault(byTime ? LossDetection::RackTlp : LossDetection::SackCount));
        net.source->SetAttribute(
            "Connections",
            QuantityDefault(perRequest ? ConnectionUse::PerRequest : ConnectionUse::Persistent));
        net.RunFor(Seconds(40'000)); // a time-out is two minutes at most
        const MetricMap metrics(*net.source);
        RC_ASSERT(metrics["responses"] == 10);
        RC_ASSERT(metrics["connections"] == (perRequest ? 10 : places));
        RC_ASSERT(net.GetLedger().Inside().packets == 0);
        const int64_t segments =
            (request + kPayload - 1) / kPayload + (response + kPayload - 1) / kPayload;
        RC_ASSERT(metrics["segments"] == 10 * segments);
    }));
}

} // namespace tcp_request_source_test
