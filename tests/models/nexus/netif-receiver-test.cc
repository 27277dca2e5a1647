// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/adaptive-release-policy.h"
#include "models/nexus/batch-or-chain-end-release-policy.h"
#include "models/nexus/count-or-timer-release-policy.h"
#include "models/nexus/per-packet-release-policy.h"
#include "tests/support/nexus-net.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace netif_receiver_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

using Order = std::vector<int>;

constexpr uint8_t kPsh = 8;
constexpr uint8_t kAck = 16;

Blueprint
NexusWith(const std::string& attribute, const Blueprint& policy)
{
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.SetPart(attribute, policy);
    return nexus;
}

Blueprint
CountOrTimer(int64_t count, SimTime delay)
{
    Blueprint policy(CountOrTimerReleasePolicy::GetTypeId());
    policy.Set("Count", ns3::Create<IntegerValue>(QuantityDefault(Packets(count))));
    policy.Set("Delay", ns3::Create<IntegerValue>(QuantityDefault(delay)));
    return policy;
}

Blueprint
ChannelOf(FlowMask mask = FlowMask::FiveTuple)
{
    Blueprint channel(NexusDatapath::GetTypeId());
    channel.Set("FlowMask", ns3::Create<IntegerValue>(QuantityDefault(mask)));
    return channel;
}

} // namespace

TEST_CASE(
    "a pass serves its flows in the order of first touch, each whole, and the host stack last")
{
    // Neither stack costs more than a trifle, so that packets arrive in the order of the kernel's work.
    NexusNet scene(NexusCostTable({{"stack_packet", SimTime(1)},
                                   {"kevent", SimTime(1)},
                                   {"syscall", SimTime(1)},
                                   {"recvmsg_pkt", SimTime(1)}}),
                   Blueprint(SkywalkNexus::GetTypeId()),
                   NicOfChains(8));
    scene.AddApp("one", ChannelOf(), 1);
    scene.AddApp("socket", Blueprint(SocketDatapath::GetTypeId()), 2);
    MadeFlow& zero = scene.AddFlow("one");
    MadeFlow& one = scene.AddFlow("one");
    MadeFlow& host = scene.AddFlow("socket");
    for (MadeFlow* flow : {&host, &one, &zero, &one, &host, &zero, &zero, &one})
    {
        scene.Send(*flow, 100);
    }
    scene.Run(MilliSeconds(1));
    CHECK(scene.Order() == Order{1, 1, 1, 0, 0, 0, 2, 2});
    CHECK(scene.IsInOrder());
    MetricMap metrics(scene.Nexus());
    CHECK(metrics["RxPackets"] == 8);
    CHECK(metrics["rx_batches"] == 1);
    CHECK(metrics["releases"] == 2);
    CHECK(metrics["released_by_chain_end"] == 2);
    CHECK(metrics["RxFlowNotFound"] == 2);
    CHECK(metrics["look_ups"] == 8);
    CHECK(metrics["previous_hits"] == 1);
    CHECK(metrics.Quotient("previous_hit") == std::pair<int64_t, int64_t>(1, 7));
}

