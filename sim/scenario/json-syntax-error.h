// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_JSON_SYNTAX_ERROR_H
#define NEXSIM_JSON_SYNTAX_ERROR_H

#include "sim/scenario/outcome.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief What the JSON grammar may continue with at some point.
 */
enum class JsonExpects : uint8_t
{
    Value,
    FirstElement, //!< a value or `]`
    FirstKey,     //!< a key or `}`
    Colon,
    CommaOrBracket, //!< `,` or `]`
    CommaOrBrace,   //!< `,` or `}`
    End,
};

/**
 * @brief How far a JSON text could be read.
 */
struct JsonProgress
{
    std::size_t offset = 0; //!< the end of the last key, value or opening bracket
    JsonExpects expects = JsonExpects::Value;
    bool afterNumber = false;   //!< the last value was a number
    std::size_t lastOffset = 0; //!< where the last key or value began
    std::string opened;         //!< place of the innermost open bracket: `line 3, column 5`
};

/// @return what is wrong right after the part that could be read, in the words of the person who
/// wrote it: a comment, a trailing comma, a quantity without quotes.
TextError DescribeJsonError(std::string_view text, const JsonProgress& progress);

} // namespace nexsim

#endif // NEXSIM_JSON_SYNTAX_ERROR_H
