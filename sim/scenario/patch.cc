// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/patch.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace nexsim
{

namespace
{

/// @return the element number that a part of a pointer is: digits without leading zeros.
std::optional<std::size_t>
ElementNumber(std::string_view part)
{
    std::size_t number = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
    const bool whole = read.ec == std::errc() && read.ptr == part.data() + part.size();
    return whole && (part.size() == 1 || part.front() != '0') ? std::optional(number)
                                                              : std::nullopt;
}

std::string
ElementName(const Json& element)
{
    const auto name = element.is_object() ? element.find("name") : element.end();
    return name != element.end() && name->is_string() ? name->get<std::string>() : "";
}

/// What a pointer means as far as it has been followed.
struct Place
{
    const Json* value;   //!< null for a new key
    std::string pointer; //!< with numbers for names
};

/// @return `"/links", `, the way messages name a place
std::string
PlaceText(const Place& place)
{
    return place.pointer.empty() ? "the document" : Quoted(place.pointer);
}

Outcome<Place>
EnterArray(const Place& place, const std::string& part)
{
    const Json& array = *place.value;
    std::vector<std::string> names;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < array.size(); ++i)
    {
        const std::string name = ElementName(array[i]);
        if (!name.empty())
        {
            names.push_back(name);
            if (name == part)
            {
                found.push_back(i);
            }
        }
    }
    if (found.size() > 1)
    {
        return TextError{PlaceText(place) + " has " + std::to_string(found.size()) +
                         " elements named " + Quoted(part)};
    }
    const auto number = found.empty() ? ElementNumber(part) : found.front();
    if (number && *number < array.size())
    {
        return Place{&array[*number], ChildPointer(place.pointer, *number)};
    }
    if (number)
    {
        return TextError{PlaceText(place) + " has no element " + part + "; it has " +
                         std::to_string(array.size()) + ", counted from 0"};
    }
    return TextError{PlaceText(place) + " has no element named " + Quoted(part) +
                     SuggestName(part, names)};
}

Outcome<Place>
EnterObject(const Place& place, const std::string& part, bool mayBeNew)
{
    const auto member = place.value->find(part);
    if (member != place.value->end())
    {
        return Place{&*member, ChildPointer(place.pointer, part)};
    }
    if (mayBeNew)
    {
        return Place{nullptr, ChildPointer(place.pointer, part)};
    }
    std::vector<std::string> keys;
    for (const auto& item : place.value->items())
    {
        keys.push_back(item.key());
    }
    return TextError{PlaceText(place) + " has no " + Quoted(part) + SuggestName(part, keys)};
}

Outcome<Place>
Enter(const Place& place, const std::string& part, bool last)
{
    if (place.value->is_object())
    {
        return EnterObject(place, part, last);
    }
    if (place.value->is_array())
    {
        return EnterArray(place, part);
    }
    return TextError{PlaceText(place) + " is " + ShowJson(*place.value) + " and holds no " +
                     Quoted(part)};
}

} // namespace

Outcome<std::string>
LocatePointer(const Json& document, std::string_view pointer)
{
    const auto parts = SplitPointer(pointer);
    if (!parts)
    {
        return parts.Error();
    }
    if (parts->empty())
    {
        return TextError{
            "an empty JSON Pointer means the whole document, which cannot be replaced"};
    }
    Place place{&document, ""};
    for (std::size_t i = 0; i < parts->size(); ++i)
    {
        const auto next = Enter(place, (*parts)[i], i + 1 == parts->size());
        if (!next)
        {
            return TextError{Quoted(pointer) + " leads nowhere: " + next.Error().message};
        }
        place = *next;
    }
    return place.pointer;
}

Outcome<std::string>
ApplyPatch(Json& document, std::string_view pointer, Json value)
{
    auto located = LocatePointer(document, pointer);
    if (located)
    {
        document[Json::json_pointer(*located)] = std::move(value);
    }
    return located;
}

std::optional<Assignment>
ReadAssignment(std::string_view argument, Diagnostics& diagnostics)
{
    const std::string file = "--set " + std::string(argument);
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos || argument.front() != '/')
    {
        diagnostics.Error(file,
                          {},
                          "",
                          "expected /pointer=value such as /duration=10ms, or /parameters/load=0.5 "
                          "for a parameter");
        return std::nullopt;
    }
    Assignment assignment;
    assignment.pointer = argument.substr(0, equals);
    if (const auto parts = SplitPointer(assignment.pointer); !parts)
    {
        diagnostics.Error(file, {}, "", parts.Error().message);
        return std::nullopt;
    }
    const std::string_view value = argument.substr(equals + 1);
    const bool mustBeJson =
        !value.empty() && std::string_view("{[\"").find(value.front()) != std::string_view::npos;
    if (mustBeJson || Json::accept(value))
    {
        auto read = ReadJsonText(value, file, diagnostics);
        if (!read)
        {
            return std::nullopt;
        }
        assignment.value = std::move(*read);
        return assignment;
    }
    assignment.value.file = file;
    assignment.value.value = std::string(value);
    return assignment;
}

} // namespace nexsim
