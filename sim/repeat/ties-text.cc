// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/ties-text.h"

#include "sim/results/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr const char* kHowToSweep = R"(
Whether that order matters, a sweep over tie seeds shows. In the scenario:
  "parameters": { "tie_seed": 1 },
  "ties": { "policy": "seeded", "seed": { "$": "tie_seed" } },
  "sweep": { "tie_seed": { "from": 1, "to": 10, "step": 1 } }
)";

} // namespace

std::string
ToText(const TiesRecord& ties)
{
    std::string text =
        fmt::format("ties are broken by policy {}{}\n",
                    ties.policy,
                    ties.policy == "seeded" ? fmt::format(", seed {}", ties.seed) : "");
    std::vector<ContendedRecord> contended = ties.contended;
    std::stable_sort(contended.begin(), contended.end(), [](const auto& a, const auto& b) {
        return a.byPolicy > b.byPolicy;
    });
    if (contended.empty())
    {
        return text + "no two events without causal relation met at one object at one instant: the "
                      "policy changes nothing\n";
    }
    TextTable table;
    table.AddColumn("contended ties at", Align::Left);
    table.AddColumn("decided by policy", Align::Right);
    table.AddColumn("by priority", Align::Right);
    std::int64_t byPolicy = 0;
    for (const ContendedRecord& object : contended)
    {
        byPolicy += object.byPolicy;
        table.AddRow(
            {object.object, std::to_string(object.byPolicy), std::to_string(object.byPriority)});
    }
    text += "\n" + table.ToText();
    if (byPolicy == 0)
    {
        return text +
               "\nthe stated order of priorities decided them all: the policy changes nothing\n";
    }
    return text + kHowToSweep;
}

} // namespace nexsim
