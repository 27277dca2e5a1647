// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/datapath/ns3-stack-datapath.h"
#include "models/link/bernoulli-loss.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/traffic/constant-rate-source.h"
#include "models/traffic/ns3-tcp-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include "ns3/rng-seed-manager.h"
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

// ns-3's Internet stack on hosts of a nexsim network, and its TCP as a source of traffic. The end of
// a MiniNetwork checks the ledger, and that ns-3 numbered no random stream by itself.

namespace ns3_stack_test
{

namespace
{

using nexsim::BitRate;
using nexsim::Blueprint;
using nexsim::Bytes;
using nexsim::ConstantRateSource;
using nexsim::Fingerprint;
using nexsim::Host;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::Ns3StackDatapath;
using nexsim::Ns3TcpSource;
using nexsim::Seconds;
using nexsim::SimTime;
using nexsim::Switch;
using nexsim::TrafficEnd;
using nexsim::testing::LinkOf;
using nexsim::testing::MetricMap;
using nexsim::testing::MiniNetwork;
using nexsim::testing::RecordingEntry;

constexpr int64_t kSize = 1'000'000;
const BitRate kRate(100'000'000);
const SimTime kDelay = MicroSeconds(50);

Blueprint
StackOf()
{
    return Blueprint(Ns3StackDatapath::GetTypeId());
}

/** Two hosts with ns3's stack and an application "tcp", on one switch. */
class Scene
{
  public:
    explicit Scene(const Blueprint& stack = StackOf(),
                   const Blueprint& link = LinkOf(kRate, kDelay),
                   const Blueprint& port = {})
        : a(net.AddHost("a")), sw(net.AddSwitch("sw")), b(net.AddHost("b"))
    {
        net.Connect(a, sw, link);
        net.Connect(sw, b, link, port);
        net.Route();
        sw.UseTree({0, 1});
        Blueprint app(nexsim::App::GetTypeId());
        app.SetPart("Datapath", stack);
        a.AddApp("tcp", app);
        b.AddApp("tcp", app);
    }

    Ns3TcpSource& Transfer(int64_t size, SimTime start = SimTime(0))
    {
        const auto source = ns3::CreateObject<Ns3TcpSource>();
        source->SetAttribute("Size", IntegerValue(size));
        source->SetAttribute("Start", IntegerValue(start));
        source->Connect({&a, a.FindApp("tcp")}, {&b, b.FindApp("tcp")}, 1, net.PathOf(a, b));
        net.AttachSource(source, bulk);
        return *source;
    }

