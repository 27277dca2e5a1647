// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Seven of eight mutations of a scenario keep it JSON: bytes changed at random hardly ever get past the
// parser, and what lies behind it is to be tried, too.

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maxSize);

namespace
{

using Json = nlohmann::ordered_json;
using Draw = std::minstd_rand;

// What has ceased to be JSON has shown what it can; most of the time goes on from here instead.
constexpr const char* kSmallScenario =
    R"({"nexsim":1,"name":"a","duration":"9ms","replications":2,"nodes":{"a[0..1]":{"type":"Host"}}})";

size_t
Below(size_t limit, Draw& draw)
{
    return draw() / 7 % limit;
}

/** @brief All values of a document, the document itself included. */
void
Gather(Json& value, std::vector<Json*>& found)
{
    found.push_back(&value);
    if (value.is_structured())
    {
        for (Json& part : value)
        {
            Gather(part, found);
        }
    }
}

/** @brief A digit next to it, or any other. */
size_t
OtherDigit(size_t digit, Draw& draw)
{
    switch (Below(4, draw))
    {
    case 0:
        return Below(10, draw);
    case 1:
        return digit > 0 ? digit - 1 : digit;
    default:
        return digit < 9 ? digit + 1 : digit;
    }
}

/** @brief One of the numbers in a text, such as that of "a[0..1]" or of "10Gbps", becomes another. */
void
ChangeNumber(std::string& text, Draw& draw)
{
    std::vector<size_t> digits;
    for (size_t i = 0; i < text.size(); ++i)
    {
        if (text[i] >= '0' && text[i] <= '9')
        {
            digits.push_back(i);
        }
    }
    if (!digits.empty())
    {
        char& digit = text[digits[Below(digits.size(), draw)]];
        digit = static_cast<char>('0' + OtherDigit(static_cast<size_t>(digit - '0'), draw));
    }
}

void
RemoveOne(Json& container, Draw& draw)
{
    auto place = container.begin();
    std::advance(place, static_cast<std::ptrdiff_t>(Below(container.size(), draw)));
    container.erase(place);
}

void
Change(Json& value, const Json& other, Draw& draw)
{
    if (value.is_structured() && !value.empty() && Below(2, draw) == 0)
    {
        RemoveOne(value, draw);
    }
    else if (value.is_number() && Below(4, draw) != 0)
    {
        const auto number = value.is_number_unsigned() ? value.get<uint64_t>() : 10;
        value = number < 10 ? OtherDigit(number, draw) : Below(10, draw);
    }
    else if (value.is_string() && Below(4, draw) != 0)
    {
        auto text = value.get<std::string>();
        ChangeNumber(text, draw);
        value = std::move(text);
    }
    else if (value.is_array())
    {
        value.push_back(other);
    }
    else
    {
        value = other;
    }
}

/** @brief One of the document's keys gets another number, such as that of a range of names. */
void
ChangeKey(Json& object, Draw& draw)
{
    Json changed = Json::object();
    size_t place = Below(object.size(), draw);
    for (const auto& [key, value] : object.items())
    {
        std::string name = key;
        if (place-- == 0)
        {
            ChangeNumber(name, draw);
        }
        changed[name] = value;
    }
    object = std::move(changed);
}

/** @brief One value of the document changes, or one key. */
void
ChangeOne(Json& document, Draw& draw)
{
    std::vector<Json*> values;
    Gather(document, values);
    Json& chosen = *values[Below(values.size(), draw)];
    if (chosen.is_object() && !chosen.empty() && Below(2, draw) == 0)
    {
        ChangeKey(chosen, draw);
        return;
    }
    const Json other = *values[Below(values.size(), draw)];
    Change(chosen, other, draw);
}

/** @return what the data becomes, by one change or a few; from the small scenario when it is no JSON */
std::string
ChangedJson(const uint8_t* data, size_t size, Draw& draw)
{
    Json document = Json::parse(data, data + size, nullptr, false);
    if (document.is_discarded())
    {
        document = Json::parse(kSmallScenario);
    }
    do
    {
        ChangeOne(document, draw);
    } while (Below(2, draw) == 0);
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

/** @brief libFuzzer's: changes the data in place. @return its new size */
extern "C" size_t
LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize, unsigned int seed)
{
    Draw draw(seed);
    if (Below(8, draw) != 0)
    {
        const std::string changed = ChangedJson(data, size, draw);
        if (changed.size() <= maxSize)
        {
            std::copy(changed.begin(), changed.end(), data);
            return changed.size();
        }
    }
    return LLVMFuzzerMutate(data, size, maxSize);
}
