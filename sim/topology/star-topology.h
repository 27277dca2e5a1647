// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STAR_TOPOLOGY_H
#define NEXSIM_STAR_TOPOLOGY_H

#include "sim/topology/topology.h"

#include <cstdint>

namespace nexsim
{

/** @brief Hosts host[i] around the switch sw. */
class StarTopology : public Topology
{
  public:
    static ns3::TypeId GetTypeId();

    GeneratedTopology Generate() const override;

  private:
    int64_t m_hosts = 1;
    Blueprint m_edge;
};

} // namespace nexsim

#endif // NEXSIM_STAR_TOPOLOGY_H
