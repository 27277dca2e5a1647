// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCRIPT_NETWORK_H
#define NEXSIM_SCRIPT_NETWORK_H

#include "models/helper/lan-channel.h"
#include "models/nic/device-end.h"
#include "models/switch/bridge-tree.h"

#include "ns3/simple-ref-count.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief How one link and what stands at its ends are made. */
struct LinkBlueprint
{
    Blueprint link; //!< of both directions
    Blueprint nic;  //!< at an end that is a plain ns3::Node
    Blueprint port; //!< at an end that is a switch; empty for the switch's own template
};

/**
 * @brief The network that an ns-3 program builds: what its parts share, links and the spanning tree.
 *
 * It lives until the last node has been disposed of by ns3::Simulator::Destroy.
 */
class ScriptNetwork : public ns3::SimpleRefCount<ScriptNetwork>
{
  public:
    /** @brief Seed and replication as of RunContext. */
    static ns3::Ptr<ScriptNetwork> Make(uint32_t seed, uint64_t replication);

    ScriptNetwork(uint32_t seed, uint64_t replication);

    RunContext& Run()
    {
        return m_run;
    }

    /** @brief Makes the node part of the run; a switch has to be before it is connected. */
    void AddNode(ns3::Ptr<NetworkNode> node, const std::string& name);

    /** @brief Links two nodes both ways. @return the devices made, that of `a` first */
    std::vector<ns3::Ptr<ns3::NetDevice>> Connect(ns3::Ptr<ns3::Node> a,
                                                  ns3::Ptr<ns3::Node> b,
                                                  const LinkBlueprint& blueprint);

    /** @brief Both directions of all links between two nodes. @return how many links */
    size_t SetLinkState(ns3::Ptr<ns3::Node> a, ns3::Ptr<ns3::Node> b, LinkState state);

    /** @throws std::logic_error when a packet has gone missing, or after Simulator::Destroy */
    void CheckBalance();

  private:
    struct Node
    {
        ns3::Ptr<ns3::Node> node;
        std::string path;
        Switch* bridge = nullptr; //!< the node, where it is a switch
        uint32_t nics = 0;
    };

    /** @brief What stands where a link meets a node. */
    struct End
    {
        size_t node = 0;                 //!< position in m_nodes
        uint32_t port = 0;               //!< of a switch
        ns3::Ptr<ns3::NetDevice> device; //!< of another node
        PacketReceiver* receiver = nullptr;
    };

    struct Link
    {
        End a;
        End b;
        ns3::Ptr<SimplexLink> forward; //!< from a to b
        ns3::Ptr<SimplexLink> backward;
    };

    size_t Add(Node node);
    size_t PositionOf(ns3::Ptr<ns3::Node> node);
    ns3::Ptr<SimplexLink> MakeDirection(const Blueprint& blueprint, const std::string& path);
    End MakeEnd(size_t node, size_t peer, SimplexLink& out, const LinkBlueprint& blueprint);
    std::string PortName(size_t node, size_t peer) const;
    void StartNew();
    void UpdateChannels();
    size_t LanOf(size_t link, const std::vector<size_t>& lanOfNode) const;
    void OnDestroy();
    void OnNodesGone();

    RunContext m_run;
    size_t m_started = 0; //!< components that have been started
    bool m_over = false;
    BridgeTree m_tree;
    std::vector<Node> m_nodes;
    std::vector<Link> m_links;
    std::vector<std::unique_ptr<DeviceEnd>> m_ends;
    std::map<size_t, ns3::Ptr<LanChannel>> m_channels; //!< by number of the LAN, see LanOf
};

} // namespace nexsim

#endif // NEXSIM_SCRIPT_NETWORK_H
