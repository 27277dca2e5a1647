// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/traffic/tcp-bulk-source.h"
#include "sim/results/csv.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

namespace traffic_tables_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

struct Tables
{
    RunRecord record;
    CsvRows flows;
    CsvRows latency;
    std::string transfers;

    explicit Tables(const ScenarioRun& scenario)
    {
        StringSink flowSink;
        StringSink latencySink;
        StringSink transferSink;
        RunScenario(scenario, record, {nullptr, &flowSink, &latencySink, &transferSink});
        REQUIRE(record.outcome == ExitCode::Done);
        flows = ReadCsv(flowSink.GetText());
        latency = ReadCsv(latencySink.GetText());
        transfers = transferSink.GetText();
    }

    /** A number in flows.csv. */
    double Flow(size_t row, const std::string& column) const
    {
        const auto found = std::find(flows[0].begin(), flows[0].end(), column);
        REQUIRE(found != flows[0].end());
        return std::stod(flows.at(row).at(static_cast<size_t>(found - flows[0].begin())));
    }
};

struct Direct : ScenarioMaker
{
    size_t a = Host("a");
    size_t b = Host("b");

    Direct() : ScenarioMaker(MilliSeconds(1))
    {
        Link(a, b, BitRate(2'000'000'000));
    }
};

} // namespace

TEST_CASE("flows.csv has a row per flow with its packets, bytes, latency and stages")
{
    Direct made;
    TrafficSpec& web = made.Traffic("web", "ConstantRateSource", made.a, made.b, 1212);
    web.source.Set("Flows", ns3::Create<IntegerValue>(2));
    made.Traffic("back", "ConstantRateSource", made.b, made.a, 212);
    const Tables tables(made.run);
    REQUIRE(tables.flows.size() == 4);
    CHECK(tables.flows[1][0] == "web");
    CHECK(tables.flows[2][0] == "web");
    CHECK(tables.flows[3][0] == "back");
    CHECK(tables.flows[1][1] != tables.flows[2][1]);
    const double sent = tables.Flow(1, "sent_packets") + tables.Flow(2, "sent_packets");
    CHECK(sent == static_cast<double>(IntegerOf(tables.record, "web/sent_packets")));
    CHECK(tables.Flow(1, "sent_bytes") == tables.Flow(1, "sent_packets") * (1212 - 28));
    CHECK(tables.Flow(1, "dropped_packets") == 0);
    CHECK(tables.Flow(1, "latency_mean_ps") == 5e6 + 1e6);
    CHECK(tables.Flow(1, "serialisation_mean_ps") == 5e6);
    CHECK(tables.Flow(3, "serialisation_mean_ps") == 1e6);
    CHECK(tables.Flow(3, "propagation_mean_ps") == 1e6);
}

TEST_CASE("flows named in measure have percentiles of their own, others do not")
{
    Direct made;
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 1212);
    made.Traffic("back", "ConstantRateSource", made.b, made.a, 212);
    made.run.measure.flows = {"back"};
    const Tables tables(made.run);
    CHECK(tables.flows[0][11] == "latency_p99_ps");
    CHECK(tables.flows[1][11].empty());
    CHECK(tables.Flow(2, "latency_p99_ps") == 2e6);
    CHECK(tables.Flow(2, "latency_max_ps") == 2e6);
}

TEST_CASE("latency.csv holds every measured packet of an entry once")
{
    Direct made;
    made.Traffic("web", "PoissonSource", made.a, made.b, 1212);
    made.run.warmup = MicroSeconds(200);
    const Tables tables(made.run);
    int64_t count = 0;
    int64_t last = -1;
    for (size_t row = 1; row < tables.latency.size(); ++row)
    {
        CHECK(tables.latency[row][0] == "web");
        CHECK(std::stoll(tables.latency[row][1]) > last);
        CHECK(std::stoll(tables.latency[row][2]) >= std::stoll(tables.latency[row][1]));
        last = std::stoll(tables.latency[row][2]);
        count += std::stoll(tables.latency[row][3]);
    }
    CHECK(count == IntegerOf(tables.record, "web/latency/count"));
    CHECK(count > 10);
}

TEST_CASE("transfers.csv has a row per flow of a given size, and none without such flows")
{
    Direct made;
    made.Traffic("web", "ConstantRateSource", made.a, made.b, 1212);
    CHECK(Tables(made.run).transfers.empty());
    TrafficSpec& files = made.Traffic("files", "FlowSource", made.a, made.b, 1228);
    files.source.SetPart("Size", Constantly(3'000));
    const CsvRows rows = ReadCsv(Tables(made.run).transfers);
    REQUIRE(rows.size() > 3);
    CHECK(rows[0][0] == "traffic");
    CHECK(rows[1][0] == "files");
    CHECK(rows[1][1] == "files/a>b");
    CHECK(rows[1][3] == "3000");
    CHECK(rows[1][4] == "3");
    const double completion = std::stod(rows[1][6]);
    const double ideal = std::stod(rows[1][7]);
    CHECK(ideal > 0);
    CHECK(std::stod(rows[1][8]) == doctest::Approx(completion / ideal).epsilon(1e-8));
    CHECK(rows.back()[6].empty() == rows.back()[8].empty());
}

TEST_CASE("transfers.csv has TCP transfers, too, and no size where there is no end")
{
    Direct made;
    TrafficSpec& bulk = made.Traffic("bulk", "FlowSource", made.a, made.b);
    bulk.source = Blueprint(TcpBulkSource::GetTypeId());
    bulk.source.Set("Flows", ns3::Create<IntegerValue>(2));
    const CsvRows endless = ReadCsv(Tables(made.run).transfers);
    REQUIRE(endless.size() == 3);
    CHECK(endless[1][1] == "bulk/a>b");
    CHECK(endless[1][3].empty());
    CHECK(endless[1][6].empty());
    bulk.source.Set("Size", ns3::Create<IntegerValue>(3'000));
    const CsvRows rows = ReadCsv(Tables(made.run).transfers);
    REQUIRE(rows.size() == 3);
    CHECK(rows[2][3] == "3000");
    CHECK(rows[2][4] == "4"); // SYN and three segments
    CHECK(std::stod(rows[2][6]) > 0);
}

} // namespace traffic_tables_test
