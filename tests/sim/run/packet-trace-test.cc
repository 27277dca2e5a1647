// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/results/csv.h"
#include "sim/run/flow-story.h"
#include "tests/sim/run/funnel.h"

#include "ns3/boolean.h"
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace packet_trace_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

struct Trace
{
    CsvRows rows;
    RunRecord record;

    explicit Trace(const ScenarioRun& scenario)
    {
        StringSink sink;
        RunSinks sinks;
        sinks.packets = &sink;
        RunScenario(scenario, record, sinks);
        rows = ReadCsv(sink.GetText());
    }

    const std::string& At(size_t row, const std::string& column) const
    {
        const auto found = std::find(rows[0].begin(), rows[0].end(), column);
        REQUIRE(found != rows[0].end());
        return rows.at(row).at(static_cast<size_t>(found - rows[0].begin()));
    }

    int64_t Number(size_t row, const std::string& column) const
    {
        return std::stoll(At(row, column));
    }
};

} // namespace

TEST_CASE("packets.csv has every packet once, with its end, and stages that add up")
{
    Funnel made;
    made.run.measure.packets = {"first", "other"};
    const Trace trace(made.run);
    std::map<std::string, int64_t> ends;
    std::map<std::pair<std::string, std::string>, int> seen;
    for (size_t row = 1; row < trace.rows.size(); ++row)
    {
        ++ends[trace.At(row, "outcome")];
        CHECK(++seen[{trace.At(row, "flow"), trace.At(row, "number")}] == 1);
        int64_t sum = 0;
        for (const std::string& column : trace.rows[0])
        {
            const bool stage = column.size() > 3 && column.substr(column.size() - 3) == "_ps" &&
                               column != "created_ps" && column != "end_ps";
            sum += stage ? trace.Number(row, column) : 0;
        }
        CHECK(sum == trace.Number(row, "end_ps") - trace.Number(row, "created_ps"));
        if (trace.At(row, "outcome") == "delivered")
        {
            CHECK(trace.Number(row, "unstaged_ps") == 0);
            CHECK(trace.At(row, "where") == trace.At(row, "traffic"));
            CHECK(trace.Number(row, "hops") == 2);
        }
        if (trace.At(row, "outcome") == "dropped")
        {
            CHECK(trace.At(row, "reason") == "queue-full");
            CHECK(trace.At(row, "where") == "sw/port[c]/queue");
            CHECK(trace.Number(row, "hops") == 1);
        }
    }
    const LedgerRecord& ledger = trace.record.ledger;
    CHECK(ends["delivered"] == ledger.delivered.packets);
    CHECK(ends["dropped"] == ledger.dropped.at(0).count.packets);
    CHECK(ends["inside"] > 0);
    CHECK(ends["delivered"] + ends["dropped"] + ends["inside"] == ledger.born.packets);
    CHECK(trace.At(1, "traffic") == "other");
    CHECK(trace.Number(1, "size_bytes") == 962);
    CHECK(trace.Number(1, "payload_bytes") == 934);
    CHECK(trace.Number(1, "created_ps") == 0);
    CHECK(trace.Number(1, "end_ps") == 12'800'000);
    CHECK(trace.Number(1, "serialisation_ps") == 8'800'000);
    CHECK(trace.Number(1, "propagation_ps") == 4'000'000);
}

TEST_CASE("packets.csv is of the entries that are named and of packets born after warm-up")
{
    Funnel made;
    made.run.warmup = MicroSeconds(500);
    made.run.measure.packets = {"other"};
    const Trace trace(made.run);
    REQUIRE(trace.rows.size() > 10);
    for (size_t row = 1; row < trace.rows.size(); ++row)
    {
        CHECK(trace.At(row, "traffic") == "other");
        CHECK(trace.Number(row, "created_ps") >= 500'000'000);
    }
}

