// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-pointer.h"

#include "sim/scenario/nearest-name.h"

namespace nexsim
{

std::string
ChildPointer(std::string_view parent, std::string_view key)
{
    std::string pointer(parent);
    pointer += '/';
    for (const char c : key)
    {
        if (c == '~')
        {
            pointer += "~0";
        }
        else if (c == '/')
        {
            pointer += "~1";
        }
        else
        {
            pointer += c;
        }
    }
    return pointer;
}

std::string
ChildPointer(std::string_view parent, std::size_t index)
{
    return std::string(parent) + "/" + std::to_string(index);
}

std::string
ParentPointer(std::string_view pointer)
{
    const std::size_t slash = pointer.rfind('/');
    return std::string(pointer.substr(0, slash == std::string_view::npos ? 0 : slash));
}

Outcome<std::vector<std::string>>
SplitPointer(std::string_view pointer)
{
    std::vector<std::string> parts;
    if (!pointer.empty() && pointer.front() != '/')
    {
        return TextError{"a JSON Pointer begins with /; got " + Quoted(pointer) + ", write " +
                             Quoted("/" + std::string(pointer)),
                         0};
    }
    for (std::size_t i = 0; i < pointer.size(); ++i)
    {
        const char c = pointer[i];
        if (c == '/')
        {
            parts.emplace_back();
            continue;
        }
        if (c != '~')
        {
            parts.back() += c;
            continue;
        }
        const char code = i + 1 < pointer.size() ? pointer[i + 1] : '\0';
        if (code != '0' && code != '1')
        {
            return TextError{"in the JSON Pointer " + Quoted(pointer) +
                                 " a ~ must be written ~0 and a / inside a name ~1",
                             i};
        }
        parts.back() += code == '0' ? '~' : '/';
        ++i;
    }
    return parts;
}

} // namespace nexsim
