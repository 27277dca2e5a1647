// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/trial-process.h"

#include "sim/experiment/process-pool.h"
#include "sim/results/io-error.h"

#include <nlohmann/json.hpp>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

namespace nexsim
{

namespace
{

using Text = nlohmann::json;

std::string
Encode(const TrialReport& report)
{
    Text faults = Text::array();
    for (const RunFault& fault : report.faults)
    {
        faults.push_back({fault.pointer, fault.message});
    }
    const Text text = {{"faults", faults}, {"claims", report.claims}, {"failure", report.failure}};
    return text.dump(-1, ' ', false, Text::error_handler_t::replace);
}

TrialReport
Decode(const std::string& encoded)
{
    const Text text = Text::parse(encoded);
    TrialReport report;
    for (const Text& fault : text.at("faults"))
    {
        report.faults.push_back({fault.at(0), fault.at(1)});
    }
    report.claims = text.at("claims").get<std::vector<std::string>>();
    report.failure = text.at("failure").get<std::string>();
    return report;
}

void
WriteAll(int file, const std::string& text)
{
    for (std::size_t done = 0; done < text.size();)
    {
        const ssize_t written = ::write(file, text.data() + done, text.size() - done);
        if (written < 0 && errno != EINTR)
        {
            return; // the reader is gone
        }
        done += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
}

std::string
ReadAll(int file)
{
    std::string text;
    std::array<char, 65536> block;
    for (;;)
    {
        const ssize_t got = ::read(file, block.data(), block.size());
        if (got > 0)
        {
            text.append(block.data(), static_cast<std::size_t>(got));
        }
        else if (got == 0 || errno != EINTR)
        {
            return text;
        }
    }
}

[[noreturn]] void
BecomeTrial(const RunTrial& trial,
            const ScenarioRun& run,
            const std::vector<Claim>& claims,
            int out)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    TrialReport report;
    try
    {
        report = trial(run, claims);
    }
    catch (const std::exception& error)
    {
        report.failure = error.what();
    }
    WriteAll(out, Encode(report));
    std::cout.flush();
    std::fflush(nullptr);
    // Not exit(): the destructors of static objects belong to the parent.
    ::_exit(0);
}

} // namespace

TrialReport
TryApart(const RunTrial& trial, const ScenarioRun& run, const std::vector<Claim>& claims)
{
    std::cout.flush();
    std::fflush(nullptr);
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
    {
        throw IoError("start", "the trial of a run", errno);
    }
    const pid_t process = ::fork();
    if (process == 0)
    {
        ::close(ends[0]);
        BecomeTrial(trial, run, claims, ends[1]);
    }
    const int cause = errno;
    ::close(ends[1]);
    const std::string encoded = process > 0 ? ReadAll(ends[0]) : "";
    ::close(ends[0]);
    if (process < 0)
    {
        throw IoError("start", "the trial of a run", cause);
    }
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR)
    {
    }
    TrialReport report;
    if (WIFSIGNALED(status))
    {
        RunEnding ending;
        ending.signal = WTERMSIG(status);
        report.failure = "crashed: " + ending.GetSignalText();
        return report;
    }
    if (encoded.empty())
    {
        report.failure = "its process ended";
        return report;
    }
    return Decode(encoded);
}

} // namespace nexsim
