// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/attribute-text.h"
#include "sim/reference/scenario-schema.h"
#include "sim/reference/type-pages.h"
#include "sim/scenario/grammar.h"

#include <doctest/doctest.h>

#include <set>

namespace scenario_schema_test
{

using namespace nexsim;

namespace
{

const Json&
Schema()
{
    static const Json kSchema = ScenarioSchema(TypeCatalogue());
    return kSchema;
}

/** @brief Every name of a definition that a part of the schema refers to. */
void
CollectReferences(const Json& part, std::set<std::string>& names)
{
    for (const auto& item : part.items())
    {
        if (item.key() == "$ref" && item.value().is_string())
        {
            names.insert(item.value().get<std::string>());
        }
        else if (item.value().is_structured())
        {
            CollectReferences(item.value(), names);
        }
    }
}

/** @brief The definition of each way in which a type is used: `QueueDisc.Fifo`. */
std::vector<Json>
DefinitionsOf(ns3::TypeId type)
{
    std::vector<Json> found;
    for (const auto& item : Schema()["definitions"].items())
    {
        const std::string& name = item.key();
        const std::string last = name.substr(name.rfind('.') + 1);
        const std::string plain = PlainName(type.GetName());
        // What "ReleasePolicy.CountOrTimer" says is of no InterruptModeration.
        ns3::TypeId interface;
        const bool isOther =
            ns3::TypeId::LookupByNameFailSafe("nexsim::" + name.substr(0, name.find('.')),
                                              &interface) &&
            type != interface && !type.IsChildOf(interface);
        const bool isUse = name.find('.') != std::string::npos && last != "any" && !isOther &&
                           (last == plain || plain.rfind(last, 0) == 0);
        const Json& attributes = item.value()["properties"];
        bool hasAll = isUse;
        for (const AttributeText& text : AttributeTexts(type))
        {
            hasAll = hasAll && attributes.contains(text.name);
        }
        if (hasAll)
        {
            found.push_back(item.value());
        }
    }
    return found;
}

} // namespace

TEST_SUITE("sim/reference/scenario-schema")
{
    TEST_CASE("the same types give the same text")
    {
        CHECK(Schema().dump() == ScenarioSchema(TypeCatalogue()).dump());
    }

    TEST_CASE("every reference leads to a definition, and every definition is used")
    {
        std::set<std::string> names;
        CollectReferences(Schema(), names);
        for (const std::string& name : names)
        {
            CAPTURE(name);
            CHECK(Schema().contains(Json::json_pointer(name.substr(1))));
        }
        for (const auto& item : Schema()["definitions"].items())
        {
            CAPTURE(item.key());
            CHECK(names.count("#/definitions/" + item.key()) == 1);
        }
    }

    TEST_CASE(
        "every type has a definition with all of its attributes and their texts, and no others")
    {
        for (const NamedType& type : AllTypes(TypeCatalogue()))
        {
            CAPTURE(type.type.GetName());
            const auto definitions = DefinitionsOf(type.type);
            REQUIRE(!definitions.empty());
            for (const Json& definition : definitions)
            {
                CHECK(definition["additionalProperties"] == false);
                for (const AttributeText& text : AttributeTexts(type.type))
                {
                    CAPTURE(text.name);
                    const std::string said = definition["properties"][text.name]["description"];
                    CHECK(said.find(text.meaning) == 0);
                    CHECK(said.find(text.accepts) != std::string::npos);
                    CHECK(said.find("default " + text.standard) != std::string::npos);
                }
            }
        }
    }

    TEST_CASE("the keys of the file are those of the grammar's table")
    {
        std::set<std::string> keys;
        for (const GrammarPart part : {GrammarPart::Experiment, GrammarPart::Run})
        {
            for (const std::string& name : KeyNames(part))
            {
                keys.insert(name);
            }
        }
        std::set<std::string> properties;
        for (const auto& item : Schema()["properties"].items())
        {
            properties.insert(item.key());
            CHECK(!item.value()["description"].get<std::string>().empty());
        }
        CHECK(properties == keys);
        CHECK(Schema()["additionalProperties"] == false);
        CHECK(Schema()["required"] == Json({"nexsim", "name", "duration"}));
    }

    TEST_CASE("an attribute knows its default, its bounds and its choices")
    {
        const Json& fifo = Schema()["definitions"]["QueueDisc.Fifo"]["properties"];
        CHECK(fifo["MaxPackets"]["default"] == "1000p");
        const Json& poisson = Schema()["definitions"]["traffic.PoissonSource"]["properties"];
        CHECK(poisson["Dscp"]["anyOf"][0]["minimum"] == 0);
        CHECK(poisson["Dscp"]["anyOf"][0]["maximum"] == 63);
        const Json& sw = Schema()["definitions"]["node.Switch"]["properties"];
        CHECK(sw["Forwarding"]["anyOf"][0]["enum"] == Json({"store-and-forward", "cut-through"}));
        CHECK(sw["Port"]["default"] == Json{{"type", "SwitchPort"}});
    }

    TEST_CASE("a law's amounts have the dimension of the place where the law stands")
    {
        const Json& definitions = Schema()["definitions"];
        const auto pattern = [&](const char* name) {
            return definitions[name]["properties"]["Min"]["anyOf"][0]["pattern"].get<std::string>();
        };
        CHECK(pattern("RandomQuantity-time.Uniform").find("us") != std::string::npos);
        CHECK(pattern("RandomQuantity-time.Uniform").find("KiB") == std::string::npos);
        CHECK(pattern("RandomQuantity-size.Uniform").find("KiB") != std::string::npos);
    }
}

} // namespace scenario_schema_test
