// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/host/host.h"
#include "tests/sim/scenario/loaded-run.h"

#include <doctest/doctest.h>

#include <string>

namespace costs_reader_test
{

using namespace nexsim;
using test::FirstRun;
using test::MessagesOf;

namespace
{

std::string
HostWith(const std::string& keys)
{
    return R"("nodes": { "a": { "type": "Host", )" + keys + " } }";
}

CostTable
TableOf(const std::string& costs)
{
    const ScenarioRun run = FirstRun(HostWith(R"("Cores": 2, "Costs": )" + costs));
    PolicyValue value;
    run.nodes.front().blueprint.Create()->GetAttribute("Costs", value);
    return ns3::DynamicCast<HostCosts>(value.Get())->Table();
}

} // namespace

TEST_SUITE("sim/scenario costs")
{
    TEST_CASE("profile, then what extends it, then the object's own figures: a later one counts")
    {
        const CostTable table =
            TableOf(R"({ "irq_entry_softirq": "500ns", "copy_cold": "0.1ns/B", "iotlb_entries": 32,
                         "profile": "linux-bdw36-2018",
                         "extends": ["nexus-reconstruction", "bypass-bdw36-2018"] })");
        CHECK(table.Need("irq_entry_softirq", "x").Of(1) == NanoSeconds(500));
        CHECK(table.Find("irq_entry_softirq")->evidence == "scenario");
        CHECK(table.Need("copy_cold", "x").Of(1000) == NanoSeconds(100));
        CHECK(table.NeedCount("iotlb_entries", "x") == 32);
        CHECK(table.Need("syscall", "x").Of(1) == NanoSeconds(0)); // of the last profile
        CHECK(table.Find("syscall")->evidence == "MODEL");
        CHECK(table.Need("iotlb_miss", "x").Of(1) == NanoSeconds(300)); // of the second
        CHECK(table.Need("ctx_switch", "x").Of(1) == NanoSeconds(1300));
        CHECK(table.Find("ctx_switch")->evidence == "sched.switch_condvar");
        CHECK(table.Need("idle_exit.C6", "x").Of(1) == MicroSeconds(133));
    }

    TEST_CASE("figures may stand alone, one may be a law, and one only models know of")
    {
        const CostTable table = TableOf(R"({ "ctx_switch": { "type": "Exponential", "Mean": "2us" },
                         "lock_hand_over": "30ns" })");
        CHECK(table.Figures().size() == 2);
        REQUIRE(table.Need("ctx_switch", "x").law != nullptr);
        CHECK(table.Need("ctx_switch", "x").law->Mean() == 2e6);
        CHECK(table.Use("lock_hand_over")->Of(1) == NanoSeconds(30));
    }

    TEST_CASE("files that were read belong to the scenario; what was only looked through does not")
    {
        const auto loaded = test::LoadText(
            R"({ "nexsim": 1, "name": "test", "duration": "1ms", )" +
            HostWith(R"("Cores": 1, "Costs": { "profile": "linux-bdw36-2018" })") + " }");
        REQUIRE(loaded.valid);
        const auto& files = loaded.plan.configurations.front().files;
        REQUIRE(files.size() == 2);
        CHECK(files[0].name == "linux-bdw36-2018.json");
        CHECK(files[1].name == "cost-evidence.json");
    }

    TEST_CASE("what is wrong with costs is told where it stands")
    {
        const std::string messages = MessagesOf(HostWith(R"("Cores": 2, "Costs": {
 "profile": "linux-bdw",
 "extends": ["nexus-reconstruction", 7],
 "syscal": "5ns",
 "copy_cold": "5ns",
 "syscall": "5ns/B",
 "ctx_switch": 5,
 "iotlb_entries": "5",
 "napi_poll_budget": -1,
 "atomic": { "type": "Uniform", "Min": "-1ns", "Max": "1ns" } })"));
        for (const char* part :
             {"s:2:13: error: /nodes/a/Costs/profile: there is no cost profile \"linux-bdw\": ",
              "/nodes/a/Costs/extends",
              "s:4:2: error: /nodes/a/Costs/syscal: no cost figure is called \"syscal\"; did you "
              "mean \"syscall\"?",
              "s:5:15: error: /nodes/a/Costs/copy_cold: copy_cold is a time per byte such as "
              "\"0.1ns/B\"; got \"5ns\"",
              "s:6:13: error: /nodes/a/Costs/syscall: syscall is a time such as \"100ns\", or a "
              "law of it; got \"5ns/B\"",
              "/nodes/a/Costs/ctx_switch: expected a time such as \"100ns\", or a law of it; got 5",
              "/nodes/a/Costs/iotlb_entries: expected a whole number such as 64; got \"5\"",
              "/nodes/a/Costs/napi_poll_budget: expected a whole number such as 64; got -1",
              "/nodes/a/Costs/atomic"})
        {
            CAPTURE(messages);
            CAPTURE(part);
            CHECK(messages.find(part) != std::string::npos);
        }
        CHECK(MessagesOf(HostWith(R"("Cores": 1, "Costs": "linux")"))
                  .find("expected an object such as {\"profile\": \"linux-bdw36-2018\"}; got "
                        "\"linux\"") != std::string::npos);
    }
}

} // namespace costs_reader_test
