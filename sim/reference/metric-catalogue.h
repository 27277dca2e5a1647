// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRIC_CATALOGUE_H
#define NEXSIM_METRIC_CATALOGUE_H

#include "sim/run/metric-readings.h"
#include "sim/scenario/type-catalogue.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A metric as every object of a type has it. */
struct TypeMetric
{
    std::string name; //!< below the object's path: "length_mean"
    std::string unit;
    std::string meaning;
    std::string kind; //!< how a window gets its value: "counter", "rate" ...
};

/**
 * @brief The metrics of types, from the objects themselves: each is built into a small network and
 * asked. Nothing runs.
 */
class MetricCatalogue
{
  public:
    /** @param data folder with captures, which a replay needs to be built */
    MetricCatalogue(const TypeCatalogue& catalogue, std::filesystem::path data);

    /**
     * @brief Nothing when no object of the type reports to an observer: it is no component, or no
     * network with one could be built.
     */
    std::optional<std::vector<TypeMetric>> Of(ns3::TypeId type) const;

    /** @brief Of an entry of the traffic. Those of its stages stand for any STAGE once. */
    static std::vector<TypeMetric> OfEntries();

    /** @brief Of a host with cores, below its path. FIGURE stands for any cost figure. */
    static std::vector<TypeMetric> OfCores();

    /** @brief `application, user-stack, ...`: what may stand for STAGE. */
    static std::string StageNames();

    /** @brief What a distribution's name is followed by: `/mean: mean; /p50: median; ...`. */
    static std::string Statistics();

  private:
    const TypeCatalogue& m_catalogue;
    std::filesystem::path m_data;
};

} // namespace nexsim

#endif // NEXSIM_METRIC_CATALOGUE_H
