// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/progress.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace progress_test
{

using namespace nexsim;
using namespace std::chrono_literals;

namespace
{

constexpr std::int64_t kSecondPs = 1'000'000'000'000;
const Progress::Instant kStart{};

PoolProgress
State(std::size_t finished, std::int64_t simulatedPs, std::uint64_t transmissions)
{
    PoolProgress state;
    state.finished = finished;
    state.total = 40;
    state.simulatedPs = simulatedPs;
    state.transmissions = transmissions;
    return state;
}

} // namespace

TEST_CASE("short work is silent")
{
    for (const ProgressStyle style : {ProgressStyle::OneLine, ProgressStyle::Lines})
    {
        StringSink sink;
        Progress progress(sink, style, 8 * kSecondPs, kStart);
        for (auto time = 0ms; time < 2s; time += 100ms)
        {
            progress.Update(State(1, kSecondPs, 1000), {}, kStart + time);
        }
        progress.Finish(State(40, 8 * kSecondPs, 9000), kStart + 1999ms);
        CHECK(sink.GetText().empty());
    }
}

TEST_CASE("a line tells runs, simulated time, speed and time left")
{
    StringSink sink;
    Progress progress(sink, ProgressStyle::Lines, 8 * kSecondPs, kStart);
    progress.Update(State(12, 2 * kSecondPs, 33'740'000), 42, kStart + 14s);
    CHECK(sink.GetText() ==
          "12 done, 28 left, 2.00 s of 8.00 s simulated, 2.41 Mp/s, 0:42 to go\n");
}

TEST_CASE("failed runs are counted apart from those that are done")
{
    StringSink sink;
    Progress progress(sink, ProgressStyle::Lines, 8 * kSecondPs, kStart);
    PoolProgress state = State(12, 2 * kSecondPs, 0);
    state.failed = 3;
    progress.Update(state, {}, kStart + 2s);
    CHECK(sink.GetText() == "9 done, 3 failed, 28 left, 2.00 s of 8.00 s simulated, 0 p/s\n");
}

TEST_CASE("time left is not told before it can be known, nor after")
{
    StringSink sink;
    Progress progress(sink, ProgressStyle::Lines, 8 * kSecondPs, kStart);
    progress.Update(State(0, 0, 0), {}, kStart + 4s);
    progress.Update(State(40, 8 * kSecondPs, 400), 0, kStart + 20s);
    CHECK(sink.GetText() == "0 done, 40 left, 0 ps of 8.00 s simulated, 0 p/s\n"
                            "40 done, 0 left, 8.00 s of 8.00 s simulated, 20 p/s\n");
}

TEST_CASE("time left is rounded up")
{
    StringSink sink;
    Progress progress(sink, ProgressStyle::Lines, 10 * kSecondPs, kStart);
    progress.Update(State(1, 8 * kSecondPs, 100), 2.1, kStart + 10s);
    CHECK(sink.GetText().find(", 0:03 to go\n") != std::string::npos);
}

TEST_CASE("hours are told as hours")
{
    StringSink sink;
    Progress progress(sink, ProgressStyle::Lines, 10 * kSecondPs, kStart);
    progress.Update(State(1, kSecondPs, 100), 10809, kStart + 1201s);
    CHECK(sink.GetText().find(", 3:00:09 to go\n") != std::string::npos);
}

TEST_CASE("plain lines come every few seconds, with a last one")
{
    StringSink sink;
    Progress progress(sink, ProgressStyle::Lines, 80 * kSecondPs, kStart);
    for (auto time = 0ms; time <= 17s; time += 100ms)
    {
        progress.Update(State(1, kSecondPs, 1000), {}, kStart + time);
    }
    // At 2, 7, 12 and 17 s.
    const std::string& text = sink.GetText();
    CHECK(std::count(text.begin(), text.end(), '\n') == 4);
    progress.Finish(State(40, 80 * kSecondPs, 1000), kStart + 20s);
    CHECK(text.find("\n40 done, 0 left, 80.0 s of 80.0 s") != std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a terminal's line is written over and removed at the end")
{
    StringSink sink;
    Progress progress(sink, ProgressStyle::OneLine, 80 * kSecondPs, kStart);
    for (auto time = 0ms; time <= 3s; time += 10ms)
    {
        progress.Update(State(1, kSecondPs, 1000), {}, kStart + time);
    }
    progress.Finish(State(40, 80 * kSecondPs, 1000), kStart + 3s);
    const std::string& text = sink.GetText();
    CHECK(std::count(text.begin(), text.end(), '\n') == 0);
    // At 2.0, 2.2, 2.4, 2.6, 2.8 and 3.0 s, and the removal.
    CHECK(std::count(text.begin(), text.end(), '\r') == 7);
    CHECK(text.substr(text.size() - 4) == "\r\x1b[K");
}

} // namespace progress_test
