// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAPHML_TOPOLOGY_H
#define NEXSIM_GRAPHML_TOPOLOGY_H

#include "models/base/quantity.h"
#include "sim/topology/graphml-network.h"
#include "sim/topology/topology.h"

#include <cstdint>
#include <string>

namespace nexsim
{

/**
 * @brief A network from a GraphML file, as the Internet Topology Zoo has them.
 *
 * A node labelled Denver becomes the switch "Denver.router" and, one of HostsPerNode, the host
 * "Denver" with the link "Denver-Denver.router"; several hosts are Denver[0], Denver[1] ... Nodes
 * that stand for a hyperedge have no hosts. The link between Denver and Seattle is "Denver-Seattle".
 */
class GraphMlTopology : public Topology
{
  public:
    static ns3::TypeId GetTypeId();

    /** @throws TopologyError with all that is wrong with the file */
    GeneratedTopology Generate() const override;

  private:
    GeneratedTopology Generate(const GraphMlNetwork& network, FileReport& report) const;
    Blueprint LinkOf(const GraphMlLink& link) const;
    void AddHosts(GeneratedTopology& topology, size_t router, const std::string& site) const;
    void ReportDefaults(const GraphMlNetwork& network, FileReport& report) const;

    std::string m_file;
    BitRate m_defaultRate;
    SimTime m_defaultDelay;
    int64_t m_hostsPerNode = 1;
    Blueprint m_link;
    Blueprint m_access;
};

} // namespace nexsim

#endif // NEXSIM_GRAPHML_TOPOLOGY_H
