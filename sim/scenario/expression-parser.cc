// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-parser.h"

#include "sim/scenario/nearest-name.h"

#include <algorithm>

namespace nexsim
{

ExpressionParser::ExpressionParser(std::vector<ExpressionToken> tokens)
    : m_tokens(std::move(tokens))
{
}

ExpressionNodePtr
ExpressionParser::Parse()
{
    if (Next().kind == TokenKind::End)
    {
        return Fail("the expression is empty", 0);
    }
    auto root = Conditional();
    if (root && Next().kind != TokenKind::End)
    {
        return FailExpecting("an operator");
    }
    return root;
}

ExpressionNodePtr
ExpressionParser::Conditional()
{
    auto condition = Disjunction();
    const std::size_t offset = Next().offset;
    if (!condition || !Take("?"))
    {
        return condition;
    }
    auto yes = Deeper(&ExpressionParser::Conditional);
    if (!yes || !Take(":"))
    {
        return FailExpecting("\":\" between the two sides of ?");
    }
    auto no = Deeper(&ExpressionParser::Conditional);
    return no ? MakeConditional(offset, std::move(condition), std::move(yes), std::move(no))
              : nullptr;
}

ExpressionNodePtr
ExpressionParser::Disjunction()
{
    auto left = Conjunction();
    for (std::size_t offset = Next().offset; left && Take("||"); offset = Next().offset)
    {
        auto right = Conjunction();
        left = right ? MakeOr(offset, std::move(left), std::move(right)) : nullptr;
    }
    return left;
}

ExpressionNodePtr
ExpressionParser::Conjunction()
{
    auto left = Negation();
    for (std::size_t offset = Next().offset; left && Take("&&"); offset = Next().offset)
    {
        auto right = Negation();
        left = right ? MakeAnd(offset, std::move(left), std::move(right)) : nullptr;
    }
    return left;
}

ExpressionNodePtr
ExpressionParser::Negation()
{
    const std::size_t offset = Next().offset;
    if (!Take("not"))
    {
        return Comparison();
    }
    auto operand = Deeper(&ExpressionParser::Negation);
    return operand ? MakeNot(offset, std::move(operand)) : nullptr;
}

ExpressionNodePtr
ExpressionParser::Comparison()
{
    static const BinaryTable kTable = {{"==", EqualTo},
                                       {"!=", NotEqualTo},
                                       {"<", LessThan},
                                       {"<=", LessOrEqual},
                                       {">", GreaterThan},
                                       {">=", GreaterOrEqual}};
    auto left = Sum();
    const BinaryOperator compare = FindOperator(kTable);
    if (!left || compare == nullptr)
    {
        return left;
    }
    const std::size_t offset = Next().offset;
    ++m_at;
    auto right = Sum();
    if (right && FindOperator(kTable) != nullptr)
    {
        return Fail("comparisons do not chain; write a < b && b < c", Next().offset);
    }
    return right ? MakeBinary(compare, offset, std::move(left), std::move(right)) : nullptr;
}

ExpressionNodePtr
ExpressionParser::Sum()
{
    static const BinaryTable kTable = {{"+", AddValues}, {"-", SubtractValues}};
    return LeftAssociative(kTable, &ExpressionParser::Product);
}

ExpressionNodePtr
ExpressionParser::Product()
{
    static const BinaryTable kTable = {{"*", MultiplyValues},
                                       {"/", DivideValues},
                                       {"%", ModuloValues}};
    return LeftAssociative(kTable, &ExpressionParser::Unary);
}

ExpressionNodePtr
ExpressionParser::Unary()
{
    const std::size_t offset = Next().offset;
    if (Take("-"))
    {
        auto operand = Deeper(&ExpressionParser::Unary);
        return operand ? MakeUnary(NegateValue, offset, std::move(operand)) : nullptr;
    }
    if (Take("!"))
    {
        auto operand = Deeper(&ExpressionParser::Unary);
        return operand ? MakeNot(offset, std::move(operand)) : nullptr;
    }
    return Primary();
}

ExpressionNodePtr
ExpressionParser::Primary()
{
    const ExpressionToken& token = Next();
    if (token.kind == TokenKind::Literal)
    {
        ++m_at;
        return MakeLiteral(token.value);
    }
    if (token.kind == TokenKind::Name)
    {
        ++m_at;
        if (Is("("))
        {
            return Call(token);
        }
        m_names.push_back({token.text, token.offset});
        return MakeName(token.text);
    }
    if (!Take("("))
    {
        return FailExpecting("a value");
    }
    auto inside = Deeper(&ExpressionParser::Conditional);
    if (inside && !Take(")"))
    {
        return FailExpecting("an operator or \")\"");
    }
    return inside;
}

ExpressionNodePtr
ExpressionParser::Call(const ExpressionToken& name)
{
    if (name.text != "min" && name.text != "max")
    {
        return Fail("unknown function " + Quoted(name.text) +
                        SuggestName(name.text, {"min", "max"}),
                    name.offset);
    }
    std::vector<ExpressionNodePtr> arguments;
    do
    {
        ++m_at;
        arguments.push_back(Deeper(&ExpressionParser::Conditional));
        if (!arguments.back())
        {
            return nullptr;
        }
    } while (Is(","));
    if (!Take(")"))
    {
        return FailExpecting("\",\" or \")\"");
    }
    return MakeCall(name.text == "min" ? MinimumOf : MaximumOf, name.offset, std::move(arguments));
}

ExpressionNodePtr
ExpressionParser::LeftAssociative(const BinaryTable& table, Level operand)
{
    auto left = (this->*operand)();
    for (BinaryOperator apply = FindOperator(table); left && apply != nullptr;
         apply = FindOperator(table))
    {
        const std::size_t offset = Next().offset;
        ++m_at;
        auto right = (this->*operand)();
        left = right ? MakeBinary(apply, offset, std::move(left), std::move(right)) : nullptr;
    }
    return left;
}

ExpressionNodePtr
ExpressionParser::Deeper(Level level)
{
    if (m_depth == kExpressionDepthLimit)
    {
        return Fail("more than " + std::to_string(kExpressionDepthLimit) +
                        " levels of brackets and signs",
                    Next().offset);
    }
    ++m_depth;
    auto node = (this->*level)();
    --m_depth;
    return node;
}

bool
ExpressionParser::Is(const char* name) const
{
    return Next().kind == TokenKind::Operator && Next().text == name;
}

bool
ExpressionParser::Take(const char* name)
{
    const bool found = Is(name);
    m_at += found ? 1 : 0;
    return found;
}

BinaryOperator
ExpressionParser::FindOperator(const BinaryTable& table) const
{
    const auto row = std::find_if(table.begin(), table.end(), [this](const auto& one) {
        return Is(one.first.c_str());
    });
    return row == table.end() ? nullptr : row->second;
}

ExpressionNodePtr
ExpressionParser::Fail(std::string message, std::size_t offset)
{
    if (!m_error)
    {
        m_error = TextError{std::move(message), offset};
    }
    return nullptr;
}

ExpressionNodePtr
ExpressionParser::FailExpecting(const std::string& what)
{
    const ExpressionToken& token = Next();
    const std::string found =
        token.kind == TokenKind::End ? "; the expression ends here" : "; got " + token.text;
    return Fail("expected " + what + found, token.offset);
}

} // namespace nexsim
