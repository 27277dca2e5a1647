// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPRESSION_NODE_H
#define NEXSIM_EXPRESSION_NODE_H

#include "sim/scenario/expression-operators.h"
#include "sim/scenario/expression.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief One operation of an expression, with the place in the text that its errors name.
 */
class ExpressionNode
{
  public:
    virtual ~ExpressionNode() = default;

    /// Every name that is used must be in `names`.
    virtual OperatorResult Evaluate(const ExpressionNames& names) const = 0;
};

using ExpressionNodePtr = std::unique_ptr<const ExpressionNode>;

using UnaryOperator = OperatorResult (*)(const ExpressionValue&);
using BinaryOperator = OperatorResult (*)(const ExpressionValue&, const ExpressionValue&);
using ListOperator = OperatorResult (*)(const std::vector<ExpressionValue>&);

ExpressionNodePtr MakeLiteral(ExpressionValue value);
ExpressionNodePtr MakeName(std::string name);
ExpressionNodePtr MakeUnary(UnaryOperator apply, std::size_t offset, ExpressionNodePtr operand);
ExpressionNodePtr MakeBinary(BinaryOperator apply,
                             std::size_t offset,
                             ExpressionNodePtr left,
                             ExpressionNodePtr right);
ExpressionNodePtr MakeCall(ListOperator apply,
                           std::size_t offset,
                           std::vector<ExpressionNodePtr> arguments);

ExpressionNodePtr MakeNot(std::size_t offset, ExpressionNodePtr operand);

/// `left && right`: the right side is evaluated only if the left one is true.
ExpressionNodePtr MakeAnd(std::size_t offset, ExpressionNodePtr left, ExpressionNodePtr right);

/// `left || right`: the right side is evaluated only if the left one is false.
ExpressionNodePtr MakeOr(std::size_t offset, ExpressionNodePtr left, ExpressionNodePtr right);

/// `condition ? yes : no`: only the chosen side is evaluated.
ExpressionNodePtr MakeConditional(std::size_t offset,
                                  ExpressionNodePtr condition,
                                  ExpressionNodePtr yes,
                                  ExpressionNodePtr no);

} // namespace nexsim

#endif // NEXSIM_EXPRESSION_NODE_H
