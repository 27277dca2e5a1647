// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETWORK_H
#define NEXSIM_NETWORK_H

#include "models/link/network-node.h"
#include "models/link/simplex-link.h"
#include "models/switch/bridge-tree.h"
#include "models/traffic/traffic-entry.h"
#include "models/traffic/traffic-source.h"
#include "sim/run/route-control.h"
#include "sim/topology/graph.h"

#include <memory>
#include <vector>

namespace nexsim
{

class Processor;

/** @brief Both directions of a link. */
struct LinkPair
{
    ns3::Ptr<SimplexLink> forward;
    ns3::Ptr<SimplexLink> backward;
};

/** @brief One entry of the traffic with all that sends for it. */
struct Traffic
{
    std::unique_ptr<TrafficEntry> entry;
    std::vector<ns3::Ptr<TrafficSource>> sources;
};

/**
 * @brief The objects of one run, in the order of the scenario; indices are those of ScenarioRun.
 *
 * Members are destroyed from the last to the first: what points at others goes before them.
 */
struct Network
{
    NetworkGraph graph;
    std::vector<LinkPair> links;
    std::vector<ns3::Ptr<NetworkNode>> nodes;
    std::unique_ptr<BridgeTree> bridgeTree; //!< null where no host runs ns-3's stack
    std::vector<Traffic> traffic;
    ns3::Ptr<RouteControl> routing; //!< null where no link ever changes its state
};

/** @brief Those of the hosts whose processing takes time, in the order of the nodes. */
std::vector<Processor*> ProcessorsOf(const Network& network);

} // namespace nexsim

#endif // NEXSIM_NETWORK_H
