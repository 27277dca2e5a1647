// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLAIMS_TEXT_H
#define NEXSIM_CLAIMS_TEXT_H

#include "sim/experiment/claims.h"

#include <string>

namespace nexsim
{

/**
 * @brief A claim's result for a terminal: its verdict and text, and below it the numbers of its cells.
 *
 * With many cells, those that hold are only counted.
 */
std::string ToText(const ClaimResult& result);

/** @brief "flows=4, load=0.5"; empty without parameters. */
std::string ToText(const NamedTexts& point);

} // namespace nexsim

#endif // NEXSIM_CLAIMS_TEXT_H
