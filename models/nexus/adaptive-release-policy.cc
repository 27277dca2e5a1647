// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/adaptive-release-policy.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(AdaptiveReleasePolicy);

ns3::TypeId
AdaptiveReleasePolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::AdaptiveReleasePolicy")
            .SetParent<HoldingReleasePolicy>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<AdaptiveReleasePolicy>()
            .AddAttribute("MaxDelay",
                          "How long the first packet waits at most; a flow whose next packet is "
                          "not expected within it does not wait. The default is an assumption.",
                          QuantityDefault(MicroSeconds(50)),
                          MakeQuantityAccessor(&AdaptiveReleasePolicy::m_maxDelay),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)));
    return tid;
}

std::optional<ReleaseCause>
AdaptiveReleasePolicy::Decide(const FlowBatch& batch, PassEnd end) const
{
    const auto cause = HoldingReleasePolicy::Decide(batch, end);
    if (cause || batch.MeanGap() <= m_maxDelay)
    {
        return cause;
    }
    return end == PassEnd::Full ? ReleaseCause::BatchFull : ReleaseCause::ChainEnd;
}

SimTime
AdaptiveReleasePolicy::Deadline(const FlowBatch& batch) const
{
    const SimTime fill(batch.MeanGap().Value() * Count().Value());
    return batch.Since() + std::min(fill, m_maxDelay);
}

} // namespace nexsim
