// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LEAF_SPINE_TOPOLOGY_H
#define NEXSIM_LEAF_SPINE_TOPOLOGY_H

#include "sim/topology/topology.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief A folded Clos network of two stages: every leaf[i] is linked to every spine[j], and hosts
 * host[k] to their leaf, those of leaf[0] first.
 *
 * A leaf is oversubscribed by HostsPerLeaf x edge rate to Spines x Parallel x uplink rate. Parallel
 * links between a leaf and a spine are named "leaf[i]-spine[j]", "leaf[i]-spine[j]#2" ...
 */
class LeafSpineTopology : public Topology
{
  public:
    static ns3::TypeId GetTypeId();

    GeneratedTopology Generate() const override;

  private:
    int64_t m_leaves = 1;
    int64_t m_spines = 1;
    int64_t m_hostsPerLeaf = 1;
    int64_t m_parallel = 1;
    Blueprint m_edge;
    Blueprint m_uplink;
};

} // namespace nexsim

#endif // NEXSIM_LEAF_SPINE_TOPOLOGY_H
