// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/run/flow-story.h"
#include "sim/run/packet-story.h"
#include "tests/sim/run/funnel.h"

#include "ns3/boolean.h"
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

namespace flow_story_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** Packets of `first` are marked where one waits. */
struct MarkingFunnel : Funnel
{
    MarkingFunnel() : Funnel(MilliSeconds(1), 2, 962, 1)
    {
        run.traffic.front().source.Set("Ecn", ns3::Create<ns3::BooleanValue>(true));
    }
};

std::unique_ptr<FlowStory>
StoryOf(const ScenarioRun& run, const std::string& traffic)
{
    const auto packet = TellPacketStory(run, {traffic, "", 0});
    REQUIRE(packet);
    auto story = TellFlowStory(run, packet->flow);
    REQUIRE(story);
    return story;
}

} // namespace

TEST_CASE("a flow's packets, losses and stages add up to what the run reports")
{
    const MarkingFunnel made;
    const RunRecord record = Run(made.run);
    for (const std::string name : {"first", "other"})
    {
        const auto story = StoryOf(made.run, name);
        CHECK(story->traffic == name);
        CHECK(story->sent.packets == IntegerOf(record, name + "/sent_packets"));
        CHECK(story->delivered.packets == IntegerOf(record, name + "/delivered_packets"));
        CHECK(story->marked == IntegerOf(record, name + "/marked_packets"));
        REQUIRE(story->losses.size() == 1);
        CHECK(story->losses[0].where == "sw/port[c]/queue");
        CHECK(story->losses[0].reason == "queue-full");
        CHECK(story->losses[0].lost.packets == IntegerOf(record, name + "/dropped_packets"));
        CHECK(story->latency.Max() == IntegerOf(record, name + "/latency/max"));
        CHECK(story->latency.Count() == static_cast<uint64_t>(story->delivered.packets));
        unsigned __int128 sum = 0;
        for (const unsigned __int128 stage : story->stageSums)
        {
            sum += stage;
        }
        CHECK(sum == story->latency.Sum());
    }
    CHECK(StoryOf(made.run, "first")->marked > 0);
}

TEST_CASE("a flow's way is told link by link, with what was waited before each")
{
    const MarkingFunnel made;
    const auto story = StoryOf(made.run, "first");
    REQUIRE(story->hops.size() == 2);
    CHECK(story->hops[0].link == "a-sw/forward");
    CHECK(story->hops[0].waitSum == SimTime(0));
    CHECK(story->hops[0].packets == story->sent.packets);
    CHECK(story->hops[0].crossSum.Value() ==
          story->hops[0].arrived * (NanoSeconds(1200) + MicroSeconds(1)).Value());
    CHECK(story->hops[1].link == "sw-c/forward");
    // Behind at most two others: what is left of one on the wire, and one that waits.
    CHECK(story->hops[1].longestWait > MicroSeconds(8));
    CHECK(story->hops[1].longestWait <= MicroSeconds(24));
    REQUIRE(story->paths.size() == 1);
    CHECK(story->paths[0].hops == std::vector<size_t>{0, 1});
    CHECK(story->paths[0].delivered == story->delivered.packets);
}

TEST_CASE("gaps run from event to event of a kind")
{
    const MarkingFunnel made;
    const auto story = StoryOf(made.run, "first");
    // 1462 B at 1 Gb/s.
    CHECK(story->sentGaps.shortest == NanoSeconds(11696));
    CHECK(story->sentGaps.longest == NanoSeconds(11696));
    CHECK(story->sentGaps.first == SimTime(0));
    CHECK(story->sentGaps.count == story->sent.packets - 1);
    CHECK(story->sentGaps.last - story->sentGaps.first == story->sentGaps.sum);
    CHECK(story->deliveredGaps.longest > story->deliveredGaps.shortest);
    CHECK(story->deliveredGaps.shortest >= MicroSeconds(12));
}

TEST_CASE("the worst packet is the first of the greatest latency, and its own story says the same")
{
    const MarkingFunnel made;
    const auto story = StoryOf(made.run, "other");
    REQUIRE(story->worst);
    CHECK(story->worst->latency.Value() == story->latency.Max());
    const auto packet = TellPacketStory(made.run, {"", story->flow, story->worst->order});
    REQUIRE(packet);
    CHECK(packet->steps.front().at == story->worst->born);
    CHECK(packet->steps.back().at - packet->steps.front().at == story->worst->latency);
}

TEST_CASE("a run that ended before its duration is followed as far as it came")
{
    MarkingFunnel made;
    made.run.limits.events = 500;
    const RunRecord record = Run(made.run);
    REQUIRE(record.outcome == ExitCode::LimitReached);
    const std::string flow = StoryOf(made.run, "first")->flow;
    const std::string other = StoryOf(made.run, "other")->flow;
    const auto events = record.hashedEvents;
    CHECK(TellFlowStory(made.run, flow, events)->sent.packets +
              TellFlowStory(made.run, other, events)->sent.packets ==
          record.ledger.born.packets);
    CHECK(TellFlowStory(made.run, flow)->sent.packets >
          TellFlowStory(made.run, flow, events)->sent.packets);
    CHECK_FALSE(TellPacketStory(made.run,
                                {"", "", static_cast<uint64_t>(record.ledger.born.packets)},
                                events));
    // The first packet is sent and transmitted in one go, and the run is not followed beyond.
    const auto begun = TellPacketStory(made.run, {"", "", 0}, 1);
    REQUIRE(begun);
    CHECK(begun->steps.size() == 1);
    CHECK(begun->until == SimTime(0));
}

TEST_CASE("a flow that the run does not have has no story")
{
    CHECK(TellFlowStory(MarkingFunnel().run, "10.0.0.1:1 > 10.0.0.2:2 udp") == nullptr);
}

TEST_CASE("the text keeps to 100 columns but for the command that it gives")
{
    const MarkingFunnel made;
    const std::string text = ToText(*StoryOf(made.run, "first"), "results/s/runs/0");
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line))
    {
        CHECK((line.size() <= 100 || line.find("  nexsim explain ") == 0));
    }
    CHECK(text.find("lost at sw/port[c]/queue: queue-full") != std::string::npos);
    CHECK(text.find("switch-queue") != std::string::npos);
    CHECK(text.find("inside at the end") != std::string::npos);
    CHECK(text.find("carry an ECN congestion mark") != std::string::npos);
}

} // namespace flow_story_test
