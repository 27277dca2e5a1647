// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OBJECT_TYPE_H
#define NEXSIM_OBJECT_TYPE_H

#include "models/base/quantity.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/type-catalogue.h"

#include <optional>
#include <set>
#include <string>

namespace nexsim
{

/** @brief What kind of object is wanted at a place of a scenario. */
struct ObjectExpectation
{
    std::string interface;                  //!< TypeId name of the base type
    std::optional<ns3::TypeId> defaultType; //!< when the object names no type
    Dimension inherited = Dimension::Count; //!< of attributes that inherit theirs
    std::set<std::string> otherKeys;        //!< keys that the caller reads itself
};

/**
 * @brief The type of the object at `pointer`: its "type", else the default, else the only one.
 * @return nothing after an error was reported
 */
std::optional<ns3::TypeId> ReadObjectType(const TypeCatalogue& catalogue,
                                          const Json& object,
                                          const std::string& pointer,
                                          const ObjectExpectation& expected,
                                          const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_OBJECT_TYPE_H
