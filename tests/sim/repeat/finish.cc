// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/sim/repeat/finish.h"

#include "sim/run/run-scenario.h"
#include "sim/scenario/scenario-loader.h"

#include <stdexcept>

namespace nexsim::test
{

const char* const kFunnel = R"({
  "nexsim": 1, "name": "funnel", "duration": "2ms", "seed": 1,
  "nodes": { "a": { "type": "Host" }, "b": { "type": "Host" }, "sw": { "type": "Switch" },
             "c": { "type": "Host" } },
  "links": [
    { "name": "in-a", "between": ["a", "sw"], "Rate": "10Gbps", "Delay": "1us" },
    { "name": "in-b", "between": ["b", "sw"], "Rate": "10Gbps", "Delay": "1us" },
    { "name": "out", "between": ["sw", "c"], "Rate": "1Gbps", "Delay": "3us",
      "at": { "sw": { "Queue": { "type": "Fifo", "MaxPackets": "4p" } } } }
  ],
  "traffic": {
    "first":  { "type": "ConstantRateSource", "from": "a", "to": "c", "Rate": "600Mbps",
                "PacketSize": "1462B", "Ecn": true },
    "second": { "type": "ConstantRateSource", "from": "b", "to": "c", "Rate": "600Mbps",
                "PacketSize": "962B", "Ecn": true, "Dscp": 46 }
  }
})";

FinishedRun
FinishText(const std::string& text, const std::vector<std::string>& overrides)
{
    Diagnostics diagnostics;
    LoadOptions options;
    options.overrides = overrides;
    const FileFinder files({"scenarios/data/captures", "scenarios/data/flow-sizes"});
    const auto plan = LoadScenarioText(text, "s", files, options, diagnostics);
    if (!plan)
    {
        throw std::runtime_error(diagnostics.Print());
    }
    FinishedRun run;
    run.folder = "results/s/runs/0";
    run.document = RunDocument(plan->configurations.front(), 0);
    run.record.scenario = plan->name;
    run.record.variant = plan->configurations.front().variant;
    RunScenario(ReadRunDocument(run.document, files), run.record);
    return run;
}

FinishedRun
Finish(const std::vector<std::string>& overrides)
{
    return FinishText(kFunnel, overrides);
}

} // namespace nexsim::test
