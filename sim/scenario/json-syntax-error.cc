// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-syntax-error.h"

#include "sim/scenario/ascii.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/text-cursor.h"

#include <algorithm>
#include <array>
#include <optional>

namespace nexsim
{

namespace
{

constexpr std::string_view kHex = "0123456789abcdefABCDEF";

unsigned
ByteAt(std::string_view text, std::size_t i)
{
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

bool
IsWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '%';
}

bool
IsLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string_view
WordAt(std::string_view text, std::size_t begin)
{
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                      text.end(),
                                      IsWordCharacter);
    return text.substr(begin, static_cast<std::size_t>(end - text.begin()) - begin);
}

/// @return the character at `i` in quotes, whole even if it has several bytes.
std::string
CharacterAt(std::string_view text, std::size_t i)
{
    return Quoted(text.substr(i, std::max<std::size_t>(Utf8Length(text, i), 1)));
}

std::string
ExpectedText(const JsonProgress& progress)
{
    switch (progress.expects)
    {
    case JsonExpects::Value:
        return "expected a value";
    case JsonExpects::FirstElement:
        return "expected a value or \"]\"";
    case JsonExpects::FirstKey:
        return "expected a key in double quotes or \"}\"";
    case JsonExpects::Colon:
        return "expected \":\" after the key";
    case JsonExpects::CommaOrBracket:
        return "expected \",\" or \"]\" in the array that begins in " + progress.opened;
    case JsonExpects::CommaOrBrace:
        return "expected \",\" or \"}\" in the object that begins in " + progress.opened;
    case JsonExpects::End:
        break;
    }
    return "expected the end of the text";
}

/// @return why the string that begins at `begin` cannot be read.
std::optional<TextError>
DescribeBadString(std::string_view text, std::size_t begin)
{
    for (std::size_t i = begin + 1; i < text.size() && text[i] != '"'; ++i)
    {
        const unsigned byte = ByteAt(text, i);
        if (byte == '\n' || byte == '\r')
        {
            return TextError{"this text has no closing double quote on its line", begin};
        }
        if (byte < 0x20)
        {
            return TextError{std::string("a text in double quotes cannot hold a ") +
                                 (byte == '\t'
                                      ? "tab; write \\t"
                                      : "control character; write it as \\u and 4 hex digits"),
                             i};
        }
        if (byte != '\\')
        {
            continue;
        }
        ++i;
        const char code = static_cast<char>(ByteAt(text, i));
        if (code == 'u')
        {
            const std::string_view digits = text.substr(std::min(i + 1, text.size()), 4);
            if (digits.size() < 4 || digits.find_first_not_of(kHex) != std::string_view::npos)
            {
                return TextError{"\\u must be followed by 4 hex digits", i - 1};
            }
            i += 4;
        }
        else if (code == '\0' ||
                 std::string_view("\"\\/bfnrt").find(code) == std::string_view::npos)
        {
            return TextError{"unknown escape; write \\\\ for a backslash", i - 1};
        }
    }
    if (text.find('"', begin + 1) == std::string_view::npos)
    {
        return TextError{"this text has no closing double quote", begin};
    }
    if (text.find("\\u", begin) != std::string_view::npos)
    {
        return TextError{
            "this text has an escape for half a character; \\ud800 to \\udfff come in pairs",
            begin};
    }
    return std::nullopt;
}

TextError
DescribeWord(std::string_view text, std::size_t at, const JsonProgress& progress)
{
    const std::string_view word = WordAt(text, at);
    if (progress.expects == JsonExpects::FirstKey)
    {
        return {"a key is written in double quotes: " + Quoted(word), at};
    }
    constexpr std::array<std::array<std::string_view, 2>, 4> kLiterals = {
        {{"true", "True"}, {"false", "False"}, {"true", "TRUE"}, {"false", "FALSE"}}};
    for (const auto& [json, other] : kLiterals)
    {
        if (word == other)
        {
            return {"unknown word " + Quoted(word) + "; write " + std::string(json), at};
        }
    }
    for (const std::string_view number : {"NaN", "nan", "Infinity", "inf", "-Infinity", "-inf"})
    {
        if (word == number)
        {
            return {Quoted(word) + " is no number that a scenario can hold", at};
        }
    }
    return {"a text is written in double quotes: " + Quoted(word), at};
}

/// @return the run of characters that a number is made of.
std::string_view
NumberAt(std::string_view text, std::size_t begin)
{
    const std::size_t end = text.find_first_not_of("0123456789+-.eE", begin);
    return text.substr(begin, std::min(end, text.size()) - begin);
}

TextError
DescribeNumber(std::string_view text, std::size_t at)
{
    const std::string_view number = NumberAt(text, at);
    if (number.front() == '+')
    {
        return {"a number has no leading +; got " + std::string(number), at};
    }
    if (number.front() == '.')
    {
        return {"a digit must stand before the decimal point; write 0" + std::string(number), at};
    }
    return {"malformed number " + std::string(number), at};
}

/// The characters right behind a number that ended well.
TextError
DescribeAfterNumber(std::string_view text, std::size_t at, std::size_t begin)
{
    if (IsDigit(text[at]))
    {
        return {"a number has no leading zeros; got " + std::string(NumberAt(text, begin)), begin};
    }
    if (IsLetter(text[at]) || text[at] == '%')
    {
        return {"a number with a unit is written in double quotes: " + Quoted(WordAt(text, begin)),
                begin};
    }
    return {"malformed number " + std::string(NumberAt(text, begin)), begin};
}

/// @return whether `at` holds a key's begin, right after a comma in an object
bool
ExpectsKey(const JsonProgress& progress, bool afterComma)
{
    return progress.expects == JsonExpects::FirstKey ||
           (progress.expects == JsonExpects::CommaOrBrace && afterComma);
}

TextError
DescribeToken(std::string_view text, std::size_t at, bool afterComma, const JsonProgress& progress)
{
    const char c = text[at];
    JsonProgress now = progress;
    if (ExpectsKey(progress, afterComma))
    {
        now.expects = JsonExpects::FirstKey;
    }
    else if (afterComma)
    {
        now.expects = JsonExpects::Value;
    }
    const bool wantsValue =
        now.expects == JsonExpects::Value || now.expects == JsonExpects::FirstElement;
    if (c == '"' && (wantsValue || now.expects == JsonExpects::FirstKey))
    {
        if (auto error = DescribeBadString(text, at))
        {
            return *error;
        }
    }
    if ((wantsValue || now.expects == JsonExpects::FirstKey) && IsLetter(c))
    {
        return DescribeWord(text, at, now);
    }
    if (wantsValue && (IsDigit(c) || c == '-' || c == '+' || c == '.'))
    {
        const bool word = at + 1 < text.size() && IsLetter(text[at + 1]);
        return word ? DescribeWord(text, at, now) : DescribeNumber(text, at);
    }
    const bool startsValue =
        c == '"' || c == '{' || c == '[' || IsDigit(c) || c == '-' || IsLetter(c);
    if (startsValue &&
        (now.expects == JsonExpects::CommaOrBrace || now.expects == JsonExpects::CommaOrBracket))
    {
        return {"a comma is missing before this", at};
    }
    std::string expected = ExpectedText(now);
    if (afterComma && now.expects == JsonExpects::FirstKey)
    {
        expected = "expected a key in double quotes";
    }
    return {expected + "; got " + CharacterAt(text, at), at};
}

} // namespace

