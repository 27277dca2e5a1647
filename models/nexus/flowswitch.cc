// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flowswitch.h"

#include "models/nexus/nexus-datapath.h"

namespace nexsim
{

void
Flowswitch::Connect(RunContext& run, const CostTable& costs, const std::string& path)
{
    m_run = &run;
    m_lookUp = costs.Need("flow_lookup", path);
    m_previousHit = costs.Need("flow_previous_hit", path);
}

FlowswitchFlow&
Flowswitch::LookUp(const Packet& packet, const FlowswitchFlow* previous, CoreWork& work)
{
    FlowswitchFlow& flow = Find(packet.flow);
    const bool isHit = &flow == previous;
    work.Add(isHit ? m_previousHit : m_lookUp);
    ++m_lookUps;
    m_previousHits += isHit ? 1 : 0;
    return flow;
}

FlowswitchFlow&
Flowswitch::Find(FlowIndex index)
{
    FlowswitchFlow& flow = m_flows[index];
    PacketSink* const ingress = m_run->Flows()[index].ingress;
    if (flow.ingress != ingress)
    {
        flow.ingress = ingress;
        flow.channel = dynamic_cast<NexusDatapath*>(ingress);
    }
    return flow;
}

} // namespace nexsim