// Fails when the row of a replaced packet is left out, or says that it is inside.
TEST_CASE("packets.csv and the story of a flow tell which packets newer ones have replaced")
{
    ScenarioMaker made(MilliSeconds(200));
    const size_t server = made.Host("server");
    const size_t client = made.Host("client");
    Blueprint nic(ns3::TypeId::LookupByName("nexsim::Nic"));
    nic.Set("TxRing", ns3::Create<IntegerValue>(1));
    nic.Set("Queue",
            ns3::Create<BlueprintValue>(
                Blueprint(ns3::TypeId::LookupByName("nexsim::SkywalkClassqQueueDisc"))));
    LinkSpec& link = made.Link(server, client, BitRate(100'000'000));
    link.backward.Set("Rate", ns3::Create<IntegerValue>(1'000'000));
    link.portB = nic;
    TrafficSpec& down = made.Traffic("down", "ConstantRateSource", server, client);
    down.source = Blueprint(ns3::TypeId::LookupByName("nexsim::TcpBulkSource"));
    made.run.measure.packets = {"down"};
    const Trace trace(made.run);
    std::map<std::string, int64_t> ends;
    std::string flow;
    for (size_t row = 1; row < trace.rows.size(); ++row)
    {
        ++ends[trace.At(row, "outcome")];
        if (trace.At(row, "outcome") == "replaced")
        {
            CHECK(trace.At(row, "where") == "client/nic/queue");
            CHECK(trace.Number(row, "payload_bytes") == 0);
            flow = trace.At(row, "flow");
        }
    }
    CHECK(ends["replaced"] > 100);
    CHECK(ends["replaced"] == IntegerOf(trace.record, "client/nic/queue/pkts_compressed"));
    CHECK(ends["delivered"] + ends["dropped"] + ends["replaced"] + ends["inside"] ==
          trace.record.ledger.born.packets);
    const auto story = TellFlowStory(made.run, flow);
    REQUIRE(story);
    CHECK(story->replaced.packets == ends["replaced"]);
    CHECK(ToText(*story, "x").find("replaced by newer ones") != std::string::npos);
}

// Fails when a segment or a merged packet has no row, or a row that does not add up.
TEST_CASE("packets.csv has a row for each segment of a packet that is cut, merged again or not")
{
    ScenarioMaker made(MicroSeconds(100));
    const size_t a = made.Host("a");
    const size_t b = made.Host("b");
    Blueprint cuts(ns3::TypeId::LookupByName("nexsim::Nic"));
    cuts.Set("Segmentation", ns3::Create<ns3::BooleanValue>(true));
    Blueprint merges(ns3::TypeId::LookupByName("nexsim::Nic"));
    merges.SetPart("Rsc", Blueprint(ns3::TypeId::LookupByName("nexsim::Rsc")));
    LinkSpec& link = made.Link(a, b);
    link.portA = cuts;
    link.portB = merges;
    TrafficSpec& bulk = made.Traffic("bulk", "ConstantRateSource", a, b, 16'360);
    bulk.source.Set("SegmentSize", ns3::Create<IntegerValue>(1448));
    bulk.source.Set("Stop", ns3::Create<IntegerValue>(1));
    made.run.measure.packets = {"bulk"};
    const Trace trace(made.run);
    std::map<std::string, int64_t> ends;
    std::map<std::string, int64_t> bytes;
    for (size_t row = 1; row < trace.rows.size(); ++row)
    {
        ++ends[trace.At(row, "outcome")];
        bytes[trace.At(row, "outcome")] += trace.Number(row, "payload_bytes");
        CHECK(trace.Number(row, "unstaged_ps") >= 0);
        CHECK(trace.Number(row, "unstaged_ps") < 12); // rounding of means
    }
    CHECK(ends["merged"] > 0);
    CHECK(ends["merged"] + ends["delivered"] == 12);
    CHECK(bytes["delivered"] == 16'332);
    CHECK(ends.size() == 2);
    const auto story = TellFlowStory(made.run, trace.At(1, "flow"));
    REQUIRE(story);
    CHECK(story->sent.packets == 12);
    CHECK(story->delivered.packets == 12);
}

TEST_CASE("the last rows are of packets still inside, with the component that saw them last")
{
    Funnel made;
    made.run.measure.packets = {"other"};
    made.run.duration = NanoSeconds(1'000); // the first packet is on its way to the switch
    const Trace trace(made.run);
    REQUIRE(trace.rows.size() == 2);
    CHECK(trace.At(1, "outcome") == "inside");
    CHECK(trace.At(1, "where") == "b-sw/forward");
    CHECK(trace.Number(1, "end_ps") == 1'000'000);
    CHECK(trace.Number(1, "unstaged_ps") == -800'000); // its stages reach to its arrival at 1.8 us
}

} // namespace packet_trace_test
