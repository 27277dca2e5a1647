// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TYPE_PAGES_H
#define NEXSIM_TYPE_PAGES_H

#include "sim/reference/metric-catalogue.h"
#include "sim/scenario/type-catalogue.h"

#include <string>
#include <string_view>
#include <vector>

/** Pages about types for a terminal; see reference-page.h for those of the tree. */
namespace nexsim
{

/** @brief A type and the interface as which it is used. */
struct NamedType
{
    ns3::TypeId type;
    std::string interface; //!< TypeId name of the uppermost nexsim or plug-in base
};

/** @brief Every type that a scenario can name, sorted by TypeId name. */
std::vector<NamedType> AllTypes(const TypeCatalogue& catalogue);

/** @brief Every type that can be made, by interface, one line each. */
std::string TypeOverview(const TypeCatalogue& catalogue);

/** @brief The types that a person may mean by a short or full name. */
std::vector<NamedType> FindTypes(const TypeCatalogue& catalogue, std::string_view name);

/** @brief All short names, for suggestions. */
std::vector<std::string> TypeNames(const TypeCatalogue& catalogue);

/** @brief A type's attributes with unit, range, default and meaning, and its metrics. */
std::string TypePage(const NamedType& type, const MetricCatalogue& metrics);

/** @brief The metrics of all types, and of the entries of traffic. */
std::string MetricsPage(const TypeCatalogue& catalogue, const MetricCatalogue& metrics);

} // namespace nexsim

#endif // NEXSIM_TYPE_PAGES_H
