// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/likely-cause.h"

#include "sim/scenario/json-pointer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <utility>

namespace nexsim
{

namespace
{

using Words = std::set<std::string>;

/** @brief Keys at the top of a document that no event depends on. */
constexpr std::array<std::string_view, 6> kIdle =
    {"limits", "measure", "name", "parameters", "variant", "warmup"};

/** @brief "sw/port[out]/queue" names sw, port, out and queue. */
void
AddWords(const std::string& text, Words& words)
{
    std::string word;
    for (const char letter : text + " ")
    {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_')
        {
            word += letter;
            continue;
        }
        if (!word.empty())
        {
            words.insert(word);
        }
        word.clear();
    }
}

/** @brief What the entry of a link is called: its name and its ends. */
void
AddLinkWords(const Json& document, const std::vector<std::string>& keys, Words& words)
{
    const auto links = document.find("links");
    if (keys.size() < 2 || keys[0] != "links" || links == document.end())
    {
        return;
    }
    for (std::size_t i = 0; i < links->size(); ++i)
    {
        if (std::to_string(i) != keys[1])
        {
            continue;
        }
        for (const char* key : {"name", "between"})
        {
            const auto part = (*links)[i].find(key);
            AddWords(part == (*links)[i].end() ? "" : part->dump(), words);
        }
    }
}

/** @brief Of a birth at "web/a>b" the traffic only: its ends have no part in when it happens. */
std::string
PlaceOf(const PacketStep& event)
{
    return event.kind == EventKind::Born ? event.where.substr(0, event.where.find('/'))
                                         : event.where;
}

int
CountCommon(const Words& a, const Words& b)
{
    return static_cast<int>(std::count_if(a.begin(), a.end(), [&b](const std::string& word) {
        return b.count(word) != 0;
    }));
}

int
Score(const JsonDifference& difference,
      const Json& document,
      const Words& place,
      const Words& surroundings)
{
    const auto keys = SplitPointer(difference.pointer);
    if (!keys || keys->empty())
    {
        return 0;
    }
    if (std::find(kIdle.begin(), kIdle.end(), keys->front()) != kIdle.end())
    {
        return -1;
    }
    Words words;
    AddWords(difference.pointer, words);
    AddLinkWords(document, *keys, words);
    constexpr int kPlaceCounts = 100;
    return kPlaceCounts * CountCommon(words, place) + CountCommon(words, surroundings);
}

} // namespace

std::vector<JsonDifference>
LikelyFirst(std::vector<JsonDifference> differences,
            const Json& document,
            const std::optional<EventAccount>& a,
            const std::optional<EventAccount>& b)
{
    Words place;
    Words surroundings;
    for (const auto* account : {&a, &b})
    {
        if (*account)
        {
            AddWords(PlaceOf((*account)->life.back()), place);
            AddWords((*account)->traffic, surroundings);
            for (const PacketStep& step : (*account)->life)
            {
                AddWords(step.where, surroundings);
            }
        }
    }
    std::vector<std::pair<int, JsonDifference>> scored;
    for (JsonDifference& difference : differences)
    {
        const int score = Score(difference, document, place, surroundings);
        scored.emplace_back(score, std::move(difference));
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& x, const auto& y) {
        return x.first > y.first;
    });
    std::vector<JsonDifference> ordered;
    for (auto& [score, difference] : scored)
    {
        ordered.push_back(std::move(difference));
    }
    return ordered;
}

} // namespace nexsim
