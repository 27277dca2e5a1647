// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/run-difference.h"
#include "tests/sim/repeat/finish.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

namespace run_difference_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

/** @brief An instant, from nanoseconds. */
constexpr SimTime
At(int64_t nanoseconds)
{
    return NanoSeconds(nanoseconds);
}

/** @brief The event itself. */
const PacketStep&
EventOf(const std::optional<EventAccount>& account)
{
    REQUIRE(account);
    REQUIRE_FALSE(account->life.empty());
    return account->life.back();
}

/** @brief Whether a side's first diverging event is this. */
void
CheckEvent(const std::optional<EventAccount>& account,
           EventKind kind,
           const std::string& where,
           SimTime at)
{
    const PacketStep& event = EventOf(account);
    CHECK(event.kind == kind);
    CHECK(event.where == where);
    CHECK(event.at == at);
}

/** @brief The base scenario against itself with one thing changed. */
RunDifference
Against(const std::string& override)
{
    return CompareRuns(Finish(), Finish({override}), {});
}

/** @brief All events of a run, by brute force. */
std::vector<HashedEvent>
AllEvents(const FinishedRun& run)
{
    return RecordEvents(ReadScenarioOf(run, {}), {0, run.record.hashedEvents}).events;
}

/** @brief The document differs in one place only, and that is named. */
void
CheckOnlyCause(const RunDifference& difference, const std::string& pointer)
{
    REQUIRE(difference.records.documents.size() == 1);
    CHECK(difference.records.documents[0].pointer == pointer);
    CHECK(difference.remarks.empty());
}

std::size_t
LongestLine(const std::string& text)
{
    std::istringstream lines(text);
    std::string line;
    std::size_t longest = 0;
    while (std::getline(lines, line))
    {
        longest = std::max(longest, line.size());
    }
    return longest;
}

} // namespace

// The first packet of "second" (1000 B on the wire) arrives at sw at 0.8 us + 1 us = 1.8 us and leaves
// at once, until 9.8 us; that of "first" (1500 B) arrives at 2.2 us and leaves at 9.8 us.

TEST_CASE("a buffer larger by one packet: the first drop of the smaller one")
{
    const FinishedRun a = Finish();
    const RunDifference difference =
        CompareRuns(a, Finish({"/links/out/at/sw/Queue/MaxPackets=5p"}), {});
    CheckOnlyCause(difference, "/links/2/at/sw/Queue/MaxPackets");
    const auto events = AllEvents(a);
    const auto drop = std::find_if(events.begin(), events.end(), [](const HashedEvent& event) {
        return event.kind == EventKind::Dropped;
    });
    REQUIRE(drop != events.end());
    REQUIRE(difference.divergence);
    CHECK(difference.divergence->number == static_cast<uint64_t>(drop - events.begin()) + 1);
    CheckEvent(difference.a, EventKind::Dropped, "sw/port[c]/queue", drop->at);
    CHECK(EventOf(difference.a).reason == "queue-full");
    // The queue was full when it happened, and the packet had come over its own link just before.
    const auto length = std::find_if(
        difference.a->levels.begin(),
        difference.a->levels.end(),
        [](const LevelReading& level) { return level.path == "sw/port[c]/queue/length"; });
    REQUIRE(length != difference.a->levels.end());
    CHECK(length->value == 4);
    CHECK(difference.a->life.at(difference.a->life.size() - 2).kind == EventKind::Arrived);
    CHECK(difference.a->before.back().where == "out/forward");
    CHECK(EventOf(difference.b).kind != EventKind::Dropped);
    // There the packet found room.
    REQUIRE(difference.b->other);
    CHECK(difference.b->other->kind == EventKind::Transmitted);
    CHECK(difference.b->other->where == "out/forward");
    CHECK(difference.b->other->at > drop->at);
}

TEST_CASE("a longer delay on one link: the first arrival on it")
{
    const RunDifference difference = Against("/links/in-b/Delay=2us");
    CheckOnlyCause(difference, "/links/1/Delay");
    CheckEvent(difference.a, EventKind::Arrived, "in-b/forward", At(1800));
    CheckEvent(difference.b, EventKind::Arrived, "in-a/forward", At(2200));
    CHECK(difference.b->other->where == "in-b/forward");
    CHECK(difference.b->other->at == At(2800));
}

TEST_CASE("a slower link: the packet that follows its first one")
{
    const RunDifference difference = Against("/links/out/Rate=800Mbps");
    CheckOnlyCause(difference, "/links/2/Rate");
    CheckEvent(difference.a, EventKind::Transmitted, "out/forward", At(9800));
    // 8000 bits at 800 Mb/s end at 11.8 us.
    const PacketStep& b = EventOf(difference.b);
    CHECK(b.at == At(11800));
    CHECK(b.where == "out/forward");
}

