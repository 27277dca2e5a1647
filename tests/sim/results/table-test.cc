// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/table.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>

namespace table_test
{

using namespace nexsim;

TEST_CASE("text aligns left, numbers right")
{
    TextTable table;
    table.AddColumn("variant", Align::Left);
    table.AddColumn("throughput", Align::Right);
    table.AddColumn("loss", Align::Right);
    table.AddRow({"per-packet", "9.60 ± 0.02 Gb/s", "0 %"});
    table.AddRow({"flow", "10.0 Gb/s", "0.420 %"});
    CHECK(table.ToText() == "variant           throughput     loss\n"
                            "-------------------------------------\n"
                            "per-packet  9.60 ± 0.02 Gb/s      0 %\n"
                            "flow               10.0 Gb/s  0.420 %\n");
}

TEST_CASE("columns that do not fit go below, with the first column again")
{
    TextTable table;
    table.AddColumn("name", Align::Left);
    for (const char* header : {"aaaaaaaa", "bbbbbbbb", "cccccccc"})
    {
        table.AddColumn(header, Align::Right);
    }
    table.AddRow({"x", "1", "2", "3"});
    CHECK(table.ToText(24) == "name  aaaaaaaa  bbbbbbbb\n"
                              "------------------------\n"
                              "x            1         2\n"
                              "\n"
                              "name  cccccccc\n"
                              "--------------\n"
                              "x            3\n");
    // One character more would not fit.
    CHECK(table.ToText(23).find("bbbbbbbb\n--------------\n") != std::string::npos);
}

TEST_CASE("long cells continue below, broken at a path's slashes")
{
    TextTable table;
    table.AddColumn("metric", Align::Left);
    table.AddColumn("value", Align::Right);
    table.AddRow({"server/sink/latency", "1"});
    table.AddRow({"abcdefghijklm", "2"});
    CHECK(table.ToText(22) == "metric      value\n"
                              "-----------------\n"
                              "server/         1\n"
                              "sink/\n"
                              "latency\n"
                              "abcdefghij      2\n"
                              "klm\n");
}

TEST_CASE("a line does not begin with the blank at which the text is broken")
{
    TextTable table;
    table.AddColumn("meaning", Align::Left);
    table.AddColumn("unit", Align::Left);
    table.AddRow({"ten lines, four", "ps"});
    CHECK(table.ToText(22) == "meaning     unit\n"
                              "----------------\n"
                              "ten lines,  ps\n"
                              "four\n");
}

TEST_CASE("a row of another length is refused")
{
    TextTable table;
    CHECK(table.ToText().empty());
    table.AddColumn("a", Align::Left);
    CHECK_THROWS_WITH_AS(table.AddRow({"1", "2"}),
                         "a table row has 2 cells for 1 columns",
                         std::invalid_argument);
}

TEST_CASE("no table is wider than asked for, and none loses a character")
{
    CHECK(rc::check("for any cells", [] {
        const auto columns = *rc::gen::inRange<std::size_t>(1, 9);
        const auto width = *rc::gen::inRange<std::size_t>(20, 120);
        const auto cell = rc::gen::container<std::string>(rc::gen::element('x', '/', ' '));
        const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
            rc::gen::container<std::vector<std::string>>(columns, cell));
        TextTable table;
        for (std::size_t i = 0; i < columns; ++i)
        {
            table.AddColumn("h", i % 2 == 0 ? Align::Left : Align::Right);
        }
        std::ptrdiff_t expected = 0;
        std::ptrdiff_t first = 0;
        for (const auto& row : rows)
        {
            table.AddRow(row);
            for (std::size_t i = 0; i < columns; ++i)
            {
                const auto count = std::count(row[i].begin(), row[i].end(), 'x');
                expected += count;
                first += i == 0 ? count : 0;
            }
        }
        const std::string text = table.ToText(width);
        std::istringstream lines(text);
        std::ptrdiff_t blocks = 0;
        for (std::string line; std::getline(lines, line);)
        {
            RC_ASSERT(line.size() <= width);
            RC_ASSERT((line.empty() || line.back() != ' '));
            blocks += line.find_first_not_of('-') == std::string::npos && !line.empty() ? 1 : 0;
        }
        RC_ASSERT(std::count(text.begin(), text.end(), 'x') == expected + (blocks - 1) * first);
    }));
}

} // namespace table_test
