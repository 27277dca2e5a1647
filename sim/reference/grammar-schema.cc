// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/grammar-schema.h"

#include "models/host/app.h"
#include "models/link/network-node.h"
#include "models/link/simplex-link.h"
#include "models/traffic/traffic-source.h"
#include "sim/reference/grammar-rules.h"
#include "sim/reference/schema-leaf.h"
#include "sim/reference/variant-schema.h"
#include "sim/scenario/port-template.h"
#include "sim/scenario/sweep-plan.h"
#include "sim/topology/topology.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief The default where the table writes it as a value; null where it tells it in words. */
Json
Standard(const GrammarKey& key)
{
    const bool isNumber = !key.standard.empty() &&
                          std::isdigit(static_cast<unsigned char>(key.standard.front())) != 0;
    switch (key.form)
    {
    case Form::Integer:
        return isNumber ? Json(std::stoll(key.standard)) : Json(nullptr);
    case Form::Quantity:
        return isNumber ? Json(key.standard) : Json(nullptr);
    case Form::Word: {
        const bool isWord =
            std::find(key.words.begin(), key.words.end(), key.standard) != key.words.end();
        return isWord ? Json(key.standard) : Json(nullptr);
    }
    default:
        return nullptr;
    }
}

Json
TextSchema(bool mayBeEmpty = true)
{
    Json text = {{"type", "string"}};
    if (!mayBeEmpty)
    {
        text["minLength"] = 1;
    }
    return text;
}

} // namespace

GrammarSchemas::GrammarSchemas(const TypeCatalogue& catalogue, TypeSchemas& types)
    : m_catalogue(catalogue), m_types(types)
{
}

Json
GrammarSchemas::Value(const GrammarKey& key, Computed computed)
{
    Json schema = Scalar(key);
    if (schema.is_null())
    {
        schema = Structure(key, computed);
    }
    else if (computed == Computed::Yes)
    {
        schema = OrExpression(std::move(schema));
    }
    const std::string without =
        key.IsRequired() ? " It must be there." : " Without it: " + key.standard + ".";
    return Described(std::move(schema), key.meaning + without, Standard(key));
}

Json
GrammarSchemas::Properties(GrammarPart part, Computed computed)
{
    Json properties = Json::object();
    for (const GrammarKey& key : KeysOf(part))
    {
        properties[key.name] = Value(key, computed);
    }
    return properties;
}

Json
GrammarSchemas::Object(GrammarPart part, Computed computed)
{
    Json schema = {{"type", "object"},
                   {"properties", Properties(part, computed)},
                   {"additionalProperties", false}};
    Json required = Json::array();
    for (const GrammarKey& key : KeysOf(part))
    {
        if (key.IsRequired())
        {
            required.push_back(key.name);
        }
    }
    if (!required.empty())
    {
        schema["required"] = std::move(required);
    }
    AddRules(part, schema);
    return computed == Computed::Yes ? ObjectOrExpression(std::move(schema)) : schema;
}

/** Null for what is an object or a list. */
Json
GrammarSchemas::Scalar(const GrammarKey& key)
{
    switch (key.form)
    {
    case Form::Version:
        return {{"const", 1}};
    case Form::Text:
    case Form::VariantName:
        return TextSchema();
    case Form::TypeName:
    case Form::MetricPath:
    case Form::Formula:
    case Form::Condition:
        return TextSchema(false);
    case Form::FileName:
        return PatternSchema(FileNamePattern(),
                             "the name of a folder: up to 100 letters, digits, - _ and .");
    case Form::Name:
        return PatternSchema(PlainNamePattern(), "a name");
    case Form::Integer:
        return {{"type", "integer"}, {"minimum", key.range.least}, {"maximum", key.range.most}};
    case Form::Quantity:
        return QuantitySchema(key.dimension, key.range.least, false);
    case Form::Fraction:
        return QuantitySchema(Dimension::Ratio, key.range.least, false);
    case Form::Bound:
        return BoundSchema(key.range.most == 0 ? INT64_MIN : key.range.least);
    case Form::Word:
        return {{"type", "string"}, {"enum", key.words}};
    case Form::NodeSelector:
        return PatternSchema(NodeSelectorPattern(), "nodes such as \"client[*]\"");
    case Form::EndSelector:
        return PatternSchema(EndSelectorPattern(), "hosts or applications such as \"client[*]\"");
    case Form::Port:
        return PatternSchema("^[^/]+/.+$", "a port such as \"sw/port[server]\"");
    case Form::Address:
        return PatternSchema(HostAddressPattern(), "an IPv4 address such as \"10.0.0.1\"");
    default:
        return nullptr;
    }
}

