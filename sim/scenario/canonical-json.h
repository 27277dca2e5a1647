// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CANONICAL_JSON_H
#define NEXSIM_CANONICAL_JSON_H

#include "sim/scenario/json-reader.h"

#include <string>

namespace nexsim
{

/**
 * @brief The document of a run as text that is the same for every way of writing the same run.
 *
 * Compact, and keys are sorted where their order means nothing. Nodes, applications, traffic, the
 * ports of a link and the addresses of a replay keep theirs: what stands there first is numbered
 * first, or is overridden by what comes later.
 */
std::string CanonicalRun(const Json& document);

} // namespace nexsim

#endif // NEXSIM_CANONICAL_JSON_H
