// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/grammar.h"

#include "sim/scenario/grammar-tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

const std::vector<GrammarSection>&
Grammar()
{
    static const std::vector<GrammarSection> kGrammar = [] {
        std::vector<GrammarSection> all = ExperimentGrammar();
        for (auto& sections : {RunGrammar(), NetworkGrammar()})
        {
            all.insert(all.end(), sections.begin(), sections.end());
        }
        return all;
    }();
    return kGrammar;
}

const std::vector<GrammarKey>&
KeysOf(GrammarPart part)
{
    const auto& grammar = Grammar();
    const auto section =
        std::find_if(grammar.begin(), grammar.end(), [part](const GrammarSection& one) {
            return one.part == part;
        });
    if (section == grammar.end())
    {
        throw std::logic_error("a part of the grammar without keys");
    }
    return section->keys;
}

std::vector<std::string>
KeyNames(GrammarPart part)
{
    std::vector<std::string> names;
    for (const GrammarKey& key : KeysOf(part))
    {
        names.push_back(key.name);
    }
    return names;
}

std::set<std::string>
KeySet(GrammarPart part)
{
    const std::vector<std::string> names = KeyNames(part);
    return {names.begin(), names.end()};
}

const GrammarKey&
KeyOf(GrammarPart part, std::string_view name)
{
    const auto& keys = KeysOf(part);
    const auto key = std::find_if(keys.begin(), keys.end(), [name](const GrammarKey& one) {
        return one.name == name;
    });
    if (key == keys.end())
    {
        throw std::logic_error(fmt::format("the grammar has no key {}", name));
    }
    return *key;
}

} // namespace nexsim
