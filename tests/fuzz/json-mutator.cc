// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Every other mutation of a scenario keeps it JSON: bytes changed at random hardly ever get past the
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
        text[digits[Below(digits.size(), draw)]] = static_cast<char>('0' + Below(10, draw));
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
        value = Below(10, draw);
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

/** @return what the data becomes; empty when it is no JSON */
std::string
ChangedJson(const uint8_t* data, size_t size, Draw& draw)
{
    Json document = Json::parse(data, data + size, nullptr, false);
    if (document.is_discarded())
    {
        return {};
    }
    std::vector<Json*> values;
    Gather(document, values);
    Json& chosen = *values[Below(values.size(), draw)];
    if (chosen.is_object() && !chosen.empty() && Below(2, draw) == 0)
    {
        ChangeKey(chosen, draw);
    }
    else
    {
        const Json other = *values[Below(values.size(), draw)];
        Change(chosen, other, draw);
    }
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

/** @brief libFuzzer's: changes the data in place. @return its new size */
extern "C" size_t
LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize, unsigned int seed)
{
    Draw draw(seed);
    if (Below(2, draw) == 0)
    {
        const std::string changed = ChangedJson(data, size, draw);
        if (!changed.empty() && changed.size() <= maxSize)
        {
            std::copy(changed.begin(), changed.end(), data);
            return changed.size();
        }
    }
    return LLVMFuzzerMutate(data, size, maxSize);
}
