// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/exponential-quantity.h"
#include "models/link/bernoulli-loss.h"
#include "models/traffic/echo-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

namespace echo_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kGiga = 1'000'000'000;

/** Client and server with 1 Gbps between them: a byte takes 8 ns. */
struct Pair : MiniNetwork
{
    Host& client = AddHost("client");
    Host& server = AddHost("server");

    explicit Pair(const Blueprint& link = LinkOf(BitRate(kGiga), MicroSeconds(2)))
    {
        Connect(client, server, link);
        Route();
    }
};

/** 212 B requests (250 B on the wire: 2 us) and 962 B responses (1000 B: 8 us). */
ns3::Ptr<EchoSource>
Echo(int64_t outstanding)
{
    auto source = ns3::CreateObject<EchoSource>();
    source->SetAttribute("Outstanding", IntegerValue(outstanding));
    source->SetAttribute("PacketSize", PolicyValue(Always(212)));
    source->SetAttribute("ResponseSize", PolicyValue(Always(962)));
    source->SetAttribute("Rate", QuantityDefault(BitRate(100 * kGiga)));
    return source;
}

constexpr SimTime kRoundTrip = MicroSeconds(2 + 2 + 8 + 2);

} // namespace

TEST_CASE("echo: the round trip is two serialisations, two propagations and the service")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(1);
    echo->SetAttribute("ServiceTime", PolicyValue(Always(MicroSeconds(3).Value())));
    echo->SetAttribute("ThinkTime", PolicyValue(Always(MicroSeconds(5).Value())));
    echo->SetAttribute("Dscp", IntegerValue(10));
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(MicroSeconds(221));
    // One every 22 us: the eleventh leaves at 220 us.
    const MetricMap metrics(*echo);
    CHECK(metrics["requests"] == 11);
    CHECK(metrics["responses"] == 10);
    CHECK(metrics["open_requests"] == 1);
    CHECK(echo->RoundTrip().Min() == (kRoundTrip + MicroSeconds(3)).Value());
    CHECK(echo->RoundTrip().Max() == (kRoundTrip + MicroSeconds(3)).Value());
    REQUIRE(entry.arrivals.size() == 20);
    const Packet& request = entry.arrivals[0].packet;
    const Packet& response = entry.arrivals[1].packet;
    CHECK(request.size == 212);
    CHECK(response.size == 962);
    CHECK(response.dscp == 10);
    FlowTable& flows = net.Context().Flows();
    CHECK(flows[response.flow].key == flows[request.flow].key.Reversed());
    CHECK(entry.arrivals[1].at - request.created == kRoundTrip + MicroSeconds(3));
}

TEST_CASE("echo: places keep as many requests under way, and each thinks for itself")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(3);
    echo->SetAttribute("Flows", IntegerValue(2));
    echo->SetAttribute("ThinkTime", PolicyValue(Always(MicroSeconds(86).Value())));
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(MicroSeconds(1000));
    // Responses queue behind each other, 8 us apart; then all think for 86 us and begin anew:
    // the first place every 14 + 86 us, the second 8 us behind it, the third 16 us.
    const MetricMap metrics(*echo);
    CHECK(metrics["requests"] == 30);
    CHECK(metrics["responses"] == 30);
    CHECK(echo->RoundTrip().Min() == kRoundTrip.Value());
    CHECK(entry.arrivals[0].packet.flow != entry.arrivals[1].packet.flow);
}

TEST_CASE("echo: unlimited places make an open loop at exactly Rate")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(kUnlimited);
    echo->SetAttribute("Rate", QuantityDefault(BitRate(kGiga / 10))); // 212 B: 16.96 us
    auto service = ns3::CreateObject<ExponentialRandomQuantity>();
    service->SetAttribute("Mean", QuantityDefault(MicroSeconds(50)));
    echo->SetAttribute("ServiceTime", PolicyValue(service));
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(NanoSeconds(16'960 * 100));
    CHECK(MetricMap(*echo)["requests"] == 100);
    int64_t k = 0;
    for (const Arrival& arrival : entry.arrivals)
    {
        if (arrival.packet.size == 212)
        {
            CHECK(arrival.packet.created == NanoSeconds(16'960 * k++));
        }
    }
    CHECK(k >= 99);
}

TEST_CASE("echo: Rate caps a closed loop without catching up")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(2);
    echo->SetAttribute("Rate", QuantityDefault(BitRate(212 * 8 * 100'000))); // one each 10 us
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(MicroSeconds(1000));
    // 14 us per round trip and 2 places would allow one each 7 us.
    CHECK(MetricMap(*echo)["requests"] == 100);
}

TEST_CASE("echo: requests that had to wait for a place are not caught up with")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(4);
    echo->SetAttribute("Rate", QuantityDefault(BitRate(212 * 8 * 100'000))); // one each 10 us
    auto service = ns3::CreateObject<ExponentialRandomQuantity>();
    service->SetAttribute("Mean", QuantityDefault(MicroSeconds(100)));
    echo->SetAttribute("ServiceTime", PolicyValue(service));
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(MilliSeconds(10));
    int close = 0;
    int apart = 0;
    SimTime last = kNever;
    for (const Arrival& arrival : entry.arrivals)
    {
        if (arrival.packet.size == 212)
        {
            const SimTime gap = arrival.packet.created - last;
            CHECK((last == kNever || gap >= MicroSeconds(10)));
            close += last != kNever && gap == MicroSeconds(10) ? 1 : 0;
            apart += last != kNever && gap > MicroSeconds(10) ? 1 : 0;
            last = arrival.packet.created;
        }
    }
    CHECK(close > 20);
    CHECK(apart > 20);
}

TEST_CASE("echo: a lost request frees its place after the time-out")
{
    Blueprint loss(BernoulliLossModel::GetTypeId());
    loss.Set("Probability", ns3::Create<IntegerValue>(1'000'000'000));
    Blueprint link = LinkOf(BitRate(kGiga), MicroSeconds(2));
    link.SetPart("Loss", loss);
    Pair net(link);
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(2);
    echo->SetAttribute("Timeout", QuantityDefault(MicroSeconds(100)));
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(MicroSeconds(1050));
    const MetricMap metrics(*echo);
    CHECK(metrics["requests"] == 22);
    CHECK(metrics["lost_requests"] == 20);
    CHECK(metrics["open_requests"] == 2);
    CHECK(metrics["responses"] == 0);
}

TEST_CASE("echo: a response after the time-out is late and starts nothing")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(1);
    echo->SetAttribute("Timeout", QuantityDefault(MicroSeconds(13)));
    echo->SetAttribute("Stop", QuantityDefault(MicroSeconds(130)));
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(MilliSeconds(1));
    const MetricMap metrics(*echo);
    CHECK(metrics["requests"] == 10); // at 0, 13 ... 117 us
    CHECK(metrics["lost_requests"] == 10);
    CHECK(metrics["late_responses"] == 10);
    CHECK(metrics["responses"] == 0);
    CHECK(echo->RoundTrip().Count() == 0);
}

TEST_CASE("echo: a response at the very instant of the time-out is in time")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("echo");
    auto echo = Echo(1);
    echo->SetAttribute("Timeout", QuantityDefault(kRoundTrip));
    net.AddSource(echo, entry, net.client, net.server);
    net.Run(MicroSeconds(141));
    CHECK(MetricMap(*echo)["responses"] == 10);
    CHECK(MetricMap(*echo)["lost_requests"] == 0);
}

} // namespace echo_source_test
