// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/cost-profile.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace cost_profile_test
{

using namespace nexsim;

namespace
{

const CostFigure&
FigureOf(const CostProfile& profile, const std::string& name)
{
    const auto found = std::find_if(profile.figures.begin(),
                                    profile.figures.end(),
                                    [&](const CostFigure& one) { return one.name == name; });
    REQUIRE(found != profile.figures.end());
    return *found;
}

CostProfile
Shipped(const std::string& name)
{
    FileFinder files({"scenarios/data/costs"});
    Diagnostics diagnostics;
    const auto path = FindCostProfile(name, files);
    REQUIRE(path);
    const auto profile = CostProfileReader().Read(*path, files, diagnostics);
    CAPTURE(diagnostics.Print());
    REQUIRE(profile);
    CHECK(files.Found().size() == 2); // the profile and its evidence
    return *profile;
}

/** Reads "own.json" with this text, beside a small file of evidence. */
std::string
FaultsOf(const std::string& text, const std::string& evidence = "")
{
    const test::ScratchFolder folder;
    std::ofstream(folder / "own.json") << text;
    std::ofstream(folder / "e.json")
        << (evidence.empty() ? R"({ "nexsim-cost-evidence": 1, "tags": { "L": "measured" },
                                    "evidence": { "mine": { "source": "here", "tag": "L" } } })"
                             : evidence);
    FileFinder files({folder.GetPath()});
    Diagnostics diagnostics;
    const auto profile = CostProfileReader().Read(folder / "own.json", files, diagnostics);
    CHECK(profile.has_value() == !diagnostics.HasErrors());
    std::string faults;
    for (const Diagnostic& one : diagnostics.Sorted())
    {
        faults += std::to_string(one.position.line) + ":" + std::to_string(one.position.column) +
                  " " + one.pointer + " " + one.message + "\n";
    }
    return faults;
}

} // namespace

