// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FOREIGN_ATTRIBUTE_H
#define NEXSIM_FOREIGN_ATTRIBUTE_H

#include "sim/scenario/json-reader.h"
#include "sim/scenario/outcome.h"

#include "ns3/type-id.h"

namespace nexsim
{

/**
 * @brief The value of an attribute that has one of ns-3's own checkers.
 *
 * Booleans, whole and real numbers, texts, enumerations, times, data rates and queue sizes can be
 * written. ns-3 does not tell their ranges; its checker has the last word.
 */
Outcome<ns3::Ptr<ns3::AttributeValue>> ReadForeignAttribute(
    const ns3::TypeId::AttributeInformation& attribute,
    const Json& value);

} // namespace nexsim

#endif // NEXSIM_FOREIGN_ATTRIBUTE_H
