// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPRESSION_LEXER_H
#define NEXSIM_EXPRESSION_LEXER_H

#include "sim/scenario/expression-value.h"
#include "sim/scenario/expression.h"
#include "sim/scenario/outcome.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

enum class TokenKind : uint8_t
{
    Literal,  //!< a number, quantity, text or boolean
    Name,     //!< of a parameter or a function
    Operator, //!< also brackets, comma, and the words and, or, not (as `&&`, `||`, `not`)
    End,
};

struct ExpressionToken
{
    TokenKind kind = TokenKind::End;
    std::string text; //!< as written, for the words the operator
    std::size_t offset = 0;
    ExpressionValue value; //!< of a literal
};

/// @return the tokens of an expression, the last of kind End.
Outcome<std::vector<ExpressionToken>> SplitExpression(
    std::string_view text,
    ExpressionNameStyle style = ExpressionNameStyle::Parameters);

} // namespace nexsim

#endif // NEXSIM_EXPRESSION_LEXER_H
