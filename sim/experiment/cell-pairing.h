// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CELL_PAIRING_H
#define NEXSIM_CELL_PAIRING_H

#include "sim/experiment/run-cell.h"

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What of an experiment cannot be compared; what() says why, and what there is. */
class ComparisonError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/** @brief The variants of the cells, in their order; one of empty name without variants. */
std::vector<std::string> VariantsOf(const std::vector<RunCell>& cells);

/**
 * @brief The variant that the others are compared with.
 * @param wanted its name; empty for the first
 * @throws ComparisonError when there is no such variant, or none beside it
 */
std::string BaselineOf(const std::vector<RunCell>& cells, const std::string& wanted);

/** @brief Parameters that take several values within a variant. What only variants differ in is theirs. */
std::set<std::string> SweptParameters(const std::vector<RunCell>& cells);

/** @brief Whether two cells stand at one sweep point: no swept parameter of both has two values. */
bool AreAtOnePoint(const RunCell& a, const RunCell& b, const std::set<std::string>& swept);

} // namespace nexsim

#endif // NEXSIM_CELL_PAIRING_H