TextError
DescribeJsonError(std::string_view text, const JsonProgress& progress)
{
    std::size_t at = SkipJsonSpace(text, progress.offset);
    if (progress.afterNumber && at == progress.offset && at < text.size() &&
        (IsWordCharacter(text[at]) || text[at] == '+'))
    {
        return DescribeAfterNumber(text, at, progress.lastOffset);
    }
    const char next = static_cast<char>(ByteAt(text, at));
    JsonProgress now = progress;
    std::optional<std::size_t> comma;
    if (progress.expects == JsonExpects::Colon && next == ':')
    {
        at = SkipJsonSpace(text, at + 1);
        now.expects = JsonExpects::Value;
    }
    else if ((progress.expects == JsonExpects::CommaOrBrace ||
              progress.expects == JsonExpects::CommaOrBracket) &&
             next == ',')
    {
        comma = at;
        at = SkipJsonSpace(text, at + 1);
    }
    if (at >= text.size())
    {
        return {progress.opened.empty() ? "the text ends too early"
                                        : "the text ends before the bracket that opens in " +
                                              progress.opened + " is closed",
                text.size()};
    }
    const char c = text[at];
    if (c == '#' || (c == '/' && (ByteAt(text, at + 1) == '/' || ByteAt(text, at + 1) == '*')))
    {
        return {"JSON has no comments; remove it, or say it in an \"about\" key", at};
    }
    if (c == '\'')
    {
        return {"a text is written in double quotes, not in single ones", at};
    }
    if (comma && (c == '}' || c == ']'))
    {
        return {"a comma before " + CharacterAt(text, at) + " is not allowed; remove it", *comma};
    }
    if (progress.expects == JsonExpects::End)
    {
        return {"nothing may follow the end of the document; got " + CharacterAt(text, at), at};
    }
    return DescribeToken(text, at, comma.has_value(), now);
}

} // namespace nexsim
