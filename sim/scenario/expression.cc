// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression.h"

#include "sim/scenario/expression-lexer.h"
#include "sim/scenario/expression-node.h"
#include "sim/scenario/expression-parser.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/text-cursor.h"

#include <utility>

namespace nexsim
{

Expression::Expression(std::string text,
                       std::shared_ptr<const ExpressionNode> root,
                       std::vector<NameUse> names)
    : m_text(std::move(text)), m_root(std::move(root)), m_names(std::move(names))
{
}

Outcome<Expression>
Expression::Parse(std::string_view text, ExpressionNameStyle style)
{
    if (text.size() > kExpressionLengthLimit)
    {
        return TextError{"an expression has at most " + std::to_string(kExpressionLengthLimit) +
                             " characters; this one has " + std::to_string(text.size()),
                         0};
    }
    auto tokens = SplitExpression(text, style);
    if (!tokens)
    {
        return tokens.Error();
    }
    ExpressionParser parser(std::move(*tokens));
    auto root = parser.Parse();
    if (!root)
    {
        return parser.Error();
    }
    return Expression(std::string(text), std::move(root), parser.Names());
}

Outcome<ExpressionValue>
Expression::Evaluate(const ExpressionNames& names) const
{
    for (const NameUse& use : m_names)
    {
        if (names.count(use.name) == 0)
        {
            std::vector<std::string> known;
            for (const auto& [name, value] : names)
            {
                known.push_back(name);
            }
            return TextError{"unknown name " + Quoted(use.name) + SuggestName(use.name, known),
                             use.offset};
        }
    }
    return m_root->Evaluate(names);
}

Outcome<bool>
Expression::Holds(const ExpressionNames& names) const
{
    const auto value = Evaluate(names);
    if (!value)
    {
        return value.Error();
    }
    if (const bool* condition = std::get_if<bool>(&*value))
    {
        return *condition;
    }
    return TextError{"expected a condition such as \"load < 0.5\"; got " + DescribeValue(*value),
                     0};
}

std::string
DescribeInText(std::string_view text, const TextError& error)
{
    const TextPosition position = TextPlaces(text).At(error.offset);
    return "in " + Quoted(text) + ", column " + std::to_string(position.column) + ": " +
           error.message;
}

} // namespace nexsim