Json
GrammarSchemas::ListOf(Json items, Computed computed)
{
    Json list = {{"type", "array"}, {"items", std::move(items)}};
    return computed == Computed::Yes ? OrExpression(std::move(list)) : list;
}

Json
GrammarSchemas::MapOf(const std::string& names, Json values, Computed computed)
{
    Json map = {{"type", "object"}, {"additionalProperties", std::move(values)}};
    if (!names.empty())
    {
        map["propertyNames"] = {{"pattern", names}};
    }
    return computed == Computed::Yes ? ObjectOrExpression(std::move(map)) : map;
}

Json
GrammarSchemas::Structure(const GrammarKey& key, Computed computed)
{
    const auto object = [this](const ObjectShape& shape) {
        return ObjectOrExpression(m_types.Object(shape));
    };
    const auto text = [computed](Json schema) {
        return computed == Computed::Yes ? OrExpression(std::move(schema)) : schema;
    };
    switch (key.form)
    {
    case Form::MetricPaths:
        return ListOf(text(TextSchema(false)), computed);
    case Form::EntryNames:
        return ListOf(text(TextSchema()), computed);
    case Form::NodePair: {
        Json ends = ListOf(text(PatternSchema(NodeSelectorPattern(), "nodes such as \"pc[*]\"")),
                           Computed::No);
        ends["minItems"] = 2;
        ends["maxItems"] = 2;
        return text(std::move(ends));
    }
    case Form::Taps:
        return {
            {"anyOf", {text(TextSchema(false)), ListOf(text(TextSchema(false)), Computed::Yes)}}};
    case Form::EntriesOrAll:
        return {{"anyOf", {text({{"type", "boolean"}}), ListOf(text(TextSchema()), computed)}}};
    case Form::WindowOrAll:
        return {{"anyOf", {text({{"type", "boolean"}}), Object(GrammarPart::Window, computed)}}};
    case Form::Captures: {
        Json capture = {{"anyOf", {TextSchema(false), Object(GrammarPart::Capture, computed)}}};
        return ListOf(std::move(capture), computed);
    }
    case Form::Routing: {
        ObjectShape shape;
        shape.name = "routing";
        shape.interfaces = {"nexsim::Routing"};
        shape.inherited = Dimension::Time;
        return object(shape);
    }
    case Form::Ties:
        return Object(GrammarPart::Ties, computed);
    case Form::Limits:
        return Object(GrammarPart::Limits, computed);
    case Form::Precision:
        return Object(GrammarPart::Precision, Computed::No);
    case Form::Topology: {
        ObjectShape shape;
        shape.name = "topology";
        shape.interfaces = {Topology::GetTypeId().GetName()};
        return object(shape);
    }
    case Form::Nodes:
        return MapOf(NodeSelectorPattern(), object(Node()), computed);
    case Form::Apps:
        return MapOf(AppNamesPattern(), object(App()), computed);
    case Form::Links:
        return ListOf(object(Link()), computed);
    case Form::Direction: {
        Json direction = {
            {"type", "object"},
            {"properties",
             m_types.Attributes({SimplexLink::GetTypeId().GetName()}, Dimension::Count)},
            {"additionalProperties", false}};
        return ObjectOrExpression(std::move(direction));
    }
    case Form::Ports:
        return MapOf(NodeSelectorPattern(), object(Port()), computed);
    case Form::Entries:
        return MapOf(PlainNamePattern(), object(Entry()), computed);
    case Form::AddressMap: {
        Json map = MapOf("",
                         text(PatternSchema(EndSelectorPattern(), "a host or an application")),
                         Computed::No);
        map["minProperties"] = 1;
        return ObjectOrExpression(std::move(map));
    }
    case Form::Events:
        return ListOf(Object(GrammarPart::Event, computed), computed);
    case Form::Settings:
        return Settings();
    case Form::Measure:
        return Object(GrammarPart::Measure, computed);
    case Form::Windows:
        return ListOf(Object(GrammarPart::Window, computed), computed);
    case Form::Window:
        return Object(GrammarPart::Window, computed);
    case Form::Parameters:
        return MapOf(ParameterNamePattern(), OrExpression(ScalarSchema()), Computed::No);
    case Form::Variants: {
        Json variants = MapOf(PlainNamePattern(), VariantSchema(*this), Computed::No);
        variants["minProperties"] = 1;
        return variants;
    }
    case Form::Sweep:
        return Sweep();
    case Form::Zip: {
        Json group = ListOf(TextSchema(), Computed::No);
        group["minItems"] = 2;
        return ListOf(std::move(group), Computed::No);
    }
    case Form::Claims:
        return ListOf(Object(GrammarPart::Claim, Computed::No), Computed::No);
    case Form::PointOfSweep:
        return MapOf(ParameterNamePattern(), ScalarSchema(), Computed::No);
    default:
        return true; // Match stands among the attributes; all others are scalars
    }
}

