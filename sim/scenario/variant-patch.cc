// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/variant-patch.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/patch.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

bool
IsAttribute(const std::string& part)
{
    return !part.empty() && part.front() >= 'A' && part.front() <= 'Z';
}

bool
IsOneOf(const std::string& part, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), part) != words.end();
}

/** @brief Whether what the parts lead to has a default when a document does not have it. */
bool
HasDefault(const std::vector<std::string>& parts)
{
    const std::string& last = parts.back();
    const std::string parent = parts.size() > 1 ? parts[parts.size() - 2] : "";
    if (parts.size() == 1)
    {
        return IsOneOf(last, {"nodes", "measure", "limits", "ties", "parameters"});
    }
    const bool named =
        (parts.size() == 2 && parent == "nodes") || (parts.size() == 4 && parent == "at");
    const bool grammar = parts.size() == 3 && IsOneOf(last, {"apps", "at", "forward", "backward"});
    const bool userName = parts.size() == 2 && IsOneOf(parent, {"traffic", "links", "parameters"});
    return named || grammar || (IsAttribute(last) && !userName);
}

} // namespace

Outcome<PatchResult>
PatchWithDefaults(Json& document, std::string_view pointer, Json value)
{
    const auto parts = SplitPointer(pointer);
    if (!parts)
    {
        return parts.Error();
    }
    PatchResult result;
    Json filled = document;
    std::vector<std::string> walked;
    std::string at;
    for (std::size_t i = 0; i + 1 < parts->size(); ++i)
    {
        walked.push_back((*parts)[i]);
        const auto located = LocatePointer(filled, ChildPointer(at, walked.back()));
        if (!located)
        {
            break; // told by ApplyPatch, with the whole pointer
        }
        at = *located;
        if (!filled.contains(Json::json_pointer(at)))
        {
            if (!HasDefault(walked))
            {
                break;
            }
            filled[Json::json_pointer(at)] = Json::object();
            result.made.push_back(at);
        }
    }
    auto located = ApplyPatch(filled, pointer, std::move(value));
    if (!located)
    {
        return located.Error();
    }
    result.pointer = *located;
    document = std::move(filled);
    return result;
}

} // namespace nexsim
