// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/constant-quantity.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ConstantRandomQuantity);

ns3::TypeId
ConstantRandomQuantity::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ConstantRandomQuantity")
            .SetParent<RandomQuantity>()
            .SetGroupName("nexsim/base")
            .AddConstructor<ConstantRandomQuantity>()
            .AddAttribute("Value",
                          "The amount.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&ConstantRandomQuantity::m_value),
                          MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                                 InheritedQuantity(kUnlimited)));
    return tid;
}

int64_t
ConstantRandomQuantity::Draw(RandomStream& /*stream*/) const
{
    return m_value.Value();
}

double
ConstantRandomQuantity::Mean() const
{
    return static_cast<double>(m_value.Value());
}

int64_t
ConstantRandomQuantity::Minimum() const
{
    return m_value.Value();
}

bool
ConstantRandomQuantity::IsConstant() const
{
    return true;
}

} // namespace nexsim