/** A list, a range, or labelled values of any kind. */
Json
GrammarSchemas::Sweep()
{
    Json list = ListOf(ScalarSchema(), Computed::No);
    list["minItems"] = 1;
    list["maxItems"] = kSweepAxisLimit;
    list["uniqueItems"] = true;
    Json anyRangeKey = Json::array();
    for (const std::string& key : KeyNames(GrammarPart::SweepRange))
    {
        anyRangeKey.push_back({{"required", {key}}});
    }
    Json labelled = {{"minProperties", 1}, {"propertyNames", {{"minLength", 1}}}};
    Json object = {{"type", "object"},
                   {"if", {{"anyOf", std::move(anyRangeKey)}}},
                   {"then", Object(GrammarPart::SweepRange, Computed::No)},
                   {"else", std::move(labelled)}};
    return MapOf(ParameterNamePattern(),
                 {{"anyOf", {std::move(list), std::move(object)}}},
                 Computed::No);
}

Json
GrammarSchemas::Settings()
{
    Json places = Json::object();
    const std::vector<std::pair<std::string, std::string>> kinds = {
        {"traffic", TrafficSource::GetTypeId().GetName()},
        {"links", SimplexLink::GetTypeId().GetName()}};
    for (const auto& [key, interface] : kinds)
    {
        const Json attributes = m_types.RuntimeAttributes(interface);
        for (const auto& item : attributes.items())
        {
            places["^/" + key + "/[^/]+/" + Escaped(item.key()) + "$"] = item.value();
        }
    }
    const Json ofApps = m_types.RuntimeAttributes(App::GetTypeId().GetName());
    for (const auto& item : ofApps.items())
    {
        places["^/nodes/[^/]+/apps/[^/]+/" + Escaped(item.key()) + "$"] = item.value();
    }
    return ObjectOrExpression({{"type", "object"},
                               {"patternProperties", std::move(places)},
                               {"additionalProperties", false}});
}

ObjectShape
GrammarSchemas::Node()
{
    ObjectShape shape;
    shape.name = "node";
    shape.interfaces = {NetworkNode::GetTypeId().GetName()};
    shape.isChange = true;
    shape.grammar = Properties(GrammarPart::Node, Computed::Yes);
    return shape;
}

ObjectShape
GrammarSchemas::Link()
{
    ObjectShape shape;
    shape.name = "link";
    shape.interfaces = {SimplexLink::GetTypeId().GetName()};
    shape.isChange = true;
    shape.grammar = Properties(GrammarPart::Link, Computed::Yes);
    shape.refine = [](ns3::TypeId /*type*/, Json& schema) { AddRules(GrammarPart::Link, schema); };
    return shape;
}

ObjectShape
GrammarSchemas::Entry()
{
    ObjectShape shape;
    shape.name = "traffic";
    shape.interfaces = {TrafficSource::GetTypeId().GetName()};
    shape.grammar = Properties(GrammarPart::Traffic, Computed::Yes);
    shape.refine = AddTrafficRules;
    return shape;
}

ObjectShape
GrammarSchemas::App()
{
    ObjectShape shape;
    shape.name = "app";
    shape.interfaces = {nexsim::App::GetTypeId().GetName()};
    shape.defaultType = nexsim::App::GetTypeId();
    return shape;
}

ObjectShape
GrammarSchemas::Port()
{
    ObjectShape shape;
    shape.name = "port";
    shape.isChange = true;
    for (const ns3::TypeId& type : m_catalogue.TypesOf(NetworkNode::GetTypeId().GetName()))
    {
        const PortTemplate port = FindPortTemplate(type);
        const bool isNew =
            !port.interface.empty() &&
            std::find(shape.interfaces.begin(), shape.interfaces.end(), port.interface) ==
                shape.interfaces.end();
        if (isNew)
        {
            shape.interfaces.push_back(port.interface);
        }
    }
    return shape;
}

} // namespace nexsim
