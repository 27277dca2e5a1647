// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LINK_ENDS_H
#define NEXSIM_LINK_ENDS_H

#include "sim/scenario/json-reader.h"
#include "sim/scenario/node-reader.h"
#include "sim/scenario/read-context.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief The nodes at both ends of a link. */
using LinkEnds = std::pair<std::size_t, std::size_t>;

/**
 * @brief Reads ["client[*]", "sw"]: one side may be single, or both equally many.
 * @return the links in the order of the larger side; nothing after an error
 */
std::optional<std::vector<LinkEnds>> ReadLinkEnds(const Json& between,
                                                  const std::string& pointer,
                                                  const NodeReader& nodes,
                                                  const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_LINK_ENDS_H
