// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-reader.h"
#include "sim/scenario/rational.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace json_reader_test
{

using namespace nexsim;

namespace
{

std::string
MessagesFor(std::string_view text)
{
    Diagnostics diagnostics;
    const auto document = ReadJsonText(text, "s", diagnostics);
    CHECK(document.has_value() == false);
    return diagnostics.Print();
}

JsonDocument
Read(std::string_view text)
{
    Diagnostics diagnostics;
    auto document = ReadJsonText(text, "s", diagnostics);
    REQUIRE(document);
    CHECK(diagnostics.Print() == "");
    return *document;
}

std::string
At(TextPosition position)
{
    return std::to_string(position.line) + ":" + std::to_string(position.column);
}

std::string
Repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
    {
        all += text;
    }
    return all;
}

} // namespace

TEST_SUITE("sim/scenario JSON reader")
{
    TEST_CASE("values keep their kind, objects the order of their keys")
    {
        const JsonDocument document = Read(R"({"z": 1, "a": -2, "m": 2.5, "t": true, "f": false,
            "n": null, "s": "x\u0041\n", "o": {}, "l": [], "u": 18446744073709551615, "e": 1e3})");
        CHECK(document.value.dump() ==
              R"({"z":1,"a":-2,"m":2.5,"t":true,"f":false,"n":null,"s":"xA\n","o":{},"l":[],)"
              R"("u":18446744073709551615,"e":1000.0})");
        CHECK(document.file == "s");
    }

    TEST_CASE("every value and key is found where it stands")
    {
        const JsonDocument document = Read("{\n"
                                           "  \"links\": [\n"
                                           "    { \"name\": \"up\" , \"Rate\" :\t\"1Gbps\" },\n"
                                           "    12,-3.5,true,[ ]\r\n"
                                           "  ],\n"
                                           "  \"a/b~\": {\"\":null}, \"last\":7}\n");

        struct Row
        {
            const char* pointer;
            const char* key;
            const char* value;
        };

        const Row rows[] = {
            {"", "1:1", "1:1"},
            {"/links", "2:3", "2:12"},
            {"/links/0", "3:5", "3:5"},
            {"/links/0/name", "3:7", "3:15"},
            {"/links/0/Rate", "3:22", "3:31"},
            {"/links/1", "4:5", "4:5"},
            {"/links/2", "4:8", "4:8"},
            {"/links/3", "4:13", "4:13"},
            {"/links/4", "4:18", "4:18"},
            {"/a~1b~0", "6:3", "6:11"},
            {"/a~1b~0/", "6:12", "6:15"},
            {"/last", "6:22", "6:29"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.pointer);
            CHECK(At(document.positions.KeyAt(row.pointer)) == row.key);
            CHECK(At(document.positions.ValueAt(row.pointer)) == row.value);
        }
        // What the text does not have is where it would be.
        CHECK(At(document.positions.ValueAt("/links/0/Delay/x")) == "3:5");
        CHECK(At(document.positions.ValueAt("/nowhere")) == "1:1");
        CHECK(At(JsonPositions().ValueAt("/x")) == "0:0");
    }

    TEST_CASE("columns count code points")
    {
        const JsonDocument document = Read("{\"\xC3\xA9\xE2\x86\x92\xF0\x9F\x98\x80\": 1}");
        CHECK(At(document.positions.ValueAt("/\xC3\xA9\xE2\x86\x92\xF0\x9F\x98\x80")) == "1:9");
    }

    TEST_CASE("what stands behind escapes, brackets in texts and many lines is found as well")
    {
        const JsonDocument document =
            Read("{\"a\\\"]\\u0041\": \"}, \\\\\",\n" + Repeated("  \n", 1000) +
                 "\"\xC3\xA9\": [[1], -2e3, {\"b\": {}}]}");
        CHECK(At(document.positions.KeyAt("/a\"]A")) == "1:2");
        CHECK(At(document.positions.ValueAt("/a\"]A")) == "1:16");
        CHECK(At(document.positions.KeyAt("/\xC3\xA9")) == "1002:1");
        CHECK(At(document.positions.ValueAt("/\xC3\xA9/0/0")) == "1002:8");
        CHECK(At(document.positions.ValueAt("/\xC3\xA9/1")) == "1002:12");
        CHECK(At(document.positions.KeyAt("/\xC3\xA9/2/b")) == "1002:19");
        CHECK(At(document.positions.ValueAt("/\xC3\xA9/2/b")) == "1002:24");
        CHECK(At(document.positions.ValueAt("/a\"]A")) == "1:16"); // in any order
    }

    TEST_CASE("faults inside what is refused itself are told with place and pointer")
    {
        Diagnostics diagnostics;
        const auto document =
            ReadJsonText("{\"a\": 1,\n \"a\": [0, {\"b\": 0.1000000000000000001,\n"
                         "  \"b\": 99999999999999999999}], \"c\": 3}",
                         "s",
                         diagnostics);
        REQUIRE(document);
        CHECK(document->value.dump() == R"({"a":1,"c":3})");
        CHECK(diagnostics.Print() ==
              "s:2:2: error: /a: duplicate key \"a\"; line 1, column 2 has it already\n"
              "s:2:17: error: /a/1/b: the number 0.1000000000000000001 has more digits than can be "
              "kept; write at most 15\n"
              "s:3:3: error: /a/1/b: duplicate key \"b\"; line 2, column 12 has it already\n"
              "s:3:8: error: /a/1/b: the integer 99999999999999999999 is out of range; the largest "
              "is 18446744073709551615\n");
    }

    TEST_CASE("of an object of many keys each that is there twice is told")
    {
        std::string text = "{";
        for (int i = 0; i < 40; ++i)
        {
            text += "\"k" + std::to_string(i) + "\":{\"x\":0},\n";
        }
        Diagnostics diagnostics;
        REQUIRE(
            ReadJsonText(text + "\"k3\":0, \"k39\":0, \"new\":0, \"new\":1}", "s", diagnostics));
        CHECK(diagnostics.Print() ==
              "s:41:1: error: /k3: duplicate key \"k3\"; line 4, column 1 has it already\n"
              "s:41:9: error: /k39: duplicate key \"k39\"; line 40, column 1 has it already\n"
              "s:41:27: error: /new: duplicate key \"new\"; line 41, column 18 has it already\n");
    }

    TEST_CASE("of two equal keys the first counts")
    {
        Diagnostics diagnostics;
        const auto document =
            ReadJsonText(R"({"a": {"x": 1}, "a": {"y": 2}, "b": 3})", "s", diagnostics);
        REQUIRE(document);
        CHECK(diagnostics.ErrorCount() == 1);
        CHECK(document->value.dump() == R"({"a":{"x":1},"b":3})");
        CHECK(At(document->positions.ValueAt("/a")) == "1:7");
    }

    TEST_CASE("bytes that are no UTF-8 text are refused with their place")
    {
        struct Row
        {
            std::string text;
            const char* message;
        };

        const Row rows[] = {
            {"\xEF\xBB\xBF{}",
             "s:1:1: error: the text begins with a byte order mark; save it as UTF-8 without "
             "one\n"},
            {std::string("\xFF\xFE{\0", 4), "s:1:1: error: the text is UTF-16; save it as UTF-8\n"},
            {"\xFE\xFF", "s:1:1: error: the text is UTF-16; save it as UTF-8\n"},
            {"{\n\"n\": \"Z\xFCrich\"}",
             "s:2:8: error: the byte 0xfc is not UTF-8; save the text as UTF-8\n"},
            {std::string("{}\0{}", 5), "s:1:3: error: the byte 0x00 is no text\n"},
            {"\"\xC0\x80\"", "s:1:2: error: the byte 0xc0 is not UTF-8; save the text as UTF-8\n"},
            {"\"\xE0\x9F\xBF\"",
             "s:1:2: error: the byte 0xe0 is not UTF-8; save the text as UTF-8\n"},
            {"\"\xED\xA0\x80\"",
             "s:1:2: error: the byte 0xed is not UTF-8; save the text as UTF-8\n"},
            {"\"\xF0\x8F\x80\x80\"",
             "s:1:2: error: the byte 0xf0 is not UTF-8; save the text as UTF-8\n"},
            {"\"\xF4\x90\x80\x80\"",
             "s:1:2: error: the byte 0xf4 is not UTF-8; save the text as UTF-8\n"},
            {"\"\xF5\x80\x80\x80\"",
             "s:1:2: error: the byte 0xf5 is not UTF-8; save the text as UTF-8\n"},
            {"\"ab\xE2\x82", "s:1:4: error: the byte 0xe2 is not UTF-8; save the text as UTF-8\n"},
            {"\"\x80\"", "s:1:2: error: the byte 0x80 is not UTF-8; save the text as UTF-8\n"},
            {"", "s:1:1: error: the text is empty\n"},
            {" \n\t\r\n", "s:1:1: error: the text is empty\n"},
            {"{\"a\": \"\x01\"}",
             "s:1:8: error: a text in double quotes cannot hold a control character; write it as "
             "\\u and 4 hex digits\n"},
            {"{\"a\": \"b", "s:1:7: error: this text has no closing double quote\n"},
            {"{\"a\": \"b\\", "s:1:9: error: unknown escape; write \\\\ for a backslash\n"},
            {"[01]", "s:1:2: error: a number has no leading zeros; got 01\n"},
            {"{\"a\":",
             "s:1:6: error: the text ends before the bracket that opens in line 1, column 1 is "
             "closed\n"},
            {"[12",
             "s:1:4: error: the text ends before the bracket that opens in line 1, column 1 is "
             "closed\n"},
            {"tru", "s:1:1: error: a text is written in double quotes: \"tru\"\n"},
            {"1 2", "s:1:3: error: nothing may follow the end of the document; got \"2\"\n"},
        };
        for (const Row& row : rows)
        {
            CAPTURE(row.text);
            CHECK(MessagesFor(row.text) == row.message);
        }
        CHECK(Read("\"\xE0\xA0\x80\xED\x9F\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\xC2\x80\"")
                  .value.is_string());
    }

    TEST_CASE("the depth has a limit")
    {
        CHECK(
            Read(Repeated("[", kJsonDepthLimit) + Repeated("]", kJsonDepthLimit)).value.is_array());
        CHECK(MessagesFor(Repeated("[", 200'000)) ==
              "s:1:65: error: " + Repeated("/0", 64) +
                  ": more than 64 arrays and objects in each other\n");
        CHECK(MessagesFor(Repeated("{\"a\":", 100) + "1" + Repeated("}", 100)) ==
              "s:1:321: error: " + Repeated("/a", 64) +
                  ": more than 64 arrays and objects in each other\n");
    }

    TEST_CASE("the size and the number of values have limits")
    {
        CHECK(MessagesFor(std::string(kJsonTextLimit + 1, ' ')) ==
              "s: error: the text is larger than 16 MiB, the limit for a scenario\n");
        const std::string values = "[" + Repeated("0,", kJsonValueLimit - 2) + "0]";
        CHECK(Read(values).value.size() == kJsonValueLimit - 1);
        const std::string more = "[" + Repeated("0,", kJsonValueLimit - 1) + "0]";
        CHECK(MessagesFor(more) ==
              "s:1:2000000: error: /999999: the text has more than 1000000 values\n");
    }

    TEST_CASE("an object of many keys is read in a time that grows with their number")
    {
        // Quadratic work would take minutes here.
        std::string text = "{";
        for (int i = 0; i < 300'000; ++i)
        {
            text += "\"k" + std::to_string(i) + "\":0,";
        }
        CHECK(Read(text + "\"last\":1}").value.size() == 300'001);
    }

    TEST_CASE("every number that is read can be had exactly as it was written")
    {
        for (const char* text :
             {"0.1", "1e-7", "1.50e2", "-0.0", "0e999", "123456789012345.0", "0.30000000000000004"})
        {
            CAPTURE(text);
            CHECK(Read(text).value.is_number());
        }
        CHECK(*FromDouble(Read("0.1").value.get<double>()) == *Rational::Make(1, 10));
        CHECK_FALSE(std::signbit(Read("-0.0").value.get<double>()));
        for (const char* text :
             {"0.1000000000000000001", "123456789012345678.5", "1e-400", "9007199254740993.0"})
        {
            CAPTURE(text);
            Diagnostics diagnostics;
            ReadJsonText(text, "s", diagnostics);
            CHECK(diagnostics.Print() ==
                  "s:1:1: error: the number " + std::string(text) +
                      " has more digits than can be kept; write at most 15\n");
        }
    }

    TEST_CASE("no text whatever makes the reader fail otherwise than by a message")
    {
        CHECK(rc::check("random text", [] {
            const auto pieces = *rc::gen::container<std::vector<std::string>>(
                rc::gen::element<std::string>("{",
                                              "}",
                                              "[",
                                              "]",
                                              ",",
                                              ":",
                                              "\"",
                                              "a",
                                              "\\",
                                              "\\u",
                                              "1",
                                              "-",
                                              ".",
                                              "e",
                                              " ",
                                              "\n",
                                              "true",
                                              "\"k\"",
                                              "0",
                                              "/",
                                              "'",
                                              "\xC3\xA9",
                                              "\t",
                                              "+",
                                              "%"));
            std::string text;
            for (const std::string& piece : pieces)
            {
                text += piece;
            }
            Diagnostics diagnostics;
            const auto document = ReadJsonText(text, "s", diagnostics);
            RC_ASSERT((document.has_value() || diagnostics.HasErrors()));
            RC_ASSERT(document.has_value() == Json::accept(text));
            for (const Diagnostic& diagnostic : diagnostics.Sorted())
            {
                RC_ASSERT(diagnostic.position.line >= 1);
                RC_ASSERT(diagnostic.position.column >= 1);
            }
        }));
    }
}

TEST_SUITE("sim/scenario JSON file")
{
    TEST_CASE("what is no readable file is said so")
    {
        Diagnostics diagnostics;
        CHECK_FALSE(ReadJsonFile("no/such.json", diagnostics));
        CHECK_FALSE(ReadJsonFile("tests", diagnostics));
        CHECK_FALSE(ReadJsonFile("/dev/null", diagnostics));
        CHECK(diagnostics.Print() == "no/such.json: error: there is no such file\n"
                                     "tests: error: this is no regular file\n"
                                     "/dev/null: error: this is no regular file\n");
    }

    TEST_CASE("a file is read whole and named as given")
    {
        const auto folder = std::filesystem::temp_directory_path() / "nexsim-json-reader-test";
        std::filesystem::create_directories(folder);
        const auto path = folder / "a.json";
        std::ofstream(path) << "{\"a\": 1}\n";
        Diagnostics diagnostics;
        const auto document = ReadJsonFile(path, diagnostics);
        REQUIRE(document);
        CHECK(document->value.dump() == "{\"a\":1}");
        CHECK(document->file == path.string());

        std::ofstream(path) << std::string(kJsonTextLimit + 10, ' ');
        CHECK_FALSE(ReadJsonFile(path, diagnostics));
        CHECK(diagnostics.Print() ==
              path.string() +
                  ": error: the text is larger than 16 MiB, the limit for a scenario\n");
        std::filesystem::remove_all(folder);
    }
}

} // namespace json_reader_test
