// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-node.h"

#include <utility>

namespace nexsim
{

namespace
{

/// Gives an operator's error the place of the operator.
OperatorResult
Placed(const OperatorResult& result, std::size_t offset)
{
    if (!result)
    {
        return TextError{result.Error().message, offset};
    }
    return result;
}

/// @return the value as a condition; `where` names the place in an error, as in `on the left of &&`.
Outcome<bool>
AsCondition(const OperatorResult& result, std::size_t offset, const std::string& where)
{
    if (!result)
    {
        return result.Error();
    }
    if (const bool* condition = std::get_if<bool>(&*result))
    {
        return *condition;
    }
    return TextError{"expected a condition " + where + "; got " + DescribeValue(*result), offset};
}

class LiteralNode : public ExpressionNode
{
  public:
    explicit LiteralNode(ExpressionValue value) : m_value(std::move(value)) {}

    OperatorResult Evaluate(const ExpressionNames& /*names*/) const override
    {
        return m_value;
    }

  private:
    ExpressionValue m_value;
};

class NameNode : public ExpressionNode
{
  public:
    explicit NameNode(std::string name) : m_name(std::move(name)) {}

    OperatorResult Evaluate(const ExpressionNames& names) const override
    {
        return names.at(m_name);
    }

  private:
    std::string m_name;
};

class UnaryNode : public ExpressionNode
{
  public:
    UnaryNode(UnaryOperator apply, std::size_t offset, ExpressionNodePtr operand)
        : m_apply(apply), m_offset(offset), m_operand(std::move(operand))
    {
    }

    OperatorResult Evaluate(const ExpressionNames& names) const override
    {
        const auto operand = m_operand->Evaluate(names);
        return operand ? Placed(m_apply(*operand), m_offset) : operand;
    }

  private:
    UnaryOperator m_apply;
    std::size_t m_offset;
    ExpressionNodePtr m_operand;
};

class BinaryNode : public ExpressionNode
{
  public:
    BinaryNode(BinaryOperator apply,
               std::size_t offset,
               ExpressionNodePtr left,
               ExpressionNodePtr right)
        : m_apply(apply), m_offset(offset), m_left(std::move(left)), m_right(std::move(right))
    {
    }

    OperatorResult Evaluate(const ExpressionNames& names) const override
    {
        const auto left = m_left->Evaluate(names);
        if (!left)
        {
            return left;
        }
        const auto right = m_right->Evaluate(names);
        return right ? Placed(m_apply(*left, *right), m_offset) : right;
    }

  private:
    BinaryOperator m_apply;
    std::size_t m_offset;
    ExpressionNodePtr m_left;
    ExpressionNodePtr m_right;
};

class CallNode : public ExpressionNode
{
  public:
    CallNode(ListOperator apply, std::size_t offset, std::vector<ExpressionNodePtr> arguments)
        : m_apply(apply), m_offset(offset), m_arguments(std::move(arguments))
    {
    }

    OperatorResult Evaluate(const ExpressionNames& names) const override
    {
        std::vector<ExpressionValue> values;
        for (const ExpressionNodePtr& argument : m_arguments)
        {
            const auto value = argument->Evaluate(names);
            if (!value)
            {
                return value;
            }
            values.push_back(*value);
        }
        return Placed(m_apply(values), m_offset);
    }

  private:
    ListOperator m_apply;
    std::size_t m_offset;
    std::vector<ExpressionNodePtr> m_arguments;
};

class NotNode : public ExpressionNode
{
  public:
    NotNode(std::size_t offset, ExpressionNodePtr operand)
        : m_offset(offset), m_operand(std::move(operand))
    {
    }

    OperatorResult Evaluate(const ExpressionNames& names) const override
    {
        const auto operand = AsCondition(m_operand->Evaluate(names), m_offset, "after \"not\"");
        if (!operand)
        {
            return operand.Error();
        }
        return ExpressionValue(!*operand);
    }

