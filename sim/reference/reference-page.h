// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REFERENCE_PAGE_H
#define NEXSIM_REFERENCE_PAGE_H

#include "sim/reference/metric-catalogue.h"
#include "sim/scenario/type-catalogue.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief The names of all reference pages: "scenario" for the grammar, then one for each folder that
 * has types. A type of the folder models/queue has the group name "nexsim/queue".
 */
std::vector<std::string> PageNames(const TypeCatalogue& catalogue);

/** @brief A page in Markdown; nothing when there is none of this name. */
std::optional<std::string> ReferencePage(const std::string& name,
                                         const TypeCatalogue& catalogue,
                                         const MetricCatalogue& metrics);

} // namespace nexsim

#endif // NEXSIM_REFERENCE_PAGE_H
