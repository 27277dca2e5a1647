// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/csv.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <clocale>
#include <cstdlib>
#include <limits>
#include <stdexcept>

namespace csv_test
{

using namespace nexsim;

namespace
{

std::string
Write(const CsvRows& rows)
{
    StringSink sink;
    CsvWriter writer(sink);
    for (const auto& row : rows)
    {
        for (const std::string& field : row)
        {
            writer.Field(field);
        }
        writer.EndRow();
    }
    return sink.GetText();
}

} // namespace

TEST_CASE("fields are quoted exactly when RFC 4180 asks for it")
{
    CHECK(Write({{"plain", "two words", "server/sink[0]"}}) == "plain,two words,server/sink[0]\n");
    CHECK(Write({{"a,b", "say \"no\"", "line\nbreak", "cr\r"}}) ==
          "\"a,b\",\"say \"\"no\"\"\",\"line\nbreak\",\"cr\r\"\n");
    CHECK(Write({{"", ""}}) == ",\n");
    CHECK(Write({{""}}) == "\"\"\n");
}

TEST_CASE("numbers are written exactly")
{
    StringSink sink;
    CsvWriter writer(sink);
    writer.Field(std::numeric_limits<std::int64_t>::min())
        .Field(std::numeric_limits<std::uint64_t>::max())
        .Field(0.1)
        .Field(1.0 / 3)
        .Field(-2.0)
        .EndRow();
    CHECK(sink.GetText() ==
          "-9223372036854775808,18446744073709551615,0.1,0.3333333333333333,-2\n");
    CHECK_THROWS_AS(writer.Field(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
}

TEST_CASE("a locale with a decimal comma changes nothing")
{
    const char* found = nullptr;
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"})
    {
        found = found != nullptr ? found : std::setlocale(LC_ALL, name);
    }
    StringSink sink;
    CsvWriter(sink).Field(1234567.5).EndRow();
    CHECK(sink.GetText() == "1234567.5\n");
    std::setlocale(LC_ALL, "C");
    if (found == nullptr)
    {
        MESSAGE("no such locale is installed; checked in the C locale only");
    }
}

TEST_CASE("a row of another length is refused")
{
    StringSink sink;
    CsvWriter writer(sink);
    writer.Field("a").Field("b").EndRow();
    writer.Field("c");
    CHECK_THROWS_WITH_AS(writer.EndRow(), "a CSV row has 1 fields instead of 2", std::logic_error);
    CHECK_THROWS_AS(CsvWriter(sink).EndRow(), std::logic_error);
}

TEST_CASE("what was written reads back")
{
    CHECK(rc::check("any bytes survive", [] {
        const auto columns = *rc::gen::inRange<std::size_t>(1, 5);
        const auto field = rc::gen::container<std::string>(
            rc::gen::oneOf(rc::gen::element('"', ',', '\n', '\r', 'a'),
                           rc::gen::arbitrary<char>()));
        const auto rows = *rc::gen::container<CsvRows>(
            rc::gen::container<std::vector<std::string>>(columns, field));
        RC_ASSERT(ReadCsv(Write(rows)) == rows);
    }));
}

TEST_CASE("the reader takes CRLF and a last line without an end")
{
    CHECK(ReadCsv("a,b\r\n1,\"x\r\ny\"\r\n") == CsvRows{{"a", "b"}, {"1", "x\r\ny"}});
    CHECK(ReadCsv("a,b\n1,2") == CsvRows{{"a", "b"}, {"1", "2"}});
    CHECK(ReadCsv("").empty());
}

TEST_CASE("the reader names the row of what it refuses")
{
    CHECK_THROWS_WITH(ReadCsv("a,b\n1\n"), "CSV row 2: 1 fields instead of 2");
    CHECK_THROWS_WITH(ReadCsv("a\n\"b\n"), "CSV row 2: a quote that is never closed");
    CHECK_THROWS_AS(ReadCsv("\"a\"b\n"), std::invalid_argument);
    CHECK_THROWS_AS(ReadCsv("a\"b\n"), std::invalid_argument);
}

} // namespace csv_test
