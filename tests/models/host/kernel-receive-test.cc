// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/kernel-receive.h"
#include "tests/support/hand-flow.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace kernel_receive_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

Blueprint
Without(const char* attribute, Blueprint receive)
{
    receive.Set(attribute, ns3::Create<ns3::BooleanValue>(false));
    return receive;
}

Blueprint
Napi()
{
    return Without("Gro", Blueprint(NapiKernelReceive::GetTypeId()));
}

Blueprint
Interrupts()
{
    return Without("Gro", Blueprint(InterruptsKernelReceive::GetTypeId()));
}

Blueprint
With(Blueprint host, const Blueprint& receive)
{
    host.SetPart("Receive", receive);
    return host;
}

/** Of what the component at this path reports. */
int64_t
Metric(MiniNetwork& net, const std::string& path, const std::string& name)
{
    for (const Component* component : net.Context().Components())
    {
        if (component->Path() == path)
        {
            return MetricMap(*component)[name];
        }
    }
    throw std::out_of_range(path);
}

/** Packets per second that reach b's reader, at this offered load of 28 B packets. */
int64_t
Goodput(const Blueprint& host, int64_t offered)
{
    SocketScene scene(host);
    const RecordingEntry& entry = scene.Offer(28, offered);
    scene.net.Run(MilliSeconds(100));
    return static_cast<int64_t>(entry.arrivals.size()) * 10;
}

} // namespace

