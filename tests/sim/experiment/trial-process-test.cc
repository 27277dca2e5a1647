// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/trial-process.h"
#include "sim/run/run-trial.h"
#include "sim/scenario/scenario-loader.h"
#include "tests/sim/scenario/malformed-table.h"

#include <doctest/doctest.h>

#include <csignal>
#include <stdexcept>
#include <string>

namespace trial_process_test
{

using namespace nexsim;

namespace
{

constexpr const char* kSwept = R"({ "nexsim": 1, "name": "a", "duration": "1ms",
  "topology": { "type": "Star", "Hosts": { "$": "n" } }, "seed": { "$": "seed" },
  "traffic": { "web": { "type": "PoissonSource", "from": "host[0]", "to": "host[1]" } },
  "parameters": { "seed": 1, "n": 2 }, "sweep": { "seed": [1, 2, 3], "n": [HOSTS] } })";

std::string
SweptOver(const std::string& hosts)
{
    std::string text = kSwept;
    return text.replace(text.find("HOSTS"), 5, hosts);
}

std::optional<ExperimentPlan>
Load(const std::string& text, RunTrial trial, Diagnostics& diagnostics)
{
    LoadOptions options;
    options.trial = std::move(trial);
    return LoadScenarioText(text,
                            "s",
                            FileFinder({"scenarios/data/captures"}),
                            options,
                            diagnostics);
}

TrialReport
Apart(const ScenarioRun& run, const std::vector<Claim>& claims)
{
    return TryApart(TryRun, run, claims);
}

std::string
Said(const Diagnostics& diagnostics)
{
    std::string said;
    for (const Diagnostic& diagnostic : diagnostics.Sorted())
    {
        said += ToString(diagnostic).substr(2) + "\n";
    }
    return said;
}

} // namespace

TEST_SUITE("sim/experiment trials")
{
    TEST_CASE(
        "a scenario whose values are fine and that cannot be built gets exactly these messages")
    {
        const auto cases = ReadMalformedTable("built");
        REQUIRE(cases.size() >= 15);
        for (const MalformedCase& one : cases)
        {
            CAPTURE(one.title);
            Diagnostics untried;
            CHECK(Load(one.text, nullptr, untried));
            CHECK(Said(untried) == "");
            Diagnostics diagnostics;
            CHECK(!Load(one.text, Apart, diagnostics));
            CHECK(Said(diagnostics) == one.messages);
        }
    }

    TEST_CASE("a capture that is not there is told once, not again when the run is built")
    {
        Diagnostics diagnostics;
        CHECK(!Load(R"({ "nexsim": 1, "name": "a", "duration": "1ms",
"nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
"links": [ { "between": ["a", "b"] } ],
"traffic": { "web": { "type": "ReplaySource", "File": "absent.pcap", "split": "by-address",
"from": "a", "to": "b" },
"mail": { "type": "ReplaySource", "File": "absent.pcap", "map": { "10.0.0.1": "a" } } } })",
                    Apart,
                    diagnostics));
        CHECK(Said(diagnostics) ==
              "4:55: error: /traffic/web/File: there is no file \"absent.pcap\" beside the "
              "scenario or in the shipped data\n"
              "6:43: error: /traffic/mail/File: there is no file \"absent.pcap\" beside the "
              "scenario or in the shipped data\n");
    }

    TEST_CASE("each configuration is tried once; above the limit one stands for its topology")
    {
        const auto tried = [](const std::string& hosts) {
            std::vector<std::size_t> nodes;
            Diagnostics diagnostics;
            const RunTrial count = [&nodes](const ScenarioRun& run, const std::vector<Claim>&) {
                nodes.push_back(run.nodes.size());
                return TrialReport();
            };
            CHECK(Load(SweptOver(hosts), count, diagnostics));
            return nodes;
        };
        CHECK(tried("2, 3") == std::vector<std::size_t>{3, 4, 3, 4, 3, 4});
        CHECK(tried("1999, 2000, 2001") == std::vector<std::size_t>{2000, 2001, 2002, 2000, 2000});
    }

    TEST_CASE("a trial that crashes or throws is no fault of the scenario, and is told")
    {
        const auto said = [](const RunTrial& trial) {
            Diagnostics diagnostics;
            const RunTrial apart = [&trial](const ScenarioRun& run,
                                            const std::vector<Claim>& claims) {
                return TryApart(trial, run, claims);
            };
            CHECK(Load(SweptOver("2"), apart, diagnostics));
            return Said(diagnostics);
        };
        const RunTrial crash = [](const ScenarioRun& run, const std::vector<Claim>&) {
            if (run.seed == 2)
            {
                ::raise(SIGKILL);
            }
            return TrialReport();
        };
        CHECK(said(crash) ==
              "1:1: warning: building the run failed: crashed: SIGKILL (Killed) (seed = "
              "2, n = 2)\n");
        const RunTrial fail = [](const ScenarioRun&, const std::vector<Claim>&) -> TrialReport {
            throw std::logic_error("out of luck");
        };
        CHECK(said(fail) == "1:1: warning: building the run failed: out of luck\n");
    }

    TEST_CASE("a fault without a place names the configuration")
    {
        Diagnostics diagnostics;
        const RunTrial refuse = [](const ScenarioRun& run, const std::vector<Claim>&) {
            TrialReport report;
            if (run.seed == 3)
            {
                report.faults.push_back({"", "it \xff contradicts itself"});
            }
            return report;
        };
        const RunTrial apart = [&refuse](const ScenarioRun& run, const std::vector<Claim>& claims) {
            return TryApart(refuse, run, claims);
        };
        CHECK(!Load(SweptOver("2"), apart, diagnostics));
        CHECK(Said(diagnostics) == "1:1: error: it \uFFFD contradicts itself (seed = 3, n = 2)\n");
    }
}

} // namespace trial_process_test
