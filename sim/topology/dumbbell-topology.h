// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DUMBBELL_TOPOLOGY_H
#define NEXSIM_DUMBBELL_TOPOLOGY_H

#include "sim/topology/topology.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief Hosts left[i] at the switch west, hosts right[i] at the switch east, and the link
 * "bottleneck" from west to east.
 */
class DumbbellTopology : public Topology
{
  public:
    static ns3::TypeId GetTypeId();

    GeneratedTopology Generate() const override;

  private:
    int64_t m_left = 1;
    int64_t m_right = 1;
    Blueprint m_edge;
    Blueprint m_bottleneck;
};

} // namespace nexsim

#endif // NEXSIM_DUMBBELL_TOPOLOGY_H
