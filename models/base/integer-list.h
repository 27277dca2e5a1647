// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_INTEGER_LIST_H
#define NEXSIM_INTEGER_LIST_H

#include "ns3/attribute.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief The checker of a list attribute (ListValue) of plain whole numbers (IntegerValue), each
 * between minimum and maximum, both included.
 */
ns3::Ptr<const ns3::AttributeChecker> MakeIntegerListChecker(int64_t minimum, int64_t maximum);

} // namespace nexsim

#endif // NEXSIM_INTEGER_LIST_H
