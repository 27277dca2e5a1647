// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/io-error.h"
#include "sim/results/record-reader.h"
#include "sim/results/run-record-json.h"

#include <fmt/format.h>

#include <cerrno>
#include <exception>
#include <fstream>
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
ReadMetric(const RecordReader& metric, MetricTable& metrics)
{
    const std::string path = metric["path"].Text();
    if (path.empty() || metrics.Find(path))
    {
        metric["path"].Fail("a new metric path");
    }
    metrics.Add(path, metric["value"].Number(), metric["unit"].Text());
}

void
ReadMetrics(const RecordReader& json, MetricTable& metrics)
{
    json.Each([&metrics](const RecordReader& metric) {
        ReadMetric(metric, metrics);
        return true;
    });
}

/**
 * @brief Takes the metrics out of a document while it is parsed, so that it never holds more than one.
 *
 * What is wrong with them is told when their turn has come.
 */
class MetricIntake
{
  public:
    /** @brief As nlohmann's parser_callback_t: whether to keep what was parsed. */
    bool Take(int depth, Json::parse_event_t event, const Json& parsed)
    {
        using Event = Json::parse_event_t;
        if (event == Event::key && depth == 1)
        {
            m_isInside = parsed == "metrics";
        }
        m_isInArray = depth == 1 && event == Event::array_start ? m_isInside : m_isInArray;
        m_isInArray = depth == 1 && event == Event::array_end ? false : m_isInArray;
        const bool isWhole =
            event == Event::value || event == Event::object_end || event == Event::array_end;
        if (!m_isInArray || depth != 2 || !isWhole)
        {
            return true;
        }
        Read(RecordReader(parsed, fmt::format("/metrics/{}", m_count++)));
        return false;
    }

    /** @brief The metrics. @throw RecordError */
    MetricTable Result()
    {
        if (m_error)
        {
            std::rethrow_exception(m_error);
        }
        return std::move(m_metrics);
    }

  private:
    void Read(const RecordReader& metric)
    {
        try
        {
            if (!m_error)
            {
                ReadMetric(metric, m_metrics);
            }
        }
        catch (const RecordError&)
        {
            m_error = std::current_exception();
        }
    }

    MetricTable m_metrics;
    std::exception_ptr m_error; //!< a RecordError; null for none
    std::size_t m_count = 0;
    bool m_isInside = false;  //!< the member "metrics" of the document
    bool m_isInArray = false; //!< which is an array
};

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

/** @param metrics reads them, called when all before them is right */
template <typename Metrics>
RunRecord
ReadRecord(const Json& json, Metrics metrics)
{
    const RecordReader reader(json);
    if (reader["format"].Signed() != kRunRecordFormat)
    {
        reader["format"].Fail(
            fmt::format("{}, the format this version reads; another version of nexsim wrote it: "
                        "read it with that one, or run the scenario again with this one",
                        kRunRecordFormat));
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
    metrics(reader["metrics"], record.metrics);
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

} // namespace

RunRecord
RunRecordFromJson(const Json& json)
{
    return ReadRecord(json, ReadMetrics);
}

RunRecord
ReadRunRecord(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        throw IoError("open", path, errno);
    }
    try
    {
        MetricIntake intake;
        const Json json =
            Json::parse(file, [&intake](int depth, Json::parse_event_t event, const Json& parsed) {
                return intake.Take(depth, event, parsed);
            });
        return ReadRecord(json, [&intake](const RecordReader& rest, MetricTable& metrics) {
            metrics = intake.Result();
            ReadMetrics(rest, metrics); // what is no array is refused
        });
    }
    catch (const RecordError& error)
    {
        throw RecordError(path + ": " + error.what());
    }
    catch (const std::ios_base::failure&) // of the buffer, which the parser reads from
    {
        throw IoError("read", path, errno);
    }
    catch (const Json::parse_error& error)
    {
        throw RecordError(path + ": no JSON from byte " + std::to_string(error.byte) +
                          " on; it was cut or changed");
    }
    catch (const Json::exception& error)
    {
        throw RecordError(path + ": " + error.what());
    }
}

} // namespace nexsim
