// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/bridge-tree.h"

#include "models/switch/spanning-tree.h"

namespace nexsim
{

void
BridgeTree::AddNode(Switch* bridge)
{
    m_bridges.push_back({bridge, false, {}});
}

void
BridgeTree::AddLink(End a, End b, SimplexLink& forward, SimplexLink& backward)
{
    m_links.push_back({a, b, &forward, &backward});
    forward.AddStateListener(*this);
    backward.AddStateListener(*this);
}

void
BridgeTree::Clear()
{
    m_bridges.clear();
    m_links.clear();
}

void
BridgeTree::OnLinkState(LinkState /*state*/)
{
    Update();
}

void
BridgeTree::Update()
{
    std::vector<bool> isBridge;
    for (const Bridge& bridge : m_bridges)
    {
        isBridge.push_back(bridge.node != nullptr);
    }
    std::vector<TreeLink> ends;
    std::vector<const Link*> up;
    for (const Link& link : m_links)
    {
        if (link.forward->IsUp() && link.backward->IsUp())
        {
            ends.push_back({link.a.node, link.b.node});
            up.push_back(&link);
        }
    }
    const std::vector<bool> inTree = SpanningTree(isBridge, ends);
    std::vector<std::vector<uint32_t>> ports(m_bridges.size());
    for (size_t i = 0; i < up.size(); ++i)
    {
        if (inTree[i])
        {
            ports[up[i]->a.node].push_back(up[i]->a.port);
            ports[up[i]->b.node].push_back(up[i]->b.port);
        }
    }
    for (size_t i = 0; i < m_bridges.size(); ++i)
    {
        Bridge& bridge = m_bridges[i];
        if (bridge.node != nullptr && (!bridge.isTold || bridge.ports != ports[i]))
        {
            bridge.isTold = true;
            bridge.ports = ports[i];
            bridge.node->UseTree(std::move(ports[i]));
        }
    }
}

} // namespace nexsim
