// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FAT_TREE_TOPOLOGY_H
#define NEXSIM_FAT_TREE_TOPOLOGY_H

#include "sim/topology/topology.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief The fat tree of Al-Fares, Loukissas and Vahdat (SIGCOMM 2008, section 2.2), made of
 * switches with K ports.
 *
 * K pods have K/2 edge and K/2 aggregation switches each: pod p those with the numbers p K/2 to
 * p K/2 + K/2 - 1. Every edge switch is linked to every aggregation switch of its pod, and the i-th
 * aggregation switch of each pod to core[i K/2] ... core[i K/2 + K/2 - 1]. Edge switch e has the
 * hosts host[e h] ... host[e h + h - 1], h being HostsPerEdge.
 *
 * Edge switches with more hosts than K/2 are oversubscribed by h to K/2 and have more than K ports.
 */
class FatTreeTopology : public Topology
{
  public:
    static ns3::TypeId GetTypeId();

    GeneratedTopology Generate() const override;

  private:
    void AddPod(GeneratedTopology& topology, const std::vector<size_t>& cores, int64_t pod) const;

    int64_t HostsPerEdge() const
    {
        return m_hostsPerEdge == 0 ? m_k / 2 : m_hostsPerEdge;
    }

    int64_t m_k = 4;
    int64_t m_hostsPerEdge = 0;
    Blueprint m_edge;
    Blueprint m_fabric;
    Blueprint m_core;
};

} // namespace nexsim

#endif // NEXSIM_FAT_TREE_TOPOLOGY_H
