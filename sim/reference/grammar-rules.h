// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAMMAR_RULES_H
#define NEXSIM_GRAMMAR_RULES_H

#include "sim/scenario/grammar.h"
#include "sim/scenario/json-reader.h"

#include "ns3/type-id.h"

namespace nexsim
{

/** @brief Adds what the keys of a part say about each other. */
void AddRules(GrammarPart part, Json& schema);

/** @brief Adds what an entry of traffic needs, by the type of its source. */
void AddTrafficRules(ns3::TypeId type, Json& schema);

/** @brief Of the whole file: a claim names no variant where there are none. */
Json ClaimsWithoutVariants();

/** @brief Puts a rule beside those that the schema has. */
void AddRule(Json& schema, Json rule);

/** @brief Not both keys. */
Json Exclude(const char* one, const char* other);

} // namespace nexsim

#endif // NEXSIM_GRAMMAR_RULES_H
