// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPRESSION_PARSER_H
#define NEXSIM_EXPRESSION_PARSER_H

#include "sim/scenario/expression-lexer.h"
#include "sim/scenario/expression-node.h"
#include "sim/scenario/expression.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/**
 * @brief Recursive descent over the tokens of one expression; one method per level of precedence.
 *
 * After the first error every method returns a null pointer at once.
 */
class ExpressionParser
{
  public:
    explicit ExpressionParser(std::vector<ExpressionToken> tokens);

    /// @return the root, or null and an Error.
    ExpressionNodePtr Parse();

    const TextError& Error() const
    {
        return *m_error;
    }

    const std::vector<Expression::NameUse>& Names() const
    {
        return m_names;
    }

  private:
    using Level = ExpressionNodePtr (ExpressionParser::*)();
    using BinaryTable = std::vector<std::pair<std::string, BinaryOperator>>;

    ExpressionNodePtr Conditional();
    ExpressionNodePtr Disjunction();
    ExpressionNodePtr Conjunction();
    ExpressionNodePtr Negation();
    ExpressionNodePtr Comparison();
    ExpressionNodePtr Sum();
    ExpressionNodePtr Product();
    ExpressionNodePtr Unary();
    ExpressionNodePtr Primary();
    ExpressionNodePtr Call(const ExpressionToken& name);

    ExpressionNodePtr LeftAssociative(const BinaryTable& table, Level operand);
    ExpressionNodePtr Deeper(Level level);

    const ExpressionToken& Next() const
    {
        return m_tokens[m_at];
    }

    bool Is(const char* name) const;
    bool Take(const char* name);
    BinaryOperator FindOperator(const BinaryTable& table) const;
    ExpressionNodePtr Fail(std::string message, std::size_t offset);
    ExpressionNodePtr FailExpecting(const std::string& what);

    std::vector<ExpressionToken> m_tokens;
    std::size_t m_at = 0;
    std::size_t m_depth = 0;
    std::optional<TextError> m_error;
    std::vector<Expression::NameUse> m_names;
};

} // namespace nexsim

#endif // NEXSIM_EXPRESSION_PARSER_H
