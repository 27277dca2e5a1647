// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAMMAR_TABLES_H
#define NEXSIM_GRAMMAR_TABLES_H

#include "sim/scenario/grammar.h"

#include <vector>

namespace nexsim
{

/** @brief The file, parameters and sweeps, claims. */
std::vector<GrammarSection> ExperimentGrammar();

/** @brief What one run is: time, chance, limits, events, what is measured. */
std::vector<GrammarSection> RunGrammar();

/** @brief Objects of types: nodes, links, traffic. */
std::vector<GrammarSection> NetworkGrammar();

} // namespace nexsim

#endif // NEXSIM_GRAMMAR_TABLES_H
