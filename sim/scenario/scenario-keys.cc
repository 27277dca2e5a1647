// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/scenario-keys.h"

#include "sim/scenario/grammar.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/run-reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

const std::vector<std::string>&
ExperimentKeys()
{
    static const std::vector<std::string> kKeys = KeyNames(GrammarPart::Experiment);
    return kKeys;
}

std::vector<std::string>
ScenarioKeys()
{
    std::vector<std::string> keys = ExperimentKeys();
    for (const std::string& key : RunKeys())
    {
        if (key != "name")
        {
            keys.push_back(key);
        }
    }
    return keys;
}

void
CheckScenarioKeys(const Section& root, const ReadContext& context)
{
    const std::vector<std::string> known = ScenarioKeys();
    for (const auto& item : root.Value().items())
    {
        const std::string& key = item.key();
        if (std::find(known.begin(), known.end(), key) == known.end())
        {
            context.KeyError(root.PointerTo(key),
                             "unknown key " + Quoted(key) + SuggestName(key, known));
        }
    }
}

std::string
FileNameFault(std::string_view name)
{
    constexpr std::size_t kLongest = 100;
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789-_.";
    const bool plain = !name.empty() && name.find_first_not_of(kAllowed) == std::string_view::npos;
    if (plain && name.front() != '.' && name.front() != '-' && name.size() <= kLongest)
    {
        return "";
    }
    return fmt::format(
        "the name is that of a folder: up to {} letters, digits, - _ and ., beginning "
        "with a letter, digit or _; got {}",
        kLongest,
        Quoted(name));
}

} // namespace nexsim
