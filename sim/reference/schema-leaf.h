// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCHEMA_LEAF_H
#define NEXSIM_SCHEMA_LEAF_H

#include "models/base/quantity.h"
#include "sim/scenario/json-reader.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * The parts of a JSON Schema (draft-07) that refer to no other part. Regular expressions are those
 * that ECMA 262 with the flag u, Python and std::regex read alike.
 */
namespace nexsim
{

/**
 * @brief Texts that ParseQuantity reads as an amount of at least `minimum`.
 *
 * Of the range only the sign and "not zero" can be told by a pattern; and that a base unit, such as
 * a byte, has no fraction.
 */
std::string QuantityPattern(Dimension dimension, int64_t minimum);

/** @brief A quantity with its unit; "unlimited" too where that may stand. */
Json QuantitySchema(Dimension dimension, int64_t minimum, bool mayBeUnlimited);

/** @brief A number, a text that is no ill-written quantity, true or false. */
Json ScalarSchema();

/** @brief A number, or a quantity that a metric can be compared with, of at least `minimum`. */
Json BoundSchema(int64_t minimum);

/** @brief A text that the pattern describes. @param expected as a message says it: "a name" */
Json PatternSchema(const std::string& pattern, const std::string& expected);

std::string PlainNamePattern();

/** @brief `a`, `a[0..3]`, `a[*]`, comma lists: see ParseNamePatterns. */
std::string NodeSelectorPattern();

/** @brief The same, with an application behind a slash where wanted. */
std::string EndSelectorPattern();

/** @brief Names of applications of a host, without [*]. */
std::string AppNamesPattern();

std::string ParameterNamePattern();
std::string HostAddressPattern();
std::string FileNamePattern();

/** @brief The text as a regular expression that means just it. */
std::string Escaped(const std::string& text);

/** @brief {"$ref": "#/definitions/NAME"} */
Json Reference(const std::string& definition);

/** @brief The schema, or an expression. For values that are no objects. */
Json OrExpression(Json schema);

/** @brief An object that the schema describes, or an expression. */
Json ObjectOrExpression(Json schema);

/** @brief Puts description and, unless it is null, default before everything else. */
Json Described(Json schema, const std::string& description, const Json& standard = nullptr);

} // namespace nexsim

#endif // NEXSIM_SCHEMA_LEAF_H
