// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/grammar-tables.h"

#include <cstdint>

namespace nexsim
{

namespace
{

constexpr Range kReplications{1, 100'000};
constexpr Range kNotNegative{0, INT64_MAX};
constexpr int64_t kParts = 1'000'000'000; //!< of a ratio

GrammarSection
Experiment()
{
    return {
        GrammarPart::Experiment,
        "The file: which runs there are",
        "The file is one object with these keys and those of a run.",
        {
            {"$schema",
             Form::Text,
             "Where an editor finds the JSON Schema of this file; `nexsim schema` writes it.",
             "none",
             "\"nexsim.schema.json\""},
            {"nexsim", Form::Version, "The version of this format.", "", "1"},
            {"name",
             Form::FileName,
             "What the experiment is called; the folder of its results.",
             "",
             "\"flow-batching\""},
            {"about",
             Form::Text,
             "The question that the experiment answers.",
             "none",
             "\"Flow-based batching against per-packet delivery.\""},
            {"replications",
             Form::Integer,
             "Runs of each variant at each sweep point, with other random numbers each.",
             "1",
             "10",
             kReplications},
            {"precision",
             Form::Precision,
             "How narrow the interval of a metric shall be; replications are added until it is.",
             "`replications` and no more",
             R"({"metric": "web/latency/p99", "relative": "2%"})"},
            {"parameters",
             Form::Parameters,
             "Named values for expressions; one may follow from those above it.",
             "none",
             R"({"flows": 4, "load": 0.5, "rate": {"$": "load * 10Gbps"}})"},
            {"variants",
             Form::Variants,
             "Named changes of the run by JSON Pointer; one set of runs for each. An array of "
             "named things is entered by name.",
             "the file as it stands",
             R"({"deep": {"/nodes/sw/Port/Queue": {"type": "Fifo", "MaxPackets": "1000p"}}})"},
            {"sweep",
             Form::Sweep,
             "Parameters that take several values: a list, a range or labelled values, which may "
             "be objects.",
             "none",
             R"({"flows": [4, 16], "load": {"from": 0.1, "to": 0.9, "step": 0.2}})"},
            {"zip",
             Form::Zip,
             "Swept parameters that walk together; all others are combined.",
             "none",
             R"([["flows", "load"]])"},
            {"where",
             Form::Formula,
             "A condition on parameters; sweep points for which it does not hold are left out.",
             "all points",
             R"("load * flows < 40")"},
            {"claims",
             Form::Claims,
             "What the experiment shows, as checks over its metrics.",
             "none",
             R"([{"that": "nothing is lost", "metric": "web/loss", "max": 0}])"},
        }};
}

GrammarSection
ComputedValue()
{
    return {GrammarPart::Expression,
            "An expression in the place of a value",
            "Wherever a value of a run may stand, an object with this one key may stand instead. "
            "An expression has numbers, quantities, texts in single quotes, names of parameters, "
            "`+ - * / %`, `== != < <= > >=`, `and`, `or`, `not`, `a ? b : c`, `min(...)`, "
            "`max(...)` and brackets; numbers are exact.",
            {{"$",
              Form::Formula,
              "The expression; a name alone stands for the parameter's value, which may be an "
              "object.",
              "",
              R"("load * 10Gbps")"}}};
}

GrammarSection
SweepRange()
{
    return {GrammarPart::SweepRange,
            "A range of a sweep",
            "The value of a parameter in `sweep`, instead of a list.",
            {{"from", Form::Bound, "The first value.", "", "0.1"},
             {"to", Form::Bound, "The last value, when steps lead to it exactly.", "", "0.9"},
             {"step", Form::Bound, "From one value to the next.", "", "0.2"}}};
}

GrammarSection
Precision()
{
    return {GrammarPart::Precision,
            "Precision",
            "The value of `precision`. Variants at one sweep point always have equally many "
            "replications, so that they can be compared in pairs.",
            {{"metric",
              Form::MetricPath,
              "Path of one metric, as `nexsim list --metrics` prints it.",
              "",
              R"("web/latency/p99")"},
             {"relative",
              Form::Fraction,
              "The half-width of the 95 % interval over replications, as a part of the mean.",
              "",
              R"("2%")",
              {1, kParts}},
             {"most",
              Form::Integer,
              "Replications at which it ends, precise or not.",
              "100",
              "500",
              kReplications}}};
}

GrammarSection
Claims()
{
    return {
        GrammarPart::Claim,
        "A claim",
        "An element of `claims`. It needs `min`, `max` or `equals`, and at most one of `over` and "
        "`minus`.",
        {
            {"that",
             Form::Text,
             "What the numbers show, in words.",
             "",
             R"("a deep buffer loses nothing")"},
            {"metric",
             Form::MetricPath,
             "Path of a metric, as `nexsim list --metrics` prints it; `*` matches within a name.",
             "",
             R"("web/latency")"},
            {"stat",
             Form::Text,
             "Statistic of a distribution: mean, p50, p99, p99.9, min, max, count.",
             "the path says it, as in \"web/latency/p99\"",
             R"("p99")"},
            {"across",
             Form::Word,
             "How the metrics that a path with `*` names become one number.",
             "the path names one metric",
             R"("max")",
             {},
             Dimension::Count,
             {"max", "min", "sum", "mean"}},
            {"at",
             Form::PointOfSweep,
             "The sweep points for which it is claimed: values of swept parameters.",
             "every point",
             R"({"flows": 4})"},
            {"during",
             Form::Window,
             "The span of simulated time over which the metric is taken.",
             "from warm-up to the end",
             R"({"from": "20ms", "to": "40ms"})"},
            {"of",
             Form::VariantName,
             "The variant about which it is.",
             "every variant",
             R"("deep")"},
            {"over",
             Form::VariantName,
             "The metric is divided by that of this variant, replication by replication.",
             "no comparison",
             R"("shallow")"},
            {"minus",
             Form::VariantName,
             "That of this variant is subtracted, replication by replication.",
             "no comparison",
             R"("shallow")"},
            {"min", Form::Bound, "The least that is claimed.", "no least", "0.9"},
            {"max", Form::Bound, "The most that is claimed.", "no most", R"("2ms")"},
            {"equals", Form::Bound, "What it is claimed to be.", "no equality", R"("10us")"},
            {"within",
             Form::Bound,
             "How far from `equals` it may be, as an amount or in percent of `equals`.",
             "exactly",
             R"("1%")",
             kNotNegative},
        }};
}

} // namespace

std::vector<GrammarSection>
ExperimentGrammar()
{
    return {Experiment(), Precision(), ComputedValue(), SweepRange(), Claims()};
}

} // namespace nexsim
