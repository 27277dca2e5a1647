// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/new-reno-congestion-control.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(NewRenoCongestionControl);

ns3::TypeId
NewRenoCongestionControl::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::NewRenoCongestionControl")
            .SetParent<CongestionControl>()
            .SetGroupName("nexsim/transport")
            .AddConstructor<NewRenoCongestionControl>()
            .AddAttribute("Counting",
                          "What congestion avoidance counts: bytes (RFC 3465), or "
                          "acknowledgements (RFC 5681 equation 3), with which delayed "
                          "acknowledgements halve the growth.",
                          QuantityDefault(AckCounting::ByBytes),
                          MakeQuantityAccessor(&NewRenoCongestionControl::m_counting),
                          MakeChoiceChecker({"bytes", "acknowledgements"}));
    return tid;
}

void
NewRenoCongestionControl::OnAcknowledged(CongestionWindow& window, const CongestionAck& ack)
{
    int64_t acknowledged = ack.acknowledged;
    if (window.InSlowStart())
    {
        acknowledged = SlowStart(window, acknowledged);
        m_counted = 0;
    }
    if (acknowledged == 0)
    {
        return;
    }
    if (m_counting == AckCounting::ByAcknowledgements)
    {
        window.window += std::max<int64_t>(1, window.segment * window.segment / window.window);
        return;
    }
    m_counted += acknowledged;
    if (m_counted >= window.window)
    {
        m_counted -= window.window;
        window.window += window.segment;
    }
}

int64_t
NewRenoCongestionControl::ThresholdAfterLoss(const CongestionWindow& window, int64_t flight)
{
    m_counted = 0;
    return std::max(flight / 2, 2 * window.segment);
}

void
NewRenoCongestionControl::OnTimeOut()
{
    m_counted = 0;
}

} // namespace nexsim
