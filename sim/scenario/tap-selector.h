// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TAP_SELECTOR_H
#define NEXSIM_TAP_SELECTOR_H

#include "sim/scenario/link-reader.h"
#include "sim/scenario/node-reader.h"
#include "sim/scenario/outcome.h"
#include "sim/topology/graph.h"

#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief Finds the places at which packets can be recorded.
 *
 * A tap is a port, `server/nic` or `sw/port[server]`, or the name of a link. The node may be a
 * selector, `client[*]/nic`; the port may be `port[*]` for all of a switch's, `nic[*]` for all of a
 * host's.
 */
class TapSelector
{
  public:
    /** @param isWhole whether the network was read without errors; if not, every tap is believed */
    TapSelector(const NodeReader& nodes, const LinkReader& links, bool isWhole);

    /** @brief The taps of a text in the order of the nodes and their ports. */
    Outcome<std::vector<TapSpec>> Select(const std::string& text) const;

  private:
    Outcome<std::vector<TapSpec>> SelectPorts(const std::string& nodes,
                                              const std::string& port) const;
    TapSpec PortAt(std::size_t node, std::size_t port) const;
    std::vector<std::string> PortNames(std::size_t node) const;

    const NodeReader& m_nodes;
    const LinkReader& m_links;
    bool m_isWhole;
    NetworkGraph m_graph;
};

} // namespace nexsim

#endif // NEXSIM_TAP_SELECTOR_H
