// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/expression-lexer.h"

#include "sim/scenario/ascii.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/text-cursor.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace nexsim
{

namespace
{

/// Longer ones first.
constexpr std::array<std::string_view, 18> kOperators = {"||",
                                                         "&&",
                                                         "==",
                                                         "!=",
                                                         "<=",
                                                         ">=",
                                                         "<",
                                                         ">",
                                                         "+",
                                                         "-",
                                                         "*",
                                                         "/",
                                                         "%",
                                                         "!",
                                                         "?",
                                                         ":",
                                                         "(",
                                                         ")"};

bool
IsNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || IsDigit(c);
}

char
At(std::string_view text, std::size_t i)
{
    return i < text.size() ? text[i] : '\0';
}

std::size_t
SkipWhile(std::string_view text, std::size_t begin, bool (*belongs)(char))
{
    while (begin < text.size() && belongs(text[begin]))
    {
        ++begin;
    }
    return begin;
}

/// @return whether the % at `i`, right behind a number, is percent: a remainder's right side would
/// follow at once.
bool
IsPercent(std::string_view text, std::size_t i)
{
    const char next = At(text, i + 1);
    return At(text, i) == '%' && !IsNameCharacter(next) && next != '(' && next != '.';
}

/// @return the end of the number at `begin`, with the unit that stands right behind it.
std::size_t
LiteralEnd(std::string_view text, std::size_t begin)
{
    std::size_t end = SkipWhile(text, begin, IsDigit);
    if (At(text, end) == '.')
    {
        end = SkipWhile(text, end + 1, IsDigit);
    }
    if (IsPercent(text, end))
    {
        return end + 1;
    }
    if (!IsNameCharacter(At(text, end)))
    {
        return end;
    }
    const std::size_t unit = UnitLength(text.substr(end));
    return unit > 0 ? end + unit : SkipWhile(text, end, IsNameCharacter);
}

Outcome<ExpressionToken>
ReadNumber(std::string_view text, std::size_t begin)
{
    const std::size_t end = LiteralEnd(text, begin);
    const std::string literal(text.substr(begin, end - begin));
    if (literal.find_first_not_of("0123456789.") != std::string::npos)
    {
        const auto value = ValueFromJson(Json(literal));
        if (!value)
        {
            return TextError{value.Error().message, begin + value.Error().offset};
        }
        return ExpressionToken{TokenKind::Literal, literal, begin, *value};
    }
    if (literal.front() == '.' || literal.back() == '.')
    {
        return TextError{"digits must stand on both sides of the decimal point", begin};
    }
    const auto number = ParseDecimal(literal);
    if (!number)
    {
        return TextError{"the number " + literal + " has too many digits", begin};
    }
    return ExpressionToken{TokenKind::Literal, literal, begin, *number};
}

Outcome<ExpressionToken>
ReadText(std::string_view text, std::size_t begin)
{
    const std::size_t end = text.find(text[begin], begin + 1);
    if (end == std::string_view::npos)
    {
        return TextError{"this text has no closing quote", begin};
    }
    std::string content(text.substr(begin + 1, end - begin - 1));
    return ExpressionToken{TokenKind::Literal,
                           std::string(text.substr(begin, end + 1 - begin)),
                           begin,
                           std::move(content)};
}

ExpressionToken
ReadName(std::string_view text, std::size_t begin)
{
    const std::size_t end = SkipWhile(text, begin, IsNameCharacter);
    std::string name(text.substr(begin, end - begin));
    if (name == "true" || name == "false")
    {
        const bool value = name == "true";
        return {TokenKind::Literal, std::move(name), begin, value};
    }
    if (name == "and" || name == "or" || name == "not")
    {
        return {TokenKind::Operator, name == "and" ? "&&" : name == "or" ? "||" : "not", begin, {}};
    }
    return {TokenKind::Name, std::move(name), begin, {}};
}

Outcome<ExpressionToken>
ReadOperator(std::string_view text, std::size_t begin)
{
    if (text[begin] == ',')
    {
        return ExpressionToken{TokenKind::Operator, ",", begin, {}};
    }
    for (const std::string_view name : kOperators)
    {
        if (text.substr(begin, name.size()) == name)
        {
            return ExpressionToken{TokenKind::Operator, std::string(name), begin, {}};
        }
    }
    switch (text[begin])
    {
    case '=':
        return TextError{"write == to compare", begin};
    case '&':
        return TextError{"write && for and", begin};
    case '|':
        return TextError{"write || for or", begin};
    default:
        break;
    }
    const std::size_t size = std::max<std::size_t>(Utf8Length(text, begin), 1);
    return TextError{"an expression cannot hold " + Quoted(text.substr(begin, size)), begin};
}

bool
IsPathCharacter(char c)
{
    constexpr std::string_view kEnds = " \t\r\n(),!=<+*?&|\"'";
    return kEnds.find(c) == std::string_view::npos;
}

/// @return the path of a metric at `begin`, bare or in quotes; nothing where there is none.
std::optional<ExpressionToken>
ReadPath(std::string_view text, std::size_t begin)
{
    const char c = text[begin];
    const bool quoted = c == '"' || c == '\'';
    if (!quoted && (!IsNameCharacter(c) || IsDigit(c)))
    {
        return std::nullopt;
    }
    const std::size_t end =
        quoted ? text.find(c, begin + 1) : SkipWhile(text, begin, IsPathCharacter);
    if (end == std::string_view::npos)
    {
        return std::nullopt;
    }
    const std::size_t first = quoted ? begin + 1 : begin;
    std::string_view path = text.substr(first, end - first);
    while (!quoted && !path.empty() && path.back() == '>')
    {
        path.remove_suffix(1); // the > of >=
    }
    if (path.find('/') == std::string_view::npos)
    {
        return std::nullopt;
    }
    return ExpressionToken{TokenKind::Name, std::string(path), begin, {}};
}

Outcome<ExpressionToken>
ReadToken(std::string_view text, std::size_t begin, ExpressionNameStyle style)
{
    const char c = text[begin];
    if (style == ExpressionNameStyle::MetricPaths)
    {
        if (auto path = ReadPath(text, begin))
        {
            return std::move(*path);
        }
    }
    if (IsDigit(c) || (c == '.' && IsDigit(At(text, begin + 1))))
    {
        return ReadNumber(text, begin);
    }
    if (IsNameCharacter(c))
    {
        return ReadName(text, begin);
    }
    if (c == '"' || c == '\'')
    {
        return ReadText(text, begin);
    }
    return ReadOperator(text, begin);
}

} // namespace

Outcome<std::vector<ExpressionToken>>
SplitExpression(std::string_view text, ExpressionNameStyle style)
{
    std::vector<ExpressionToken> tokens;
    std::size_t at = SkipJsonSpace(text, 0);
    while (at < text.size())
    {
        auto token = ReadToken(text, at, style);
        if (!token)
        {
            return token.Error();
        }
        const bool isQuoted = token->kind == TokenKind::Name && !IsNameCharacter(text[at]);
        const bool word = token->kind == TokenKind::Operator && IsNameCharacter(text[at]);
        at = word ? SkipWhile(text, at, IsNameCharacter)
                  : at + token->text.size() + (isQuoted ? 2 : 0);
        at = SkipJsonSpace(text, at);
        tokens.push_back(std::move(*token));
    }
    tokens.push_back({TokenKind::End, "", text.size(), {}});
    return tokens;
}

} // namespace nexsim
