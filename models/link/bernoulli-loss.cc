// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/bernoulli-loss.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(BernoulliLossModel);

ns3::TypeId
BernoulliLossModel::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::BernoulliLossModel")
            .SetParent<LossModel>()
            .SetGroupName("nexsim/link")
            .AddConstructor<BernoulliLossModel>()
            .AddAttribute("Probability",
                          "Probability with which a packet is lost.",
                          QuantityDefault(Ratio(0)),
                          MakeQuantityAccessor(&BernoulliLossModel::m_probability),
                          MakeQuantityChecker<Ratio>(Ratio(0), Ratio(1'000'000'000)));
    return tid;
}

void
BernoulliLossModel::DoAttach()
{
    m_stream = Stream("loss");
}

bool
BernoulliLossModel::IsLost()
{
    return m_stream->Uniform() < ToDouble(m_probability);
}

} // namespace nexsim