TEST_CASE("another ECN threshold: the packet that is marked at the lower one, on the wire")
{
    const FinishedRun low = Finish({"/links/out/at/sw/Queue/MarkPackets=2p"});
    const FinishedRun high = Finish({"/links/out/at/sw/Queue/MarkPackets=3p"});
    const RunDifference difference = CompareRuns(low, high, {});
    CheckOnlyCause(difference, "/links/2/at/sw/Queue/MarkPackets");
    CHECK(difference.records.ingredients.front() == "wire");
    const auto events = AllEvents(low);
    const auto mark = std::find_if(events.begin(), events.end(), [](const HashedEvent& event) {
        return event.ecn == Ecn::Congestion;
    });
    REQUIRE(mark != events.end());
    CheckEvent(difference.a, EventKind::Transmitted, "out/forward", mark->at);
    CheckEvent(difference.b, EventKind::Transmitted, "out/forward", mark->at);
    CHECK(difference.a->ecn == Ecn::Congestion);
    CHECK(difference.b->ecn == Ecn::Capable0);
    CHECK(EventOf(difference.a).gotMarked);
    CHECK(difference.a->packet == difference.b->packet);
}

TEST_CASE("another scheduler: the urgent packet that overtakes")
{
    const std::string queues =
        R"("Queues": [ { "match": { "dscp": 46 } }, {} ], "Scheduler": { "type": )";
    const std::string place = "/links/out/at/sw={ ";
    const FinishedRun fifo = Finish({place + queues + R"("Fifo" } })"});
    const FinishedRun priority = Finish({place + queues + R"("StrictPriority" } })"});
    const RunDifference difference = CompareRuns(fifo, priority, {});
    CheckOnlyCause(difference, "/links/2/at/sw/Scheduler/type");
    const SimTime at = EventOf(difference.a).at;
    CheckEvent(difference.a, EventKind::Transmitted, "out/forward", at);
    CheckEvent(difference.b, EventKind::Transmitted, "out/forward", at);
    CHECK(difference.a->traffic == "first");
    CHECK(difference.b->traffic == "second");
    // It came later than the one that it overtakes.
    const auto arrival = [](const EventAccount& account) {
        return account.life.at(account.life.size() - 2).at;
    };
    CHECK(arrival(*difference.a) < arrival(*difference.b));
}

TEST_CASE("another seed: the first birth of the only source that draws")
{
    const std::string poisson = R"(/traffic/second/type="PoissonSource")";
    const RunDifference difference =
        CompareRuns(Finish({poisson}), Finish({poisson, "/seed=2"}), {});
    CheckOnlyCause(difference, "/seed");
    REQUIRE(difference.a);
    REQUIRE(difference.b);
    const bool isEarlierInA = EventOf(difference.a).at < EventOf(difference.b).at;
    const auto& earlier = isEarlierInA ? difference.a : difference.b;
    CHECK(EventOf(earlier).kind == EventKind::Born);
    CHECK(EventOf(earlier).where == "second/b>c");
    CHECK(earlier->packet == 0);
    CHECK(earlier->before.empty());
}

TEST_CASE("a later start: the first birth of that source")
{
    const RunDifference difference = Against("/traffic/second/Start=100us");
    CheckOnlyCause(difference, "/traffic/second/Start");
    CheckEvent(difference.a, EventKind::Born, "second/b>c", At(0));
    CHECK(EventOf(difference.b).where != "second/b>c");
}

TEST_CASE("a link's rate that changes on the way: the first packet after that one it slows")
{
    const RunDifference difference =
        CompareRuns(Finish(),
                    Finish({R"(/events=[{"at":"1ms","set":{"/links/out/Rate":"500Mbps"}}])"}),
                    {});
    CheckOnlyCause(difference, "/events");
    const auto events = AllEvents(Finish());
    std::vector<HashedEvent> sent;
    std::copy_if(events.begin(), events.end(), std::back_inserter(sent), [&](const auto& event) {
        return event.kind == EventKind::Transmitted && event.at >= MilliSeconds(1) &&
               event.pathHash == HashName("out/forward");
    });
    // The first one sent after the change takes twice as long: the second cannot follow in time.
    REQUIRE(sent.size() > 2);
    CheckEvent(difference.a, EventKind::Transmitted, "out/forward", sent[1].at);
    REQUIRE(difference.b);
    CHECK(difference.b->changes == std::vector<std::string>{"Rate of out at 1 ms"});
    CHECK(difference.a->changes.empty());
}

