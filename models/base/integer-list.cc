// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/integer-list.h"

#include "models/base/attributes.h"

namespace nexsim
{

ns3::Ptr<const ns3::AttributeChecker>
MakeIntegerListChecker(int64_t minimum, int64_t maximum)
{
    AttributeDescription element;
    element.kind = AttributeDescription::Kind::Integer;
    element.minimum = minimum;
    element.maximum = maximum;
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::List;
    description.element = std::make_shared<const AttributeDescription>(std::move(element));
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

} // namespace nexsim
