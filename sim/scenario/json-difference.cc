// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-difference.h"

#include "sim/scenario/json-pointer.h"

#include <algorithm>

namespace nexsim
{

namespace
{

using Differences = std::vector<JsonDifference>;

constexpr std::size_t kLongestShown = 60;

std::string
Show(const Json& value)
{
    std::string text = value.dump(-1, ' ', true);
    if (text.size() > kLongestShown)
    {
        text = text.substr(0, kLongestShown - 3) + "...";
    }
    return text;
}

void Compare(const Json& a, const Json& b, const std::string& pointer, Differences& found);

/** @brief The keys of one object that the other has as well, in its order. */
std::vector<std::string>
CommonKeys(const Json& of, const Json& with)
{
    std::vector<std::string> keys;
    for (const auto& item : of.items())
    {
        if (with.contains(item.key()))
        {
            keys.push_back(item.key());
        }
    }
    return keys;
}

void
CompareObjects(const Json& a, const Json& b, const std::string& pointer, Differences& found)
{
    for (const auto& item : a.items())
    {
        const std::string child = ChildPointer(pointer, item.key());
        const auto other = b.find(item.key());
        if (other == b.end())
        {
            found.push_back({child, Show(item.value()), ""});
            continue;
        }
        Compare(item.value(), *other, child, found);
    }
    for (const auto& item : b.items())
    {
        if (!a.contains(item.key()))
        {
            found.push_back({ChildPointer(pointer, item.key()), "", Show(item.value())});
        }
    }
    const std::vector<std::string> inA = CommonKeys(a, b);
    const std::vector<std::string> inB = CommonKeys(b, a);
    const auto [keyA, keyB] = std::mismatch(inA.begin(), inA.end(), inB.begin());
    if (keyA != inA.end())
    {
        found.push_back({pointer, "order: " + *keyA + " first", "order: " + *keyB + " first"});
    }
}

void
CompareArrays(const Json& a, const Json& b, const std::string& pointer, Differences& found)
{
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
    {
        const std::string child = ChildPointer(pointer, i);
        if (i < a.size() && i < b.size())
        {
            Compare(a[i], b[i], child, found);
            continue;
        }
        found.push_back({child, i < a.size() ? Show(a[i]) : "", i < b.size() ? Show(b[i]) : ""});
    }
}

void
Compare(const Json& a, const Json& b, const std::string& pointer, Differences& found)
{
    if (a.is_object() && b.is_object())
    {
        CompareObjects(a, b, pointer, found);
    }
    else if (a.is_array() && b.is_array())
    {
        CompareArrays(a, b, pointer, found);
    }
    else if (a != b)
    {
        found.push_back({pointer, Show(a), Show(b)});
    }
}

} // namespace

std::vector<JsonDifference>
FindDifferences(const Json& a, const Json& b)
{
    Differences found;
    Compare(a, b, "", found);
    return found;
}

} // namespace nexsim
