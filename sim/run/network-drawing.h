// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETWORK_DRAWING_H
#define NEXSIM_NETWORK_DRAWING_H

#include "sim/results/metrics.h"
#include "sim/scenario/scenario.h"

#include <string>

namespace nexsim
{

/**
 * @brief The network of a run in the DOT language of Graphviz, with what its links carried.
 *
 * A link shows at each end the utilisation of the direction that leaves there, if it is half a per
 * cent or more, or one in the middle if both are alike; and its rate, if that is not the one of most
 * links, which stands below. The busier direction gives colour (from blue over yellow to red) and
 * width. A link whose metrics are not there is grey. The same run gives the same bytes.
 */
std::string DrawNetwork(const ScenarioRun& scenario, const MetricTable& metrics);

} // namespace nexsim

#endif // NEXSIM_NETWORK_DRAWING_H
