// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/provenance.h"
#include "sim/results/results-version.h"
#include "sim/results/run-record-json.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace provenance_test
{

using namespace nexsim;

TEST_CASE("provenance says what computed a result")
{
    const Provenance provenance = GetProvenance();
    CHECK_FALSE(provenance.version.empty());
    CHECK_FALSE(provenance.git.empty());
    CHECK_FALSE(provenance.compiler.empty());
    CHECK(provenance.ns3 == "3.37");
    CHECK(provenance.resultsVersion == kResultsVersion);
    CHECK(provenance.commandLine.empty());
    CHECK_FALSE(ToJson(provenance).contains("command_line"));
}

TEST_CASE("provenance names neither machine nor folder nor user")
{
    const std::string text = ToJson(GetProvenance()).dump();
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::array<char, 4096> folder{};
    REQUIRE(::getcwd(folder.data(), folder.size()) != nullptr);
    CHECK(text.find(host.data()) == std::string::npos);
    CHECK(text.find(folder.data()) == std::string::npos);
    CHECK(text == ToJson(GetProvenance()).dump());
}

TEST_CASE("a command line is quoted only where a shell needs it")
{
    CHECK(ToShellLine({"nexsim", "run", "a.json", "--set", "/traffic/web/Rate=8Gbps"}) ==
          "nexsim run a.json --set /traffic/web/Rate=8Gbps");
    CHECK(ToShellLine({"nexsim", "--only", "load < 0.5", "", "it's"}) ==
          "nexsim --only 'load < 0.5' '' 'it'\\''s'");
}

TEST_CASE("a shell gives back the words of a command line")
{
    CHECK(rc::check("for any words without a zero byte", [] {
        const auto letter =
            rc::gen::suchThat(rc::gen::arbitrary<char>(), [](char c) { return c != 0; });
        const auto words = *rc::gen::resize(
            10,
            rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(letter)));
        std::string expected;
        for (const std::string& word : words)
        {
            expected += word + "|";
        }
        const std::string command =
            "LC_ALL=C; f() { for w in \"$@\"; do printf '%s|' \"$w\"; done; }; f " +
            ToShellLine(words);
        FILE* pipe = ::popen(command.c_str(), "r");
        std::string output;
        for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
        {
            output += static_cast<char>(c);
        }
        RC_ASSERT(::pclose(pipe) == 0);
        RC_ASSERT(output == expected);
    }));
}

} // namespace provenance_test
