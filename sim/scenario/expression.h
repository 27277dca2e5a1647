// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPRESSION_H
#define NEXSIM_EXPRESSION_H

#include "sim/scenario/expression-value.h"
#include "sim/scenario/outcome.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

class ExpressionNode;

/// What a name in an expression is.
enum class ExpressionNameStyle : uint8_t
{
    Parameters, //!< letters, digits and _
    MetricPaths //!< `web/flows_open`: up to a blank or one of ( ) , ! = < + * ? & |, or in quotes
};

/// What the names in an expression stand for.
using ExpressionNames = std::map<std::string, ExpressionValue>;

inline constexpr std::size_t kExpressionLengthLimit = 1000; //!< bytes
inline constexpr std::size_t kExpressionDepthLimit = 64;    //!< brackets and signs in each other

/**
 * @brief The formula in `{"$": "load * 10Gbps"}`, in `where`, in `until` and behind `--only`.
 *
 * From weak to strong: `a ? b : c`; `||` `or`; `&&` `and`; `not`; `== != < <= > >=` (which do not
 * chain); `+ -`; `* / %`; `!` and signs; then numbers, quantities (`10Gbps`; `%` right behind a number
 * and not right before an operand is percent), names, texts in either quotes, `true`, `false`,
 * brackets, `min(...)` and `max(...)`.
 *
 * Numbers are exact fractions; what does not fit is an error. A condition takes only booleans, and
 * only the side that decides is evaluated; yet every name must be known.
 */
class Expression
{
  public:
    /// A name as it stands in the text.
    struct NameUse
    {
        std::string name;
        std::size_t offset = 0;
    };

    static Outcome<Expression> Parse(std::string_view text,
                                     ExpressionNameStyle style = ExpressionNameStyle::Parameters);

    Outcome<ExpressionValue> Evaluate(const ExpressionNames& names) const;

    /// As Evaluate, for an expression that must be a condition.
    Outcome<bool> Holds(const ExpressionNames& names) const;

    /// @return every name that is used, in the order of the text, repeated as often as it stands there.
    const std::vector<NameUse>& Names() const
    {
        return m_names;
    }

    const std::string& Text() const
    {
        return m_text;
    }

  private:
    Expression(std::string text,
               std::shared_ptr<const ExpressionNode> root,
               std::vector<NameUse> names);

    std::string m_text;
    std::shared_ptr<const ExpressionNode> m_root;
    std::vector<NameUse> m_names;
};

/// @return `in "load * x", column 8: unknown name "x"`; columns count code points from 1.
std::string DescribeInText(std::string_view text, const TextError& error);

} // namespace nexsim

#endif // NEXSIM_EXPRESSION_H
