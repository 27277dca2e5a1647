// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/wrapped-text.h"
#include "tests/sim/cli/program.h"

#include <doctest/doctest.h>

#include <regex>

namespace help_format_test
{

using namespace nexsim;
using namespace nexsim::test;

namespace
{

std::string
HelpOf(const std::vector<std::string>& verb)
{
    Program program;
    std::vector<std::string> words = verb;
    words.emplace_back("--help");
    CHECK(program.CallWith(words) == ExitCode::Done);
    return program.Said();
}

} // namespace

TEST_SUITE("sim/cli help")
{
    TEST_CASE("the help of each verb fits 100 columns")
    {
        const std::string all = HelpOf({});
        std::vector<std::vector<std::string>> verbs = {{}};
        const std::regex verb("\n  ([a-z]+) {2}");
        for (std::sregex_iterator at(all.begin(), all.end(), verb), end; at != end; ++at)
        {
            verbs.push_back({(*at)[1]});
        }
        CHECK(verbs.size() == 12); // eleven, and the program's own
        for (const auto& one : verbs)
        {
            const std::string help = HelpOf(one);
            CAPTURE(help);
            std::istringstream lines(help);
            for (std::string line; std::getline(lines, line);)
            {
                CHECK(Characters(line) <= 100);
            }
        }
    }

    TEST_CASE("what is broken into lines keeps its words and its column")
    {
        CHECK(HelpOf({}).find("metric by metric, with\n"
                              "                              one of them\n") != std::string::npos);
        CHECK(HelpOf({"compare"})
                  .find("unless given, throughput, loss\n"
                        "                              and latency of each traffic "
                        "entry\n") != std::string::npos);
    }
}

} // namespace help_format_test
