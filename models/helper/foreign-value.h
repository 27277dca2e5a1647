// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FOREIGN_VALUE_H
#define NEXSIM_FOREIGN_VALUE_H

#include "ns3/attribute.h"
#include "ns3/type-id.h"

#include <string>

namespace nexsim
{

/**
 * @brief A value for an attribute of `type`, from the values that ns-3 programs write.
 *
 * Times take ns3::TimeValue, rates ns3::DataRateValue, sizes, packets and plain numbers
 * ns3::UintegerValue, ratios ns3::DoubleValue, choices and types (of a queue discipline, say)
 * ns3::StringValue with their name. Our own values are taken as they are.
 *
 * @throws std::invalid_argument when the type has no such attribute or the value does not fit
 */
ns3::Ptr<ns3::AttributeValue> ValueFor(ns3::TypeId type,
                                       const std::string& attribute,
                                       const ns3::AttributeValue& value);

} // namespace nexsim

#endif // NEXSIM_FOREIGN_VALUE_H
