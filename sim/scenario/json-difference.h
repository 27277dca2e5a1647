// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_JSON_DIFFERENCE_H
#define NEXSIM_JSON_DIFFERENCE_H

#include "sim/scenario/json-reader.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief A place at which two documents differ. */
struct JsonDifference
{
    std::string pointer;
    std::string a; //!< JSON of the value, long ones cut; empty where that document has none
    std::string b;
};

/**
 * @brief Where two documents differ, in the order of the first and then of the second: as deep as both
 * have an object or an array. Objects of other keys in other order are one difference more.
 */
std::vector<JsonDifference> FindDifferences(const Json& a, const Json& b);

} // namespace nexsim

#endif // NEXSIM_JSON_DIFFERENCE_H
