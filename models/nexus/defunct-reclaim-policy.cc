// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/defunct-reclaim-policy.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DefunctReclaimPolicy);

ns3::TypeId
DefunctReclaimPolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DefunctReclaimPolicy")
            .SetParent<ReclaimPolicy>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<DefunctReclaimPolicy>()
            .AddAttribute("When",
                          "At what: the suspension of the application (XNU), or a failed "
                          "allocation, for all that are suspended then.",
                          QuantityDefault(When::Suspension),
                          MakeQuantityAccessor(&DefunctReclaimPolicy::m_when),
                          MakeChoiceChecker({"suspension", "pressure"}));
    return tid;
}

void
DefunctReclaimPolicy::OnSuspended(ReclaimableChannel& channel, ReclaimControl& control)
{
    if (m_when == When::Suspension)
    {
        control.AskDefunct(channel);
    }
}

void
DefunctReclaimPolicy::OnShortage(ReclaimControl& control)
{
    if (m_when != When::Pressure || control.IsBusy())
    {
        return;
    }
    for (ReclaimableChannel* channel : control.Suspended())
    {
        control.AskDefunct(*channel);
    }
}

} // namespace nexsim
