// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/atomic-file.h"
#include "sim/results/io-error.h"
#include "sim/results/record-reader.h"
#include "sim/results/run-record-json.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace run_record_test
{

using namespace nexsim;
using Json = nlohmann::ordered_json;
using nexsim::test::ScratchFolder;

namespace
{

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
const std::string kFormatFault =
    "/format is not 2, the format this version reads; another version of nexsim wrote it: read it "
    "with that one, or run the scenario again with this one";

RunRecord
Sample()
{
    RunRecord record;
    record.id = "00ff";
    record.scenario = "quickstart";
    record.scenarioHash = "abcd";
    record.variant = "flow-batch";
    record.parameters = {{"load", "0.5"}, {"aqm", "codel"}};
    record.inputs = {{"file", "web.pcap", "0123"}, {"library", "lifo.so", "4567"}};
    record.replication = 3;
    record.draws = Draws::Random;
    record.outcome = ExitCode::LimitReached;
    record.reason = "10 000 events";
    record.events = kMost;
    record.hashedEvents = kMost - 1;
    record.simulatedPs = kLargest;
    record.until = UntilRecord{"web/flows_open == 0", true};
    record.fingerprint = {kMost, 1, 0x0123456789abcdefULL, 1ULL << 63};
    record.checkpoints = {{1000, 5, {1, 2, 3, 4}}, {2000, 9, {5, 6, 7, kMost}}};
    record.metrics.Add("z/integer", kLargest, "ps");
    record.metrics.Add("a/double", 5.0, "ratio");
    record.metrics.Add("a/third", 1.0 / 3, "");
    record.metrics.Add("a/least", std::numeric_limits<std::int64_t>::min(), "p");
    record.ledger.born = {100, 150'000};
    record.ledger.delivered = {90, 140'000};
    record.ledger.dropped = {{"sw/port[server]", "tail", {6, 9'000}}};
    record.ledger.inside = {{"link", {4, 1'000}}};
    record.ledger.conversions = {{"split", {1, 3'000}, {2, 3'000}}};
    record.ties = {"seeded", kMost, {{"sw", 2, 7}}};
    record.costs = {{{"server", "client"},
                     {{"syscall", "44ns", "syscall.null.pti_off", "ambiguous"},
                      {"copy", "63ps/B", "scenario", ""}}}};
    record.stages = {{"web", "switch queue", 90, kLargest, {{"p99", 12}, {"p50", 3}}}};
    record.warnings = {"the link 'up' is idle", "\u00b5"};
    record.provenance = GetProvenance();
    return record;
}

} // namespace

TEST_CASE("a record survives its file exactly")
{
    const ScratchFolder folder;
    const RunRecord sample = Sample();
    WriteFileAtomically(folder / "run.json", ToText(sample));
    const RunRecord record = ReadRunRecord(folder / "run.json");
    CHECK(ToText(record) == ToText(sample));

    CHECK(record.parameters == sample.parameters);
    CHECK(record.draws == Draws::Random);
    CHECK(record.outcome == ExitCode::LimitReached);
    CHECK(record.events == kMost);
    CHECK(record.hashedEvents == kMost - 1);
    CHECK(record.inputs.at(1).name == "lifo.so");
    CHECK(record.inputs.at(0).hash == "0123");
    CHECK(record.simulatedPs == kLargest);
    REQUIRE(record.until);
    CHECK(record.until->condition == "web/flows_open == 0");
    CHECK(record.until->ended);
    CHECK(record.fingerprint.trajectory == kMost);
    CHECK(record.fingerprint.wire == 1);
    CHECK(record.fingerprint.drops == 0x0123456789abcdefULL);
    CHECK(record.fingerprint.scalars == 1ULL << 63);
    CHECK(record.checkpoints.at(1).fingerprint.scalars == kMost);
    CHECK(record.metrics.GetPaths() == sample.metrics.GetPaths());
    CHECK(record.ledger.conversions.at(0).produced.packets == 2);
    CHECK(record.ties.seed == kMost);
    CHECK(record.ties.contended.at(0).byPriority == 7);
    CHECK(record.stages.at(0).tailsPs == sample.stages.at(0).tailsPs);
    REQUIRE(record.costs.size() == 1);
    CHECK(record.costs[0].hosts == std::vector<std::string>{"server", "client"});
    REQUIRE(record.costs[0].figures.size() == 2);
    CHECK(record.costs[0].figures[0].figure == "syscall");
    CHECK(record.costs[0].figures[0].value == "44ns");
    CHECK(record.costs[0].figures[0].evidence == "syscall.null.pti_off");
    CHECK(record.costs[0].figures[0].note == "ambiguous");
    CHECK(record.costs[0].figures[1].evidence == "scenario");
    CHECK(record.warnings == sample.warnings);
    CHECK(record.provenance == sample.provenance);
}

TEST_CASE("integers stay integers and doubles doubles")
{
    const RunRecord record = RunRecordFromJson(Json::parse(ToText(Sample())));
    CHECK(record.metrics.Find("z/integer")->value == MetricValue{kLargest});
    CHECK(record.metrics.Find("a/double")->value == MetricValue{5.0});
    CHECK(record.metrics.Find("a/least")->value ==
          MetricValue{std::numeric_limits<std::int64_t>::min()});

    CHECK(rc::check("any finite value, any 64-bit hash",
                    [](double value, std::int64_t integer, std::uint64_t hash) {
                        RC_PRE(std::isfinite(value));
                        RunRecord before;
                        before.metrics.Add("double", value, "");
                        before.metrics.Add("integer", integer, "");
                        before.fingerprint.drops = hash;
                        before.events = hash;
                        const RunRecord after = RunRecordFromJson(Json::parse(ToText(before)));
                        RC_ASSERT(after.metrics.Find("double")->value ==
                                  before.metrics.Find("double")->value);
                        RC_ASSERT(after.metrics.Find("integer")->value ==
                                  before.metrics.Find("integer")->value);
                        RC_ASSERT(after.fingerprint.drops == hash);
                        RC_ASSERT(after.events == hash);
                    }));
}

TEST_CASE("a record holds its command line only where one is given")
{
    RunRecord record = Sample();
    CHECK_FALSE(ToJson(record)["provenance"].contains("command_line"));
    record.provenance.commandLine = "nexsim run a.json";
    CHECK(RunRecordFromJson(ToJson(record)).provenance.commandLine == "nexsim run a.json");
}

TEST_CASE("a name that is not UTF-8 does not lose the result")
{
    RunRecord record = Sample();
    record.warnings = {"file \xff"};
    CHECK(RunRecordFromJson(Json::parse(ToText(record))).warnings.at(0) == "file \uFFFD");
}

TEST_CASE("every member is required, but for the condition of runs that have none")
{
    Json whole = ToJson(Sample());
    whole.erase("until");
    CHECK(!RunRecordFromJson(whole).until);
    whole.erase("costs");
    CHECK(RunRecordFromJson(whole).costs.empty());
    for (const auto& item : whole.items())
    {
        const std::string& name = item.key();
        CAPTURE(name);
        Json part = whole;
        part.erase(name);
        CHECK_THROWS_WITH_AS(RunRecordFromJson(part),
                             ("/" + name + " is missing").c_str(),
                             RecordError);
    }
}

TEST_CASE("a value of another type or range is refused by its pointer")
{
    struct Row
    {
        const char* pointer;
        Json value;
        const char* message;
    };

    const std::vector<Row> rows{
        {"/format", 1, kFormatFault.c_str()},
        {"/id", 7, "/id is not text"},
        {"/replication", 1.5, "/replication is not a 64-bit integer"},
        {"/replication", kMost, "/replication is not a 64-bit integer"},
        {"/events", -1, "/events is not an unsigned 64-bit integer"},
        {"/events", 1e3, "/events is not an unsigned 64-bit integer"},
        {"/draws", "some", "/draws is not 'none' or 'random'"},
        {"/outcome", 2, "/outcome is not the exit code of a run"},
        {"/parameters", Json::array(), "/parameters is not an object"},
        {"/parameters/load", 0.5, "/parameters/load is not text"},
        {"/fingerprint/wire", "12", "/fingerprint/wire is not 16 hexadecimal digits"},
        {"/fingerprint/wire", "000000000000000g", "/fingerprint/wire is not 16 hexadecimal digits"},
        {"/fingerprint/wire", 12, "/fingerprint/wire is not 16 hexadecimal digits"},
        {"/metrics", Json::object(), "/metrics is not an array"},
        {"/metrics/0/value", "5", "/metrics/0/value is not a 64-bit integer"},
        {"/metrics/0/value", kMost, "/metrics/0/value is not a 64-bit integer"},
        {"/metrics/1/path", "z/integer", "/metrics/1/path is not a new metric path"},
        {"/ledger/dropped/0/count/payload_bytes",
         "5",
         "/ledger/dropped/0/count/payload_bytes is not a 64-bit integer"},
        {"/stages/0/tails_ps/p99", "1", "/stages/0/tails_ps/p99 is not a 64-bit integer"},
        {"/checkpoints/0/time_ps", nullptr, "/checkpoints/0/time_ps is not a 64-bit integer"},
        {"/provenance/results_version",
         1LL << 40,
         "/provenance/results_version is not a results version"},
    };
    for (const Row& row : rows)
    {
        Json json = Json::parse(ToText(Sample()));
        json.at(Json::json_pointer(row.pointer)) = row.value;
        CHECK_THROWS_WITH_AS(RunRecordFromJson(json), row.message, RecordError);
    }
}

TEST_CASE("metrics are written one by one as the whole document would be")
{
    for (const std::size_t count : {0, 1, 2})
    {
        RunRecord record = Sample();
        record.warnings = {"\n  \"metrics\": [", "\xff"};
        record.metrics = MetricTable();
        for (std::size_t i = 0; i < count; ++i)
        {
            record.metrics.Add("a/\"\n" + std::to_string(i), 0.5, "\xff");
        }
        CHECK(ToText(record) ==
              ToJson(record).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    }
}

TEST_CASE("metrics that are read one by one are refused as in the whole document")
{
    const ScratchFolder folder;
    const auto refusal = [&folder](const Json& json) -> std::string {
        WriteFileAtomically(folder / "run.json", json.dump());
        try
        {
            return ReadRunRecord(folder / "run.json").id;
        }
        catch (const RecordError& error)
        {
            return std::string(error.what()).substr((folder / "run.json").size());
        }
    };
    const Json whole = ToJson(Sample());
    Json json = whole;
    json["metrics"][1]["path"] = "z/integer";
    json["metrics"][2] = 7;
    CHECK(refusal(json) == ": /metrics/1/path is not a new metric path");
    json["format"] = 1; // what is wrong before is told before
    CHECK(refusal(json) == ": " + kFormatFault);
    json = whole;
    json["metrics"][3] = 7;
    CHECK(refusal(json) == ": /metrics/3/path is missing");
    json["metrics"][3] = Json::array({whole["metrics"][3]});
    CHECK(refusal(json) == ": /metrics/3/path is missing");
    json["metrics"] = Json::object();
    CHECK(refusal(json) == ": /metrics is not an array");
    json.erase("metrics");
    CHECK(refusal(json) == ": /metrics is missing");
    json = whole;
    json["ties"]["metrics"] = Json::array({1}); // not the document's own
    CHECK(refusal(json) == whole["id"]);
}

TEST_CASE("a file that is no record is named")
{
    const ScratchFolder folder;
    CHECK_THROWS_AS(ReadRunRecord(folder / "none"), IoError);
    CHECK_THROWS_AS(ReadRunRecord(folder / "."), IoError);
    for (const char* text : {"", "{\"format\": 1", "[]", "{}", "nul"})
    {
        WriteFileAtomically(folder / "run.json", text);
        try
        {
            ReadRunRecord(folder / "run.json");
            FAIL("must be refused: " << text);
        }
        catch (const RecordError& error)
        {
            CHECK(std::string(error.what()).find(folder / "run.json") == 0);
            CHECK(std::string(error.what()).find("exception") == std::string::npos);
        }
    }
}

} // namespace run_record_test
