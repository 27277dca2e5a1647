// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/grammar-tables.h"
#include "sim/scenario/run-reader.h"
#include "sim/scenario/scenario.h"

namespace nexsim
{

namespace
{

constexpr int64_t kMost = INT64_MAX;
constexpr int64_t kLongest = kLongestRun.Value();

GrammarSection
Run()
{
    return {
        GrammarPart::Run,
        "The file: what one run is",
        "Variants may change these, and expressions may stand in them.",
        {
            {"duration",
             Form::Quantity,
             "Simulated time, warm-up included.",
             "",
             R"("200ms")",
             {1, kLongest},
             Dimension::Time},
            {"warmup",
             Form::Quantity,
             "Time before anything is measured; ends before the run does.",
             "0s",
             R"("20ms")",
             {0, kLongest},
             Dimension::Time},
            {"seed", Form::Integer, "Of all random numbers.", "1", "1", {1, kLargestSeed}},
            {"ties",
             Form::Ties,
             "The order of simultaneous events of different components.",
             R"({"policy": "fifo"})",
             R"({"policy": "seeded", "seed": 3})"},
            {"limits",
             Form::Limits,
             "When a run is given up, as failed.",
             "none",
             R"({"wall": "10min", "memory": "2GB"})"},
            {"topology",
             Form::Topology,
             "A generator of nodes and links.",
             "none",
             R"({"type": "Dumbbell", "Left": 4, "Right": 4})"},
            {"nodes",
             Form::Nodes,
             "Nodes by name: `a`, `a[0..3]`, comma lists. An entry whose names exist changes them; "
             "`a[*]` means all there are.",
             "those of the topology",
             R"({"pc[0..3]": {"type": "Host"}, "sw": {"type": "Switch"}})"},
            {"links",
             Form::Links,
             "Links between nodes, in the order in which ports are numbered.",
             "those of the topology",
             R"([{"between": ["pc[*]", "sw"], "Rate": "1Gbps"}])"},
            {"traffic",
             Form::Entries,
             "Named entries: who sends what to whom.",
             "none",
             R"({"web": {"type": "PoissonSource", "from": "pc[0]", "to": "pc[1]"}})"},
            {"events",
             Form::Events,
             "What changes during the run: attributes, and links and ports that go down or come "
             "up.",
             "nothing",
             R"([{"at": "100ms", "set": {"/traffic/web/Rate": "8Gbps"}}])"},
            {"measure",
             Form::Measure,
             "What is recorded beside the metrics of the whole run.",
             "nothing",
             R"({"interval": "1ms", "series": ["sw/port[*]/queue/length"]})"},
            {"until",
             Form::Condition,
             "A condition over paths of metrics and names of parameters; the run ends at the "
             "instant at which it turns from false to true.",
             "`duration` ends it",
             R"("perm/flows_open == 0")"},
            {"routing",
             Form::Routing,
             "How routes follow links and ports that go down or come up.",
             "as its attributes' defaults",
             R"({"ConvergenceTime": "50ms"})"},
        }};
}

GrammarSection
Ties()
{
    return {GrammarPart::Ties,
            "Ties",
            "The value of `ties`.",
            {{"policy",
              Form::Word,
              "`fifo`: in the order in which they were scheduled; `seeded`: by lot.",
              "fifo",
              R"("seeded")",
              {},
              Dimension::Count,
              {"fifo", "seeded"}},
             {"seed",
              Form::Integer,
              "Of the lots; goes with `\"policy\": \"seeded\"`.",
              "0",
              "3",
              {0, kMost}}}};
}

GrammarSection
Limits()
{
    return {
        GrammarPart::Limits,
        "Limits",
        "The value of `limits`.",
        {{"events", Form::Integer, "Events of the simulator.", "none", "1000000", {1, kMost}},
         {"wall",
          Form::Quantity,
          "Time on the wall clock, rounded up to seconds.",
          "none",
          R"("10min")",
          {Seconds(1).Value(), kLongest},
          Dimension::Time},
         {"memory",
          Form::Quantity,
          "Resident memory of the run's process.",
          "none",
          R"("2GB")",
          {1'000'000, kMost - 1},
          Dimension::Size},
         {"output",
          Form::Quantity,
          "Bytes of the run's files, without run.json; looked at every few thousand events, and "
          "at the end.",
          "none",
          R"("1GB")",
          {1, kMost - 1},
          Dimension::Size}}};
}

GrammarSection
Event()
{
    return {
        GrammarPart::Event,
        "An event",
        "An element of `events`: either `set`, or `state` with one of `link` and `port`.",
        {{"at",
          Form::Quantity,
          "When, at most `duration`.",
          "",
          R"("100ms")",
          {0, kLongest},
          Dimension::Time},
         {"set",
          Form::Settings,
          "New values by JSON Pointer, of attributes of traffic, links and applications that may "
          "change during a run; hosts and applications by selector: "
          "`/nodes/phone/apps/mail[*]/State`.",
          "the event has a `state`",
          R"({"/traffic/web/Rate": "8Gbps"})"},
         {"link",
          Form::Text,
          "Links, by name or selector, that go down or come up.",
          "the event is about a `port`, or sets values",
          R"("up")"},
         {"port",
          Form::Port,
          "The port whose link goes down or comes up.",
          "the event is about a `link`, or sets values",
          R"("sw/port[server]")"},
         {"state",
          Form::Word,
          "What becomes of the link.",
          "the event sets values",
          R"("down")",
          {},
          Dimension::Count,
          {"up", "down"}}}};
}

GrammarSection
Measure()
{
    return {GrammarPart::Measure,
            "Measurements",
            "The value of `measure`.",
            {{"interval",
              Form::Quantity,
              "Between two samples of the series; `series` needs it.",
              "no series",
              R"("1ms")",
              {1, kLongest},
              Dimension::Time},
             {"series",
              Form::MetricPaths,
              "Metrics of which series.csv has samples; `*` matches within a name.",
              "none",
              R"(["sw/port[*]/queue/length"])"},
             {"flows",
              Form::EntryNames,
              "Entries of traffic each of whose flows gets percentiles of its own.",
              "none",
              R"(["web"])"},
             {"windows",
              Form::Windows,
              "Spans of time in which all metrics are taken besides the whole run.",
              "those of the claims",
              R"([{"from": "20ms", "to": "40ms"}])"},
             {"pcap",
              Form::Captures,
              "Ports and links whose packets are recorded in capture files.",
              "none",
              R"(["server/nic", {"at": "up", "format": "pcap"}])"},
             {"packets",
              Form::EntriesOrAll,
              "Entries of traffic whose packets are listed in packets.csv; true for all.",
              "none",
              R"(["web"])"},
             {"timeline",
              Form::WindowOrAll,
              "What of cores, queues, packets and sensors begins in this window is drawn in "
              "timeline.json; true for the whole run.",
              "false",
              R"({"from": "1ms", "to": "2ms"})"}}};
}

GrammarSection
Capture()
{
    return {GrammarPart::Capture,
            "A capture",
            "An element of `pcap`, instead of the text that its `at` would be.",
            {{"at",
              Form::Taps,
              "Where packets are recorded: a port of a node, a link, or a list of them.",
              "",
              R"(["sw/port[*]", "up"])"},
             {"name",
              Form::Text,
              "Name of the file without its extension: letters, digits, - _ and .",
              "the place's own",
              R"("at-the-server")"},
             {"format",
              Form::Word,
              "Of the file.",
              "pcapng",
              R"("pcap")",
              {},
              Dimension::Count,
              {"pcapng", "pcap"}},
             {"resolution",
              Form::Word,
              "Of the time stamps; classic pcap has nanoseconds only.",
              "1ns",
              R"("1ps")",
              {},
              Dimension::Count,
              {"1ns", "1ps"}},
             {"payload",
              Form::Word,
              "What stands for a packet's payload: nothing, so that a frame is recorded up to its "
              "headers, or zeros.",
              "none",
              R"("zeros")",
              {},
              Dimension::Count,
              {"none", "zeros"}},
             {"direction",
              Form::Word,
              "Which packets: those that come in, that go out, or both.",
              "both",
              R"("in")",
              {},
              Dimension::Count,
              {"both", "in", "out"}},
             {"snap",
              Form::Quantity,
              "Most bytes recorded of a frame.",
              "256KiB",
              R"("96B")",
              {14, kLongestFrame},
              Dimension::Size}}};
}

GrammarSection
Window()
{
    constexpr Range kAnyTime{0, kMost - 1};
    return {
        GrammarPart::Window,
        "A window",
        "An element of `windows`, or `during` in a claim.",
        {{"from", Form::Quantity, "Where it begins.", "", R"("20ms")", kAnyTime, Dimension::Time},
         {"to",
          Form::Quantity,
          "Where it ends, after `from`.",
          "",
          R"("40ms")",
          kAnyTime,
          Dimension::Time}}};
}

} // namespace

std::vector<GrammarSection>
RunGrammar()
{
    return {Run(), Ties(), Limits(), Event(), Measure(), Capture(), Window()};
}

} // namespace nexsim
