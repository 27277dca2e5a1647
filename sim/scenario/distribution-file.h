// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DISTRIBUTION_FILE_H
#define NEXSIM_DISTRIBUTION_FILE_H

#include "models/traffic/size-distribution.h"

#include <istream>
#include <stdexcept>
#include <string>

namespace nexsim
{

/** @brief what() is "FILE:LINE: what was expected and what is there". */
class DistributionFileError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * @brief Reads a distribution of sizes from text.
 *
 * Lines that begin with `#` are comments, and blank lines are skipped. The first other line is
 * `bytes cumulative-probability`; each further one is a point, a whole number and a decimal fraction
 * with blanks between. EmpiricalDistribution says which points fit together. At most 100,000 points.
 *
 * @param name stands for the text in error messages
 * @throws DistributionFileError
 */
EmpiricalDistribution ParseDistribution(std::istream& text, const std::string& name);

/** @brief ParseDistribution() of a file. @throws DistributionFileError also if it is unreadable */
EmpiricalDistribution ReadDistributionFile(const std::string& path);

} // namespace nexsim

#endif // NEXSIM_DISTRIBUTION_FILE_H