TEST_SUITE("sim/scenario cost profile")
{
    TEST_CASE("every shipped profile is sound, and its figures have evidence with a source")
    {
        const std::vector<std::string> names =
            ShippedCostProfiles(FileFinder({"scenarios/data/costs"}));
        CHECK(names.size() == 7);
        for (const std::string& name : names)
        {
            CAPTURE(name);
            const CostProfile profile = Shipped(name);
            CHECK(profile.name == name);
            CHECK(!profile.about.empty());
            CHECK(!profile.figures.empty());
            for (const CostFigure& figure : profile.figures)
            {
                CHECK(!profile.evidence.at(figure.evidence).source.empty());
            }
        }
    }

    TEST_CASE("the assembled profiles add up to the rates that they were taken from")
    {
        const CostProfile linux = Shipped("linux-bdw36-2018");
        const auto ns = [&](const std::string& name) {
            return static_cast<double>(FigureOf(linux, name).value) / 1e6;
        };
        // XDP paper's logs: no-port rate 3.327 Mpps, drop 25.57, redirect 8.65, Linux L3 1.740.
        CHECK(1e3 / (ns("rx_driver_skb_free") + ns("rx_ip_udp_lookup")) ==
              doctest::Approx(3.327).epsilon(0.001));
        CHECK(1e3 / ns("xdp_drop") == doctest::Approx(25.57).epsilon(0.001));
        CHECK(1e3 / ns("xdp_redirect") == doctest::Approx(8.65).epsilon(0.001));
        CHECK(1e3 / (ns("xdp_redirect_retpoline_extra") + 83.94) ==
              doctest::Approx(7.438).epsilon(0.001));
        CHECK(1e3 / ns("l3_forward") == doctest::Approx(1.740).epsilon(0.001));
        // Linux bec1f6f69736: 42 datagrams a call are 2.44 times as fast as one.
        CHECK((ns("tx_gso_call") + ns("tx_gso_seg")) /
                  (ns("tx_gso_call") / 42 + ns("tx_gso_seg")) ==
              doctest::Approx(2.44).epsilon(0.002));
        // The same commit's TCP, 42.7 segments of 1448 B a packet: 3.615, 1.513 and .482 cycles/B.
        const auto perByte = [&](const std::string& cutter, double segments) {
            return (ns("tx_tcp_" + cutter + "_call") / segments + ns("tx_tcp_" + cutter + "_seg")) *
                   2.8 / 1448;
        };
        CHECK(perByte("gso", 1) == doctest::Approx(3.615).epsilon(0.001));
        CHECK(perByte("tso", 1) == doctest::Approx(3.615).epsilon(0.001));
        CHECK(perByte("gso", 42.7) == doctest::Approx(1.513).epsilon(0.001));
        CHECK(perByte("tso", 42.7) == doctest::Approx(0.482).epsilon(0.003));
        CHECK(FigureOf(linux, "copy_cold").unit == CostUnit::PerByte);
        CHECK(FigureOf(linux, "napi_poll_budget").unit == CostUnit::Count);
        CHECK(FigureOf(linux, "napi_poll_budget").value == 64);
        CHECK(FigureOf(linux, "aead.aesni").value == 177'778); // .64 cycles at 3.6 GHz, fs
        CHECK(linux.evidence.at("EST").IsEstimate());
        CHECK(linux.evidence.at("ovs.upcall_latency").IsEstimate());
        CHECK_FALSE(linux.evidence.at("xdp.drop.log").IsEstimate());
        CHECK(FigureOf(linux, "irq_entry_softirq").isEstimate);
        CHECK(FigureOf(linux, "upcall").isEstimate);
        CHECK_FALSE(FigureOf(linux, "xdp_drop").isEstimate);
    }

    TEST_CASE("a profile with every kind of fault is refused for each, where it stands")
    {
        CHECK(FaultsOf(R"({ "nexsim-costs": 1, "name": "own", "evidence": "e.json",
 "figures": { "a": { "value": "1ns", "evidence": "mine" } } })") == "");
        CHECK(FaultsOf(R"({ "nexsim-costs": 2, "name": "other", "evidence": "e.json", "clok": 1,
 "figures": { "a": { "value": "1nz", "evidence": "mine" },
  "b": { "value": "1ns", "evidence": "mime" },
  "c": { "value": "1cycles", "evidence": "mine" },
  "d": { "value": 1.5, "evidence": "mine" },
  "e": { "evidence": "mine", "Note": "x" },
  "f": { "value": "1ns" } } })") ==
              "1:19 /nexsim-costs 2 is too large; the most is 1\n"
              "1:30 /name the profile \"other\" stands in a file of that name with .json; this is "
              "\"own.json\"\n"
              "1:61 /clok unknown key \"clok\"; did you mean \"clock\"?\n"
              "2:31 /figures/a/value unknown unit \"nz\"; a time is written with ps, ns, us, ms, "
              "s, min or h\n"
              "3:38 /figures/b/evidence there is no evidence \"mime\"; did you mean \"mine\"?\n"
              "4:19 /figures/c/value \"1cycles\" is in cycles, and there is no \"clock\" that says "
              "how long one takes; write it in ns\n"
              "5:19 /figures/d/value expected a whole number; got 1.5\n"
              "6:8 /figures/e the figure needs a \"value\", such as \"44ns\", \"0.1ns/B\" or "
              "64\n"
              "6:30 /figures/e/Note unknown key \"Note\"; did you mean \"note\"?\n"
              "7:8 /figures/f the figure needs \"evidence\", an id such as \"EST\"\n");
        CHECK(FaultsOf(R"({ "nexsim-costs": 1, "name": "own", "evidence": "none.json" })") ==
              "1:49 /evidence there is no file \"none.json\" beside the scenario or in the shipped "
              "data; did you mean \"e.json\"?\n");
    }

    TEST_CASE(
        "a file of evidence is read once, and belongs to every scenario that a profile is for")
    {
        const test::ScratchFolder folder;
        std::ofstream(folder / "e.json")
            << R"({ "nexsim-cost-evidence": 1, "tags": { "L": "measured" },
                    "evidence": { "mine": { "source": "here", "tag": "L" } } })";
        CostProfileReader reader;
        Diagnostics diagnostics;
        for (const std::string name : {"a", "b"})
        {
            std::ofstream(folder / (name + ".json"))
                << R"({ "nexsim-costs": 1, "evidence": "e.json", "name": ")" << name
                << R"(", "figures": { "f": { "value": "1ns", "evidence": "mine" } } })";
            FileFinder files({folder.GetPath()});
            const auto profile = reader.Read(folder / (name + ".json"), files, diagnostics);
            REQUIRE(profile);
            CHECK(profile->evidence.at("mine").source == "here");
            CHECK(profile->tagMeanings.at("L") == "measured");
            CHECK(files.Found().size() == 1);
            std::ofstream(folder / "e.json") << "changed meanwhile";
        }
    }

    TEST_CASE("evidence without a source or with an unknown tag is refused")
    {
        CHECK(FaultsOf(R"({ "nexsim-costs": 1, "name": "own", "evidence": "e.json",
                            "figures": {} })",
                       R"({ "nexsim-cost-evidence": 1, "tags": { "L": "measured" },
 "evidence": { "mine": { "tag": "P" } } })") ==
              "2:24 /evidence/mine the key \"source\" is missing, such as \"source\": \"a paper\"\n"
              "2:33 /evidence/mine/tag the tag \"P\" is none of those in \"tags\"\n");
    }

    TEST_CASE("a profile that is not there is named with one that is near")
    {
        FileFinder files({"scenarios/data/costs"});
        CHECK(FindCostProfile("linux-bdw36-2019", files).Error().message ==
              "there is no cost profile \"linux-bdw36-2019\": no file \"linux-bdw36-2019.json\" "
              "beside the scenario or in the shipped data; did you mean \"linux-bdw36-2018\"?");
    }
}

} // namespace cost_profile_test
