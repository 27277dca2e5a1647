// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/traffic-tables.h"

#include "models/traffic/flow-result.h"
#include "sim/results/csv.h"

#include <map>

namespace nexsim
{

namespace
{

constexpr const char* kEmpty = "";

/** @brief A mean, or an empty field where there is nothing to divide by. */
void
FieldMean(CsvWriter& csv, unsigned __int128 sum, int64_t count)
{
    if (count == 0)
    {
        csv.Field(kEmpty);
        return;
    }
    csv.Field(static_cast<double>(sum) / static_cast<double>(count));
}

/** @brief The stages in which any packet of a run has spent time. */
std::vector<size_t>
UsedStages(const Network& network)
{
    std::vector<size_t> stages;
    for (size_t stage = 0; stage < kStageCount; ++stage)
    {
        for (const Traffic& traffic : network.traffic)
        {
            if (traffic.entry->StageTimes(static_cast<Stage>(stage)) != nullptr)
            {
                stages.push_back(stage);
                break;
            }
        }
    }
    return stages;
}

void
WriteFlowHeader(CsvWriter& csv, const std::vector<size_t>& stages)
{
    for (const char* column : {"traffic",
                               "flow",
                               "sent_packets",
                               "sent_bytes",
                               "delivered_packets",
                               "delivered_bytes",
                               "dropped_packets",
                               "dropped_bytes",
                               "measured_packets",
                               "latency_mean_ps",
                               "latency_p50_ps",
                               "latency_p99_ps",
                               "latency_p99.9_ps",
                               "latency_max_ps"})
    {
        csv.Field(column);
    }
    for (const size_t stage : stages)
    {
        csv.Field(std::string(kStageNames[stage]) + "_mean_ps");
    }
    csv.EndRow();
}

void
FieldTails(CsvWriter& csv, const LogLinearHistogram* latency)
{
    if (latency == nullptr)
    {
        csv.Field(kEmpty).Field(kEmpty).Field(kEmpty).Field(kEmpty);
        return;
    }
    csv.Field(latency->Quantile(0.5)).Field(latency->Quantile(0.99));
    csv.Field(latency->Quantile(0.999)).Field(latency->Max());
}

void
WriteFlow(CsvWriter& csv,
          const FlowRecord& flow,
          const std::string& traffic,
          const LogLinearHistogram* latency,
          const std::vector<size_t>& stages)
{
    csv.Field(traffic).Field(flow.key.ToString());
    for (const Tally& tally : {flow.sent, flow.delivered, flow.dropped})
    {
        csv.Field(tally.packets).Field(tally.payloadBytes);
    }
    csv.Field(flow.measuredPackets);
    FieldMean(csv, flow.latencySum, flow.measuredPackets);
    FieldTails(csv, latency);
    for (const size_t stage : stages)
    {
        FieldMean(csv, flow.stageSums[stage], flow.measuredPackets);
    }
    csv.EndRow();
}

} // namespace

void
WriteFlows(RunContext& run, const Network& network, TextSink& sink)
{
    std::map<uint64_t, const TrafficEntry*> entries;
    for (const Traffic& traffic : network.traffic)
    {
        entries[traffic.entry->PathHash()] = traffic.entry.get();
    }
    const std::vector<size_t> stages = UsedStages(network);
    CsvWriter csv(sink);
    WriteFlowHeader(csv, stages);
    for (FlowIndex index = 0; index < run.Flows().Size(); ++index)
    {
        const FlowRecord& flow = run.Flows()[index];
        const auto entry = entries.find(flow.traffic);
        if (flow.sent.packets != 0 && entry != entries.end())
        {
            const LogLinearHistogram* latency = entry->second->FlowLatency(index);
            WriteFlow(csv, flow, entry->second->Path(), latency, stages);
        }
    }
}

void
WriteLatencies(const Network& network, TextSink& sink)
{
    CsvWriter csv(sink);
    csv.Field("traffic").Field("low_ps").Field("high_ps").Field("count").EndRow();
    for (const Traffic& traffic : network.traffic)
    {
        const std::string& name = traffic.entry->Path();
        traffic.entry->Latency().ForEachBucket([&](int64_t low, int64_t high, uint64_t count) {
            csv.Field(name).Field(low).Field(high).Field(count).EndRow();
        });
    }
}

namespace
{

/** @brief Calls visit(entry, path, source) for each source of transfers. */
template <typename Visit>
void
ForEachTransferSource(const Network& network, Visit&& visit)
{
    for (const Traffic& traffic : network.traffic)
    {
        for (const auto& source : traffic.sources)
        {
            if (const auto* flows = dynamic_cast<const TransferSource*>(ns3::PeekPointer(source)))
            {
                visit(*traffic.entry, source->Path(), *flows);
            }
        }
    }
}

void
WriteTransfer(CsvWriter& csv, const FlowResult& flow)
{
    csv.Field(flow.start.Value());
    flow.size == kUnlimited ? csv.Field(kEmpty) : csv.Field(flow.size);
    csv.Field(uint64_t{flow.packets}).Field(uint64_t{flow.lost});
    if (flow.IsComplete())
    {
        csv.Field(flow.completion.Value()).Field(flow.ideal.Value());
        csv.Field(static_cast<double>(flow.Slowdown()) / 1e9);
        return;
    }
    csv.Field(kEmpty).Field(kEmpty).Field(kEmpty);
}

} // namespace

bool
HasTransfers(const Network& network)
{
    bool found = false;
    ForEachTransferSource(
        network,
        [&](const TrafficEntry&, const std::string&, const TransferSource&) { found = true; });
    return found;
}

void
WriteTransfers(const Network& network, TextSink& sink)
{
    CsvWriter csv(sink);
    for (const char* column : {"traffic",
                               "source",
                               "start_ps",
                               "size_bytes",
                               "packets",
                               "lost_packets",
                               "completion_ps",
                               "ideal_ps",
                               "slowdown"})
    {
        csv.Field(column);
    }
    csv.EndRow();
    ForEachTransferSource(
        network,
        [&](const TrafficEntry& entry, const std::string& path, const TransferSource& source) {
            for (const FlowResult& flow : source.FlowResults())
            {
                csv.Field(entry.Path()).Field(path);
                WriteTransfer(csv, flow);
                csv.EndRow();
            }
        });
}

} // namespace nexsim
