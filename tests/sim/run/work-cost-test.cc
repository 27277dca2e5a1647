// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/flow-story.h"
#include "sim/run/packet-story.h"
#include "sim/run/work-cost.h"
#include "tests/sim/run/scenario-maker.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>

namespace work_cost_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

CostTable
CostsWithEvidence()
{
    const CostTable plain = RoundCosts({{"ctx_switch", NanoSeconds(1300)}});
    CostTable costs;
    for (CostFigure figure : plain.Figures())
    {
        figure.evidence = "ev." + figure.name;
        figure.isEstimate = figure.name == "irq_entry_softirq" || figure.name == "rx_sock_enqueue";
        costs.Set(figure);
    }
    return costs;
}

/** Datagrams of 1000 B of payload from one socket to another, as many as one core can send. */
struct Sockets : ScenarioMaker
{
    explicit Sockets(const std::string& send) : ScenarioMaker(MilliSeconds(1))
    {
        const size_t a = Host("a");
        const size_t b = Host("b");
        Link(a, b, BitRate(100'000'000'000));
        const CostTable costs = CostsWithEvidence();
        run.nodes[a].blueprint = HostOf(1, costs);
        run.nodes[b].blueprint = HostOf(2, costs);
        Blueprint socket(SocketDatapath::GetTypeId());
        socket.SetPart("Send", Blueprint(ns3::TypeId::LookupByName("nexsim::" + send)));
        run.nodes[a].apps = {{"bulk", AppOf(socket)}};
        Blueprint sink = AppOf();
        sink.Set("Core", ns3::Create<IntegerValue>(QuantityDefault(1)));
        run.nodes[b].apps = {{"sink", sink}};
        TrafficSpec load;
        load.name = "load";
        load.source = Blueprint(ns3::TypeId::LookupByName("nexsim::UdpBulkSource"));
        load.source.Set("PacketSize", ns3::Create<IntegerValue>(QuantityDefault(Bytes(1028))));
        load.from = {{a, "bulk"}};
        load.to = {{b, "sink"}};
        run.traffic.push_back(load);
    }
};

SimTime
CostOf(const PacketStory& story, const std::string& figure)
{
    SimTime sum;
    for (const PacketStep& step : story.steps)
    {
        for (const WorkCost& cost : step.costs)
        {
            sum += cost.figure == figure ? cost.span : SimTime(0);
        }
    }
    return sum;
}

SimTime
CostOf(const FlowWork& work, const std::string& figure)
{
    SimTime sum;
    for (const WorkCost& cost : work.costs)
    {
        sum += cost.figure == figure ? cost.span : SimTime(0);
    }
    return sum;
}

} // namespace

TEST_CASE("a packet's story has every cost that it was charged, and its stages are made of them")
{
    for (const std::string send : {"SendmsgSendCall", "SendmmsgSendCall", "GsoSendCall"})
    {
        const Sockets made(send);
        for (const uint64_t number : {0, 1, 5, 77, 300})
        {
            const auto story = TellPacketStory(made.run, {"", "", number});
            REQUIRE(story);
            REQUIRE(story->steps.back().kind == EventKind::Delivered);
            SimTime stages;
            for (const PacketStep& step : story->steps)
            {
                SimTime worked;
                SimTime costs;
                for (const auto& [stage, span] : step.spent)
                {
                    stages += span;
                    const bool isWork = stage == Stage::SystemCall || stage == Stage::Copy ||
                                        stage == Stage::Classification;
                    worked += isWork ? span : SimTime(0);
                }
                for (const WorkCost& cost : step.costs)
                {
                    CHECK(cost.evidence == "ev." + cost.figure);
                    const bool isStage =
                        cost.figure != "ctx_switch" && cost.figure != "irq_entry_softirq";
                    costs += isStage ? cost.span : SimTime(0);
                }
                CHECK(worked == costs);
                CHECK(step.kind.has_value() == step.costs.empty());
            }
            CHECK(stages == story->steps.back().at - story->steps.front().at);
            CHECK(CostOf(*story, "rx_driver_skb_free") == NanoSeconds(150));
            CHECK(CostOf(*story, "copy_cold") == NanoSeconds(100));
        }
    }
}

TEST_CASE("the entry of an interrupt is told of the packet that it came for, and of no other")
{
    const Sockets made("GsoSendCall");
    const auto first = TellPacketStory(made.run, {"", "", 0});
    const auto second = TellPacketStory(made.run, {"", "", 1});
    CHECK(CostOf(*first, "irq_entry_softirq") == MicroSeconds(1));
    CHECK(CostOf(*second, "irq_entry_softirq") == SimTime(0));
    CHECK(CostOf(*first, "tx_gso_seg") == NanoSeconds(42 * 640)); // it was there for all of them
}

TEST_CASE("a flow's story counts each piece of work once, and says by whom it was done")
{
    const Sockets made("GsoSendCall");
    const auto packet = TellPacketStory(made.run, {"load", "", 0});
    const auto story = TellFlowStory(made.run, packet->flow);
    REQUIRE(story);
    REQUIRE(story->work.size() == 3);
    const FlowWork& sender = story->work[0];
    CHECK(sender.core == "a/core[0]");
    const int64_t calls = CostOf(sender, "tx_gso_call").Value() / 960'000;
    // A millisecond is 36 calls of 42 segments; the switch to the thread delays the first.
    CHECK(calls == 35);
    CHECK(sender.pieces == calls);
    CHECK(CostOf(sender, "tx_gso_seg") == NanoSeconds(calls * 42 * 640));
    CHECK(CostOf(sender, "ctx_switch") == NanoSeconds(1300));
    const FlowWork& reader = story->work[2];
    CHECK(reader.core == "b/core[1]");
    CHECK(CostOf(reader, "recvmsg_pkt") == NanoSeconds(story->delivered.packets * 400));
}

TEST_CASE("texts name figure, number, evidence, and mark estimates")
{
    const Sockets made("GsoSendCall");
    const auto story = TellPacketStory(made.run, {"", "", 0});
    const std::string text = CostText(*story);
    CHECK(text.find("42 x tx_gso_seg") != std::string::npos);
    CHECK(text.find("1000 B of copy_cold") != std::string::npos);
    CHECK(text.find("ev.tx_gso_call\n") != std::string::npos);
    CHECK(text.find("ev.rx_sock_enqueue *\n") != std::string::npos);
    CHECK(text.find("An asterisk marks an estimate") != std::string::npos);
    const std::string flow = ToText(*TellFlowStory(made.run, story->flow), "run");
    CHECK(flow.find("ev.irq_entry_softirq *\n") != std::string::npos);
}

TEST_CASE("hosts that take no time have no costs to tell")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t a = made.Host("a");
    const size_t b = made.Host("b");
    made.Link(a, b);
    made.Traffic("load", "ConstantRateSource", a, b);
    const auto story = TellPacketStory(made.run, {"", "", 3});
    REQUIRE(story);
    CHECK(CostText(*story).empty());
}

} // namespace work_cost_test
