// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/sim/cli/program.h"
#include "tests/support/late-refusal.h"

#include <doctest/doctest.h>

namespace exit_code_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

constexpr const char* kFine = R"({ "nexsim": 1, "name": "fine", "duration": "1ms",
  "nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
  "links": [ { "between": ["a", "b"], "Rate": "1Gbps" } ],
  "traffic": { "web": { "type": "FlowSource", "from": "a", "to": "b", "Rate": "1Mbps", "Size": "10kB" } } })";

/** One file's fault shows only when its run is built. */
constexpr const char* kUnbuilt = R"({ "nexsim": 1, "name": "unbuilt", "duration": "1ms",
  "nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
  "links": [ { "between": ["a", "b"], "Rate": "1Gbps" } ],
  "traffic": { "web": { "type": "FlowSource", "from": "a", "to": "b", "Rate": "1Mbps" } } })";

/** One file's fault shows only when its time has come. */
constexpr const char* kLate = R"({ "nexsim": 1, "name": "late", "duration": "1ms",
  "nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
  "links": [ { "between": ["a", "b"], "Rate": "1Gbps" } ],
  "traffic": { "web": { "type": "nexsim::testing::LateRefusal", "from": "a", "to": "b", "Start": "100us" } } })";

/** @brief A program that has these files. */
struct FilledProgram : Program
{
    FilledProgram()
    {
        Write("fine.json", kFine);
        Write("unbuilt.json", kUnbuilt);
        Write("late.json", kLate);
    }
};

constexpr const char* kMessages =
    "unbuilt.json:4:23: error: /traffic/web: web/a>b: a FlowSource needs the Size of its flows\n"
    "unbuilt.json: 1 error; nothing was run\n";

} // namespace

TEST_SUITE("sim/cli exit codes")
{
    TEST_CASE("validate builds what it says is valid")
    {
        FilledProgram program;
        CHECK(program.Call("validate", {"fine.json"}) == ExitCode::Done);
        CHECK(program.Said() == "fine.json: valid, 1 run\n");
        CHECK(program.Call("validate", {"unbuilt.json"}) == ExitCode::InvalidScenario);
        CHECK(program.Said() == kMessages);
        CHECK(!program.HasResults());
    }

    TEST_CASE("nothing of any file runs when one of them cannot be built")
    {
        FilledProgram program;
        CHECK(program.Call("run", {"fine.json", "unbuilt.json"}) == ExitCode::InvalidScenario);
        CHECK(program.Said() == kMessages);
        CHECK(!program.HasResults());
        CHECK(program.Call("run", {"fine.json"}) == ExitCode::Done);
        CHECK(program.HasResults());
    }

    TEST_CASE("a fault that shows during the run ends it as an invalid scenario, with its time")
    {
        FilledProgram program;
        CHECK(program.Call("validate", {"late.json"}) == ExitCode::Done);
        CHECK(program.Call("run", {"late.json"}) == ExitCode::InvalidScenario);
        const std::string said = program.Said();
        CAPTURE(said);
        CHECK(said.find("web/a>b: there is no room for it (simulated time 100000000 ps)") !=
              std::string::npos);
        CHECK(said.find("cannot be built") == std::string::npos);
    }

    TEST_CASE("a run that cannot be built without a trial before is an invalid scenario, too")
    {
        FilledProgram program;
        CHECK(program.Call("list", {"unbuilt.json"}) == ExitCode::InvalidScenario);
        CHECK(program.Said() == "nexsim list: the run cannot be built: web/a>b: a FlowSource needs "
                                "the Size of its flows\n");
    }
}

} // namespace exit_code_test
