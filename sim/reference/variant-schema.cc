// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/variant-schema.h"

#include "sim/reference/grammar-schema.h"
#include "sim/reference/schema-leaf.h"

#include <fmt/format.h>

#include <utility>

namespace nexsim
{

namespace
{

const std::string kName = "/[^/]+";

/** @brief The places to which the pointers of a variant may lead. */
class Places
{
  public:
    explicit Places(GrammarSchemas& grammar) : m_grammar(grammar) {}

    void AddPart(const std::string& key, GrammarPart part)
    {
        AddMembers("/" + key, m_grammar.Properties(part, Computed::Yes), "");
    }

    /** @brief Objects of a shape under a user's name. */
    void AddObjects(const std::string& prefix, const ObjectShape& shape)
    {
        TypeSchemas& types = m_grammar.Types();
        Add(prefix + kName, ObjectOrExpression(types.Object(shape)));
        Json members = shape.grammar;
        members.update(types.Attributes(shape.interfaces, shape.inherited));
        members["type"] = Json{{"type", "string"}};
        AddMembers(prefix + kName, members, "/.*");
    }

    void Add(const std::string& place, Json schema)
    {
        m_schemas["^" + place + "$"] = std::move(schema);
        m_names.push_back(place);
    }

    /** @brief Whatever lies below this place. */
    void AddBelow(const std::string& place)
    {
        m_names.push_back(place + "/.*");
    }

    Json Schema() &&
    {
        return {{"type", "object"},
                {"patternProperties", std::move(m_schemas)},
                {"propertyNames", {{"pattern", fmt::format("^(?:{})$", fmt::join(m_names, "|"))}}}};
    }

  private:
    /** @param below a pattern of what their parts hold */
    void AddMembers(const std::string& prefix, const Json& members, const std::string& below)
    {
        std::vector<std::string> names;
        for (const auto& item : members.items())
        {
            names.push_back(Escaped(item.key()));
            m_schemas[fmt::format("^{}/{}$", prefix, names.back())] = item.value();
        }
        m_names.push_back(fmt::format("{}/(?:{})(?:{})?", prefix, fmt::join(names, "|"), below));
    }

    GrammarSchemas& m_grammar;
    Json m_schemas = Json::object();
    std::vector<std::string> m_names;
};

} // namespace

Json
VariantSchema(GrammarSchemas& grammar)
{
    Places places(grammar);
    for (const GrammarKey& key : KeysOf(GrammarPart::Run))
    {
        places.Add("/" + Escaped(key.name), grammar.Value(key, Computed::Yes));
        if (key.form == Form::Topology || key.form == Form::Events)
        {
            places.AddBelow("/" + Escaped(key.name));
        }
    }
    const GrammarKey& parameters = KeyOf(GrammarPart::Experiment, "parameters");
    places.Add("/parameters", grammar.Value(parameters, Computed::No));
    places.Add("/parameters" + kName, OrExpression(ScalarSchema()));
    places.AddPart("ties", GrammarPart::Ties);
    places.AddPart("limits", GrammarPart::Limits);
    places.AddPart("measure", GrammarPart::Measure);
    places.AddBelow("/measure/(?:series|flows|windows)");
    places.AddObjects("/nodes", grammar.Node());
    places.AddObjects("/nodes" + kName + "/apps", grammar.App());
    places.AddObjects("/links", grammar.Link());
    places.AddObjects("/links" + kName + "/at", grammar.Port());
    places.AddObjects("/traffic", grammar.Entry());
    return std::move(places).Schema();
}

} // namespace nexsim