TEST_CASE("other packet sizes: the first packet of another size, on its first wire")
{
    const RunDifference difference = Against("/traffic/second/PacketSize=966B");
    CheckOnlyCause(difference, "/traffic/second/PacketSize");
    CheckEvent(difference.a, EventKind::Transmitted, "in-b/forward", At(0));
    CheckEvent(difference.b, EventKind::Transmitted, "in-b/forward", At(0));
    CHECK(difference.a->ipBytes == 962);
    CHECK(difference.b->ipBytes == 966);
}

TEST_CASE("another tie policy: two events of one instant change places, and what comes of it")
{
    const std::string equal = "/traffic/second/PacketSize=1462B";
    const FinishedRun a = Finish({equal});
    const FinishedRun b = Finish({equal, R"(/ties={ "policy": "seeded", "seed": 1 })"});
    const RunDifference difference = CompareRuns(a, b, {});
    CheckOnlyCause(difference, "/ties");
    REQUIRE(difference.divergence);
    CHECK(difference.divergence->isOrder);
    CHECK(EventOf(difference.a).at == EventOf(difference.b).at);
    CHECK(EventOf(difference.a).where != EventOf(difference.b).where);
    // Both arrive at the switch at one instant, and the other one is sent first.
    REQUIRE(difference.unmatched);
    const SimTime at = EventOf(difference.unmatchedA).at;
    CHECK(at >= At(2200));
    CheckEvent(difference.unmatchedA, EventKind::Transmitted, "out/forward", at);
    CheckEvent(difference.unmatchedB, EventKind::Transmitted, "out/forward", at);
    CHECK(difference.unmatchedA->traffic != difference.unmatchedB->traffic);
    const std::string text = ToText(a, b, difference);
    CHECK(text.find("by the order of events of one instant") != std::string::npos);
    CHECK(LongestLine(text) <= 100);
}

TEST_CASE("an order that changes nothing else is told to be all that differs")
{
    // Nobody meets: each has a link to its own end.
    const std::string text = R"({
      "nexsim": 1, "name": "apart", "duration": "100us",
      "nodes": { "a[0..3]": { "type": "Host" }, "b[0..3]": { "type": "Host" } },
      "links": [ { "between": ["a[0]", "b[0]"] }, { "between": ["a[1]", "b[1]"] },
                 { "between": ["a[2]", "b[2]"] }, { "between": ["a[3]", "b[3]"] } ],
      "traffic": { "t": { "type": "ConstantRateSource", "from": "a[*]", "to": "b[*]" } }
    })";
    const FinishedRun a = FinishText(text);
    const FinishedRun b = FinishText(text, {R"(/ties={ "policy": "seeded", "seed": 1 })"});
    const RunDifference difference = CompareRuns(a, b, {});
    REQUIRE(difference.divergence);
    CHECK(difference.divergence->isOrder);
    REQUIRE(difference.unmatched);
    CHECK(difference.unmatched->AreNone());
    CHECK(difference.records.metrics.empty());
    CHECK(ToText(a, b, difference).find("order is all that differs") != std::string::npos);
}

TEST_CASE("loss on a link: the first lost packet")
{
    const RunDifference difference =
        Against(R"(/links/in-a/Loss={ "type": "Bernoulli", "Probability": "20%" })");
    CheckOnlyCause(difference, "/links/0/Loss");
    CHECK(EventOf(difference.b).kind == EventKind::Dropped);
    CHECK(EventOf(difference.b).where == "in-a/forward");
    CHECK(EventOf(difference.b).reason == "link-loss");
}

TEST_CASE("another DSCP: the first packet that carries it")
{
    const RunDifference difference = Against("/traffic/second/Dscp=10");
    CheckOnlyCause(difference, "/traffic/second/Dscp");
    CHECK(difference.records.ingredients == std::vector<std::string>{"wire"});
    CheckEvent(difference.b, EventKind::Transmitted, "in-b/forward", At(0));
    CHECK(difference.a->dscp == 46);
    CHECK(difference.b->dscp == 10);
    CHECK(difference.records.metrics.empty());
}

