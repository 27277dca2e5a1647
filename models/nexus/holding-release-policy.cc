// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/holding-release-policy.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(HoldingReleasePolicy);

ns3::TypeId
HoldingReleasePolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::HoldingReleasePolicy")
            .SetParent<ReleasePolicy>()
            .SetGroupName("nexsim/nexus")
            .AddAttribute("Limit",
                          "Packets of one pass, of all flows together (XNU: fsw_rx_batch).",
                          QuantityDefault(Packets(32)),
                          MakeQuantityAccessor(&HoldingReleasePolicy::m_limit),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 16)))
            .AddAttribute("Count",
                          "Packets of a flow that leave at the end of a pass. The default is an "
                          "assumption.",
                          QuantityDefault(Packets(8)),
                          MakeQuantityAccessor(&HoldingReleasePolicy::m_count),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 16)))
            .AddAttribute("PortEvents",
                          "Flags of a packet with which its flow's batch does not wait any more "
                          "(US11606302B2 claim 5).",
                          QuantityDefault(PortEvents::FinRstPsh),
                          MakeQuantityAccessor(&HoldingReleasePolicy::m_events),
                          MakeChoiceChecker({"none", "fin-rst", "fin-rst-psh"}));
    return tid;
}

std::optional<ReleaseCause>
HoldingReleasePolicy::Decide(const FlowBatch& batch, PassEnd /*end*/) const
{
    if (const auto event = PortEventOf(batch.Flags(), m_events))
    {
        return event;
    }
    return batch.Count() >= m_count ? std::optional(ReleaseCause::BatchFull) : std::nullopt;
}

} // namespace nexsim
