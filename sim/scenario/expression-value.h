// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPRESSION_VALUE_H
#define NEXSIM_EXPRESSION_VALUE_H

#include "models/base/quantity.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/outcome.h"
#include "sim/scenario/rational.h"

#include <string>
#include <string_view>
#include <variant>

namespace nexsim
{

/**
 * @brief An exact amount of a dimension, in its base units; a fraction of one while computing.
 */
struct ExactQuantity
{
    Dimension dimension = Dimension::Count;
    Rational value;

    friend bool operator==(const ExactQuantity& a, const ExactQuantity& b)
    {
        return a.dimension == b.dimension && a.value == b.value;
    }
};

/**
 * @brief What a parameter has and an expression gives: a number, a quantity, a boolean or a text.
 *
 * A ratio is a number: 50% is 1/2.
 */
using ExpressionValue = std::variant<Rational, ExactQuantity, bool, std::string>;

/// @return `the number 4`, `the time 10us`, `the text "codel"`, `true`: for messages.
std::string DescribeValue(const ExpressionValue& value);

/// @return whether both are numbers, quantities of one dimension, booleans or texts.
bool SameKind(const ExpressionValue& a, const ExpressionValue& b);

/// @return the nearest whole number of base units, of two equally near ones the even one; nothing
/// when it does not fit int64.
std::optional<int64_t> ToBaseUnits(const ExactQuantity& quantity);

/**
 * @brief The value of a JSON scalar: a text that begins like a number is a quantity and must be
 * written like one; any other text stands for itself.
 */
Outcome<ExpressionValue> ValueFromJson(const Json& json);

/**
 * @brief The value as a person would write it into a scenario.
 *
 * A quantity is rounded to base units (ToBaseUnits); a number that is no integer becomes the nearest
 * double. Fails only when the result does not fit.
 */
Outcome<Json> ValueToJson(const ExpressionValue& value);

} // namespace nexsim

#endif // NEXSIM_EXPRESSION_VALUE_H
