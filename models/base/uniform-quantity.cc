// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/uniform-quantity.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(UniformRandomQuantity);

ns3::TypeId
UniformRandomQuantity::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::UniformRandomQuantity")
            .SetParent<RandomQuantity>()
            .SetGroupName("nexsim/base")
            .AddConstructor<UniformRandomQuantity>()
            .AddAttribute(
                "Min",
                "Least amount.",
                IntegerValue(0),
                MakeQuantityAccessor(&UniformRandomQuantity::m_min),
                MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                       InheritedQuantity(kLargestParameter)))
            .AddAttribute(
                "Max",
                "Greatest amount, not below Min.",
                IntegerValue(0),
                MakeQuantityAccessor(&UniformRandomQuantity::m_max),
                MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                       InheritedQuantity(kLargestParameter)));
    return tid;
}

int64_t
UniformRandomQuantity::Draw(RandomStream& stream) const
{
    const auto range = static_cast<double>(m_max.Value() - m_min.Value() + 1);
    const auto above = static_cast<int64_t>(stream.Uniform() * range);
    return std::min(m_min.Value() + above, m_max.Value());
}

double
UniformRandomQuantity::Mean() const
{
    return static_cast<double>(m_min.Value() + m_max.Value()) / 2;
}

int64_t
UniformRandomQuantity::Minimum() const
{
    if (m_min > m_max)
    {
        throw std::invalid_argument(fmt::format("a Uniform law has its Min, {}, above its Max, {}",
                                                m_min.Value(),
                                                m_max.Value()));
    }
    return m_min.Value();
}

} // namespace nexsim
