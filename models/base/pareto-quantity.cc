// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/pareto-quantity.h"

#include "models/base/attributes.h"
#include "models/base/math.h"

#include "ns3/double.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ParetoRandomQuantity);

ns3::TypeId
ParetoRandomQuantity::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ParetoRandomQuantity")
            .SetParent<RandomQuantity>()
            .SetGroupName("nexsim/base")
            .AddConstructor<ParetoRandomQuantity>()
            .AddAttribute(
                "Mean",
                "Mean of the law before Max; must be given.",
                IntegerValue(0),
                MakeQuantityAccessor(&ParetoRandomQuantity::m_mean),
                MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                       InheritedQuantity(kLargestParameter)))
            .AddAttribute("Shape",
                          "Tail index, 1.05 to 100: the smaller, the heavier the tail.",
                          ns3::DoubleValue(1.5),
                          ns3::MakeDoubleAccessor(&ParetoRandomQuantity::m_shape),
                          ns3::MakeDoubleChecker<double>(1.05, 100))
            .AddAttribute("Max",
                          "Greatest amount; what exceeds it counts as Max.",
                          IntegerValue(kUnlimited),
                          MakeQuantityAccessor(&ParetoRandomQuantity::m_max),
                          MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                                 InheritedQuantity(kUnlimited)));
    return tid;
}

double
ParetoRandomQuantity::Scale() const
{
    return static_cast<double>(m_mean.Value()) * (m_shape - 1) / m_shape;
}

int64_t
ParetoRandomQuantity::Draw(RandomStream& stream) const
{
    const double amount = Scale() * math::Pow(stream.UniformFine(), -1 / m_shape);
    return std::min(Round(amount), m_max.Value());
}

double
ParetoRandomQuantity::Mean() const
{
    const double scale = Scale();
    const auto max = static_cast<double>(m_max.Value());
    if (m_max.IsUnlimited())
    {
        return static_cast<double>(m_mean.Value());
    }
    if (max <= scale)
    {
        return max;
    }
    return scale * (1 + (1 - math::Pow(scale / max, m_shape - 1)) / (m_shape - 1));
}

int64_t
ParetoRandomQuantity::Minimum() const
{
    if (m_mean.Value() < 1)
    {
        throw std::invalid_argument("a Pareto law needs a Mean above 0");
    }
    return std::min(Round(Scale()), m_max.Value());
}

} // namespace nexsim