TEST_CASE("a batch ends at the limit and with the chain")
{
    Blueprint release(BatchOrChainEndReleasePolicy::GetTypeId());
    release.Set("Limit", ns3::Create<IntegerValue>(QuantityDefault(Packets(5))));
    NexusNet scene(NexusCostTable(), NexusWith("Release", release), NicOfChains(12));
    scene.AddApp("one", ChannelOf(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    for (int i = 0; i < 12; ++i)
    {
        scene.Send(flow, 100 + i);
    }
    scene.Run(MilliSeconds(1));
    MetricMap metrics(scene.Nexus());
    CHECK(metrics["rx_batches"] == 3);
    CHECK(metrics["released_by_batch_full"] == 2);
    CHECK(metrics["released_by_chain_end"] == 1);
    CHECK(scene.entry->arrivals.size() == 12);
}

TEST_CASE(
    "packet by packet, each is looked up and delivered before the next; no shortcut, no train")
{
    NexusNet scene(NexusCostTable(),
                   NexusWith("Release", Blueprint(PerPacketReleasePolicy::GetTypeId())),
                   NicOfChains(6));
    scene.AddApp("one", ChannelOf(), 1);
    MadeFlow& flow = scene.AddFlow("one", kProtocolTcp);
    for (int i = 0; i < 6; ++i)
    {
        scene.Send(flow, 1500);
    }
    scene.Run(MilliSeconds(1));
    MetricMap metrics(scene.Nexus());
    CHECK(metrics["rx_batches"] == 6);
    CHECK(metrics["released_by_packet"] == 6);
    CHECK(metrics["previous_hits"] == 0);
    CHECK(metrics["joined_packets"] == 0);
    CHECK(scene.entry->arrivals.size() == 6);
}

TEST_CASE("a batch that waits leaves a delay after its first packet joined, or when it is full")
{
    const SimTime delay = MicroSeconds(70);
    NexusNet scene(NexusCostTable(), NexusWith("Release", CountOrTimer(3, delay)));
    scene.AddApp("one", ChannelOf(), 1);
    MadeFlow& flow = scene.AddFlow("one");
    scene.Run(SimTime(0));
    scene.Send(flow, 1000);
    scene.Run(MilliSeconds(1));
    REQUIRE(scene.entry->arrivals.size() == 1);
    // 80 ns on the wire; interrupt, book-keeping, classification, look-up; delay; the timer's
    // interrupt; copy and notice; event and stack.
    CHECK(scene.entry->arrivals[0].at ==
          NanoSeconds(80 + 1000 + 200) + delay + NanoSeconds(1000 + 100 + 1500 + 300 + 400));
    CHECK(MetricMap(scene.Nexus())["released_by_timer"] == 1);
    for (int i = 0; i < 3; ++i)
    {
        scene.Send(flow, 1000);
    }
    const SimTime sent = scene.net.Context().Now();
    scene.Run(MilliSeconds(2));
    REQUIRE(scene.entry->arrivals.size() == 4);
    CHECK(scene.entry->arrivals[3].at < sent + delay);
    MetricMap metrics(scene.Nexus());
    CHECK(metrics["released_by_batch_full"] == 1);
    CHECK(metrics["released_by_timer"] == 1);
    CHECK(metrics["releases"] == 2);
}

TEST_CASE("a push does not wait")
{
    NexusNet scene(NexusCostTable(), NexusWith("Release", CountOrTimer(100, MilliSeconds(10))));
    scene.AddApp("one", ChannelOf(), 1);
    MadeFlow& flow = scene.AddFlow("one", kProtocolTcp);
    scene.Run(SimTime(0));
    scene.Send(flow, 1000);
    scene.Run(MicroSeconds(500));
    CHECK(scene.entry->arrivals.empty());
    scene.Send(flow, 1000, kAck | kPsh);
    scene.Run(MicroSeconds(600));
    CHECK(MetricMap(scene.Nexus())["released_by_port_event"] == 1);
    CHECK(MetricMap(scene.Nexus())["joined_packets"] == 1);
}

TEST_CASE("an adaptive batch waits for a flow whose next packet is near, not for a lonely one")
{
    Blueprint policy(AdaptiveReleasePolicy::GetTypeId());
    policy.Set("Count", ns3::Create<IntegerValue>(QuantityDefault(Packets(4))));
    policy.Set("MaxDelay", ns3::Create<IntegerValue>(QuantityDefault(MicroSeconds(60))));
    const auto releases = [&](SimTime gap) {
        NexusNet scene(NexusCostTable(), NexusWith("Release", policy));
        scene.AddApp("one", ChannelOf(), 1);
        MadeFlow& flow = scene.AddFlow("one");
        for (int i = 0; i < 41; ++i)
        {
            scene.Run(SimTime(gap.Value() * i));
            scene.Send(flow, 500);
        }
        scene.Run(SimTime(gap.Value() * 40 + 100'000'000));
        CHECK(scene.entry->arrivals.size() == 41);
        return MetricMap(scene.Nexus())["releases"];
    };
    CHECK(releases(MicroSeconds(100)) == 41);
    CHECK(releases(MicroSeconds(10)) == 11); // the first alone, then by four
}

TEST_CASE("of two receivers of one listener the first delivers what the second appends, in order")
{
    NexusNet scene(NexusCostTable({{"thread_wakeup", MicroSeconds(20)}}),
                   Blueprint(SkywalkNexus::GetTypeId()),
                   NicOfChains(1, 2));
    scene.AddApp("listener", ChannelOf(FlowMask::TwoTuple), 2);
    std::vector<MadeFlow*> flows;
    for (int i = 0; i < 16; ++i)
    {
        flows.push_back(&scene.AddFlow("listener"));
    }
    for (int round = 0; round < 20; ++round)
    {
        scene.Run(MicroSeconds(3 * round));
        for (MadeFlow* flow : flows)
        {
            scene.Send(*flow, 200 + 10 * round);
        }
    }
    scene.Run(MilliSeconds(10));
    CHECK(scene.entry->arrivals.size() == 320);
    CHECK(scene.IsInOrder());
    MetricMap metrics(scene.Nexus());
    CHECK(metrics["RxFlowInUse"] > 0);
    CHECK(metrics["previous_hits"] == 0);
    CHECK(metrics.Quotient("packets_per_release").first == 320);
}

TEST_CASE("32 segments of one pass become 11 + 11 + 10, and the stack is charged three times")
{
    NexusNet scene(NexusCostTable(), Blueprint(SkywalkNexus::GetTypeId()), NicOfChains(32));
    scene.AddApp("one", ChannelOf(), 1);
    MadeFlow& flow = scene.AddFlow("one", kProtocolTcp);
    for (int i = 0; i < 32; ++i)
    {
        scene.Send(flow, 1500);
    }
    scene.Run(MilliSeconds(1));
    Order segments;
    for (const Arrival& arrival : scene.entry->arrivals)
    {
        segments.push_back(arrival.packet.segments);
    }
    CHECK(segments == Order{11, 11, 10});
    CHECK(MetricMap(scene.Nexus())["RxAggPktToPkt"] == 3);
    CHECK(MetricMap(scene.b)["cpu/stack_packet"] == NanoSeconds(3 * 400).Value());
    CHECK(StageOf(*scene.entry, Stage::UserStack).Value() > 0);
}

TEST_CASE("segments for a socket are joined, too, unless that is off; datagrams are not")
{
    for (const bool isOn : {true, false})
    {
        Blueprint aggregator(TcpAggregator::GetTypeId());
        aggregator.Set("Host", ns3::Create<ns3::BooleanValue>(isOn));
        NexusNet scene(NexusCostTable(), NexusWith("Aggregation", aggregator), NicOfChains(9));
        scene.AddApp("socket", Blueprint(SocketDatapath::GetTypeId()), 1);
        MadeFlow& one = scene.AddFlow("socket", kProtocolTcp);
        MadeFlow& two = scene.AddFlow("socket", kProtocolTcp);
        MadeFlow& udp = scene.AddFlow("socket");
        for (int i = 0; i < 3; ++i)
        {
            scene.Send(one, 1500);
            scene.Send(udp, 1500);
            scene.Send(two, 600);
        }
        scene.Run(MilliSeconds(1));
        CHECK(scene.IsInOrder());
        CHECK(MetricMap(scene.Nexus())["joined_packets"] == (isOn ? 4 : 0));
        CHECK(scene.entry->arrivals.size() == (isOn ? 5U : 9U));
    }
}

TEST_CASE("whatever arrives under whatever policy: order, books and stages hold at any time")
{
    CHECK(rc::check([] {
        const auto kind = *rc::gen::inRange(0, 4);
        Blueprint policy = kind == 0   ? Blueprint(PerPacketReleasePolicy::GetTypeId())
                           : kind == 1 ? Blueprint(BatchOrChainEndReleasePolicy::GetTypeId())
                           : kind == 2 ? CountOrTimer(*rc::gen::inRange(1, 20),
                                                      MicroSeconds(*rc::gen::inRange(0, 60)))
                                       : Blueprint(AdaptiveReleasePolicy::GetTypeId());
        const auto queues = *rc::gen::inRange(1, 3);
        NexusNet scene(NexusCostTable(),
                       NexusWith("Release", policy),
                       NicOfChains(*rc::gen::inRange(1, 40), queues));
        scene.AddApp("one", ChannelOf(), 2);
        scene.AddApp("listener", ChannelOf(FlowMask::ThreeTuple), 2);
        scene.AddApp("socket", Blueprint(SocketDatapath::GetTypeId()), 2);
        std::vector<MadeFlow*> flows;
        for (int i = 0; i < 3; ++i)
        {
            flows.push_back(&scene.AddFlow("one", i == 0 ? kProtocolUdp : kProtocolTcp));
            flows.push_back(&scene.AddFlow("listener", kProtocolTcp, 99));
            flows.push_back(&scene.AddFlow("socket", i == 0 ? kProtocolUdp : kProtocolTcp, 7));
        }
        const auto packets = *rc::gen::inRange(1, 80);
        int64_t now = 0;
        for (int i = 0; i < packets; ++i)
        {
            now += *rc::gen::inRange(0, 3) == 0 ? *rc::gen::inRange(0, 30) : 0;
            scene.Run(MicroSeconds(now));
            MadeFlow& flow = *flows[*rc::gen::inRange<size_t>(0, flows.size())];
            const bool isFull = *rc::gen::inRange(0, 2) != 0;
            const bool isPush = *rc::gen::inRange(0, 8) == 0;
            scene.Send(flow,
                       isFull ? 1500 : *rc::gen::inRange<int64_t>(53, 9000),
                       isPush ? kAck | kPsh : kAck);
        }
        scene.Run(MicroSeconds(now + 20'000));
        int64_t segments = 0;
        for (const Arrival& arrival : scene.entry->arrivals)
        {
            segments += arrival.packet.segments;
        }
        RC_ASSERT(segments == packets);
        RC_ASSERT(scene.IsInOrder());
    }));
}

} // namespace netif_receiver_test
