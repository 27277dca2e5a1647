// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETWORK_NODE_H
#define NEXSIM_NETWORK_NODE_H

#include "models/base/blueprint.h"
#include "models/base/component.h"
#include "models/base/packet-receiver.h"
#include "models/link/forwarding-table.h"
#include "models/link/simplex-link.h"

#include "ns3/node.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief A node of the network: a host, a switch, or what a plug-in adds. */
class NetworkNode : public ns3::Node, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief Adds a port that sends into `out`; the node is attached, the link too.
     * @param out the direction of the link that leaves this node
     * @param name of the port below the node's path, such as "port[server]"
     * @param blueprint of the port; empty for the node's own template
     * @return the port's number, counted from 0 in the order of calls
     */
    virtual uint32_t AddPort(SimplexLink& out,
                             const std::string& name,
                             const Blueprint& blueprint) = 0;

    /** @brief Where the links that end at this node deliver, with the port's number. */
    virtual PacketReceiver& Receiver() = 0;

    /**
     * @brief From now on packets for an end node leave by one of these ports, chosen by flow hash.
     * @param destination index of the end node
     * @param ports of equal cost, in ascending order; none where the end node cannot be reached
     */
    virtual void SetRoute(NodeIndex destination, const std::vector<uint32_t>& ports) = 0;

    /** @brief The port by which a packet would leave now; kNoPort where it would be dropped. */
    virtual uint32_t PortFor(const Packet& packet) const
    {
        static_cast<void>(packet);
        return ForwardingTable::kNoPort;
    }

    /** @brief True for a node that sends and receives traffic of its own. */
    virtual bool IsEndNode() const = 0;
};

} // namespace nexsim

#endif // NEXSIM_NETWORK_NODE_H
