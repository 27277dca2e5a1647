// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/dctcp-congestion-control.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DctcpCongestionControl);

ns3::TypeId
DctcpCongestionControl::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DctcpCongestionControl")
            .SetParent<NewRenoCongestionControl>()
            .SetGroupName("nexsim/transport")
            .AddConstructor<DctcpCongestionControl>()
            .AddAttribute("Gain",
                          "g, the weight of the newest window in the estimate of marked bytes.",
                          QuantityDefault(Ratio(62'500'000)),
                          MakeQuantityAccessor(&DctcpCongestionControl::m_gain),
                          MakeQuantityChecker<Ratio>(Ratio(1'000'000), Ratio(1'000'000'000)));
    return tid;
}

void
DctcpCongestionControl::OnEcho(int64_t acknowledged,
                               bool marked,
                               uint64_t unacknowledged,
                               uint64_t next)
{
    m_acknowledged += acknowledged;
    m_marked += marked ? acknowledged : 0;
    if (unacknowledged <= m_windowEnd || m_acknowledged == 0)
    {
        return;
    }
    const double fraction = static_cast<double>(m_marked) / static_cast<double>(m_acknowledged);
    const double gain = ToDouble(m_gain);
    m_alpha = m_alpha * (1 - gain) + fraction * gain;
    m_acknowledged = 0;
    m_marked = 0;
    m_windowEnd = next;
}

int64_t
DctcpCongestionControl::ThresholdAfterMark(const CongestionWindow& window, int64_t /*flight*/)
{
    const double reduced = static_cast<double>(window.window) * (1 - m_alpha / 2);
    return std::max(static_cast<int64_t>(reduced), 2 * window.segment);
}

bool
DctcpCongestionControl::WantsEveryMark() const
{
    return true;
}

} // namespace nexsim
