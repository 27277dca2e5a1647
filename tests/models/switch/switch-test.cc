// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/codel-queue-disc.h"
#include "models/queue/complete-sharing.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/queue/pie-queue-disc.h"
#include "models/queue/static-partition.h"
#include "models/switch/switch.h"
#include "tests/support/hand-flow.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include "ns3/simulator.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace switch_test
{

namespace
{

using nexsim::BitRate;
using nexsim::Blueprint;
using nexsim::BlueprintValue;
using nexsim::Bytes;
using nexsim::FifoQueueDisc;
using nexsim::Forwarding;
using nexsim::Host;
using nexsim::IntegerValue;
using nexsim::MicroSeconds;
using nexsim::NetworkNode;
using nexsim::RandomQuantity;
using nexsim::RandomStream;
using nexsim::SimplexLink;
using nexsim::SimTime;
using nexsim::Switch;
using nexsim::SwitchPort;
using nexsim::testing::HandFlow;
using nexsim::testing::LinkOf;
using nexsim::testing::MetricMap;
using nexsim::testing::MiniNetwork;
using nexsim::testing::RecordingEntry;

constexpr int64_t kOverhead = 38;
constexpr int64_t kHead = 72;
constexpr SimTime kLong(1'000'000'000'000'000); // a thousand seconds

/** 28-byte to 1500-byte IP packets. */
rc::Gen<std::vector<int64_t>>
AnySizes()
{
    return rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(
        rc::gen::oneOf(rc::gen::element<int64_t>(28, 64, 576, 1500),
                       rc::gen::inRange<int64_t>(28, 1501))));
}

Blueprint
SwitchOf(Forwarding forwarding)
{
    Blueprint blueprint(Switch::GetTypeId());
    blueprint.Set("Forwarding", ns3::Create<IntegerValue>(static_cast<int64_t>(forwarding)));
    return blueprint;
}

/** host - switch - ... - switch - host; link i has rates[i]. */
struct Chain
{
    Chain(Forwarding forwarding, const std::vector<BitRate>& rates, SimTime delay)
    {
        NetworkNode* last = &net.AddHost("a");
        for (size_t i = 0; i < rates.size(); ++i)
        {
            const bool isEnd = i + 1 == rates.size();
            NetworkNode& next = isEnd
                                    ? static_cast<NetworkNode&>(net.AddHost("b"))
                                    : net.AddSwitch("s" + std::to_string(i), SwitchOf(forwarding));
            net.Connect(*last, next, LinkOf(rates[i], delay));
            nodes.push_back(last);
            last = &next;
        }
        nodes.push_back(last);
        net.Route();
        entry = &net.AddEntry("entry");
        flow.emplace(net,
                     static_cast<Host&>(*nodes.front()),
                     static_cast<Host&>(*nodes.back()),
                     *entry);
    }

    /** Sends all at once; when each one's last bit arrives. */
    std::vector<int64_t> Arrivals(const std::vector<int64_t>& sizes)
    {
        for (const int64_t size : sizes)
        {
            flow->Send(size);
        }
        net.Run(kLong);
        std::vector<int64_t> times;
        for (size_t i = 0; i < entry->arrivals.size(); ++i)
        {
            RC_ASSERT(entry->arrivals[i].packet.number == i);
            times.push_back(entry->arrivals[i].at.Value());
        }
        return times;
    }

    MiniNetwork net;
    std::vector<NetworkNode*> nodes;
    RecordingEntry* entry;
    std::optional<HandFlow> flow;
};

/** Two packets' jitter: a microsecond for the first, none for those after it. */
class FirstIsLate : public RandomQuantity
{
  public:
    int64_t Draw(RandomStream& /*stream*/) const override
    {
        return std::exchange(m_next, 0);
    }

    double Mean() const override
    {
        return 0;
    }

    int64_t Minimum() const override
    {
        return 0;
    }

  private:
    mutable int64_t m_next = 1'000'000;
};

} // namespace

TEST_CASE("store-and-forward: n equal packets over h links end at (n + h - 1) L / C + h x delay")
{
    for (const size_t hops : {1U, 2U, 5U})
    {
        for (const size_t packets : {1U, 2U, 40U})
        {
            const SimTime delay = MicroSeconds(3);
            Chain chain(Forwarding::StoreAndForward,
                        std::vector<BitRate>(hops, BitRate(10'000'000'000)),
                        delay);
            const auto times = chain.Arrivals(std::vector<int64_t>(packets, 1500));
            const auto slots = static_cast<int64_t>(packets + hops - 1);
            CHECK(times.size() == packets);
            CHECK(times.back() ==
                  slots * (1500 + kOverhead) * 800 + static_cast<int64_t>(hops) * delay.Value());
        }
    }
}

TEST_CASE("store-and-forward: mixed sizes and rates follow the recursion of last bits, exactly")
{
    CHECK(rc::check([] {
        const auto sizes = *AnySizes();
        std::vector<BitRate> rates;
        const auto hops = *rc::gen::inRange(1, 5);
        for (int i = 0; i < hops; ++i)
        {
            rates.emplace_back(
                *rc::gen::element<int64_t>(1'000'000'000, 10'000'000'000, 100'000'000));
        }
        const SimTime delay(*rc::gen::element<int64_t>(0, 1, 5'000'000));
        Chain chain(Forwarding::StoreAndForward, rates, delay);
        std::vector<int64_t> expected;
        std::vector<int64_t> free(rates.size());
        for (const int64_t size : sizes)
        {
            int64_t time = 0;
            for (size_t i = 0; i < rates.size(); ++i)
            {
                free[i] = std::max(free[i], time) +
                          (size + kOverhead) * 8'000'000'000'000 / rates[i].Value();
                time = free[i] + delay.Value();
            }
            expected.push_back(time);
        }
        RC_ASSERT(chain.Arrivals(sizes) == expected);
    }));
}

TEST_CASE("cut-through: at equal rates each switch adds the head's time only, whatever the sizes")
{
    CHECK(rc::check([] {
        const auto sizes = *AnySizes();
        const auto hops = *rc::gen::inRange<size_t>(1, 6);
        const SimTime delay(*rc::gen::element<int64_t>(0, 1, 5'000'000));
        Chain chain(Forwarding::CutThrough,
                    std::vector<BitRate>(hops, BitRate(10'000'000'000)),
                    delay);
        std::vector<int64_t> expected;
        std::vector<int64_t> free(hops);
        for (const int64_t size : sizes)
        {
            const int64_t wire = size + kOverhead;
            int64_t head = 0; // when this node may begin
            for (size_t i = 0; i < hops; ++i)
            {
                const int64_t start = std::max(free[i], head);
                free[i] = start + wire * 800;
                head = start + std::min(wire, kHead) * 800 + delay.Value();
            }
            expected.push_back(free.back() + delay.Value());
        }
        RC_ASSERT(chain.Arrivals(sizes) == expected);
    }));
}

TEST_CASE("cut-through: an output faster than the input stores the packet first")
{
    const int64_t wire = 1500 + kOverhead;
    const int64_t delay = 1'000'000;
    Chain faster(Forwarding::CutThrough,
                 {BitRate(1'000'000'000), BitRate(10'000'000'000)},
                 SimTime(delay));
    CHECK(faster.Arrivals({1500}) == std::vector<int64_t>{wire * 8000 + wire * 800 + 2 * delay});
}

TEST_CASE("cut-through: a slower output begins when the head is there")
{
    const int64_t wire = 1500 + kOverhead;
    const int64_t delay = 1'000'000;
    Chain slower(Forwarding::CutThrough,
                 {BitRate(10'000'000'000), BitRate(1'000'000'000)},
                 SimTime(delay));
    CHECK(slower.Arrivals({1500}) == std::vector<int64_t>{kHead * 800 + wire * 8000 + 2 * delay});
}

TEST_CASE("cut-through: behind a packet that must be stored, shorter ones wait; order is kept")
{
    CHECK(rc::check([] {
        // Short packets are over when their head is there, and could be sent at once.
        const auto sizes = *AnySizes();
        Chain chain(
            Forwarding::CutThrough,
            {BitRate(1'000'000'000),
             BitRate(*rc::gen::element<int64_t>(1'000'000'000, 1'050'000'000, 10'000'000'000))},
            SimTime(0));
        RC_ASSERT(chain.Arrivals(sizes).size() == sizes.size());
    }));
}

TEST_CASE("cut-through: a stored packet goes on at its tail before the timers of that instant")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    Switch& sw = net.AddSwitch("sw", SwitchOf(Forwarding::CutThrough));
    net.Connect(a, sw, LinkOf(BitRate(1'000'000'000), SimTime(0)));
    net.Connect(sw, b, LinkOf(BitRate(10'000'000'000), SimTime(0)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    HandFlow flow(net, a, b, entry);
    const SimplexLink& out = net.LinkFrom(sw, b);
    int64_t onTheWire = -1;
    // Made before the packet comes: at one priority it would be first.
    ns3::Simulator::Schedule(ns3::Time((1500 + kOverhead) * 8000),
                             [&] { onTheWire = out.Held().packets; });
    flow.Send(1500);
    net.Run(kLong);
    CHECK(onTheWire == 1);
}

TEST_CASE("cut-through: order is kept where jitter lets two packets end at one instant")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    Switch& sw = net.AddSwitch("sw", SwitchOf(Forwarding::CutThrough));
    Blueprint in = LinkOf(BitRate(1'000'000'000), SimTime(0));
    in.Set("Jitter", ns3::Create<nexsim::PolicyValue>(ns3::CreateObject<FirstIsLate>()));
    net.Connect(a, sw, in);
    net.Connect(sw, b, LinkOf(BitRate(10'000'000'000), SimTime(0)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    HandFlow flow(net, a, b, entry);
    flow.Send(1500); // must be stored, since the output is faster
    flow.Send(28);
    net.Run(kLong);
    REQUIRE(entry.arrivals.size() == 2);
    CHECK(entry.arrivals[0].packet.size == 1500);
    CHECK(entry.arrivals[1].packet.size == 28);
}

TEST_CASE(
    "cut-through: what could be sent at once waits behind what is stored, both to their tails")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    Switch& sw = net.AddSwitch("sw", SwitchOf(Forwarding::CutThrough));
    Blueprint in = LinkOf(BitRate(1'000'000'000), SimTime(0));
    in.Set("Jitter", ns3::Create<nexsim::PolicyValue>(ns3::CreateObject<FirstIsLate>()));
    net.Connect(a, sw, in);
    net.Connect(sw, b, LinkOf(BitRate(1'050'000'000), SimTime(0)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    HandFlow flow(net, a, b, entry);
    flow.Send(1500); // its tail comes at 13.304 us, 10 ns after the output could be done
    flow.Send(100);  // its head comes at 12.88 us, its tail at 13.408 us
    net.Run(MicroSeconds(13));
    CHECK(net.Context().Held() == net.GetLedger().Inside());
    net.Run(kLong);
    REQUIRE(entry.arrivals.size() == 2);
    CHECK(entry.arrivals[0].packet.size == 1500);
    // Bytes of both on the output, 8e12 / 1.05e9 ps each, without a gap.
    CHECK(entry.arrivals[0].at == SimTime(13'304'000 + 1538 * int64_t{8'000'000} / 1050));
    CHECK(entry.arrivals[1].at == SimTime(13'304'000 + (1538 + 138) * int64_t{8'000'000} / 1050));
    CHECK(MetricMap(sw)["forwarded_packets"] == 2);
}

TEST_CASE("switch: a packet for an unknown destination is dropped and counted")
{
    Chain chain(Forwarding::StoreAndForward,
                {BitRate(1'000'000'000), BitRate(1'000'000'000)},
                SimTime(0));
    chain.flow->Record().destination = 77;
    CHECK(chain.Arrivals({1500, 64, 900}).empty());
    const MetricMap metrics(*chain.nodes[1]);
    CHECK(metrics["unroutable_packets"] == 3);
    CHECK(metrics["forwarded_packets"] == 0);
    CHECK(chain.net.GetLedger().Dropped().packets == 3);
}

TEST_CASE("switch: a packet above the output's MTU is dropped and named")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    Switch& sw = net.AddSwitch("sw");
    net.Connect(a, sw, LinkOf(BitRate(1'000'000'000), SimTime(0), Bytes(38), Bytes(9000)));
    net.Connect(sw, b, LinkOf(BitRate(1'000'000'000), SimTime(0)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    HandFlow flow(net, a, b, entry);
    flow.Send(1501);
    flow.Send(1500);
    net.Run(kLong);
    CHECK(entry.arrivals.size() == 1);
    int64_t aboveMtu = 0;
    for (const auto& reason : net.GetLedger().Reasons())
    {
        aboveMtu += reason.reason == "above-mtu" ? reason.dropped.packets : 0;
    }
    CHECK(aboveMtu == 1);
}

TEST_CASE("switch: flows spread over paths of equal cost at two tiers, each stays on its own")
{
    // a - s0 - {m0..m3} - {n0..n3, all to all} - s1 - b
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    Switch& first = net.AddSwitch("s0");
    Switch& last = net.AddSwitch("s1");
    const Blueprint link = LinkOf(BitRate(100'000'000'000), SimTime(0));
    net.Connect(a, first, link);
    net.Connect(last, b, link);
    std::vector<Switch*> near;
    std::vector<Switch*> far;
    for (int i = 0; i < 4; ++i)
    {
        near.push_back(&net.AddSwitch("m" + std::to_string(i)));
        far.push_back(&net.AddSwitch("n" + std::to_string(i)));
        net.Connect(first, *near.back(), link);
        net.Connect(*far.back(), last, link);
    }
    for (Switch* m : near)
    {
        for (Switch* n : far)
        {
            net.Connect(*m, *n, link);
        }
    }
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    constexpr int kFlows = 3200;
    for (int i = 0; i < kFlows; ++i)
    {
        HandFlow flow(net, a, b, entry, static_cast<uint16_t>(1000 + i));
        flow.Send(100);
        net.Run(net.Context().Now() + MicroSeconds(1));
        flow.Send(1500);
        net.Run(net.Context().Now() + MicroSeconds(2));
    }
    CHECK(entry.arrivals.size() == 2 * kFlows);
    for (Switch* m : near)
    {
        for (Switch* n : far)
        {
            const int64_t packets = MetricMap(net.LinkFrom(*m, *n))["transmitted_packets"];
            CHECK(packets % 2 == 0);       // both packets of a flow pass the same way
            CHECK(packets / 2 > 200 - 69); // five standard deviations of 13.7
            CHECK(packets / 2 < 200 + 69);
        }
    }
}

// M/M/1/K with K = 1, the one in service, is Erlang's loss system.
TEST_CASE("switch: with MaxPackets 0 a packet passes a free link, and is lost at a busy one")
{
    for (const ns3::TypeId& type : {FifoQueueDisc::GetTypeId(),
                                    nexsim::CoDelQueueDisc::GetTypeId(),
                                    nexsim::PieQueueDisc::GetTypeId()})
    {
        CAPTURE(type.GetName());
        MiniNetwork net;
        Blueprint disc(type);
        disc.Set("MaxPackets", ns3::Create<IntegerValue>(0));
        Blueprint port(SwitchPort::GetTypeId());
        port.Set("Queue", ns3::Create<BlueprintValue>(disc));
        Blueprint node(Switch::GetTypeId());
        node.Set("Port", ns3::Create<BlueprintValue>(port));
        Switch& sw = net.AddSwitch("sw", node);
        Host& a = net.AddHost("a");
        Host& b = net.AddHost("b");
        net.Connect(a, sw, LinkOf(BitRate(100'000'000'000), SimTime(0)));
        net.Connect(b, sw, LinkOf(BitRate(1'000'000'000), SimTime(0)));
        net.Route();
        RecordingEntry& web = net.AddEntry("web");
        HandFlow flow(net, a, b, web);
        for (const int64_t size : {1500, 64, 700})
        {
            flow.Send(size); // the first one's link is busy for 12.3 us
        }
        net.Run(MicroSeconds(12));
        flow.Send(64);
        net.Run(MicroSeconds(13));
        flow.Send(900);
        net.Run(kLong);
        REQUIRE(web.arrivals.size() == 2);
        CHECK(web.arrivals[0].packet.size == 1500);
        CHECK(web.arrivals[1].packet.size == 900);
        CHECK(net.GetLedger().Dropped().packets == 3);
    }
}

TEST_CASE("switch: ports share one memory, which bounds what waits; a partition protects the other")
{
    const ns3::TypeId policies[] = {nexsim::CompleteSharingBufferManager::GetTypeId(),
                                    nexsim::StaticPartitionBufferManager::GetTypeId()};
    int64_t delivered[2] = {0, 0};
    for (size_t i = 0; i < 2; ++i)
    {
        MiniNetwork net;
        Blueprint buffer(policies[i]);
        buffer.Set("Size", ns3::Create<IntegerValue>(30'000));
        Blueprint disc(FifoQueueDisc::GetTypeId());
        disc.Set("MaxPackets", ns3::Create<IntegerValue>(nexsim::kUnlimited));
        Blueprint port(SwitchPort::GetTypeId());
        port.Set("Queue", ns3::Create<BlueprintValue>(disc));
        Blueprint node(Switch::GetTypeId());
        node.SetPart("Buffer", buffer);
        node.Set("Port", ns3::Create<BlueprintValue>(port));
        Switch& sw = net.AddSwitch("sw", node);
        std::vector<Host*> hosts;
        for (const char* name : {"a", "b", "x", "y"})
        {
            hosts.push_back(&net.AddHost(name));
            const bool sends = hosts.size() <= 2;
            net.Connect(*hosts.back(),
                        sw,
                        LinkOf(BitRate(sends ? 10'000'000'000 : 1'000'000'000), SimTime(0)));
        }
        net.Route();
        RecordingEntry& flood = net.AddEntry("flood");
        RecordingEntry& trickle = net.AddEntry("trickle");
        HandFlow ax(net, *hosts[0], *hosts[2], flood);
        HandFlow by(net, *hosts[1], *hosts[3], trickle);
        for (int k = 0; k < 200; ++k)
        {
            ax.Send(1500 - k);
        }
        net.Run(MicroSeconds(100)); // by now the flood has filled what it may
        for (int k = 0; k < 6; ++k)
        {
            by.Send(1400 + k);
        }
        net.Run(kLong);
        // The buffer is known by its path; two hosts and a half fit, or half of it for each.
        for (const nexsim::Component* component : net.Context().Components())
        {
            if (component->Path() == "sw/buffer")
            {
                const MetricMap metrics(*component);
                CHECK(metrics["used"] == 0);
                CHECK(metrics["used_max"] <= 30'000);
                CHECK(metrics["refused_packets"] == net.GetLedger().Dropped().packets);
                // Sharing fills up to less than a packet, partition keeps 4 ports' parts apart.
                CHECK(metrics["used_max"] > (i == 0 ? 28'500 : 7'500 - 1500));
            }
        }
        delivered[i] = static_cast<int64_t>(trickle.arrivals.size());
    }
    CHECK(delivered[0] < 6);
    CHECK(delivered[1] == 6);
}

TEST_CASE("switch: a port whose link is down drops what waits and what comes, and then starts anew")
{
    Chain chain(Forwarding::StoreAndForward,
                {BitRate(10'000'000'000), BitRate(1'000'000'000)},
                SimTime(0));
    SimplexLink& out = chain.net.LinkFrom(*chain.nodes[1], *chain.nodes[2]);
    const int64_t slot = (1500 + kOverhead) * 800;
    for (int i = 0; i < 8; ++i)
    {
        chain.flow->Send(1500);
    }
    chain.net.Run(SimTime(5 * slot + 1)); // one is on the way out, four wait, three still come
    out.SetState(nexsim::LinkState::Down);
    chain.net.Run(SimTime(20 * slot));
    std::map<std::string, int64_t> drops;
    for (const auto& reason : chain.net.GetLedger().Reasons())
    {
        if (reason.dropped.packets > 0)
        {
            drops[reason.component + " " + reason.reason] = reason.dropped.packets;
        }
    }
    CHECK(drops == std::map<std::string, int64_t>{{out.Path() + " link-down", 1},
                                                  {"s0/port[b]#1 link-down", 7}});
    CHECK(MetricMap(*chain.nodes[1])["forwarded_packets"] == 8);
    out.SetState(nexsim::LinkState::Up);
    chain.flow->Send(1500);
    chain.flow->Send(64);
    chain.net.Run(kLong);
    REQUIRE(chain.entry->arrivals.size() == 2);
    CHECK(chain.entry->arrivals[0].at == SimTime(20 * slot + slot + 10 * slot));
}

TEST_CASE(
    "cut-through: a head that came before its link failed passes whole, and later ones behind it")
{
    Chain chain(Forwarding::CutThrough,
                {BitRate(1'000'000'000), BitRate(10'000'000'000)},
                SimTime(0));
    SimplexLink& in = chain.net.LinkFrom(*chain.nodes[0], *chain.nodes[1]);
    chain.flow->Send(1500); // must be stored, since the output is faster
    chain.net.Run(SimTime(kHead * 8000 + 1));
    in.SetState(nexsim::LinkState::Down);
    in.SetState(nexsim::LinkState::Up);
    chain.flow->Send(28); // its tail is there long before that of the first would have been
    chain.net.Run(kLong);
    REQUIRE(chain.entry->arrivals.size() == 2);
    const int64_t first = (1500 + kOverhead) * 8800;
    CHECK(chain.entry->arrivals[0].at == SimTime(first));
    CHECK(chain.entry->arrivals[1].at == SimTime(first + (28 + kOverhead) * 800));
}

} // namespace switch_test
