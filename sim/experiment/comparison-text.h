// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COMPARISON_TEXT_H
#define NEXSIM_COMPARISON_TEXT_H

#include "sim/experiment/variant-comparison.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief A table per metric for a terminal of 100 columns, and what its words mean. */
std::string ToText(const VariantComparison& comparison);

/** @brief The same tables in Markdown. */
std::string ToMarkdown(const VariantComparison& comparison);

/**
 * @brief A row per metric, variant and sweep point, numbers in full.
 * @param columns names of the parameters
 */
std::string ToCsv(const VariantComparison& comparison, const std::vector<std::string>& columns);

} // namespace nexsim

#endif // NEXSIM_COMPARISON_TEXT_H
