// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/attribute-text.h"
#include "sim/reference/markdown.h"
#include "sim/reference/reference-page.h"
#include "sim/reference/type-pages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace reference_page_test
{

using namespace nexsim;

namespace
{

/** @brief All pages but that of the grammar, each made once. */
const std::string&
Page(const std::string& name)
{
    static std::map<std::string, std::string> pages;
    if (pages.count(name) == 0)
    {
        const TypeCatalogue types;
        const MetricCatalogue metrics(types, "scenarios/data");
        pages[name] = ReferencePage(name, types, metrics).value_or("");
    }
    return pages[name];
}

/** @brief The part of a page about one type. */
std::string
SectionOf(ns3::TypeId type)
{
    const std::string group = type.GetGroupName();
    const std::string& page = Page(group.substr(group.find('/') + 1));
    const size_t begin = page.find("\n## " + PlainName(type.GetName()) + "\n");
    return begin == std::string::npos ? ""
                                      : page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

} // namespace

TEST_SUITE("sim/reference/reference-page")
{
    TEST_CASE("every attribute of every type is on its folder's page, range, default and meaning")
    {
        for (const NamedType& type : AllTypes(TypeCatalogue()))
        {
            CAPTURE(type.type.GetName());
            const std::string section = SectionOf(type.type);
            REQUIRE(!section.empty());
            for (const AttributeText& text : AttributeTexts(type.type))
            {
                CAPTURE(text.name);
                CHECK(!text.accepts.empty());
                CHECK(!text.standard.empty());
                CHECK(section.find(fmt::format("| `{}` | {} | {} | {}",
                                               text.name,
                                               text.accepts,
                                               text.standard,
                                               text.meaning)) != std::string::npos);
            }
        }
    }

    TEST_CASE("every metric of every type is on its folder's page, with unit, kind and meaning")
    {
        const TypeCatalogue types;
        const MetricCatalogue metrics(types, "scenarios/data");
        for (const NamedType& type : AllTypes(types))
        {
            CAPTURE(type.type.GetName());
            const std::string section = SectionOf(type.type);
            for (const TypeMetric& metric :
                 metrics.Of(type.type).value_or(std::vector<TypeMetric>()))
            {
                CAPTURE(metric.name);
                CHECK(section.find(fmt::format("| `{}` | {} | {} | {} |",
                                               metric.name,
                                               metric.unit,
                                               metric.kind,
                                               metric.meaning)) != std::string::npos);
            }
        }
        for (const TypeMetric& metric : MetricCatalogue::OfEntries())
        {
            CHECK(Page("traffic").find("| `" + metric.name + "` |") != std::string::npos);
        }
    }

    TEST_CASE("there is a page for the grammar and for each folder with types, and no other")
    {
        const TypeCatalogue types;
        const auto names = PageNames(types);
        CHECK(names.front() == "scenario");
        CHECK(std::find(names.begin(), names.end(), "topology") != names.end());
        CHECK(Page("no-such-folder").empty());
    }

    TEST_CASE("a bar in a cell does not end it")
    {
        CHECK(MarkdownTable({"a"}, {{"x | y"}}) == "| a |\n| --- |\n| x \\| y |\n");
    }
}

TEST_CASE("a type of ns-3's own is described where a scenario may name it")
{
    const TypeCatalogue types;
    const MetricCatalogue metrics(types, "scenarios/data");
    const auto found = FindTypes(types, "ns3::CoDelQueueDisc");
    REQUIRE(found.size() == 1);
    const std::string page = TypePage(found.front(), metrics);
    CHECK(page.find("ns3::CoDelQueueDisc, a QueueDisc\n") == 0);
    CHECK(page.find("\nTarget ") != std::string::npos);
    CHECK(FindTypes(types, "ns3::Node").empty());
    CHECK(FindTypes(types, "CoDel").front().type.GetName() == "nexsim::CoDelQueueDisc");
}

} // namespace reference_page_test
