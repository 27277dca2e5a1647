// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPRESSION_JSON_H
#define NEXSIM_EXPRESSION_JSON_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/expression.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/source-map.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief A parameter with the value that it has in one run.
 */
struct ParameterValue
{
    std::string name;
    std::string label;     //!< what a table shows: `0.1`, `10us`, `codel`
    ExpressionValue value; //!< what it is in an expression; of a labelled object, its label
    Json json;             //!< what `{"$": "name"}` stands for
};

/// @return the values by name, for an expression.
ExpressionNames NamesOf(const std::vector<ParameterValue>& parameters);

/// @return whether this stands for the value of an expression: an object with the key `$`.
bool IsExpression(const Json& json);

/// @return the expression in `{"$": "..."}`, or nothing after reporting why there is none.
std::optional<Expression> ReadExpression(const Json& json,
                                         const std::string& pointer,
                                         const SourceMap& sources,
                                         Diagnostics& diagnostics);

/**
 * @brief Puts values in place of all expressions in a part of a document.
 *
 * A name alone stands for the parameter's JSON, which may be an object that holds expressions
 * itself. Errors are reported at the expression, which then stays.
 *
 * @param pointer where `json` stands in the document
 */
void ResolveExpressions(Json& json,
                        const std::string& pointer,
                        const std::vector<ParameterValue>& parameters,
                        const SourceMap& sources,
                        Diagnostics& diagnostics);

} // namespace nexsim

#endif // NEXSIM_EXPRESSION_JSON_H
