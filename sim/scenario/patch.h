// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PATCH_H
#define NEXSIM_PATCH_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/outcome.h"

#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief Finds what a pointer of a variant, an event or `--set` means in a document.
 *
 * Pointers are those of RFC 6901; in an array whose elements are objects with a `name`, an element
 * may also be given by that name: `/links/up/Rate`.
 *
 * @return the pointer with every name of an element replaced by its number. All but its last part
 *         exist; the last part exists too unless it is a new key of an object.
 */
Outcome<std::string> LocatePointer(const Json& document, std::string_view pointer);

/**
 * @brief Puts a value where a pointer leads, in place of what is there or as a new last key.
 *
 * @return the pointer as LocatePointer gives it; on an error the document is unchanged
 */
Outcome<std::string> ApplyPatch(Json& document, std::string_view pointer, Json value);

/**
 * @brief What `--set /pointer=value` asks for.
 */
struct Assignment
{
    std::string pointer;
    JsonDocument value; //!< its file is `--set /pointer=value`
};

/**
 * @brief Reads the argument of `--set`.
 *
 * The value is JSON if it reads as JSON, else a text as it stands, so that neither
 * `/seed=3` nor `/duration=10ms` needs quotes. What begins with `{`, `[` or `"` must be JSON.
 */
std::optional<Assignment> ReadAssignment(std::string_view argument, Diagnostics& diagnostics);

} // namespace nexsim

#endif // NEXSIM_PATCH_H
