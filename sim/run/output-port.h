// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OUTPUT_PORT_H
#define NEXSIM_OUTPUT_PORT_H

#include "sim/run/network.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>

namespace nexsim
{

/** @brief A port of a node with the direction of the link into which it sends; paths of each. */
struct OutputPort
{
    std::string node; //!< "sw"
    std::string port; //!< "sw/port[b]"
    std::string link; //!< "sw-b/forward"
};

/** @brief Whether `path` is `top` or lies below it. */
bool IsAtOrBelow(const std::string& path, const std::string& top);

/** @brief The port that a component belongs to, or that sends into it; nothing for any other. */
std::optional<OutputPort> FindOutputPort(const ScenarioRun& scenario,
                                         const NetworkGraph& graph,
                                         const std::string& path);

} // namespace nexsim

#endif // NEXSIM_OUTPUT_PORT_H
