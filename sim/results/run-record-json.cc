// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/run-record-json.h"

#include <fmt/format.h>

using Json = nlohmann::ordered_json;

namespace nexsim
{

namespace
{

Json
Hex(std::uint64_t hash)
{
    return fmt::format("{:016x}", hash);
}

template <typename Element, typename Convert>
Json
ArrayOf(const std::vector<Element>& elements, Convert convert)
{
    Json array = Json::array();
    for (const Element& element : elements)
    {
        array.push_back(convert(element));
    }
    return array;
}

template <typename Value>
Json
ObjectOf(const std::vector<std::pair<std::string, Value>>& members)
{
    Json object = Json::object();
    for (const auto& [name, value] : members)
    {
        object[name] = value;
    }
    return object;
}

Json
ToJson(const FingerprintRecord& fingerprint)
{
    return {{"trajectory", Hex(fingerprint.trajectory)},
            {"wire", Hex(fingerprint.wire)},
            {"drops", Hex(fingerprint.drops)},
            {"scalars", Hex(fingerprint.scalars)}};
}

Json
ToJson(const CheckpointRecord& checkpoint)
{
    return {{"events", checkpoint.events},
            {"time_ps", checkpoint.timePs},
            {"fingerprint", ToJson(checkpoint.fingerprint)}};
}

Json
ToJson(const Tally& count)
{
    return {{"packets", count.packets}, {"payload_bytes", count.payloadBytes}};
}

Json
ToJson(const LedgerRecord& ledger)
{
    return {
        {"born", ToJson(ledger.born)},
        {"delivered", ToJson(ledger.delivered)},
        {"dropped",
         ArrayOf(ledger.dropped,
                 [](const DropRecord& drop) -> Json {
                     return {{"component", drop.component},
                             {"reason", drop.reason},
                             {"count", ToJson(drop.count)}};
                 })},
        {"inside",
         ArrayOf(ledger.inside,
                 [](const InsideRecord& inside) -> Json {
                     return {{"component", inside.component}, {"count", ToJson(inside.count)}};
                 })},
        {"conversions", ArrayOf(ledger.conversions, [](const ConversionRecord& conversion) -> Json {
             return {{"kind", conversion.kind},
                     {"consumed", ToJson(conversion.consumed)},
                     {"produced", ToJson(conversion.produced)}};
         })}};
}

Json
ToJson(const TiesRecord& ties)
{
    return {{"policy", ties.policy},
            {"seed", ties.seed},
            {"contended", ArrayOf(ties.contended, [](const ContendedRecord& contended) -> Json {
                 return {{"object", contended.object},
                         {"by_policy", contended.byPolicy},
                         {"by_priority", contended.byPriority}};
             })}};
}

Json
ToJson(const StageRecord& stage)
{
    return {{"traffic", stage.traffic},
            {"stage", stage.stage},
            {"segments", stage.segments},
            {"sum_ps", stage.sumPs},
            {"tails_ps", ObjectOf(stage.tailsPs)}};
}

Json
ToJson(const Metric& metric)
{
    const Json value = std::visit([](auto number) { return Json(number); }, metric.value);
    return {{"path", metric.path}, {"value", value}, {"unit", metric.unit}};
}

Json
ToJson(const MetricTable& metrics)
{
    Json array = Json::array();
    for (const Metric& metric : metrics)
    {
        array.push_back(ToJson(metric));
    }
    return array;
}

Json
ToJson(const CostsRecord& costs)
{
    return {{"hosts", costs.hosts},
            {"figures", ArrayOf(costs.figures, [](const CostRecord& cost) -> Json {
                 return {{"figure", cost.figure},
                         {"value", cost.value},
                         {"evidence", cost.evidence},
                         {"note", cost.note}};
             })}};
}

} // namespace

Json
ToJson(const Provenance& provenance)
{
    Json json = {{"version", provenance.version},
                 {"git", provenance.git},
                 {"compiler", provenance.compiler},
                 {"build", provenance.build},
                 {"ns3", provenance.ns3},
                 {"results_version", provenance.resultsVersion}};
    if (!provenance.commandLine.empty())
    {
        json["command_line"] = provenance.commandLine;
    }
    return json;
}

Json
ToJson(const RunRecord& record)
{
    Json json = {
        {"format", kRunRecordFormat},
        {"id", record.id},
        {"scenario", record.scenario},
        {"scenario_hash", record.scenarioHash},
        {"variant", record.variant},
        {"parameters", ObjectOf(record.parameters)},
        {"inputs",
         ArrayOf(record.inputs,
                 [](const InputRecord& input) -> Json {
                     return {{"kind", input.kind}, {"name", input.name}, {"hash", input.hash}};
                 })},
        {"replication", record.replication},
        {"draws", record.draws == Draws::None ? "none" : "random"},
        {"outcome", ToInt(record.outcome)},
        {"reason", record.reason},
        {"events", record.events},
        {"hashed_events", record.hashedEvents},
        {"simulated_ps", record.simulatedPs},
        {"fingerprint", ToJson(record.fingerprint)},
        {"metrics", ToJson(record.metrics)},
        {"ledger", ToJson(record.ledger)},
        {"ties", ToJson(record.ties)},
        {"stages", ArrayOf(record.stages, [](const StageRecord& stage) { return ToJson(stage); })},
        {"warnings", record.warnings},
        {"provenance", ToJson(record.provenance)},
        {"checkpoints", ArrayOf(record.checkpoints, [](const CheckpointRecord& checkpoint) {
             return ToJson(checkpoint);
         })}};
    if (record.until)
    {
        json["until"] = {{"condition", record.until->condition}, {"ended", record.until->ended}};
    }
    if (!record.costs.empty())
    {
        json["costs"] =
            ArrayOf(record.costs, [](const CostsRecord& costs) { return ToJson(costs); });
    }
    return json;
}

std::string
ToText(const RunRecord& record)
{
    // A name taken from a file system need not be UTF-8; better a replacement mark than no result.
    return ToJson(record).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace nexsim