    MiniNetwork net;
    Host& a;
    Switch& sw;
    Host& b;
    RecordingEntry& bulk = net.AddEntry("bulk");
};

} // namespace

TEST_CASE("a transfer is received whole and once, not before the links can have carried it")
{
    Scene scene;
    const SimTime start = MilliSeconds(3);
    const Ns3TcpSource& source = scene.Transfer(kSize, start);
    scene.net.Run(Seconds(3));
    const MetricMap metrics(source);
    CHECK(metrics["received_bytes"] == kSize);
    CHECK(metrics["retransmitted_packets"] == 0);
    // 690 full segments and one of 880 B over two links of 100 Mb/s, after a hand-shake.
    constexpr int64_t kSegments = 690;
    constexpr int64_t kWire = kSegments * 1538 + 880 + 90;
    const int64_t carried = kWire * 80'000 + 1538 * 80'000 + 2 * kDelay.Value();
    const auto& time = metrics.Distribution("completion_time");
    REQUIRE(time.Count() == 1);
    CHECK(time.Min() >= carried);
    CHECK(time.Min() <= carried + carried / 100 + 4 * kDelay.Value());
    // The entry counts the sender's packets: hand-shake, segments, and the end of the connection.
    CHECK(scene.bulk.arrivals.size() >= kSegments + 3);
    CHECK(scene.bulk.arrivals.size() <= kSegments + 5);
    CHECK(MetricMap(scene.bulk)["sent_packets"] ==
          static_cast<int64_t>(scene.bulk.arrivals.size()));
}

TEST_CASE("lost segments are sent again until all is received")
{
    Blueprint loss(nexsim::BernoulliLossModel::GetTypeId());
    loss.Set("Probability", ns3::Create<IntegerValue>(10'000'000)); // 1 %
    Blueprint link = LinkOf(kRate, kDelay);
    link.SetPart("Loss", loss);
    Scene scene(StackOf(), link);
    const Ns3TcpSource& source = scene.Transfer(kSize);
    scene.net.Run(Seconds(60));
    CHECK(MetricMap(source)["received_bytes"] == kSize);
    CHECK(MetricMap(source)["retransmitted_packets"] > 5);
    CHECK(MetricMap(scene.bulk)["dropped_packets"] > 5);
}

TEST_CASE("TCP that uses ECN is marked by a switch's queue, any other is not")
{
    for (const bool ecn : {true, false})
    {
        CAPTURE(ecn);
        Blueprint stack = StackOf();
        stack.Set("Ecn", ns3::Create<ns3::BooleanValue>(ecn));
        Blueprint queue(nexsim::FifoQueueDisc::GetTypeId());
        queue.Set("MarkPackets", ns3::Create<IntegerValue>(20));
        Blueprint port(nexsim::SwitchPort::GetTypeId());
        port.Set("Queue", ns3::Create<nexsim::BlueprintValue>(queue));
        Scene scene(stack, LinkOf(kRate, kDelay), port);
        // The host's link is as fast as the port's: a second sender makes the queue.
        Host& c = scene.net.AddHost("c");
        scene.net.Connect(c, scene.sw, LinkOf(kRate, kDelay));
        scene.net.Route();
        scene.sw.UseTree({0, 1, 2});
        Blueprint app(nexsim::App::GetTypeId());
        app.SetPart("Datapath", stack);
        c.AddApp("tcp", app);
        scene.Transfer(kUnlimited);
        const auto other = ns3::CreateObject<Ns3TcpSource>();
        other->Connect({&c, c.FindApp("tcp")},
                       {&scene.b, scene.b.FindApp("tcp")},
                       1,
                       scene.net.PathOf(c, scene.b));
        scene.net.AttachSource(other, scene.bulk);
        scene.net.Run(Seconds(1));
        CHECK((MetricMap(scene.bulk)["marked_packets"] > 10) == ecn);
        CHECK((MetricMap(scene.bulk)["marked_packets"] == 0) == !ecn);
    }
}

TEST_CASE("ARP's random waits follow from the host's name and nothing else")
{
    Blueprint stack = StackOf();
    stack.Set("Arp", ns3::Create<IntegerValue>(1)); // requests
    uint64_t first = 0;
    for (int used = 0; used < 3; ++used)
    {
        Scene scene(stack);
        const Ns3TcpSource& source = scene.Transfer(20'000);
        scene.net.Run(Seconds(1));
        CHECK(MetricMap(source)["received_bytes"] == 20'000);
        CHECK(MetricMap(source).Distribution("completion_time").Min() > MilliSeconds(1).Value());
        const uint64_t trajectory =
            scene.net.Context().GetFingerprint().Value(Fingerprint::Trajectory);
        first = used == 0 ? trajectory : first;
        CHECK(trajectory == first);
    }
}

TEST_CASE("native traffic passes an Ns3Stack application straight to the NIC")
{
    Scene scene;
    const auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Stop", IntegerValue(1));
    source->Connect({&scene.a, scene.a.FindApp("tcp")},
                    {&scene.b, scene.b.FindApp("tcp")},
                    1,
                    scene.net.PathOf(scene.a, scene.b));
    scene.net.AttachSource(source, scene.bulk);
    scene.net.Run(MilliSeconds(10));
    CHECK(scene.bulk.arrivals.size() == 1);
}

TEST_CASE("a source of ns-3's TCP says where its stack is missing, and a stack needs one link")
{
    Scene scene;
    const auto source = ns3::CreateObject<Ns3TcpSource>();
    source->Connect({&scene.a, scene.a.FindApp("tcp")},
                    scene.net.EndOf(scene.b),
                    1,
                    scene.net.PathOf(scene.a, scene.b));
    CHECK_THROWS_WITH_AS(
        scene.net.AttachSource(source, scene.bulk),
        "bulk/source[0]: b/app does not run ns-3's stack; give both ends an application with "
        "\"Datapath\": {\"type\": \"Ns3Stack\"} and name it: \"b/app\"",
        std::invalid_argument);
    Host& lonely = scene.net.AddHost("lonely");
    Blueprint app(nexsim::App::GetTypeId());
    app.SetPart("Datapath", StackOf());
    CHECK_THROWS_WITH_AS(lonely.AddApp("tcp", app),
                         "lonely: ns-3's stack needs a host with one link, this one has 0",
                         std::invalid_argument);
}

} // namespace ns3_stack_test
