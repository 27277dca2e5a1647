// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/command-line.h"
#include "sim/results/exit-code.h"
#include "tests/sim/results/forked.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

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

/** @brief The program in a process of its own, and what it said. */
class Program
{
  public:
    Program()
    {
        std::ofstream(m_folder / "fine.json") << kFine;
        std::ofstream(m_folder / "unbuilt.json") << kUnbuilt;
    }

    ExitCode Call(const std::string& verb, const std::vector<std::string>& files)
    {
        std::vector<std::string> words = {"nexsim", verb};
        for (const std::string& file : files)
        {
            words.push_back(m_folder / file);
        }
        if (verb == "run")
        {
            words.insert(words.end(), {"--out", m_folder / "results"});
        }
        if (verb == "list")
        {
            words.emplace_back("--metrics");
        }
        return static_cast<ExitCode>(RunForked([this, &words] {
            const int said =
                ::open((m_folder / "said").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
            ::dup2(said, STDERR_FILENO);
            ::dup2(said, STDOUT_FILENO);
            std::vector<char*> arguments;
            for (std::string& word : words)
            {
                arguments.push_back(word.data());
            }
            return ToInt(RunCommandLine(static_cast<int>(arguments.size()), arguments.data()));
        }));
    }

    /** @brief Without the folder's name. */
    std::string Said() const
    {
        std::ostringstream text;
        text << std::ifstream(m_folder / "said").rdbuf();
        std::string said = text.str();
        const std::string begin = m_folder / "";
        for (auto at = said.find(begin); at != std::string::npos; at = said.find(begin))
        {
            said.erase(at, begin.size());
        }
        return said;
    }

    bool HasResults() const
    {
        return std::filesystem::exists(m_folder / "results");
    }

  private:
    ScratchFolder m_folder;
};

constexpr const char* kMessages =
    "unbuilt.json:4:23: error: /traffic/web: web/a>b: a FlowSource needs the Size of its flows\n"
    "unbuilt.json: 1 error; nothing was run\n";

} // namespace

TEST_SUITE("sim/cli exit codes")
{
    TEST_CASE("validate builds what it says is valid")
    {
        Program program;
        CHECK(program.Call("validate", {"fine.json"}) == ExitCode::Done);
        CHECK(program.Said() == "fine.json: valid, 1 run\n");
        CHECK(program.Call("validate", {"unbuilt.json"}) == ExitCode::InvalidScenario);
        CHECK(program.Said() == kMessages);
        CHECK(!program.HasResults());
    }

    TEST_CASE("nothing of any file runs when one of them cannot be built")
    {
        Program program;
        CHECK(program.Call("run", {"fine.json", "unbuilt.json"}) == ExitCode::InvalidScenario);
        CHECK(program.Said() == kMessages);
        CHECK(!program.HasResults());
        CHECK(program.Call("run", {"fine.json"}) == ExitCode::Done);
        CHECK(program.HasResults());
    }

    TEST_CASE("a run that cannot be built without a trial before is an invalid scenario, too")
    {
        Program program;
        CHECK(program.Call("list", {"unbuilt.json"}) == ExitCode::InvalidScenario);
        CHECK(program.Said() == "nexsim list: the run cannot be built: web/a>b: a FlowSource needs "
                                "the Size of its flows\n");
    }
}
