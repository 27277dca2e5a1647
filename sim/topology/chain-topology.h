// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHAIN_TOPOLOGY_H
#define NEXSIM_CHAIN_TOPOLOGY_H

#include "sim/topology/topology.h"

#include <cstdint>

namespace nexsim
{

/** @brief Host a, switches sw[i] one behind the other, host b. */
class ChainTopology : public Topology
{
  public:
    static ns3::TypeId GetTypeId();

    GeneratedTopology Generate() const override;

  private:
    int64_t m_switches = 1;
    Blueprint m_edge;
    Blueprint m_core;
};

} // namespace nexsim

#endif // NEXSIM_CHAIN_TOPOLOGY_H
