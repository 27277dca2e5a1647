// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PROGRAM_H
#define NEXSIM_PROGRAM_H

#include "sim/cli/command-line.h"
#include "sim/results/exit-code.h"
#include "tests/sim/results/forked.h"
#include "tests/sim/results/scratch-folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace nexsim::test
{

/** @brief The program in a process of its own, and what it said. */
class Program
{
  public:
    void Write(const std::string& file, const std::string& text)
    {
        std::ofstream(m_folder / file) << text;
    }

    /** @brief With files of its folder; `run` writes results there. */
    ExitCode Call(const std::string& verb, const std::vector<std::string>& files)
    {
        std::vector<std::string> words = {verb};
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
        return CallWith(words);
    }

    ExitCode CallWith(std::vector<std::string> words)
    {
        words.insert(words.begin(), "nexsim");
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

} // namespace nexsim::test

#endif // NEXSIM_PROGRAM_H
