// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAPHML_READER_H
#define NEXSIM_GRAPHML_READER_H

#include "sim/topology/file-report.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief Values of a node or an edge by the attr.name of their keys; blanks around them removed. */
using GraphMlData = std::map<std::string, std::string>;

struct GraphMlNode
{
    std::string id;
    size_t line = 0;
    GraphMlData data;
};

struct GraphMlEdge
{
    std::string source; //!< id of a node, which need not be there
    std::string target;
    bool isDirected = false;
    size_t line = 0;
    GraphMlData data;
};

/** @brief The one graph of a GraphML file. */
struct GraphMlDocument
{
    std::vector<GraphMlNode> nodes;
    std::vector<GraphMlEdge> edges;
    GraphMlData nodeDefaults; //!< for values that a node does not have
    GraphMlData edgeDefaults;
};

/** @brief Largest file, in bytes. */
inline constexpr size_t kLargestGraphMl = 64 << 20;

/**
 * @brief Reads GraphML 1.0 (Brandes et al., graphml.graphdrawing.org): declared keys, one graph,
 * nodes and edges with their data; a key's default stands for a value that is missing.
 *
 * What is not XML, and what GraphML has but a network cannot be (nested graphs, hyperedges), is an
 * error. Entity declarations are, too: nothing is expanded. Ports are left out with a warning, other
 * elements silently.
 *
 * @return what could be read; of use only when `report` has no errors
 */
GraphMlDocument ReadGraphMl(std::string_view text, FileReport& report);

} // namespace nexsim

#endif // NEXSIM_GRAPHML_READER_H
