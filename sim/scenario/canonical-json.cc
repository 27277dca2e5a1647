// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/canonical-json.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace nexsim
{

namespace
{

/** @brief Keys on the way to a value; of an element of an array, "". */
using Path = std::vector<std::string_view>;

bool
KeepsOrder(const Path& path)
{
    const std::string_view top = path.empty() ? "" : path.front();
    if (path.size() == 1)
    {
        return top == "nodes" || top == "traffic";
    }
    return path.size() == 3 &&
           ((top == "nodes" && path.back() == "apps") || (top == "links" && path.back() == "at") ||
            (top == "traffic" && path.back() == "map"));
}

Json Ordered(const Json& json, Path& path);

Json
OrderedObject(const Json& json, Path& path)
{
    std::vector<std::string_view> keys;
    for (const auto& item : json.items())
    {
        keys.push_back(json.find(item.key()).key());
    }
    if (!KeepsOrder(path))
    {
        std::sort(keys.begin(), keys.end());
    }
    Json ordered = Json::object();
    for (const std::string_view key : keys)
    {
        path.push_back(key);
        ordered[std::string(key)] = Ordered(json[std::string(key)], path);
        path.pop_back();
    }
    return ordered;
}

Json
Ordered(const Json& json, Path& path)
{
    if (json.is_object())
    {
        return OrderedObject(json, path);
    }
    if (!json.is_array())
    {
        return json;
    }
    Json ordered = Json::array();
    path.emplace_back();
    for (const Json& element : json)
    {
        ordered.push_back(Ordered(element, path));
    }
    path.pop_back();
    return ordered;
}

} // namespace

std::string
CanonicalRun(const Json& document)
{
    Path path;
    return Ordered(document, path).dump();
}

} // namespace nexsim
