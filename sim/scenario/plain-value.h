// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLAIN_VALUE_H
#define NEXSIM_PLAIN_VALUE_H

#include "models/base/attribute-description.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/read-context.h"

#include <cstdint>
#include <optional>
#include <string>

namespace nexsim
{

/**
 * @brief The number that a quantity's text means, in the base unit of the description's dimension.
 *
 * Decimal text becomes an integer exactly. `kUnlimited` for "unlimited", where the description
 * allows it.
 * @return nothing after an error was reported
 */
std::optional<int64_t> ReadQuantityValue(const AttributeDescription& description,
                                         const Json& value,
                                         const std::string& pointer,
                                         const ReadContext& context);

/**
 * @brief A whole number within the description's range.
 * @return nothing after an error was reported
 */
std::optional<int64_t> ReadIntegerValue(const AttributeDescription& description,
                                        const Json& value,
                                        const std::string& pointer,
                                        const ReadContext& context);

/**
 * @brief The position of a word among the description's choices.
 * @return nothing after an error was reported
 */
std::optional<int64_t> ReadChoiceValue(const AttributeDescription& description,
                                       const Json& value,
                                       const std::string& pointer,
                                       const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_PLAIN_VALUE_H
