// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/complete-sharing.h"
#include "models/queue/dynamic-threshold.h"
#include "models/switch/crossbar-switch.h"
#include "tests/support/crossbar-star.h"
#include "tests/support/metric-map.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace crossbar_switch_test
{

namespace
{

using nexsim::BitRate;
using nexsim::Blueprint;
using nexsim::Bytes;
using nexsim::Host;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::NetworkNode;
using nexsim::SimplexLink;
using nexsim::SimTime;
using nexsim::testing::CrossbarSetup;
using nexsim::testing::CrossbarStar;
using nexsim::testing::HandFlow;
using nexsim::testing::LinkOf;
using nexsim::testing::MetricMap;
using nexsim::testing::MiniNetwork;
using nexsim::testing::RecordingEntry;
using nexsim::testing::SwitchOf;
using nexsim::testing::Typed;

constexpr int64_t kOverhead = 38;
constexpr int64_t kPercent = 10'000'000;
constexpr int64_t kTenGigabit = 10'000'000'000;

rc::Gen<int64_t>
AnySize()
{
    return rc::gen::oneOf(rc::gen::element<int64_t>(28, 64, 576, 1500),
                          rc::gen::inRange<int64_t>(28, 1501));
}

Blueprint
AnyQueueing(const std::string& type, int64_t maxPackets)
{
    const auto classes = *rc::gen::element<int64_t>(1, 2, 8);
    Blueprint queueing =
        Typed(type + "QueueingSystem", {{"Classes", classes}, {"MaxPackets", maxPackets}});
    if (type == "DynamicGranularity")
    {
        // So nervous that traffic is moved back and forth all the time.
        const auto up = *rc::gen::element<int64_t>(5, 30, 90);
        const std::map<std::string, int64_t> attributes = {
            {"Window", *rc::gen::element<int64_t>(700'000, 2'000'000, 5'000'000)},
            {"Up", up * kPercent},
            {"Down", up * kPercent},
            {"HoldUp", *rc::gen::element<int64_t>(0, 2'000'000)},
            {"HoldDown", *rc::gen::element<int64_t>(0, 3'000'000)},
            {"Pool", classes * *rc::gen::element<int64_t>(1, 2, 5)},
            {"Step", *rc::gen::element<int64_t>(1, 3)}};
        for (const auto& [name, value] : attributes)
        {
            queueing.Set(name, ns3::Create<IntegerValue>(value));
        }
    }
    return queueing;
}

/** Without slots, the crossbar stands still only while nothing waits or a stage is full. */
void
CheckBusy(CrossbarStar& star, const CrossbarSetup& setup)
{
    const bool waits = MetricMap(star.Find("sw/queueing"))["length"] > 0;
    if (setup.attributes.at("Slot") > 0 || !waits || star.Find("sw/crossbar").Held().packets > 0)
    {
        return;
    }
    int64_t fullest = 0;
    for (const nexsim::Component* component : star.net.Context().Components())
    {
        if (dynamic_cast<const nexsim::CrossbarPort*>(component) != nullptr)
        {
            fullest = std::max(fullest, component->Held().packets);
        }
    }
    RC_ASSERT(fullest == setup.depth);
}

/** Bursts of mixed sizes, classes and flows among four hosts: what comes out, and in which order. */
void
CheckConservation(const std::string& type)
{
    const bool isTight = *rc::gen::arbitrary<bool>();
    CrossbarSetup setup;
    setup.queueing = AnyQueueing(type, isTight ? 3 : kUnlimited);
    setup.arbiter =
        Typed(*rc::gen::element<std::string>("Pim", "Islip", "OldestFirst", "Random") + "Arbiter");
    setup.depth = *rc::gen::element<int64_t>(1, 2, 5);
    setup.attributes = {{"PortsPerInputModule", *rc::gen::inRange<int64_t>(1, 5)},
                        {"PortsPerOutputModule", *rc::gen::inRange<int64_t>(1, 5)},
                        {"Speedup", *rc::gen::element<int64_t>(30, 100, 300) * kPercent},
                        {"Slot", *rc::gen::element<int64_t>(0, 0, 1'000'000)}};
    const bool hasBuffer = isTight && *rc::gen::arbitrary<bool>();
    if (hasBuffer)
    {
        setup.buffer = Typed(*rc::gen::element<std::string>("CompleteSharing", "DynamicThreshold") +
                                 "BufferManager",
                             {{"Size", 4000}});
    }
    CrossbarStar star(setup, {kTenGigabit, kTenGigabit, 1'000'000'000, 3'000'000'000});
    std::vector<HandFlow> flows;
    std::vector<uint8_t> dscps;
    for (uint16_t i = 0; i < 12; ++i)
    {
        const size_t from = i % 4;
        const size_t to = (from + 1 + i / 4) % 4;
        flows.push_back(star.Flow(from, to, static_cast<uint16_t>(9 + i)));
        dscps.push_back(*rc::gen::element<uint8_t>(0, 10, 46, 63));
    }
    const auto bursts = *rc::gen::inRange(1, 30);
    int64_t sent = 0;
    SimTime now;
    for (int burst = 0; burst < bursts; ++burst)
    {
        const auto flow = *rc::gen::inRange<size_t>(0, flows.size());
        const auto count = *rc::gen::inRange(1, 25);
        for (int i = 0; i < count; ++i)
        {
            flows[flow].Send(*AnySize(), dscps[flow]);
            ++sent;
        }
        now = now + SimTime(*rc::gen::element<int64_t>(0, 1, 500'000, 7'000'000, 40'000'000));
        star.net.Run(now);
        RC_ASSERT(star.net.Context().Held() == star.net.GetLedger().Inside());
        CheckBusy(star, setup);
    }
    star.net.Run(now + MilliSeconds(10));

    const auto& ledger = star.net.GetLedger();
    const MetricMap queueing(star.Find("sw/queueing"));
    const auto delivered = static_cast<int64_t>(star.entry->arrivals.size());
    RC_ASSERT(ledger.Inside().packets == 0);
    RC_ASSERT(delivered + ledger.Dropped().packets == sent);
    RC_ASSERT(queueing["length"] == 0);
    RC_ASSERT(queueing["dropped_packets"] == ledger.Dropped().packets);
    if (!isTight)
    {
        RC_ASSERT(delivered == sent);
    }
    std::map<nexsim::FlowIndex, int64_t> last;
    for (const auto& arrival : star.entry->arrivals)
    {
        const auto [at, isFirst] = last.emplace(arrival.packet.flow, -1);
        RC_ASSERT(arrival.packet.number > at->second);
        at->second = arrival.packet.number;
    }
    RC_ASSERT(MetricMap(*star.node)["reordered_packets"] == 0);
    if (type == "DynamicGranularity")
    {
        IntegerValue pool;
        const auto& system = dynamic_cast<const ns3::ObjectBase&>(star.Find("sw/queueing"));
        system.GetAttribute("Pool", pool);
        RC_ASSERT(queueing["fine_queues_max"] <= pool.Get());
        RC_CLASSIFY(queueing["moved_parts"] > 1, "moved");
        RC_CLASSIFY(queueing["demotions"] > 0, "demoted");
        RC_CLASSIFY(queueing["refused_parts"] > 0, "refused");
        RC_CLASSIFY(queueing.Distribution("barrier_time").Count() > 0, "barrier");
    }
    if (hasBuffer)
    {
        const MetricMap buffer(star.Find("sw/input[0]/buffer"));
        RC_ASSERT(buffer["used"] == 0);
        RC_ASSERT(buffer["used_max"] <= 4000);
    }
}

} // namespace

TEST_CASE("crossbar: mixed sizes through one line follow the recursion of last bits, exactly")
{
    CHECK(rc::check([] {
        const auto sizes = *rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(AnySize()));
        CrossbarSetup setup;
        setup.depth = *rc::gen::inRange<int64_t>(1, 4);
        const auto out = *rc::gen::element<int64_t>(1'000'000'000, 4'000'000'000, kTenGigabit);
        const auto percent = *rc::gen::element<int64_t>(40, 100, 150, 1000);
        setup.attributes["Speedup"] = percent * kPercent;
        CrossbarStar star(setup, {kTenGigabit, out});
        HandFlow flow = star.Flow(0, 1);
        for (const int64_t size : sizes)
        {
            flow.Send(size);
        }
        star.net.Run(MilliSeconds(100));

        const int64_t line = kTenGigabit * percent / 100;
        std::vector<int64_t> expected;
        std::vector<int64_t> left; // when each packet began to leave the stage
        int64_t arrived = 0;
        int64_t crossed = 0;
        int64_t sent = 0;
        for (size_t k = 0; k < sizes.size(); ++k)
        {
            const int64_t wire = (sizes[k] + kOverhead) * 8;
            const auto depth = static_cast<size_t>(setup.depth);
            arrived += wire * 100;
            const int64_t room = k >= depth ? left[k - depth] : 0;
            crossed = std::max({arrived, crossed, room}) +
                      static_cast<int64_t>(wire * __int128{1'000'000'000'000} / line);
            left.push_back(std::max(crossed, sent));
            sent = left.back() + wire * (1'000'000'000'000 / out);
            expected.push_back(sent);
        }
        RC_ASSERT(star.Times() == expected);
    }));
}

TEST_CASE("crossbar: what arrives at one instant takes part in one arbitration, whoever came first")
{
    CrossbarSetup setup;
    setup.arbiter = Typed("OldestFirstArbiter");
    CrossbarStar star(setup, {kTenGigabit, kTenGigabit, kTenGigabit});
    HandFlow b = star.Flow(1, 2);
    HandFlow a = star.Flow(0, 2);
    b.Send(1000); // its arrival is scheduled first
    a.Send(1000);
    star.net.Run(MilliSeconds(1));
    const MetricMap metrics(*star.node);
    CHECK(metrics.Quotient("requests") == std::pair<int64_t, int64_t>(3, 2));
    REQUIRE(star.entry->arrivals.size() == 2);
    const auto first = star.entry->arrivals[0].packet.flow;
    CHECK(&star.net.Context().Flows()[first] == &a.Record()); // of the lower input
}

TEST_CASE("crossbar: a transfer takes a line of the input and one of the output")
{
    // Inputs 0 and 1 to outputs 2 and 3, all crossed: two rounds of two.
    CrossbarStar star(CrossbarSetup{}, std::vector<int64_t>(4, kTenGigabit));
    for (const size_t from : {0U, 1U})
    {
        for (const size_t to : {2U, 3U})
        {
            star.Flow(from, to).Send(1000);
        }
    }
    star.net.Run(MilliSeconds(1));
    const int64_t slot = (1000 + kOverhead) * 800;
    // Each host sends to 2 first; both of these contend, then everything is shifted by a slot.
    CHECK(star.Times() == std::vector<int64_t>{3 * slot, 4 * slot, 4 * slot, 5 * slot});
}

TEST_CASE("crossbar: an output's line takes one packet at a time, however much room its stage has")
{
    CrossbarSetup setup;
    setup.depth = 10;
    CrossbarStar star(setup, {kTenGigabit, kTenGigabit, kTenGigabit});
    star.Flow(0, 2).Send(1000); // is here at 830.4 ns and crosses for as long
    star.net.Run(SimTime(200'000));
    star.Flow(1, 2).Send(1000);
    star.net.Run(SimTime(1'600'000));
    CHECK(MetricMap(star.Find("sw/queueing"))["length"] == 1);
    star.net.Run(MilliSeconds(1));
    const int64_t slot = (1000 + kOverhead) * 800;
    CHECK(star.Times() == std::vector<int64_t>{3 * slot, 4 * slot});
}

TEST_CASE("crossbar: where the line is scarce, packets of a class go in the order of arrival")
{
    for (const std::string type :
         {"PerInput", "PerOutputModule", "PerOutputPort", "PerFlow", "DynamicGranularity"})
    {
        CrossbarSetup setup;
        setup.queueing = Typed(type + "QueueingSystem");
        setup.attributes = {{"PortsPerOutputModule", 4}, {"Speedup", 10 * kPercent}};
        CrossbarStar star(setup, {kTenGigabit, kTenGigabit, kTenGigabit, kTenGigabit});
        std::vector<HandFlow> flows;
        for (const size_t to : {1U, 2U, 3U})
        {
            flows.push_back(star.Flow(0, to));
        }
        const std::vector<int64_t> sizes = {900, 901, 902, 903, 904, 905, 906};
        const std::vector<size_t> order = {2, 0, 1, 0, 2, 1, 0};
        for (size_t i = 0; i < sizes.size(); ++i)
        {
            flows[order[i]].Send(sizes[i]);
        }
        star.net.Run(MilliSeconds(1));
        std::vector<int64_t> came;
        for (const auto& arrival : star.entry->arrivals)
        {
            came.push_back(arrival.packet.size);
        }
        CHECK(came == sizes);
    }
}

TEST_CASE("crossbar: ports of one module share a line, and a speed-up frees it sooner")
{
    for (const int64_t percent : {50, 100, 200})
    {
        CrossbarSetup setup;
        setup.attributes = {{"PortsPerInputModule", 2},
                            {"PortsPerOutputModule", 2},
                            {"Speedup", percent * kPercent}};
        // The fastest module sends 2 x 10 Gb/s: that is a line at speed-up 1.
        CrossbarStar star(setup, std::vector<int64_t>(4, kTenGigabit));
        star.Flow(0, 2).Send(1000);
        star.Flow(1, 3).Send(1000);
        star.net.Run(MilliSeconds(1));
        const int64_t slot = (1000 + kOverhead) * 800;
        const int64_t crossing = slot * 50 / percent;
        CHECK(star.Times() == std::vector<int64_t>{2 * slot + crossing, 2 * slot + 2 * crossing});
    }
}

TEST_CASE("crossbar: with slots, transfers begin at their beginnings, one arbitration in each")
{
    CrossbarSetup setup;
    setup.attributes["Slot"] = 2'000'000;
    CrossbarStar star(setup, {kTenGigabit, kTenGigabit});
    HandFlow flow = star.Flow(0, 1);
    for (int i = 0; i < 3; ++i)
    {
        flow.Send(1000); // 830.4 ns each
    }
    star.net.Run(MilliSeconds(1));
    const int64_t span = (1000 + kOverhead) * 800;
    CHECK(star.Times() ==
          std::vector<int64_t>{2'000'000 + 2 * span, 4'000'000 + 2 * span, 6'000'000 + 2 * span});
    CHECK(MetricMap(*star.node)["arbitrations"] == 3);
}

TEST_CASE("crossbar: a higher class goes first where packets have queues by class")
{
    for (const std::string type :
         {"PerInput", "PerOutputModule", "PerOutputPort", "PerFlow", "DynamicGranularity"})
    {
        CrossbarSetup setup;
        setup.queueing = Typed(type + "QueueingSystem", {{"Classes", 2}});
        setup.depth = 1;
        CrossbarStar star(setup, {kTenGigabit, 100'000'000});
        HandFlow low = star.Flow(0, 1, 9);
        HandFlow high = star.Flow(0, 1, 10);
        for (int i = 0; i < 5; ++i)
        {
            low.Send(1000, 0);
        }
        high.Send(1000, 46);
        star.net.Run(MilliSeconds(1));
        REQUIRE(star.entry->arrivals.size() == 6);
        // One is being sent and one in the stage when it comes.
        CHECK(star.entry->arrivals[2].packet.dscp == 46);
    }
}

TEST_CASE("crossbar: PerFlow lets flows of a port take turns, where others serve by arrival")
{
    for (const bool perFlow : {false, true})
    {
        CrossbarSetup setup;
        setup.queueing = Typed(perFlow ? "PerFlowQueueingSystem" : "PerOutputPortQueueingSystem");
        setup.depth = 1;
        CrossbarStar star(setup, {kTenGigabit, 100'000'000});
        HandFlow first = star.Flow(0, 1, 9);
        HandFlow second = star.Flow(0, 1, 10);
        for (int i = 0; i < 6; ++i)
        {
            first.Send(1000);
        }
        second.Send(1000);
        star.net.Run(MicroSeconds(50));
        // By flow, those that wait; by port, one for each of two inputs and two outputs.
        CHECK(MetricMap(star.Find("sw/queueing"))["queues_in_use"] == (perFlow ? 2 : 4));
        star.net.Run(MilliSeconds(2));
        REQUIRE(star.entry->arrivals.size() == 7);
        const auto& arrivals = star.entry->arrivals;
        const auto place = std::find_if(arrivals.begin(), arrivals.end(), [&](const auto& arrival) {
            return arrival.packet.number == 0 && arrival.packet.flow != arrivals[0].packet.flow;
        });
        CHECK(place - arrivals.begin() == (perFlow ? 3 : 6));
    }
}

TEST_CASE("crossbar: a full stage holds up what is behind in a coarse queue, not in a fine one")
{
    for (const bool fine : {false, true})
    {
        CrossbarSetup setup;
        setup.queueing =
            Typed(fine ? "PerOutputPortQueueingSystem" : "PerOutputModuleQueueingSystem");
        setup.depth = 1;
        setup.attributes = {{"PortsPerOutputModule", 3}};
        CrossbarStar star(setup, {kTenGigabit, 100'000'000, kTenGigabit});
        HandFlow slow = star.Flow(0, 1);
        for (int i = 0; i < 3; ++i)
        {
            slow.Send(1000); // one is sent, one in the stage, one waits for 83.04 us
        }
        star.Flow(0, 2).Send(1000);
        star.net.Run(MilliSeconds(1));
        const int64_t span = (1000 + kOverhead) * 800;
        const int64_t crossing = span * 100 / 201; // a line of 20.1 Gb/s
        const auto& arrivals = star.entry->arrivals;
        REQUIRE(arrivals.size() == 4);
        const auto blocked = MetricMap(star.Find("sw/queueing"))["head_of_line_blocked"];
        if (fine)
        {
            CHECK(arrivals[0].at.Value() == 4 * span + crossing + span);
            CHECK(blocked == 0);
        }
        else
        {
            // The third slow packet crosses when the first has left its link: it came at span,
            // crossed, and took 100 spans.
            const int64_t roomAt = span + crossing + 100 * span;
            CHECK(arrivals[1].at.Value() == roomAt + 2 * crossing + span);
            CHECK(blocked == roomAt - 4 * span);
        }
    }
}

TEST_CASE("crossbar: back-pressure is the time in which packets wait because the stage is full")
{
    CrossbarSetup setup;
    setup.depth = 1;
    CrossbarStar star(setup, {kTenGigabit, 100'000'000});
    HandFlow flow = star.Flow(0, 1);
    for (int i = 0; i < 3; ++i)
    {
        flow.Send(1000);
    }
    star.net.Run(MilliSeconds(1));
    const int64_t span = (1000 + kOverhead) * 800;
    // The third comes at 3 spans; a place is free when the first, which came to the link at 2 spans,
    // has taken 100.
    const MetricMap metrics(star.Find("sw/port[h1]#1"));
    CHECK(metrics["back_pressure"] == 102 * span - 3 * span);
    CHECK(metrics["sent_packets"] == 3);
    CHECK(metrics.Quotient("delay").first == span + (102 - 2) * span + (202 - 3) * span);
}

TEST_CASE("crossbar: no route, above the MTU, link down: dropped and named")
{
    CrossbarSetup setup;
    setup.depth = 1;
    MiniNetwork net;
    NetworkNode& node = net.AddNode("sw", SwitchOf(setup));
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    net.Connect(a, node, LinkOf(BitRate(kTenGigabit), SimTime(0), Bytes(38), Bytes(9000)));
    net.Connect(node, b, LinkOf(BitRate(100'000'000), SimTime(0)));
    net.Route();
    RecordingEntry& entry = net.AddEntry("entry");
    const auto dropped = [&net](const std::string& reason) {
        int64_t packets = 0;
        for (const auto& one : net.GetLedger().Reasons())
        {
            packets += one.reason == reason ? one.dropped.packets : 0;
        }
        return packets;
    };
    HandFlow flow(net, a, b, entry);
    HandFlow lost(net, a, b, entry, 10);
    lost.Record().destination = 77;
    lost.Send(100);
    flow.Send(1501);
    for (int i = 0; i < 5; ++i)
    {
        flow.Send(1500);
    }
    net.Run(MicroSeconds(20)); // one is on the way out, one in the stage, three wait
    CHECK(dropped("no-route") == 1);
    CHECK(dropped("above-mtu") == 1);
    SimplexLink& out = net.LinkFrom(node, b);
    out.SetState(nexsim::LinkState::Down);
    CHECK(dropped("link-down") == 2);
    flow.Send(1500);
    net.Run(MicroSeconds(50)); // what waited has crossed to the dead port
    CHECK(dropped("link-down") == 6);
    CHECK(net.GetLedger().Inside().packets == 0);
    out.SetState(nexsim::LinkState::Up);
    flow.Send(1500);
    flow.Send(64);
    net.Run(MilliSeconds(1));
    CHECK(entry.arrivals.size() == 2);
}

TEST_CASE("crossbar, every static queueing system, any arbiter: nothing lost, doubled or reordered")
{
    CHECK(rc::check([] {
        CheckConservation(*rc::gen::element<std::string>("PerInput",
                                                         "PerOutputModule",
                                                         "PerOutputPort",
                                                         "PerFlow"));
    }));
}

TEST_CASE("crossbar, granularity that changes all the time: nothing lost, doubled or reordered")
{
    CHECK(rc::check([] { CheckConservation("DynamicGranularity"); }));
}

} // namespace crossbar_switch_test
