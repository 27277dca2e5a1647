// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/batch-or-chain-end-release-policy.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(BatchOrChainEndReleasePolicy);

ns3::TypeId
BatchOrChainEndReleasePolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::BatchOrChainEndReleasePolicy")
            .SetParent<ReleasePolicy>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<BatchOrChainEndReleasePolicy>()
            .AddAttribute("Limit",
                          "Packets of one pass, of all flows together (XNU: fsw_rx_batch).",
                          QuantityDefault(Packets(32)),
                          MakeQuantityAccessor(&BatchOrChainEndReleasePolicy::m_limit),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)));
    return tid;
}

Packets
BatchOrChainEndReleasePolicy::PassLimit() const
{
    return m_limit;
}

std::optional<ReleaseCause>
BatchOrChainEndReleasePolicy::Decide(const FlowBatch& /*batch*/, PassEnd end) const
{
    return end == PassEnd::Full ? ReleaseCause::BatchFull : ReleaseCause::ChainEnd;
}

} // namespace nexsim
