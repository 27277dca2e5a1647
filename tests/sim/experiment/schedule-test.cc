// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/run-times.h"
#include "sim/experiment/schedule.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <fstream>
#include <stdexcept>

namespace schedule_test
{

using namespace nexsim;
using namespace nexsim::test;
using namespace std::chrono_literals;

namespace
{

const Schedule::Instant kStart{};

/** Starts the next task, which takes so long, and ends it. */
std::size_t
RunNext(Schedule& schedule, Schedule::Instant& now, std::chrono::seconds takes)
{
    const std::size_t task = schedule.Next(now);
    now += takes;
    schedule.End(task, now, true);
    return task;
}

} // namespace

TEST_SUITE("sim/experiment: a schedule")
{
    TEST_CASE("what was measured before starts longest first")
    {
        Schedule schedule({{{0, 1}, 1, 2.0}, {{2, 3}, 1, 9.0}, {{4}, 1, 5.0}});
        std::vector<std::size_t> order;
        for (int i = 0; i < 5; ++i)
        {
            order.push_back(schedule.Next(kStart));
        }
        CHECK(order == std::vector<std::size_t>{2, 3, 4, 0, 1});
        CHECK_THROWS_AS(schedule.Next(kStart), std::out_of_range);
    }

    TEST_CASE("one of each unknown kind comes first, by weight, and what it takes decides the rest")
    {
        Schedule schedule({{{0, 1}, 1, {}}, {{2, 3}, 3, {}}, {{4, 5}, 2, {}}});
        Schedule::Instant now = kStart;
        CHECK(RunNext(schedule, now, 1s) == 2);
        CHECK(RunNext(schedule, now, 5s) == 4);
        CHECK(RunNext(schedule, now, 30s) == 0);
        CHECK(RunNext(schedule, now, 30s) == 1);
        CHECK(RunNext(schedule, now, 5s) == 5);
        CHECK(RunNext(schedule, now, 1s) == 3);
        CHECK(schedule.Times().at(0) == 30);
    }

    TEST_CASE("time left is that of all jobs, but never less than the longest task")
    {
        Schedule schedule({{{0, 1, 2, 3}, 1, 6.0}, {{4}, 1, 20.0}});
        CHECK(*schedule.SecondsLeft(1, kStart) == 44);
        CHECK(*schedule.SecondsLeft(2, kStart) == 22);
        CHECK(*schedule.SecondsLeft(4, kStart) == 20);
        CHECK(schedule.Next(kStart) == 4);
        CHECK(*schedule.SecondsLeft(1, kStart + 15s) == 29);
    }

    TEST_CASE("nothing is known before something has ended; failures tell nothing")
    {
        Schedule schedule({{{0, 1}, 1, {}}, {{2}, 4, {}}});
        CHECK(!schedule.SecondsLeft(1, kStart));
        CHECK(schedule.Next(kStart) == 2);
        schedule.End(2, kStart + 1s, false);
        CHECK(!schedule.SecondsLeft(1, kStart + 1s));
        CHECK(schedule.Times().empty());
        CHECK(schedule.Next(kStart + 1s) == 0);
        schedule.End(0, kStart + 3s, true);
        CHECK(*schedule.SecondsLeft(1, kStart + 3s) == 2);
    }

    TEST_CASE("times survive, and a damaged file of them is none")
    {
        const ScratchFolder folder;
        CHECK(ReadRunTimes(folder.GetPath()).empty());
        WriteRunTimes(folder.GetPath(), {{"a", 1.5}, {"b", 0.25}});
        CHECK(ReadRunTimes(folder.GetPath()) == RunTimes{{"a", 1.5}, {"b", 0.25}});
        std::ofstream(folder / "times.json") << "{\"a\": \"soon\"}";
        CHECK(ReadRunTimes(folder.GetPath()).empty());
    }
}

} // namespace schedule_test
