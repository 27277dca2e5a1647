// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/object-type.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

/** @brief The type of an object that does not name one. */
std::optional<ns3::TypeId>
ImpliedType(const TypeCatalogue& catalogue,
            const std::string& pointer,
            const ObjectExpectation& expected,
            const ReadContext& context)
{
    if (expected.defaultType)
    {
        return expected.defaultType;
    }
    const auto types = catalogue.TypesOf(expected.interface);
    if (types.size() == 1)
    {
        return types.front();
    }
    std::vector<std::string> names;
    for (const ns3::TypeId& candidate : types)
    {
        names.push_back(TypeCatalogue::ShortName(candidate, expected.interface));
    }
    context.Error(pointer,
                  fmt::format("this object needs a \"type\", one of {}", QuotedList(names)));
    return std::nullopt;
}

} // namespace

std::optional<ns3::TypeId>
ReadObjectType(const TypeCatalogue& catalogue,
               const Json& object,
               const std::string& pointer,
               const ObjectExpectation& expected,
               const ReadContext& context)
{
    const auto type = object.find("type");
    if (type == object.end())
    {
        return ImpliedType(catalogue, pointer, expected, context);
    }
    const std::string at = ChildPointer(pointer, "type");
    if (!type->is_string())
    {
        context.Error(at, "expected the name of a type; got " + ShowJson(*type));
        return std::nullopt;
    }
    const auto resolved = catalogue.Resolve(type->get<std::string>(), expected.interface);
    if (!resolved)
    {
        context.Error(at, resolved.Error().message);
        return std::nullopt;
    }
    return *resolved;
}

} // namespace nexsim