TEST_CASE("equal runs have no difference, and what only measures makes no other event")
{
    const FinishedRun run = Finish();
    const RunDifference none = CompareRuns(run, run, {});
    CHECK(none.records.AreEqual());
    CHECK(ToText(run, run, none).find("\nthe same: ") != std::string::npos);

    const FinishedRun warm = Finish({"/warmup=1ms"});
    const RunDifference difference = CompareRuns(run, warm, {});
    CHECK_FALSE(difference.records.AreEqual());
    CHECK_FALSE(difference.records.eventsDiffer);
    CHECK_FALSE(difference.divergence);
    CHECK(ToText(run, warm, difference).find("no event differs") != std::string::npos);
}

TEST_CASE("a run that is over earlier has ended where the other goes on")
{
    const FinishedRun a = Finish({"/duration=1ms"});
    const FinishedRun b = Finish();
    const RunDifference difference = CompareRuns(a, b, {});
    REQUIRE(difference.divergence);
    CHECK(difference.divergence->number == a.record.hashedEvents + 1);
    CHECK_FALSE(difference.a);
    CHECK(EventOf(difference.b).at >= MilliSeconds(1));
    const std::string text = ToText(a, b, difference);
    CHECK(text.find("a  has ended: " + std::to_string(a.record.hashedEvents) + " events by 1 ms") !=
          std::string::npos);
    CHECK(text.find("simulated time") != std::string::npos);
}

TEST_CASE("a run that a limit cut is repeated no further than it had come")
{
    const FinishedRun a = Finish({R"(/limits={ "events": 300 })"});
    const FinishedRun b = Finish();
    REQUIRE(a.record.outcome == ExitCode::LimitReached);
    const RunDifference difference = CompareRuns(a, b, {});
    REQUIRE(difference.divergence);
    CHECK(difference.divergence->number == a.record.hashedEvents + 1);
    CHECK_FALSE(difference.divergence->a);
    CHECK(difference.divergence->b);
    CHECK(ToText(a, b, difference).find("the limit of 300 events was reached") !=
          std::string::npos);
}

TEST_CASE("runs whose nodes are named otherwise differ from their first event on")
{
    std::string renamed = kFunnel;
    for (size_t at = 0; (at = renamed.find("\"a\"", at)) != std::string::npos;)
    {
        renamed.replace(at, 3, "\"alice\"");
    }
    const FinishedRun a = Finish();
    const FinishedRun b = FinishText(renamed);
    const RunDifference difference = CompareRuns(a, b, {});
    REQUIRE(difference.divergence);
    CHECK(difference.divergence->number == 1);
    CHECK(EventOf(difference.a).where == "first/a>c");
    CHECK(EventOf(difference.b).where == "first/alice>c");
    CHECK(std::any_of(difference.records.documents.begin(),
                      difference.records.documents.end(),
                      [](const JsonDifference& place) { return place.pointer == "/nodes/alice"; }));
    CHECK_FALSE(difference.records.onlyA.empty());
}

TEST_CASE("records of different results versions are compared by what this build repeats")
{
    FinishedRun a = Finish();
    a.record.provenance.resultsVersion = 1;
    a.record.fingerprint.wire ^= 1;
    for (CheckpointRecord& checkpoint : a.record.checkpoints)
    {
        checkpoint.fingerprint.wire ^= 1;
    }
    const FinishedRun other = Finish({"/links/in-b/Delay=2us"});
    const RunDifference difference = CompareRuns(a, other, {});
    CHECK_FALSE(difference.records.isComparable);
    CheckEvent(difference.a, EventKind::Arrived, "in-b/forward", At(1800));
    REQUIRE(difference.remarks.size() == 1);
    CHECK(difference.remarks[0].find("results version 1") != std::string::npos);

    const RunDifference same = CompareRuns(a, Finish(), {});
    CHECK_FALSE(same.divergence);
    CHECK(same.remarks.back().find("in the builds that recorded them") != std::string::npos);
}

TEST_CASE("a record that this build does not repeat is told")
{
    FinishedRun a = Finish();
    for (CheckpointRecord& checkpoint : a.record.checkpoints)
    {
        checkpoint.fingerprint.wire ^= 1;
    }
    FinishedRun b = a;
    b.record.checkpoints.back().fingerprint.drops ^= 1;
    b.record.fingerprint.drops ^= 1;
    const RunDifference difference = CompareRuns(a, b, {});
    CHECK_FALSE(difference.divergence);
    CHECK(difference.window.to == b.record.checkpoints.back().events);
    REQUIRE(difference.remarks.size() == 3);
    CHECK(difference.remarks[0].find("a is not repeated by this build") == 0);
}

