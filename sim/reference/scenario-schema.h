// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCENARIO_SCHEMA_H
#define NEXSIM_SCENARIO_SCHEMA_H

#include "sim/scenario/json-reader.h"
#include "sim/scenario/type-catalogue.h"

namespace nexsim
{

/**
 * @brief The JSON Schema (draft-07) of a scenario, from the grammar's tables and the TypeId registry.
 *
 * It refuses unknown keys and attributes, wrong kinds of values, units of another dimension, numbers
 * out of range. It cannot see what depends on other places: names that must exist, ranges of
 * quantities (only their sign), expressions; and a key that must be there must stand in the file, not
 * only in each variant. Same types, same text.
 */
Json ScenarioSchema(const TypeCatalogue& catalogue);

} // namespace nexsim

#endif // NEXSIM_SCENARIO_SCHEMA_H
