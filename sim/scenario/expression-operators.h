// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPRESSION_OPERATORS_H
#define NEXSIM_EXPRESSION_OPERATORS_H

#include "sim/scenario/expression-value.h"
#include "sim/scenario/outcome.h"

#include <vector>

namespace nexsim
{

/// An operator's result; the offset of an error is not set, the operator does not know its place.
using OperatorResult = Outcome<ExpressionValue>;

// Sums, differences, remainders and comparisons take two numbers or two quantities of one dimension.
// A quantity times or over a number is a quantity, over one of its dimension a number. A time over a
// size is a time per byte, and that times a size is a time; no other products exist.
OperatorResult AddValues(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult SubtractValues(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult MultiplyValues(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult DivideValues(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult ModuloValues(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult NegateValue(const ExpressionValue& a);

OperatorResult LessThan(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult LessOrEqual(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult GreaterThan(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult GreaterOrEqual(const ExpressionValue& a, const ExpressionValue& b);

// Any two values of one kind; values of two kinds are an error, not unequal.
OperatorResult EqualTo(const ExpressionValue& a, const ExpressionValue& b);
OperatorResult NotEqualTo(const ExpressionValue& a, const ExpressionValue& b);

/// The values are not empty.
OperatorResult MinimumOf(const std::vector<ExpressionValue>& values);
OperatorResult MaximumOf(const std::vector<ExpressionValue>& values);

} // namespace nexsim

#endif // NEXSIM_EXPRESSION_OPERATORS_H