TEST_CASE("packets without listener: driver and look-up, 300.6 ns, 3.33 Mpps on a core (A4)")
{
    const CostTable costs = RoundCosts(
        {{"rx_driver_skb_free", SimTime(149'200)}, {"rx_ip_udp_lookup", SimTime(151'400)}});
    SocketScene scene(With(HostOf(1, costs), Napi()));
    RecordingEntry& entry = scene.net.AddEntry("none");
    auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Rate", IntegerValue(BitRate(28LL * 8 * 20'000'000)));
    source->SetAttribute("PacketSize", PolicyValue(Always(28)));
    scene.net.AddSource(source, entry, scene.a, scene.b);
    FlowTable& flows = scene.net.Context().Flows();
    flows[0].ingress = nullptr;
    scene.net.Run(MilliSeconds(10));
    const int64_t handled = scene.net.GetLedger().Reasons().size() > 0
                                ? Metric(scene.net, "b", "unclaimed_packets")
                                : 0;
    // from the end of the first entry on, without a break
    const int64_t span = MilliSeconds(10).Value() - MicroSeconds(1).Value() - 2240 - 1'000'000;
    CHECK(handled == span / 300'600);
    CHECK(static_cast<double>(handled) * 100 == doctest::Approx(3.33e6).epsilon(0.01));
}

TEST_CASE("a saturated core polls 64 packets at a time (A4: 3.81 Mpps / 59,523 polls)")
{
    SocketScene scene(With(HostOf(2, RoundCosts()), Napi()));
    scene.Offer(28, 20'000'000);
    scene.net.Run(MilliSeconds(10));
    const int64_t packets = Metric(scene.net, "b/kernel/core[0]", "packets");
    CHECK(Metric(scene.net, "b/kernel/core[0]", "polls") == packets / 64);
    CHECK(Metric(scene.net, "b/kernel/core[0]", "interrupts") == 1);
}

TEST_CASE("interrupts alone: beyond the loss-free rate throughput falls to nothing (livelock)")
{
    // Per packet 1000 + 150 + 120 + 60 = 1330 ns at interrupt level, 400 ns to read it.
    const Blueprint host = With(HostOf(1, RoundCosts()), Interrupts());
    CHECK(Goodput(host, 570'000) == doctest::Approx(570'000).epsilon(0.001));
    for (const int64_t offered : {600'000, 660'000, 720'000})
    {
        CAPTURE(offered);
        const double left = 1 - static_cast<double>(offered) * 1330e-9;
        CHECK(Goodput(host, offered) == doctest::Approx(left / 400e-9).epsilon(0.005));
    }
    CHECK(Goodput(host, 752'000) < 100);
    CHECK(Goodput(host, 1'000'000) < 100);
}

TEST_CASE("NAPI: throughput stays where rounds and the receive buffer put it, whatever comes")
{
    // A round is five polls of 64 (300 is the budget), 330 ns each; 93 of its packets find room in
    // 212,992 B at 2,304 B each, and are read before the next round.
    const Blueprint host = With(HostOf(1, RoundCosts()), Napi());
    const double plateau = 93 / (320 * 330e-9 + 93 * 400e-9);
    for (const int64_t offered : {3'500'000, 5'000'000, 15'000'000})
    {
        CAPTURE(offered);
        CHECK(Goodput(host, offered) == doctest::Approx(plateau).epsilon(0.005));
    }
}

TEST_CASE("a reader on another core takes all that its core can")
{
    Blueprint app = AppOf();
    app.Set("Core", ns3::Create<IntegerValue>(1));
    SocketScene scene(With(HostOf(2, RoundCosts()), Napi()), app);
    const RecordingEntry& entry = scene.Offer(28, 10'000'000);
    scene.net.Run(MilliSeconds(20));
    CHECK(static_cast<double>(entry.arrivals.size()) ==
          doctest::Approx(20e-3 / 400e-9).epsilon(0.001));
}

TEST_CASE("trains of a flow pay the look-up, the socket and the call once")
{
    Blueprint socket(SocketDatapath::GetTypeId());
    socket.Set("UdpGro", ns3::Create<ns3::BooleanValue>(true));
    SocketScene scene(HostOf(1, RoundCosts()), AppOf(socket));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (const int64_t size : {1028, 1028, 1028, 528, 1028})
    {
        flow.Send(size);
    }
    scene.net.Run(MicroSeconds(50));
    REQUIRE(entry.arrivals.size() == 5);
    CHECK(Metric(scene.net, "b/kernel/core[0]", "trains") == 2);
    // The fourth is shorter and ends the first train; all arrive within the first entry.
    const SimTime first = SimTime(82'240) + MicroSeconds(1) + NanoSeconds(1000);
    const SimTime softirq = NanoSeconds(4 * 180 + 180 + 180 + 180);
    CHECK(entry.arrivals[0].at == first + softirq + SimTime(400'000 + 350'000));
    CHECK(entry.arrivals[3].at == entry.arrivals[0].at);
    CHECK(entry.arrivals[4].at == entry.arrivals[3].at + SimTime(400'000 + 100'000));
    CHECK(entry.StageSum() == entry.Latency().Sum());
    for (size_t i = 0; i < 5; ++i)
    {
        CHECK(entry.arrivals[i].packet.number == i);
    }
}

TEST_CASE("steering gives a flow's packets to the core of its hash, for a hand-over each")
{
    Blueprint receive = Napi();
    receive.Set("Rps", ns3::Create<ns3::BooleanValue>(true));
    SocketScene scene(With(HostOf(2, RoundCosts()), receive));
    std::vector<RecordingEntry*> entries;
    std::vector<std::unique_ptr<HandFlow>> flows;
    for (uint16_t port = 1; port <= 8; ++port)
    {
        entries.push_back(&scene.net.AddEntry("f" + std::to_string(port)));
        flows.push_back(
            std::make_unique<HandFlow>(scene.net, scene.a, scene.b, *entries.back(), port));
    }
    int64_t onOther = 0;
    for (const auto& flow : flows)
    {
        flow->Send(100);
        onOther += flow->Record().hash >= 0x8000'0000U ? 1 : 0;
    }
    scene.net.Run(MicroSeconds(100));
    REQUIRE(onOther > 0);
    REQUIRE(onOther < 8);
    CHECK(Metric(scene.net, "b/kernel/core[0]", "packets") == 8);
    CHECK(Metric(scene.net, "b/kernel/core[1]", "packets") == onOther);
    for (size_t i = 0; i < 8; ++i)
    {
        const RecordingEntry& entry = *entries[i];
        REQUIRE(entry.arrivals.size() == 1);
        CHECK(entry.StageSum() == entry.Latency().Sum());
        const SimTime handOver = NanoSeconds(flows[i]->Record().hash >= 0x8000'0000U ? 50 : 0);
        CHECK(StageOf(entry, Stage::Classification) == NanoSeconds(150 + 120 + 60) + handOver);
    }
}

TEST_CASE("a core that wakes from an idle state delays the first packet by its exit latency")
{
    Blueprint host = HostOf(1, RoundCosts());
    Blueprint idle(IdleState::GetTypeId());
    idle.Set("Residency", ns3::Create<IntegerValue>(MicroSeconds(5)));
    idle.Set("ExitLatency", ns3::Create<IntegerValue>(MicroSeconds(10)));
    host.SetParts("IdleStates", {idle});
    SocketScene scene(host);
    const RecordingEntry& entry = scene.Offer(28, 10'000, MilliSeconds(1));
    scene.net.Run(MilliSeconds(2));
    REQUIRE(entry.arrivals.size() == 10);
    // the first packet comes after 1 us of idleness, before the core falls asleep
    CHECK(StageOf(entry, Stage::WakeUp) == MicroSeconds(90));
    CHECK(entry.StageSum() == entry.Latency().Sum());
}

TEST_CASE("Receive without Cores says what to write")
{
    MiniNetwork net;
    Blueprint host(Host::GetTypeId());
    host.SetPart("Receive", Blueprint(NapiKernelReceive::GetTypeId()));
    CHECK_THROWS_WITH_AS(net.AddHost("h", host),
                         doctest::Contains("give the host \"Cores\" and \"Costs\""),
                         std::invalid_argument);
}

} // namespace kernel_receive_test
