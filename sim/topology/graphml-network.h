// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAPHML_NETWORK_H
#define NEXSIM_GRAPHML_NETWORK_H

#include "models/base/quantity.h"
#include "sim/topology/file-report.h"
#include "sim/topology/graphml-reader.h"
#include "sim/topology/great-circle.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A place of a network that was read from GraphML. */
struct GraphMlSite
{
    std::string name; //!< can be a name of a scenario; unique
    std::optional<GeoPosition> position;
    bool isHyperedge = false; //!< stands for a link with several ends; nobody is there
};

/** @brief A full-duplex link between two sites; what the file does not tell is left open. */
struct GraphMlLink
{
    std::string name; //!< "Denver-Kansas City", of parallel links the second with "#2"; unique
    size_t a = 0;     //!< index into GraphMlNetwork::sites
    size_t b = 0;
    std::optional<BitRate> rate;
    std::optional<SimTime> delay;
};

struct GraphMlNetwork
{
    std::vector<GraphMlSite> sites;
    std::vector<GraphMlLink> links;
};

/**
 * @brief Makes a network of a document in the dialect of the Internet Topology Zoo (Knight et al.,
 * IEEE JSAC 29(9), 2011).
 *
 * A node's name is its "label", or its id where it has none. "Latitude" and "Longitude" of both ends
 * give a link's delay (FibreDelay over GreatCircleMetres); "LinkSpeedRaw" in bit/s, or else
 * "LinkSpeed" with "LinkSpeedUnits" K, M, G or T, its rate. Nodes whose "hyperedge" is 1 stand for a
 * shared link. Links from a node to itself are left out, edges of a directed graph are full-duplex,
 * together with one back between the same nodes. All of this is reported, and so are parts without
 * a link between them.
 *
 * @return a network; of use only when `report` has no errors
 */
GraphMlNetwork MakeGraphMlNetwork(const GraphMlDocument& document, FileReport& report);

} // namespace nexsim

#endif // NEXSIM_GRAPHML_NETWORK_H
