// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/congestion-control.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CongestionControl);

ns3::TypeId
CongestionControl::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::CongestionControl")
                                       .SetParent<ns3::Object>()
                                       .SetGroupName("nexsim/transport");
    return tid;
}

int64_t
CongestionControl::SlowStart(CongestionWindow& window, int64_t acknowledged)
{
    constexpr int64_t kLimit = 2; // L of RFC 3465 section 2.3
    const int64_t growth = std::min(acknowledged, kLimit * window.segment);
    const int64_t room = window.threshold - window.window;
    if (growth <= room)
    {
        window.window += growth;
        return 0;
    }
    window.window = window.threshold;
    return growth - room;
}

} // namespace nexsim
