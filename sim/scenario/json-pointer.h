// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_JSON_POINTER_H
#define NEXSIM_JSON_POINTER_H

#include "sim/scenario/outcome.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/// @return the pointer to member `key` of what `parent` points to (RFC 6901: `~` is written `~0`,
/// `/` is written `~1`).
std::string ChildPointer(std::string_view parent, std::string_view key);

/// @return the pointer to element `index` of the array that `parent` points to.
std::string ChildPointer(std::string_view parent, std::size_t index);

/// @return the pointer without its last part; empty for a pointer of one part.
std::string ParentPointer(std::string_view pointer);

/// @return the parts of a pointer, unescaped; an error when it does not begin with `/` or holds a
/// `~` that is followed by neither 0 nor 1. The empty pointer has no parts.
Outcome<std::vector<std::string>> SplitPointer(std::string_view pointer);

} // namespace nexsim

#endif // NEXSIM_JSON_POINTER_H
