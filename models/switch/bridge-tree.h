// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BRIDGE_TREE_H
#define NEXSIM_BRIDGE_TREE_H

#include "models/link/link-state.h"
#include "models/link/simplex-link.h"
#include "models/switch/switch.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Tells the switches of a network over which ports frames of ns-3 devices may pass.
 *
 * The spanning tree of the links that are up; it follows a link's change at once and in no time.
 */
class BridgeTree : private LinkStateListener
{
  public:
    /** @brief Where a link ends. */
    struct End
    {
        size_t node = 0; //!< as AddNode numbered it
        uint32_t port = 0;
    };

    BridgeTree() = default;
    BridgeTree(const BridgeTree&) = delete;
    BridgeTree& operator=(const BridgeTree&) = delete;

    /** @brief The next node, numbered from 0; null for one that passes no frames on. */
    void AddNode(Switch* bridge);

    /** @brief A link; of a switch, links come in the order of its ports. */
    void AddLink(End a, End b, SimplexLink& forward, SimplexLink& backward);

    /** @brief Tells each switch whose ports in the tree have changed. */
    void Update();

    /** @brief Forgets the switches: they are going to be disposed of. */
    void Clear();

  private:
    struct Bridge
    {
        Switch* node = nullptr;
        bool isTold = false;
        std::vector<uint32_t> ports; //!< as last told
    };

    struct Link
    {
        End a;
        End b;
        SimplexLink* forward;
        SimplexLink* backward;
    };

    void OnLinkState(LinkState state) override;

    std::vector<Bridge> m_bridges;
    std::vector<Link> m_links;
};

} // namespace nexsim

#endif // NEXSIM_BRIDGE_TREE_H
