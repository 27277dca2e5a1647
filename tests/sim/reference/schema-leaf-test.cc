// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/schema-leaf.h"
#include "sim/scenario/expression-value.h"
#include "sim/scenario/ipv4-text.h"
#include "sim/scenario/name-pattern.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/scenario-keys.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <regex>
#include <string>
#include <vector>

namespace schema_leaf_test
{

using namespace nexsim;

namespace
{

bool
Matches(const std::string& pattern, const std::string& text)
{
    return std::regex_search(text, std::regex(pattern));
}

/** @brief Texts made of pieces, so that many come close to what is meant. */
rc::Gen<std::string>
Pieces(std::vector<std::string> pieces, int most)
{
    return rc::gen::map(rc::gen::resize(most,
                                        rc::gen::container<std::vector<std::string>>(
                                            rc::gen::elementOf(std::move(pieces)))),
                        [](const std::vector<std::string>& chosen) {
                            std::string text;
                            for (const std::string& piece : chosen)
                            {
                                text += piece;
                            }
                            return text;
                        });
}

const std::vector<std::string> kQuantityPieces = {
    "0", "1",   "5", "00", ".",   "-",  "+",   " ",  "us", "ms",   "s", "ps", "bps", "Gbps",
    "B", "KiB", "p", "%",  "ppm", "Hz", "pps", "pJ", "/B", "pJ/B", "x", "e",  ","};

/** @brief The faults that no pattern can tell. */
bool
IsOfSize(const TextError& error)
{
    return error.message.find("out of range") != std::string::npos ||
           error.message.find("not a multiple") != std::string::npos;
}

} // namespace

TEST_SUITE("sim/reference/schema-leaf")
{
    TEST_CASE("the pattern of a quantity matches what the loader reads, but for its size")
    {
        for (const Dimension dimension : {Dimension::Time,
                                          Dimension::Rate,
                                          Dimension::Frequency,
                                          Dimension::Size,
                                          Dimension::Count,
                                          Dimension::Ratio,
                                          Dimension::EnergyPerByte,
                                          Dimension::TimePerByte,
                                          Dimension::Inherited})
        {
            for (const int64_t minimum : {INT64_MIN, int64_t{0}, int64_t{1}})
            {
                const std::regex pattern(QuantityPattern(dimension, minimum));
                CHECK(rc::check([&] {
                    const std::string text = *Pieces(kQuantityPieces, 5);
                    const bool matches = std::regex_search(text, pattern);
                    const auto read = ParseQuantity(text, dimension);
                    if (read)
                    {
                        RC_ASSERT(matches == (read->value >= minimum));
                    }
                    else if (!IsOfSize(read.Error()))
                    {
                        RC_ASSERT(!matches);
                    }
                }));
            }
        }
    }

    TEST_CASE("a base unit has no fraction")
    {
        const std::string bytes = QuantityPattern(Dimension::Size, 0);
        CHECK(Matches(bytes, "1.0B"));
        CHECK(!Matches(bytes, "1.5B"));
        CHECK(Matches(bytes, "1.5kB"));
        CHECK(Matches(bytes, "-0B"));
        CHECK(!Matches(bytes, "-1B"));
        CHECK(!Matches(QuantityPattern(Dimension::Size, 1), "0B"));
        CHECK(Matches(QuantityPattern(Dimension::Size, 1), "0.001kB"));
    }

    TEST_CASE("selectors match as the loader reads them")
    {
        const std::vector<std::string> pieces = {"a",
                                                 "b c",
                                                 "[",
                                                 "]",
                                                 "0",
                                                 "12",
                                                 "..",
                                                 "*",
                                                 ",",
                                                 " ",
                                                 "/",
                                                 ".",
                                                 "#2",
                                                 "-",
                                                 "app",
                                                 "nic",
                                                 "[*]",
                                                 "[3]",
                                                 "[0..2]"};
        const std::regex nodes(NodeSelectorPattern());
        const std::regex apps(AppNamesPattern());
        const std::regex plain(PlainNamePattern());
        const auto isOrdered = [](const TextError& error) {
            return error.message.find("ends before it begins") != std::string::npos;
        };
        CHECK(rc::check([&] {
            const std::string text = *Pieces(pieces, 6);
            const auto read = ParseNamePatterns(text);
            RC_ASSERT(std::regex_search(text, nodes) == (read || isOrdered(read.Error())));
            RC_ASSERT(std::regex_search(text, plain) == bool(ParsePlainName(text)));
            const auto keys = ExpandKey(text);
            bool known = keys || isOrdered(keys.Error());
            for (std::size_t i = 0; read && i < read->size(); ++i)
            {
                known = known && (*read)[i].base != "app" && (*read)[i].base != "nic";
            }
            RC_ASSERT(std::regex_search(text, apps) == known || !read);
        }));
        CHECK(Matches(EndSelectorPattern(), "client[*], server/web[0..3]"));
        CHECK(!Matches(EndSelectorPattern(), "server/web/mail"));
        CHECK(!Matches(EndSelectorPattern(), "server/"));
        CHECK(!Matches(EndSelectorPattern(), ""));
    }

    TEST_CASE("names of parameters, folders and hosts match as the loader reads them")
    {
        const std::regex parameter(ParameterNamePattern());
        const std::regex folder(FileNamePattern());
        const std::regex address(HostAddressPattern());
        CHECK(rc::check([&] {
            const auto pieces = {"a", "_", "9", "-", ".", " ", "and", "true", "run", "value", "B"};
            const std::string text = *Pieces({pieces.begin(), pieces.end()}, 4);
            RC_ASSERT(std::regex_search(text, parameter) == CheckParameterName(text).empty());
            RC_ASSERT(std::regex_search(text, folder) == FileNameFault(text).empty());
        }));
        for (const char* word : {"and",
                                 "or",
                                 "not",
                                 "true",
                                 "false",
                                 "run",
                                 "variant",
                                 "replication",
                                 "metric",
                                 "value",
                                 "unit"})
        {
            CHECK(!Matches(ParameterNamePattern(), word));
            CHECK(!CheckParameterName(word).empty());
        }
        CHECK(!Matches(FileNamePattern(), std::string(101, 'a')));
        CHECK(rc::check([&] {
            const auto part = rc::gen::elementOf(std::vector<std::string>{"0",
                                                                          "1",
                                                                          "9",
                                                                          "10",
                                                                          "99",
                                                                          "100",
                                                                          "199",
                                                                          "223",
                                                                          "224",
                                                                          "249",
                                                                          "255",
                                                                          "256",
                                                                          "01",
                                                                          ""});
            const auto dot = rc::gen::elementOf(std::vector<std::string>{".", ".", ".", ""});
            const std::string text = *part + *dot + *part + *dot + *part + *dot + *part;
            RC_ASSERT(std::regex_search(text, address) == ParseHostAddress(text).has_value());
        }));
    }

    TEST_CASE("a scalar's text is no ill-written quantity")
    {
        const std::string pattern = ScalarSchema()["anyOf"][1]["pattern"];
        for (const char* text : {"codel", "", "1.5us", "-3B", "10%", "a5"})
        {
            CAPTURE(text);
            CHECK(Matches(pattern, text));
            CHECK(ValueFromJson(Json(text)));
        }
        for (const char* text : {"10", "5 ms", "1.5.2us", "-7", ".5us", "10us!"})
        {
            CAPTURE(text);
            CHECK(!Matches(pattern, text));
            CHECK(!ValueFromJson(Json(text)));
        }
    }

    TEST_CASE("a text that is escaped matches itself and nothing near it")
    {
        CHECK(Matches("^" + Escaped("a.b*[c]/d+$") + "$", "a.b*[c]/d+$"));
        CHECK(!Matches("^" + Escaped("$a") + "$", "aa"));
    }

    TEST_CASE("an expression may stand beside a value, and an editor sees the value's type first")
    {
        const Json either = OrExpression({{"type", "integer"}});
        CHECK(either["type"] == Json({"integer", "object"}));
        CHECK(either["anyOf"][1] == Reference("expression"));
        CHECK(!OrExpression({{"const", "seeded"}}).contains("type"));
    }
}

} // namespace schema_leaf_test
