// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/end-to-end-source.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(EndToEndSource);

ns3::TypeId
EndToEndSource::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::EndToEndSource")
                                       .SetParent<TrafficSource>()
                                       .SetGroupName("nexsim/traffic");
    return tid;
}

void
EndToEndSource::Connect(const TrafficEnd& from,
                        const TrafficEnd& to,
                        int64_t split,
                        PathProfile path)
{
    m_from = from;
    m_to = to;
    m_split = split;
    m_path = std::move(path);
}

} // namespace nexsim
