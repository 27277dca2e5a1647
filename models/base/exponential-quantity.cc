// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/exponential-quantity.h"

#include "models/base/attributes.h"
#include "models/base/math.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ExponentialRandomQuantity);

ns3::TypeId
ExponentialRandomQuantity::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ExponentialRandomQuantity")
            .SetParent<RandomQuantity>()
            .SetGroupName("nexsim/base")
            .AddConstructor<ExponentialRandomQuantity>()
            .AddAttribute(
                "Mean",
                "Mean of the law before Max; must be given.",
                IntegerValue(0),
                MakeQuantityAccessor(&ExponentialRandomQuantity::m_mean),
                MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                       InheritedQuantity(kLargestParameter)))
            .AddAttribute("Max",
                          "Greatest amount; what exceeds it counts as Max.",
                          IntegerValue(kUnlimited),
                          MakeQuantityAccessor(&ExponentialRandomQuantity::m_max),
                          MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                                 InheritedQuantity(kUnlimited)));
    return tid;
}

int64_t
ExponentialRandomQuantity::Draw(RandomStream& stream) const
{
    const double amount = -static_cast<double>(m_mean.Value()) * math::Log(stream.Uniform());
    return std::min(Round(amount), m_max.Value());
}

double
ExponentialRandomQuantity::Mean() const
{
    const auto mean = static_cast<double>(m_mean.Value());
    return m_max.IsUnlimited() ? mean
                               : mean * (1 - math::Exp(-static_cast<double>(m_max.Value()) / mean));
}

int64_t
ExponentialRandomQuantity::Minimum() const
{
    if (m_mean.Value() < 1)
    {
        throw std::invalid_argument("an Exponential law needs a Mean above 0");
    }
    return 0;
}

} // namespace nexsim
