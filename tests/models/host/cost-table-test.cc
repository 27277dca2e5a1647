// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/core-work.h"
#include "models/host/cost-table.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

namespace cost_table_test
{

using namespace nexsim;

namespace
{

CostFigure
Make(std::string name, CostUnit unit, int64_t value)
{
    CostFigure figure;
    figure.name = std::move(name);
    figure.unit = unit;
    figure.value = value;
    return figure;
}

} // namespace

TEST_CASE("a later figure of a name takes the place of the earlier one")
{
    CostTable table;
    table.Set(Make("syscall", CostUnit::PerUse, 44'000'000));
    table.Set(Make("copy", CostUnit::PerByte, 63'000));
    table.Set(Make("syscall", CostUnit::PerUse, 228'000'000));
    CHECK(table.Figures().size() == 2);
    CHECK(table.Need("syscall", "x").kind == 0);
    CHECK(table.Need("syscall", "x").Of(1) == NanoSeconds(228));
    CHECK(table.Need("copy", "x").kind == 1);
}

TEST_CASE("costs are rounded to the nearest picosecond once, for all uses or bytes together")
{
    const Cost copy{0, 63'499, nullptr}; // 63.499 ps per byte
    CHECK(copy.Of(1) == SimTime(63));
    CHECK(copy.Of(1000) == SimTime(63'499));
    CHECK(copy.Of(1500) == SimTime(95'249)); // 95248.5
    CHECK(copy.Of(0) == SimTime(0));
    // A second for each of a million: beyond what femtoseconds hold in 64 bits.
    const Cost slow{0, 1'000'000'000'000'000, nullptr};
    CHECK(slow.Of(1'000'000) == Seconds(1'000'000));
}

TEST_CASE("a figure that is missing, or counts the other thing, is named with what to write")
{
    CostTable table;
    table.Set(Make("napi_poll_budget", CostUnit::Count, 64));
    table.Set(Make("syscall", CostUnit::PerUse, 1));
    CHECK(table.NeedCount("napi_poll_budget", "x") == 64);
    CHECK_THROWS_WITH_AS(static_cast<void>(table.Need("napi_poll_budget", "server/nic")),
                         "server/nic needs the cost figure \"napi_poll_budget\", which its host's "
                         "Costs do not have; extend them with a profile that has it, or write "
                         "\"napi_poll_budget\": \"100ns\"",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(static_cast<void>(table.NeedCount("syscall", "server")),
                         "server needs the number \"syscall\", which its host's Costs do not have; "
                         "extend them with a profile that has it, or write \"syscall\": 64",
                         std::invalid_argument);
    CHECK_FALSE(table.Use("doorbell"));
    CHECK(table.Use("syscall")->femtoseconds == 1);
}

TEST_CASE("a table remembers which figures were asked for")
{
    CostTable table;
    table.Set(Make("a", CostUnit::PerUse, 1));
    table.Set(Make("b", CostUnit::PerUse, 1));
    static_cast<void>(table.Need("b", "x"));
    CHECK_FALSE(table.IsUsed(0));
    CHECK(table.IsUsed(1));
}

TEST_CASE("work is done part by part, and what is put before the rest comes next")
{
    CoreWork work;
    work.Add({0, 1000, nullptr}, 10);
    work.Add({1, 1000, nullptr}, 20);
    CHECK(work.Total() == SimTime(30));
    std::vector<std::pair<int, int64_t>> seen;
    const auto count = [&](CostKind kind, SimTime span) { seen.emplace_back(kind, span.Value()); };
    work.Advance(SimTime(4), count);
    work.AddNext({7, SimTime(5)});
    CHECK(work.Remaining() == SimTime(31));
    work.ForNext(SimTime(14), count);
    const std::vector<std::pair<int, int64_t>> next = {{0, 4}, {0, 6}, {7, 5}, {1, 3}};
    CHECK(seen == next);
    CHECK(work.Remaining() == SimTime(31));
    seen.clear();
    work.Advance(SimTime(31), count);
    CHECK(seen == std::vector<std::pair<int, int64_t>>{{0, 6}, {7, 5}, {1, 20}});
    CHECK(work.Remaining() == SimTime(0));
}

} // namespace cost_table_test
