// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_VARIANT_SCHEMA_H
#define NEXSIM_VARIANT_SCHEMA_H

#include "sim/scenario/json-reader.h"

namespace nexsim
{

class GrammarSchemas;

/**
 * @brief The changes of one variant: values by JSON Pointer.
 *
 * The value is described where the pointer tells what it leads to by its keys alone: a key of the
 * run, a node, link or entry, one of their attributes or keys, a port. A longer pointer may have any
 * value, since what it leads to depends on types that stand elsewhere.
 */
Json VariantSchema(GrammarSchemas& grammar);

} // namespace nexsim

#endif // NEXSIM_VARIANT_SCHEMA_H
