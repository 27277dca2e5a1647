// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/run-reader.h"

#include "sim/scenario/event-reader.h"
#include "sim/scenario/file-attributes.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/link-reader.h"
#include "sim/scenario/measure-reader.h"
#include "sim/scenario/node-reader.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/section.h"
#include "sim/scenario/traffic-reader.h"
#include "sim/scenario/until-reader.h"
#include "sim/topology/topology.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

void
ReadTime(const Section& root, ScenarioRun& run)
{
    if (!root.Require("duration", "\"200ms\""))
    {
        return;
    }
    const auto duration = root.Amount(KeyOf(GrammarPart::Run, "duration"));
    const auto warmup = root.Amount(KeyOf(GrammarPart::Run, "warmup"));
    // A wrong duration would make every later time wrong; it counts as endless.
    run.duration = SimTime(duration.value_or(kLongestRun.Value()));
    run.warmup = SimTime(warmup.value_or(0));
    if (run.warmup >= run.duration)
    {
        root.Error("warmup",
                   fmt::format("the warm-up of {} must end before the run does at {}",
                               FormatQuantity(Dimension::Time, run.warmup.Value()),
                               FormatQuantity(Dimension::Time, run.duration.Value())));
    }
}

void
ReadTies(const Json& json, const ReadContext& context, ScenarioRun& run)
{
    const Section ties(json, "/ties", context);
    ties.CheckKeys(KeyNames(GrammarPart::Ties));
    const auto policy = ties.Word(KeyOf(GrammarPart::Ties, "policy"));
    const auto seed = ties.Integer(KeyOf(GrammarPart::Ties, "seed"));
    run.ties = policy == "seeded" ? TiePolicy::Seeded : TiePolicy::Fifo;
    run.tieSeed = static_cast<uint64_t>(seed.value_or(0));
    if (seed && policy != "seeded")
    {
        ties.Error("seed", "a seed of ties goes with \"policy\": \"seeded\"");
    }
}

void
ReadLimits(const Json& json, const ReadContext& context, ScenarioRun& run)
{
    const Section limits(json, "/limits", context);
    limits.CheckKeys(KeyNames(GrammarPart::Limits));
    const auto events = limits.Integer(KeyOf(GrammarPart::Limits, "events"));
    const auto wall = limits.Amount(KeyOf(GrammarPart::Limits, "wall"));
    const auto memory = limits.Amount(KeyOf(GrammarPart::Limits, "memory"));
    const auto output = limits.Amount(KeyOf(GrammarPart::Limits, "output"));
    run.limits.events = static_cast<uint64_t>(events.value_or(0));
    run.limits.wallSeconds = (wall.value_or(0) + Seconds(1).Value() - 1) / Seconds(1).Value();
    run.limits.memoryBytes = memory.value_or(0);
    run.limits.outputBytes = output.value_or(0);
}

Blueprint
ReadRouting(const Json& json, const ObjectReader& objects)
{
    constexpr const char* kType = "nexsim::Routing"; // its class lies above the reader
    return objects.Read(json,
                        "/routing",
                        {kType, ns3::TypeId::LookupByName(kType), Dimension::Time, {}});
}

std::optional<GeneratedTopology>
ReadTopology(const Json& json, const ReadContext& context, const ObjectReader& objects)
{
    const std::size_t errors = context.diagnostics.ErrorCount();
    const Blueprint blueprint =
        objects.Read(json,
                     "/topology",
                     {Topology::GetTypeId().GetName(), std::nullopt, Dimension::Count, {}});
    if (blueprint.IsEmpty() || context.diagnostics.ErrorCount() > errors)
    {
        return std::nullopt;
    }
    try
    {
        GeneratedTopology topology = blueprint.CreateAs<Topology>()->Generate();
        for (const std::string& warning : topology.warnings)
        {
            context.Warning("/topology", warning);
        }
        return topology;
    }
    catch (const TopologyError& error)
    {
        for (const std::string& reason : error.Reasons())
        {
            context.Error("/topology", reason);
        }
        return std::nullopt;
    }
    catch (const std::invalid_argument& error)
    {
        context.Error("/topology", error.what());
        return std::nullopt;
    }
}

/** @brief Reads the parts in the order in which they need each other. */
void
ReadNetwork(const Section& root,
            const ReadContext& context,
            const ObjectReader& objects,
            FileFinder& files,
            ScenarioRun& run)
{
    const std::size_t errors = context.diagnostics.ErrorCount();
    NodeReader nodes(context, objects);
    LinkReader links(context, objects, nodes);
    TrafficReader traffic(context, objects, files, nodes);
    if (const Json* topology = root.Find("topology"))
    {
        const auto generated = ReadTopology(*topology, context, objects);
        if (!generated)
        {
            return; // every name in it would be reported as unknown
        }
        nodes.Add(*generated);
        links.Add(*generated);
    }
    if (const Json* entries = root.Find("nodes"))
    {
        nodes.Read(*entries);
    }
    if (nodes.Names().Size() == 0)
    {
        if (context.diagnostics.ErrorCount() == errors)
        {
            root.Error("nodes", "the network has no nodes; \"nodes\" or \"topology\" makes them");
        }
        return;
    }
    if (const Json* entries = root.Find("links"))
    {
        links.Read(*entries);
    }
    if (const Json* entries = root.Find("traffic"))
    {
        traffic.Read(*entries);
    }
    if (const Json* events = root.Find("events"))
    {
        const EventReader reader(context, objects, nodes, links, traffic);
        run.changes = reader.Read(*events, run.duration);
    }
    if (const Json* measure = root.Find("measure"))
    {
        // With links missing that were refused, taps would be reported as well.
        const bool isWhole = context.diagnostics.ErrorCount() == errors;
        const TapSelector taps(nodes, links, isWhole);
        run.measure = ReadMeasure(*measure, traffic.Names(), taps, run.duration, context);
    }
    run.nodes = nodes.Nodes();
    run.links = links.Links();
    run.traffic = traffic.Entries();
}

} // namespace

const std::vector<std::string>&
RunKeys()
{
    static const std::vector<std::string> kKeys = [] {
        std::vector<std::string> keys = KeyNames(GrammarPart::Run);
        keys.insert(keys.begin(), "name");
        return keys;
    }();
    return kKeys;
}

std::optional<ScenarioRun>
ReadRun(const Json& document,
        const ReadContext& context,
        const TypeCatalogue& catalogue,
        FileFinder& files,
        CostProfileReader& profiles)
{
    const std::size_t errors = context.diagnostics.ErrorCount();
    const Section root(document, "", context);
    const ObjectReader objects(catalogue,
                               context,
                               FileAttributes(context, files, profiles, catalogue));
    ScenarioRun run;
    run.name = root.Text("name").value_or("");
    ReadTime(root, run);
    run.seed = static_cast<uint32_t>(root.Integer(KeyOf(GrammarPart::Run, "seed")).value_or(1));
    if (const Json* ties = root.Find("ties"))
    {
        ReadTies(*ties, context, run);
    }
    if (const Json* limits = root.Find("limits"))
    {
        ReadLimits(*limits, context, run);
    }
    run.until = ReadUntil(root);
    if (const Json* routing = root.Find("routing"))
    {
        run.routing = ReadRouting(*routing, objects);
    }
    ReadNetwork(root, context, objects, files, run);
    return context.diagnostics.ErrorCount() > errors ? std::nullopt : std::optional(std::move(run));
}

} // namespace nexsim
