// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRIC_NUMBER_H
#define NEXSIM_METRIC_NUMBER_H

#include "sim/scenario/json-reader.h"

#include <optional>
#include <string>

namespace nexsim
{

/** @brief A number as metrics have it. */
struct MetricNumber
{
    double value = 0;
    std::string unit; //!< as in Metric: "ps", "bps", "B", "packets", "pps", "Hz", "1"
};

/** @brief A plain number, ratio or quantity; nothing for what metrics do not measure. */
std::optional<MetricNumber> InMetricUnit(const Json& json);

} // namespace nexsim

#endif // NEXSIM_METRIC_NUMBER_H