  private:
    std::size_t m_offset;
    ExpressionNodePtr m_operand;
};

/// `&&` and `||`: the left side decides when it has the value `m_decisive`.
class JunctionNode : public ExpressionNode
{
  public:
    JunctionNode(const char* name,
                 bool decisive,
                 std::size_t offset,
                 ExpressionNodePtr left,
                 ExpressionNodePtr right)
        : m_name(name), m_decisive(decisive), m_offset(offset), m_left(std::move(left)),
          m_right(std::move(right))
    {
    }

    OperatorResult Evaluate(const ExpressionNames& names) const override
    {
        const auto left =
            AsCondition(m_left->Evaluate(names), m_offset, "on the left of " + m_name);
        if (!left)
        {
            return left.Error();
        }
        if (*left == m_decisive)
        {
            return ExpressionValue(m_decisive);
        }
        const auto right =
            AsCondition(m_right->Evaluate(names), m_offset, "on the right of " + m_name);
        if (!right)
        {
            return right.Error();
        }
        return ExpressionValue(*right);
    }

  private:
    std::string m_name;
    bool m_decisive;
    std::size_t m_offset;
    ExpressionNodePtr m_left;
    ExpressionNodePtr m_right;
};

class ConditionalNode : public ExpressionNode
{
  public:
    ConditionalNode(std::size_t offset,
                    ExpressionNodePtr condition,
                    ExpressionNodePtr yes,
                    ExpressionNodePtr no)
        : m_offset(offset), m_condition(std::move(condition)), m_yes(std::move(yes)),
          m_no(std::move(no))
    {
    }

    OperatorResult Evaluate(const ExpressionNames& names) const override
    {
        const auto condition = AsCondition(m_condition->Evaluate(names), m_offset, "before ?");
        if (!condition)
        {
            return condition.Error();
        }
        return (*condition ? m_yes : m_no)->Evaluate(names);
    }

  private:
    std::size_t m_offset;
    ExpressionNodePtr m_condition;
    ExpressionNodePtr m_yes;
    ExpressionNodePtr m_no;
};

} // namespace

ExpressionNodePtr
MakeLiteral(ExpressionValue value)
{
    return std::make_unique<LiteralNode>(std::move(value));
}

ExpressionNodePtr
MakeName(std::string name)
{
    return std::make_unique<NameNode>(std::move(name));
}

ExpressionNodePtr
MakeUnary(UnaryOperator apply, std::size_t offset, ExpressionNodePtr operand)
{
    return std::make_unique<UnaryNode>(apply, offset, std::move(operand));
}

ExpressionNodePtr
MakeBinary(BinaryOperator apply,
           std::size_t offset,
           ExpressionNodePtr left,
           ExpressionNodePtr right)
{
    return std::make_unique<BinaryNode>(apply, offset, std::move(left), std::move(right));
}

ExpressionNodePtr
MakeCall(ListOperator apply, std::size_t offset, std::vector<ExpressionNodePtr> arguments)
{
    return std::make_unique<CallNode>(apply, offset, std::move(arguments));
}

ExpressionNodePtr
MakeNot(std::size_t offset, ExpressionNodePtr operand)
{
    return std::make_unique<NotNode>(offset, std::move(operand));
}

ExpressionNodePtr
MakeAnd(std::size_t offset, ExpressionNodePtr left, ExpressionNodePtr right)
{
    return std::make_unique<JunctionNode>("&&", false, offset, std::move(left), std::move(right));
}

ExpressionNodePtr
MakeOr(std::size_t offset, ExpressionNodePtr left, ExpressionNodePtr right)
{
    return std::make_unique<JunctionNode>("||", true, offset, std::move(left), std::move(right));
}

ExpressionNodePtr
MakeConditional(std::size_t offset,
                ExpressionNodePtr condition,
                ExpressionNodePtr yes,
                ExpressionNodePtr no)
{
    return std::make_unique<ConditionalNode>(offset,
                                             std::move(condition),
                                             std::move(yes),
                                             std::move(no));
}

} // namespace nexsim