TEST_CASE("a run that cannot be repeated is compared by its records, and what it lacks is named")
{
    const FinishedRun a = Finish();
    FinishedRun b = Finish({"/seed=2", "/traffic/second/Rate=500Mbps"});
    b.record.inputs = {{"library", "liblifo.so", "0123"}};
    const RunDifference difference = CompareRuns(a, b, {});
    CHECK_FALSE(difference.divergence);
    CHECK_FALSE(difference.records.metrics.empty());
    REQUIRE(difference.remarks.size() == 1);
    CHECK(difference.remarks[0].find("liblifo.so (content 0123) is not there; name the one of that "
                                     "content with --load") != std::string::npos);
}

TEST_CASE("of several differences those come first that name the place of the event")
{
    const FinishedRun a = Finish();
    const FinishedRun b = Finish({"/name=\"other\"",
                                  "/seed=2",
                                  "/traffic/first/Stop=1900us",
                                  "/links/out/at/sw/Queue/MaxPackets=5p"});
    const RunDifference difference = CompareRuns(a, b, {});
    const std::string text = ToText(a, b, difference);
    const size_t likely = text.find("/links/2/at/sw/Queue/MaxPackets");
    REQUIRE(likely != std::string::npos);
    CHECK(likely < text.find("/seed"));
    CHECK(likely < text.find("/traffic/first/Stop"));
    CHECK(text.find("/seed") < text.find("/name"));
    CHECK(LongestLine(text) <= 100);

    const FinishedRun late =
        Finish({"/traffic/second/Start=100us", "/links/out/at/sw/Queue/MaxPackets=5p"});
    const std::string other = ToText(a, late, CompareRuns(a, late, {}));
    const size_t start = other.find("/traffic/second/Start");
    REQUIRE(start != std::string::npos);
    CHECK(start < other.find("/links/2/at/sw/Queue/MaxPackets"));
}

TEST_CASE("what only one run has is found in little memory as well, and by brute force")
{
    const std::string equal = "/traffic/second/PacketSize=1462B";
    const FinishedRun a = Finish({equal});
    for (const char* change : {R"(/ties={ "policy": "seeded", "seed": 3 })",
                               "/links/out/at/sw/Queue/MaxPackets=5p",
                               "/duration=1ms",
                               "/traffic/first/Stop=1900us"})
    {
        CAPTURE(change);
        const FinishedRun b = Finish({equal, change});
        const ScenarioRun scenarioA = ReadScenarioOf(a, {});
        const ScenarioRun scenarioB = ReadScenarioOf(b, {});
        const auto number = [](const std::optional<NumberedEvent>& event) {
            return event ? event->number : 0;
        };
        const auto find = [&](uint64_t most) {
            const UnmatchedEvents found = FindUnmatched({scenarioA, a.record.hashedEvents},
                                                        {scenarioB, b.record.hashedEvents},
                                                        most);
            return std::pair(number(found.a), number(found.b));
        };
        std::vector<HashedEvent> others = AllEvents(b);
        uint64_t expected = 0;
        const std::vector<HashedEvent> events = AllEvents(a);
        for (size_t i = 0; i < events.size() && expected == 0; ++i)
        {
            const bool isInB = std::find(others.begin(), others.end(), events[i]) != others.end();
            expected = isInB ? 0 : i + 1;
        }
        const auto whole = find(1'000'000);
        CHECK((whole.first == expected || whole.first == 0));
        CHECK((whole.first != 0 || whole.second != 0));
        for (const uint64_t most : {2, 3, 10, 100})
        {
            CHECK(find(most) == whole);
        }
    }
}

TEST_CASE("a window too large to keep is narrowed to the same event")
{
    const FinishedRun a = Finish();
    const FinishedRun b = Finish({"/links/out/at/sw/Queue/MaxPackets=5p"});
    const ScenarioRun scenarioA = ReadScenarioOf(a, {});
    const ScenarioRun scenarioB = ReadScenarioOf(b, {});
    const EventWindow whole{0, std::max(a.record.hashedEvents, b.record.hashedEvents)};
    const auto number = [&](uint64_t most) {
        const auto search = FindDivergence({scenarioA, a.record.hashedEvents},
                                           {scenarioB, b.record.hashedEvents},
                                           whole,
                                           most);
        REQUIRE(search.divergence);
        return search.divergence->number;
    };
    const uint64_t expected = number(1'000'000);
    for (const uint64_t most : {2, 3, 7, 50, 400})
    {
        CHECK(number(most) == expected);
    }
    const EventWindow window = FindDivergingWindow(a.record, b.record);
    CHECK(window.from < expected);
    CHECK(window.to >= expected);
    CHECK(window.Size() <= a.record.checkpoints[0].events);
}

} // namespace run_difference_test
