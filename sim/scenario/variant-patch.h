// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_VARIANT_PATCH_H
#define NEXSIM_VARIANT_PATCH_H

#include "sim/scenario/json-reader.h"
#include "sim/scenario/outcome.h"

#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief Where a value was put, and what had to be made to hold it. */
struct PatchResult
{
    std::string pointer;           //!< as LocatePointer gives it
    std::vector<std::string> made; //!< objects that the document did not have, outermost first
};

/**
 * @brief ApplyPatch, after filling in the objects that have defaults and that the file left out.
 *
 * These are objects of attributes (a part that begins with a capital letter), entries of "nodes" for
 * nodes that other entries or a topology make, and the grammar's own objects such as "apps", "at" and
 * "measure". Whether a type has such an attribute shows when the document is read.
 */
Outcome<PatchResult> PatchWithDefaults(Json& document, std::string_view pointer, Json value);

} // namespace nexsim

#endif // NEXSIM_VARIANT_PATCH_H
