// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "sim/scenario/scenario-loader.h"
#include "tests/sim/scenario/loaded-run.h"

#include <doctest/doctest.h>

namespace scenario_loader_test
{

using namespace nexsim;
using test::AmountOf;
using test::Loaded;
using test::LoadText;

namespace
{

/** @brief A network whose traffic takes what `keys` define. */
std::string
Scenario(const std::string& traffic, const std::string& keys)
{
    return R"({ "nexsim": 1, "name": "test", "duration": "10ms",
                "nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
                "links": [ { "name": "up", "between": ["a", "b"], "Rate": "1Gbps" } ],
                "traffic": { "t": { "type": "PoissonSource", "from": "a", "to": "b", )" +
           traffic + " } }, " + keys + " }";
}

LoadOptions
Set(std::vector<std::string> overrides)
{
    LoadOptions options;
    options.overrides = std::move(overrides);
    return options;
}

LoadOptions
Only(const std::string& expression)
{
    LoadOptions options;
    options.only = expression;
    return options;
}

ScenarioRun
RunOf(const Loaded& loaded, std::size_t configuration)
{
    return ReadRunDocument(RunDocument(loaded.plan.configurations.at(configuration), 0),
                           FileFinder({}));
}

/** @brief Flows of the traffic in every configuration, in order. */
std::vector<int64_t>
FlowsOf(const Loaded& loaded)
{
    std::vector<int64_t> flows;
    for (std::size_t i = 0; i < loaded.plan.configurations.size(); ++i)
    {
        flows.push_back(AmountOf(RunOf(loaded, i).traffic[0].source, "Flows"));
    }
    return flows;
}

/** @brief "variant n=1 m=2" for every configuration, in order. */
std::vector<std::string>
LabelsOf(const ExperimentPlan& plan)
{
    std::vector<std::string> labels;
    for (const Configuration& configuration : plan.configurations)
    {
        std::string label = configuration.variant;
        for (const auto& [name, value] : configuration.parameters)
        {
            label += (label.empty() ? "" : " ") + name + "=" + value;
        }
        labels.push_back(label);
    }
    return labels;
}

using Labels = std::vector<std::string>;
using Flows = std::vector<int64_t>;

const std::string kSwept = R"("Flows": { "$": "n * m" })";
const std::string kSweep =
    R"("parameters": { "n": 1, "m": 2 }, "sweep": { "n": [1, 3], "m": [5, 7] })";

} // namespace

TEST_SUITE("sim/scenario plans")
{
    TEST_CASE("runs are variants x points x replications, in this order")
    {
        const Loaded loaded = LoadText(Scenario(kSwept, kSweep + R"(, "replications": 3,
                              "variants": { "x": {}, "y": { "/links/up/Rate": "2Gbps" } })"));
        REQUIRE(loaded.valid);
        CHECK(loaded.messages == "");
        CHECK(loaded.plan.name == "test");
        CHECK(loaded.plan.variants == Labels{"x", "y"});
        CHECK(loaded.plan.parameters == Labels{"n", "m"});
        CHECK(loaded.plan.points.size() == 4);
        CHECK(LabelsOf(loaded.plan) == Labels{"x n=1 m=5",
                                              "x n=1 m=7",
                                              "x n=3 m=5",
                                              "x n=3 m=7",
                                              "y n=1 m=5",
                                              "y n=1 m=7",
                                              "y n=3 m=5",
                                              "y n=3 m=7"});
        CHECK(FlowsOf(loaded) == Flows{5, 7, 15, 21, 5, 7, 15, 21});
        REQUIRE(loaded.plan.runs.size() == 24);
        CHECK(loaded.plan.runs[4].configuration == 1);
        CHECK(loaded.plan.runs[4].replication == 1);
        CHECK(AmountOf(RunOf(loaded, 3).links[0].backward, "Rate") == 1'000'000'000);
        CHECK(AmountOf(RunOf(loaded, 4).links[0].backward, "Rate") == 2'000'000'000);
    }

    TEST_CASE("a scenario without variants and sweep is one configuration")
    {
        const Loaded loaded = LoadText(Scenario(R"("Flows": 2)", R"("replications": 2)"));
        REQUIRE(loaded.valid);
        CHECK(loaded.plan.variants == Labels{""});
        CHECK(loaded.plan.points == std::vector<NamedTexts>{{}});
        CHECK(loaded.plan.runs.size() == 2);
        CHECK(loaded.plan.Find("", {}) == 0);
        CHECK(!loaded.plan.isPartial);
    }

    TEST_CASE("a swept parameter that a variant does not use makes no further runs of it")
    {
        const Loaded loaded = LoadText(Scenario(
            kSwept,
            kSweep + R"(, "variants": { "both": {}, "n": { "/traffic/t/Flows": { "$": "n" } },
                                                 "none": { "/traffic/t/Flows": 9 } })"));
        REQUIRE(loaded.valid);
        CHECK(LabelsOf(loaded.plan) == Labels{"both n=1 m=5",
                                              "both n=1 m=7",
                                              "both n=3 m=5",
                                              "both n=3 m=7",
                                              "n n=1",
                                              "n n=3",
                                              "none"});
        CHECK(FlowsOf(loaded) == Flows{5, 7, 15, 21, 1, 3, 9});
        CHECK(loaded.plan.Find("both", {{"n", "3"}, {"m", "5"}}) == 2);
        CHECK(loaded.plan.Find("n", {{"n", "3"}, {"m", "5"}}) == 5);
        CHECK(loaded.plan.Find("none", {{"n", "3"}, {"m", "5"}}) == 6);
        CHECK(!loaded.plan.Find("other", {}));
    }

    TEST_CASE("use goes through the values of other parameters and of labelled objects")
    {
        const Loaded loaded = LoadText(Scenario(
            R"("PacketSize": { "$": "size" })",
            R"("parameters": { "n": 1, "bytes": { "$": "n * 100B" }, "idle": { "$": "m + 1" }, "m": 2, "k": { "$": "n" } },
               "sweep": { "n": [1, 3], "size": { "fixed": "200B", "drawn": { "type": "Uniform", "Min": { "$": "bytes" }, "Max": "900B" } } })"));
        CHECK(loaded.messages.find("idle") != std::string::npos);
        REQUIRE(!loaded.valid); // "m" stands behind its use

        const Loaded mended =
            LoadText(Scenario(R"("PacketSize": { "$": "size" })",
                              R"("parameters": { "n": 1, "bytes": { "$": "n * 100B" } },
               "sweep": { "n": [1, 3], "size": { "fixed": "200B", "drawn": { "type": "Uniform", "Min": { "$": "bytes" }, "Max": "900B" } } })"));
        REQUIRE(mended.valid);
        CHECK(LabelsOf(mended.plan) == Labels{"n=1 bytes=100B size=fixed",
                                              "n=1 bytes=100B size=drawn",
                                              "n=3 bytes=300B size=fixed",
                                              "n=3 bytes=300B size=drawn"});
        CHECK(mended.plan.configurations[3].document.find(
                  R"("PacketSize":{"Max":"900B","Min":"300B","type":"Uniform"})") !=
              std::string::npos);
    }

    TEST_CASE("order: parameters, variant, sweep point, --set")
    {
        const std::string scenario = Scenario(
            R"("Flows": { "$": "n" })",
            R"("parameters": { "n": 1 }, "sweep": { "n": [2, 3] }, "variants": { "v": { "/seed": 5 }, "w": {} })");
        CHECK(FlowsOf(LoadText(scenario)) == Flows{2, 3, 2, 3});
        const Loaded loaded = LoadText(scenario, Set({"/traffic/t/Flows=4", "/seed=6"}));
        REQUIRE(loaded.valid);
        CHECK(FlowsOf(loaded) == Flows{4, 4, 4, 4});
        CHECK(RunOf(loaded, 0).seed == 6);
        CHECK(LoadText(scenario, Set({"/sweep/n=[7]"})).plan.runs.size() == 2);
    }

    TEST_CASE("a variant may change a parameter, and --set changes it for all")
    {
        const std::string scenario = Scenario(
            R"("Flows": { "$": "n" })",
            R"("parameters": { "n": 1 }, "variants": { "v": { "/parameters/n": 5 }, "w": {} })");
        CHECK(FlowsOf(LoadText(scenario)) == Flows{5, 1});
        CHECK(FlowsOf(LoadText(scenario, Set({"/parameters/n=8"}))) == Flows{8, 8});
        CHECK(LabelsOf(LoadText(scenario).plan) == Labels{"v n=5", "w n=1"});
    }

    TEST_CASE("--set reaches objects that have only defaults, and may use parameters")
    {
        const Loaded loaded =
            LoadText(Scenario(R"("Flows": 1)", R"("parameters": { "n": 4 })"),
                     Set({R"(/traffic/t/Flows={"$": "n + 2"})", "/nodes/a/Nic/RxRing=9p"}));
        REQUIRE(loaded.valid);
        CHECK(FlowsOf(loaded) == Flows{6});
        CHECK(loaded.plan.configurations[0].document.find(R"("Nic":{"RxRing":"9p"})") !=
              std::string::npos);
    }

    TEST_CASE("parameters in the condition that ends a run have their values in each run")
    {
        const std::string keys = R"("until": "t/sent > n * m")";
        const Loaded loaded = LoadText(Scenario(R"("Flows": 1)", keys + ", " + kSweep));
        REQUIRE(loaded.valid);
        CHECK(loaded.messages == "");
        REQUIRE(loaded.plan.configurations.size() == 4);
        CHECK(RunOf(loaded, 0).until == "t/sent > 1 * 5");
        CHECK(RunOf(loaded, 3).until == "t/sent > 3 * 7");

        const Loaded set = LoadText(Scenario(R"("Flows": 1)", kSweep), Set({"/until=t/sent > m"}));
        REQUIRE(set.valid);
        CHECK(LabelsOf(set.plan) == Labels{"m=5", "m=7"});
        CHECK(RunOf(set, 1).until == "t/sent > 7");

        const Loaded whole =
            LoadText(Scenario(R"("Flows": 1)",
                              R"("until": { "$": "end" }, "parameters": { "end": "t/sent > 0" },
               "sweep": { "end": ["t/sent > 1", "t/sent > 2"] })"));
        REQUIRE(whole.valid);
        CHECK(RunOf(whole, 1).until == "t/sent > 2");
    }

    TEST_CASE("--set of the experiment's own keys comes before everything")
    {
        const Loaded loaded =
            LoadText(Scenario(kSwept, kSweep), Set({"/replications=2", "/name=other"}));
        REQUIRE(loaded.valid);
        CHECK(loaded.plan.runs.size() == 8);
        CHECK(loaded.plan.name == "other");
        CHECK(RunOf(loaded, 0).name == "other");
    }

    TEST_CASE("--set says what is wrong with itself")
    {
        const std::string scenario = Scenario(kSwept, kSweep);
        const auto messages = [&](const char* argument) {
            const Loaded loaded = LoadText(scenario, Set({argument}));
            CHECK(!loaded.valid);
            return loaded.messages;
        };
        CHECK(messages("/sead=3") ==
              "--set /sead=3: error: unknown key \"sead\"; did you mean \"seed\"?\n");
        CHECK(messages("/seed") ==
              "--set /seed: error: expected /pointer=value such as /duration=10ms, or "
              "/parameters/load=0.5 for a parameter\n");
        CHECK(messages("/parameters/n=3") == "--set /parameters/n=3: error: \"n\" is swept; write "
                                             "--set '/sweep/n=[...]' or --only\n");
        CHECK(messages("/traffic/x/Rate=1Gbps") ==
              "--set /traffic/x/Rate=1Gbps: error: \"/traffic/x/Rate\" leads nowhere: \"/traffic\" "
              "has no \"x\"; known: \"t\"\n");
        CHECK(messages("/duration=10") ==
              "--set /duration=10: error: /duration: expected a time with a unit such as \"10us\"; "
              "got 10\n");
        CHECK(
            messages("/nodes/a/Nic/RxRin=9p") ==
            "--set /nodes/a/Nic/RxRin=9p: error: /nodes/a/Nic/RxRin: nexsim::Nic has no attribute "
            "\"RxRin\"; did you mean \"RxRing\"?\n");
    }

    TEST_CASE("--only keeps runs by parameters, variant and replication")
    {
        const std::string scenario = Scenario(
            kSwept,
            kSweep +
                R"(, "replications": 3, "variants": { "x": {}, "y": { "/traffic/t/Flows": { "$": "n" } } })");
        const Loaded one = LoadText(scenario, Only("variant == 'x' and n == 3 and m < 6"));
        REQUIRE(one.valid);
        CHECK(one.plan.isPartial);
        CHECK(LabelsOf(one.plan) == Labels{"x n=3 m=5"});
        CHECK(one.plan.runs.size() == 3);
        CHECK(!one.plan.Find("y", {{"n", "3"}, {"m", "5"}}));

        const Loaded last = LoadText(scenario, Only("replication == 2 && m == 7"));
        REQUIRE(last.valid);
        CHECK(LabelsOf(last.plan) == Labels{"x n=1 m=7", "x n=3 m=7", "y n=1", "y n=3"});
        REQUIRE(last.plan.runs.size() == 4);
        CHECK(last.plan.runs[3].configuration == 3);
        CHECK(last.plan.runs[3].replication == 2);

        CHECK(LoadText(scenario, Only("n > 5")).messages ==
              "--only: error: \"n > 5\" leaves no run\n");
        CHECK(LoadText(scenario, Only("k > 5")).messages ==
              "--only: error: in \"k > 5\", column 1: unknown name \"k\"; known: \"m\", \"n\", "
              "\"replication\", \"variant\"\n");
        CHECK(!LoadText(scenario, Only("n >")).valid);
    }

    TEST_CASE("the condition of a configuration leaves it alone, whatever its values are")
    {
        const std::string scenario =
            Scenario(R"("Flows": { "$": "n" }, "Rate": { "$": "rate" }, "Ecn": { "$": "ecn" },
                        "Stop": { "$": "x > 1/1000000 && who == 'b' ? 5ms : 6ms" },
                        "PacketSize": { "$": "law" })",
                     R"("variants": { "plain": {}, "rev-2": { "/traffic/t/Dscp": 1 } },
                        "replications": 2,
                        "parameters": { "n": 1, "x": 1, "rate": "1bps", "ecn": true, "who": "a" },
                        "sweep": { "n": [1, 2], "x": [1e-9, 0.1], "rate": ["1Mbps", "1.5Mbps"],
                                   "ecn": [true, false], "who": ["b", "b[*]"],
                                   "law": { "100": { "type": "Constant", "Value": "100B" },
                                            "flat": { "type": "Uniform", "Min": "1B",
                                                      "Max": "9B" } } })");
        const Loaded all = LoadText(scenario);
        CAPTURE(all.messages);
        REQUIRE(all.valid);
        REQUIRE(all.plan.configurations.size() == 128);
        for (const Configuration& configuration : all.plan.configurations)
        {
            CAPTURE(configuration.condition);
            const Loaded one = LoadText(scenario, Only(configuration.condition));
            REQUIRE(one.valid);
            REQUIRE(one.plan.configurations.size() == 1);
            CHECK(one.plan.configurations[0].document == configuration.document);
            CHECK(one.plan.runs.size() == 2);
        }
    }

    TEST_CASE("what nothing uses is a warning, and the plan stands")
    {
        const Loaded loaded = LoadText(Scenario(
            R"("Flows": 2)",
            R"("parameters": { "n": 1, "m": 2, "k": 3 }, "sweep": { "m": [1, 2], "k": [3, 4] }, "where": "k < 4")"));
        REQUIRE(loaded.valid);
        CHECK(loaded.messages ==
              "s:4:118: warning: /parameters/n: nothing uses the parameter \"n\"\n"
              "s:4:155: warning: /sweep/m: nothing uses \"m\"; its sweep changes nothing\n");
        CHECK(loaded.plan.runs.size() == 1);
    }

    TEST_CASE("claims are kept with their bounds in the units of metrics")
    {
        const Loaded loaded = LoadText(
            Scenario(kSwept, kSweep + R"(, "variants": { "x": {}, "y": { "/seed": 2 } }, "claims": [
                { "that": "A", "metric": "t/latency", "stat": "p99", "of": "x", "max": "10us", "during": { "from": "1ms", "to": "2ms" } },
                { "that": "B", "metric": "*/rate", "across": "sum", "of": "x", "over": "y", "at": { "m": 7 }, "min": 0.5, "max": 2 },
                { "that": "C", "metric": "t/rate", "minus": "y", "min": "1.5Gbps" },
                { "that": "D", "metric": "t/rate", "equals": "2Gbps", "within": "5%" },
                { "that": "E", "metric": "t/loss", "equals": "50%", "within": 0.25 },
                { "that": "F", "metric": "t/packets", "equals": "7p" } ])"));
        REQUIRE(loaded.valid);
        const std::vector<Claim>& claims = loaded.plan.claims;
        REQUIRE(claims.size() == 6);
        CHECK(claims[0].that == "A");
        CHECK(claims[0].stat == "p99");
        CHECK(claims[0].bounds.max == 1e7);
        CHECK(!claims[0].bounds.min);
        CHECK(claims[0].unit == "ps");
        CHECK(claims[0].comparison == Comparison::Alone);
        CHECK(claims[0].during->to == MilliSeconds(2));
        CHECK(claims[1].across == Across::Sum);
        CHECK(claims[1].comparison == Comparison::Over);
        CHECK(claims[1].reference == "y");
        CHECK(claims[1].at == NamedTexts{{"m", "7"}});
        CHECK(claims[1].bounds.min == 0.5);
        CHECK(claims[1].bounds.max == 2.0);
        CHECK(claims[1].unit == "1");
        CHECK(claims[2].comparison == Comparison::Minus);
        CHECK(claims[2].of == "");
        CHECK(claims[2].bounds.min == 1.5e9);
        CHECK(claims[2].unit == "bps");
        CHECK(claims[3].bounds.min == doctest::Approx(1.9e9));
        CHECK(claims[3].bounds.max == doctest::Approx(2.1e9));
        CHECK(claims[4].bounds.min == 0.25);
        CHECK(claims[4].bounds.max == 0.75);
        CHECK(claims[5].bounds.min == 7.0);
        CHECK(claims[5].bounds.max == 7.0);
        CHECK(claims[5].unit == "packets");
    }

    TEST_CASE("the windows of claims become part of every run, each once")
    {
        const Loaded loaded = LoadText(Scenario(
            R"("Flows": 2)",
            R"("claims": [ { "that": "A", "metric": "m", "max": 1, "during": { "from": "1ms", "to": "2ms" } },
                           { "that": "B", "metric": "m", "max": 1 },
                           { "that": "C", "metric": "m", "max": 2, "during": { "from": "1000us", "to": "2ms" } } ])"));
        REQUIRE(loaded.valid);
        const ScenarioRun run = RunOf(loaded, 0);
        REQUIRE(run.measure.windows.size() == 1);
        CHECK(run.measure.windows[0].from == MilliSeconds(1));
        CHECK(run.measure.windows[0].to == MilliSeconds(2));
    }

    TEST_CASE("equal runs have equal documents, whatever else the scenario says")
    {
        const Loaded a = LoadText(
            Scenario(R"("Flows": 2, "Rate": "1Gbps")",
                     R"("about": "x", "claims": [ { "that": "A", "metric": "m", "max": 1 } ])"));
        const Loaded b = LoadText(Scenario(R"("Rate": { "$": "n * 1Gbps" }, "Flows": 2)",
                                           R"("parameters": { "n": 1 }, "replications": 5)"));
        REQUIRE(a.valid);
        REQUIRE(b.valid);
        CHECK(a.plan.configurations[0].document == b.plan.configurations[0].document);
        CHECK(RunDocument(a.plan.configurations[0], 0) != RunDocument(a.plan.configurations[0], 1));
        CHECK(
            ReadRunDocument(RunDocument(a.plan.configurations[0], 3), FileFinder({})).replication ==
            3);
    }

    TEST_CASE("a document that is no run says so")
    {
        CHECK_THROWS_AS(ReadRunDocument("{}", FileFinder({})), std::runtime_error);
        CHECK_THROWS_AS(ReadRunDocument("[", FileFinder({})), std::runtime_error);
        CHECK_THROWS_AS(ReadRunDocument(R"({"run":{},"replication":0})", FileFinder({})),
                        std::runtime_error);
        CHECK_THROWS_AS(
            ReadRunDocument(
                R"({"run":{"duration":"1s","nodes":{"a":{"type":"Host"}}},"replication":-1})",
                FileFinder({})),
            std::runtime_error);
    }

    TEST_CASE("the files of a run are those that it names")
    {
        const Loaded loaded = LoadText(
            Scenario(R"("PacketSize": { "type": "Empirical", "File": "web-search.cdf" })",
                     R"("variants": { "x": {}, "y": { "/traffic/t/PacketSize": "100B" } })"));
        REQUIRE(loaded.valid);
        REQUIRE(loaded.plan.configurations[0].files.size() == 1);
        CHECK(loaded.plan.configurations[0].files[0].name == "web-search.cdf");
        CHECK(loaded.plan.configurations[1].files.empty());
    }

    TEST_CASE("what a review says of a configuration is a warning, told once for all of them")
    {
        LoadOptions options;
        int reviewed = 0;
        options.review = [&reviewed](const ScenarioRun& run) {
            ++reviewed;
            return std::vector<std::string>{"too much for " + run.nodes.front().name};
        };
        const Loaded loaded = LoadText(
            R"({ "nexsim": 1, "name": "a", "duration": "1ms", "replications": 3, "parameters": { "n": 1 },
                 "sweep": { "n": [1, 2] }, "seed": { "$": "n" }, "nodes": { "x": { "type": "Host" } }, "traffic": {} })",
            options);
        CHECK(loaded.valid);
        CHECK(reviewed == 2);
        CHECK(loaded.messages == "s:2:115: warning: /traffic: too much for x\n");
    }
}

} // namespace scenario_loader_test
