// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/gilbert-elliott-loss.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(GilbertElliottLossModel);

ns3::TypeId
GilbertElliottLossModel::GetTypeId()
{
    constexpr Ratio kOne(1'000'000'000);
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::GilbertElliottLossModel")
            .SetParent<LossModel>()
            .SetGroupName("nexsim/link")
            .AddConstructor<GilbertElliottLossModel>()
            .AddAttribute("GoodToBad",
                          "Probability that the packet after one in the good state finds the bad.",
                          QuantityDefault(Ratio(1'000'000)),
                          MakeQuantityAccessor(&GilbertElliottLossModel::m_goodToBad),
                          MakeQuantityChecker<Ratio>(Ratio(0), kOne))
            .AddAttribute("BadToGood",
                          "Probability that the packet after one in the bad state finds the good.",
                          QuantityDefault(Ratio(100'000'000)),
                          MakeQuantityAccessor(&GilbertElliottLossModel::m_badToGood),
                          MakeQuantityChecker<Ratio>(Ratio(0), kOne))
            .AddAttribute("LossInGood",
                          "Probability with which a packet in the good state is lost.",
                          QuantityDefault(Ratio(0)),
                          MakeQuantityAccessor(&GilbertElliottLossModel::m_lossInGood),
                          MakeQuantityChecker<Ratio>(Ratio(0), kOne))
            .AddAttribute("LossInBad",
                          "Probability with which a packet in the bad state is lost.",
                          QuantityDefault(kOne),
                          MakeQuantityAccessor(&GilbertElliottLossModel::m_lossInBad),
                          MakeQuantityChecker<Ratio>(Ratio(0), kOne));
    return tid;
}

void
GilbertElliottLossModel::DoAttach()
{
    // Two streams, so that the states stay the same when only the probabilities of loss change.
    m_stateStream = Stream("state");
    m_lossStream = Stream("loss");
    const double toBad = ToDouble(m_goodToBad);
    const double both = toBad + ToDouble(m_badToGood);
    m_isBad = m_stateStream->Uniform() * both < toBad;
    m_bursts = m_isBad ? 1 : 0;
}

bool
GilbertElliottLossModel::IsLost()
{
    m_inBad += m_isBad ? 1 : 0;
    const bool lost = m_lossStream->Uniform() < ToDouble(m_isBad ? m_lossInBad : m_lossInGood);
    if (m_stateStream->Uniform() < ToDouble(m_isBad ? m_badToGood : m_goodToBad))
    {
        m_isBad = !m_isBad;
        m_bursts += m_isBad ? 1 : 0;
    }
    return lost;
}

void
GilbertElliottLossModel::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"bad_packets", "packets", "packets that found the bad state"}, m_inBad);
    visitor.Counter({"bad_periods", "1", "times the state has turned bad"}, m_bursts);
}

} // namespace nexsim
