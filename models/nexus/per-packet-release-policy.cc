// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/per-packet-release-policy.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PerPacketReleasePolicy);

ns3::TypeId
PerPacketReleasePolicy::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PerPacketReleasePolicy")
                                       .SetParent<ReleasePolicy>()
                                       .SetGroupName("nexsim/nexus")
                                       .AddConstructor<PerPacketReleasePolicy>();
    return tid;
}

Packets
PerPacketReleasePolicy::PassLimit() const
{
    return Packets(1);
}

std::optional<ReleaseCause>
PerPacketReleasePolicy::Decide(const FlowBatch& /*batch*/, PassEnd /*end*/) const
{
    return ReleaseCause::Packet;
}

} // namespace nexsim
