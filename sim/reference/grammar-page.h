// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAMMAR_PAGE_H
#define NEXSIM_GRAMMAR_PAGE_H

#include "sim/scenario/grammar.h"

#include <string>

namespace nexsim
{

/** @brief Every lowercase key with what it takes, its default and an example, in Markdown. */
std::string GrammarPage();

/** @brief What a key takes, in words: "a time of 1ps to 2400h". */
std::string Takes(const GrammarKey& key);

} // namespace nexsim

#endif // NEXSIM_GRAMMAR_PAGE_H
