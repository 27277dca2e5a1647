// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/cubic-congestion-control.h"

#include "models/base/attributes.h"
#include "models/base/math.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CubicCongestionControl);

namespace
{

constexpr double kC = 0.4; //!< segments / s^3 (RFC 9438 section 5.1)

double
Segments(int64_t bytes, const CongestionWindow& window)
{
    return static_cast<double>(bytes) / static_cast<double>(window.segment);
}

double
InSeconds(SimTime time)
{
    return static_cast<double>(time.Value()) / 1e12;
}

} // namespace

ns3::TypeId
CubicCongestionControl::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CubicCongestionControl")
            .SetParent<CongestionControl>()
            .SetGroupName("nexsim/transport")
            .AddConstructor<CubicCongestionControl>()
            .AddAttribute("Beta",
                          "Factor of the window on a loss.",
                          QuantityDefault(Ratio(700'000'000)),
                          MakeQuantityAccessor(&CubicCongestionControl::m_beta),
                          MakeQuantityChecker<Ratio>(Ratio(1'000'000), Ratio(999'000'000)))
            .AddAttribute("RenoFriendly",
                          "Whether it grows at least as Reno does (RFC 9438 section 4.3).",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&CubicCongestionControl::m_renoFriendly),
                          ns3::MakeBooleanChecker())
            .AddAttribute("FastConvergence",
                          "Whether W_max is lowered when losses come below the last one "
                          "(RFC 9438 section 4.7).",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&CubicCongestionControl::m_fastConvergence),
                          ns3::MakeBooleanChecker());
    return tid;
}

double
CubicCongestionControl::Beta() const
{
    return ToDouble(m_beta);
}

void
CubicCongestionControl::BeginEpoch(const CongestionWindow& window, SimTime now)
{
    m_inEpoch = true;
    m_epoch = now;
    m_exact = Segments(window.window, window);
    m_estimate = m_exact;
    if (m_exact < m_maximum)
    {
        m_plateauAfter = math::Cbrt((m_maximum - m_exact) / kC);
        m_origin = m_maximum;
    }
    else
    {
        // First after slow start or after a time-out (RFC 9438 sections 4.8 and 4.10).
        m_plateauAfter = 0;
        m_maximum = m_exact;
        m_origin = m_exact;
    }
}

void
CubicCongestionControl::OnAcknowledged(CongestionWindow& window, const CongestionAck& ack)
{
    int64_t acknowledged = ack.acknowledged;
    if (window.InSlowStart())
    {
        acknowledged = SlowStart(window, acknowledged);
        m_inEpoch = false;
        if (acknowledged == 0)
        {
            return;
        }
    }
    if (!m_inEpoch)
    {
        BeginEpoch(window, ack.now);
    }
    // Where a round trip from now the function stands (RFC 9438 section 4.2).
    const double t = InSeconds(ack.now - m_epoch) + InSeconds(ack.roundTrip) - m_plateauAfter;
    const double cubic = kC * (t * t * t) + m_origin;
    const double target = std::clamp(cubic, m_exact, 1.5 * m_exact);
    const double count = Segments(acknowledged, window);
    double next = m_exact + (target - m_exact) / m_exact * count;
    if (m_renoFriendly)
    {
        const double beta = Beta();
        const double alpha = m_estimate < m_priorWindow ? 3 * (1 - beta) / (1 + beta) : 1.0;
        m_estimate += alpha * count / m_exact;
        const double nowT = InSeconds(ack.now - m_epoch) - m_plateauAfter;
        if (kC * (nowT * nowT * nowT) + m_origin < m_estimate)
        {
            next = std::max(m_exact, m_estimate);
        }
    }
    m_exact = next;
    window.window = static_cast<int64_t>(m_exact * static_cast<double>(window.segment));
}

int64_t
CubicCongestionControl::ThresholdAfterLoss(const CongestionWindow& window, int64_t flight)
{
    const double current = Segments(window.window, window);
    const bool shrinking = m_fastConvergence && current < m_maximum;
    m_maximum = shrinking ? current * (1 + Beta()) / 2 : current;
    m_priorWindow = current;
    m_inEpoch = false;
    const auto reduced = static_cast<int64_t>(static_cast<double>(flight) * Beta());
    return std::max(reduced, 2 * window.segment);
}

void
CubicCongestionControl::OnTimeOut()
{
    m_inEpoch = false;
    m_maximum = 0;
}

void
CubicCongestionControl::OnRecovered(SimTime /*now*/)
{
    m_inEpoch = false;
}

} // namespace nexsim
