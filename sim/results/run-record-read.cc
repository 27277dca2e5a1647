// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/file-writer.h"
#include "sim/results/record-reader.h"
#include "sim/results/run-record-json.h"

#include <fmt/format.h>

#include <limits>

using Json = nlohmann::ordered_json;

namespace nexsim
{

namespace
{

FingerprintRecord
ReadFingerprint(const RecordReader& json)
{
    return {json["trajectory"].Hash(),
            json["wire"].Hash(),
            json["drops"].Hash(),
            json["scalars"].Hash()};
}

CheckpointRecord
ReadCheckpoint(const RecordReader& json)
{
    return {json["events"].Unsigned(),
            json["time_ps"].Signed(),
            ReadFingerprint(json["fingerprint"])};
}

Tally
ReadCount(const RecordReader& json)
{
    return {json["packets"].Signed(), json["payload_bytes"].Signed()};
}

LedgerRecord
ReadLedger(const RecordReader& json)
{
    return {ReadCount(json["born"]),
            ReadCount(json["delivered"]),
            json["dropped"].Each([](const RecordReader& drop) {
                return DropRecord{drop["component"].Text(),
                                  drop["reason"].Text(),
                                  ReadCount(drop["count"])};
            }),
            json["inside"].Each([](const RecordReader& inside) {
                return InsideRecord{inside["component"].Text(), ReadCount(inside["count"])};
            }),
            json["conversions"].Each([](const RecordReader& conversion) {
                return ConversionRecord{conversion["kind"].Text(),
                                        ReadCount(conversion["consumed"]),
                                        ReadCount(conversion["produced"])};
            })};
}

TiesRecord
ReadTies(const RecordReader& json)
{
    return {json["policy"].Text(),
            json["seed"].Unsigned(),
            json["contended"].Each([](const RecordReader& contended) {
                return ContendedRecord{contended["object"].Text(),
                                       contended["by_policy"].Signed(),
                                       contended["by_priority"].Signed()};
            })};
}

StageRecord
ReadStage(const RecordReader& json)
{
    return {json["traffic"].Text(),
            json["stage"].Text(),
            json["segments"].Signed(),
            json["sum_ps"].Signed(),
            json["tails_ps"].EachMember([](const RecordReader& tail) { return tail.Signed(); })};
}

CostsRecord
ReadCosts(const RecordReader& json)
{
    return {json["hosts"].Each([](const RecordReader& host) { return host.Text(); }),
            json["figures"].Each([](const RecordReader& cost) {
                return CostRecord{cost["figure"].Text(),
                                  cost["value"].Text(),
                                  cost["evidence"].Text(),
                                  cost["note"].Text()};
            })};
}

void
ReadMetrics(const RecordReader& json, MetricTable& metrics)
{
    json.Each([&metrics](const RecordReader& metric) {
        const std::string path = metric["path"].Text();
        if (path.empty() || metrics.Find(path) != nullptr)
        {
            metric["path"].Fail("a new metric path");
        }
        metrics.Add(path, metric["value"].Number(), metric["unit"].Text());
        return true;
    });
}

Provenance
ReadProvenance(const RecordReader& json)
{
    const std::uint64_t resultsVersion = json["results_version"].Unsigned();
    if (resultsVersion > std::numeric_limits<unsigned>::max())
    {
        json["results_version"].Fail("a results version");
    }
    return {json["version"].Text(),
            json["git"].Text(),
            json["compiler"].Text(),
            json["build"].Text(),
            json["ns3"].Text(),
            static_cast<unsigned>(resultsVersion),
            json.Has("command_line") ? json["command_line"].Text() : ""};
}

ExitCode
ReadOutcome(const RecordReader& json)
{
    const std::int64_t code = json.Signed();
    for (const ExitCode outcome : {ExitCode::Done,
                                   ExitCode::Internal,
                                   ExitCode::InvalidScenario,
                                   ExitCode::InvariantBroke,
                                   ExitCode::LimitReached})
    {
        if (code == ToInt(outcome))
        {
            return outcome;
        }
    }
    json.Fail("the exit code of a run");
}

Draws
ReadDraws(const RecordReader& json)
{
    const std::string text = json.Text();
    if (text != "none" && text != "random")
    {
        json.Fail("'none' or 'random'");
    }
    return text == "none" ? Draws::None : Draws::Random;
}

} // namespace

RunRecord
RunRecordFromJson(const Json& json)
{
    const RecordReader reader(json);
    if (reader["format"].Signed() != kRunRecordFormat)
    {
        reader["format"].Fail(fmt::format("{}, the format this version reads", kRunRecordFormat));
    }
    const auto text = [](const RecordReader& value) { return value.Text(); };
    RunRecord record;
    record.id = reader["id"].Text();
    record.scenario = reader["scenario"].Text();
    record.scenarioHash = reader["scenario_hash"].Text();
    record.variant = reader["variant"].Text();
    record.parameters = reader["parameters"].EachMember(text);
    record.inputs = reader["inputs"].Each([](const RecordReader& input) {
        return InputRecord{input["kind"].Text(), input["name"].Text(), input["hash"].Text()};
    });
    record.replication = reader["replication"].Signed();
    record.draws = ReadDraws(reader["draws"]);
    record.outcome = ReadOutcome(reader["outcome"]);
    record.reason = reader["reason"].Text();
    record.events = reader["events"].Unsigned();
    record.hashedEvents = reader["hashed_events"].Unsigned();
    record.simulatedPs = reader["simulated_ps"].Signed();
    record.fingerprint = ReadFingerprint(reader["fingerprint"]);
    ReadMetrics(reader["metrics"], record.metrics);
    record.ledger = ReadLedger(reader["ledger"]);
    record.ties = ReadTies(reader["ties"]);
    record.stages = reader["stages"].Each(ReadStage);
    record.warnings = reader["warnings"].Each(text);
    record.provenance = ReadProvenance(reader["provenance"]);
    record.checkpoints = reader["checkpoints"].Each(ReadCheckpoint);
    if (reader.Has("costs"))
    {
        record.costs = reader["costs"].Each(ReadCosts);
    }
    if (reader.Has("until"))
    {
        const RecordReader until = reader["until"];
        record.until = UntilRecord{until["condition"].Text(), until["ended"].Boolean()};
    }
    return record;
}

RunRecord
ReadRunRecord(const std::string& path)
{
    const std::string text = ReadFile(path);
    try
    {
        return RunRecordFromJson(Json::parse(text));
    }
    catch (const RecordError& error)
    {
        throw RecordError(path + ": " + error.what());
    }
    catch (const Json::exception& error)
    {
        throw RecordError(path + ": " + error.what());
    }
}

} // namespace nexsim
