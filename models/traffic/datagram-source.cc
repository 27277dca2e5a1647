// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/datagram-source.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DatagramSource);

ns3::TypeId
DatagramSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DatagramSource")
            .SetParent<PairSource>()
            .SetGroupName("nexsim/traffic")
            .AddAttribute("Flows",
                          "Flows from each sender to each destination, taking turns.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&DatagramSource::m_flowCount),
                          MakeIntegerRangeChecker(1, 1'000'000));
    return tid;
}

void
DatagramSource::DoAttach()
{
    AttachWith(Entry());
}

void
DatagramSource::AttachWith(PacketSink& receiver)
{
    PairSource::DoAttach();
    for (int64_t i = 0; i < m_flowCount; ++i)
    {
        m_flows.push_back(OpenFlow(From(), To(), static_cast<uint32_t>(i), receiver));
    }
}

} // namespace nexsim
