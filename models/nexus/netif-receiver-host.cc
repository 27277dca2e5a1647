// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What a receiver does with packets of no channel's flows.

#include "models/nexus/netif-receiver.h"
#include "models/nexus/skywalk-nexus.h"

#include <algorithm>
#include <list>

namespace nexsim
{

/** As for channels; flows in the order of their first packets. */
void
NetifReceiver::JoinForHost()
{
    TcpAggregator& aggregator = m_nexus.GetAggregator();
    if (m_forHost.Empty() || !aggregator.ServesHost())
    {
        return;
    }
    const FlowTable& known = m_nexus.Run().Flows();
    std::list<HostFlow> flows; // datagrams each as one of their own
    while (!m_forHost.Empty())
    {
        PacketPtr packet = m_forHost.Pop();
        const bool isTcp = known[packet->flow].key.protocol == kProtocolTcp;
        auto flow =
            isTcp ? std::find_if(flows.begin(),
                                 flows.end(),
                                 [&](const HostFlow& other) { return other.index == packet->flow; })
                  : flows.end();
        if (flow == flows.end())
        {
            flow = flows.emplace(flows.end());
            flow->index = packet->flow;
        }
        flow->packets.Push(std::move(packet));
    }
    for (HostFlow& flow : flows)
    {
        if (known[flow.index].key.protocol == kProtocolTcp)
        {
            aggregator.Drain(flow.packets, m_forHost, m_hostLargest, AggregationFor::Host);
        }
        else
        {
            m_forHost.Push(flow.packets.Pop());
        }
    }
}

/** @return false when no piece of work begins: all is with the regulator, or has to wait */
bool
NetifReceiver::BeginHost(CoreWork& work)
{
    BurstRegulator* const regulator = m_nexus.GetRegulator();
    const FlowTable& known = m_nexus.Run().Flows();
    while (!m_forHost.Empty())
    {
        if (regulator == nullptr || known[m_forHost.Front().flow].ingress == nullptr)
        {
            ++m_nexus.Received().toHost;
            PacketPtr packet = m_forHost.Pop();
            MarkStage(*packet, Stage::BatchWait, m_nexus.Now());
            BeginInput(std::move(packet), work);
            return true;
        }
        if (!regulator->Offer(m_forHost, *this))
        {
            return false;
        }
        ++m_nexus.Received().toHost;
    }
    return false;
}

} // namespace nexsim
