// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAMMAR_SCHEMA_H
#define NEXSIM_GRAMMAR_SCHEMA_H

#include "sim/reference/type-schema.h"
#include "sim/scenario/grammar.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief Whether expressions may stand in a part of a scenario. */
enum class Computed
{
    No,
    Yes
};

/** @brief Turns the grammar's tables into parts of a JSON Schema (draft-07). */
class GrammarSchemas
{
  public:
    GrammarSchemas(const TypeCatalogue& catalogue, TypeSchemas& types);

    /** @brief What may be the value of a key, with its description. */
    Json Value(const GrammarKey& key, Computed computed);

    /** @brief The keys of a part as properties. */
    Json Properties(GrammarPart part, Computed computed);

    /** @brief An object that has the keys of a part and no others. */
    Json Object(GrammarPart part, Computed computed);

    ObjectShape Node();
    ObjectShape Link();
    ObjectShape Entry();
    ObjectShape App();
    ObjectShape Port();

    TypeSchemas& Types()
    {
        return m_types;
    }

  private:
    Json Scalar(const GrammarKey& key);
    Json Structure(const GrammarKey& key, Computed computed);
    Json ListOf(Json items, Computed computed);
    Json MapOf(const std::string& names, Json values, Computed computed);
    Json Sweep();
    Json Settings();

    const TypeCatalogue& m_catalogue;
    TypeSchemas& m_types;
};

} // namespace nexsim

#endif // NEXSIM_GRAMMAR_SCHEMA_H
