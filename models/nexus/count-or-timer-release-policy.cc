// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/count-or-timer-release-policy.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CountOrTimerReleasePolicy);

ns3::TypeId
CountOrTimerReleasePolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CountOrTimerReleasePolicy")
            .SetParent<HoldingReleasePolicy>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<CountOrTimerReleasePolicy>()
            .AddAttribute("Delay",
                          "How long the first packet waits when fewer come. The default is an "
                          "assumption.",
                          QuantityDefault(MicroSeconds(50)),
                          MakeQuantityAccessor(&CountOrTimerReleasePolicy::m_delay),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)));
    return tid;
}

SimTime
CountOrTimerReleasePolicy::Deadline(const FlowBatch& batch) const
{
    return batch.Since() + m_delay;
}

} // namespace nexsim
