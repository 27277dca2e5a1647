// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ATTRIBUTE_TEXT_H
#define NEXSIM_ATTRIBUTE_TEXT_H

#include "models/base/attribute-description.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/type-catalogue.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What a person reads about an attribute. */
struct AttributeText
{
    std::string name;
    std::string accepts;  //!< "1p to 1024p", "a QueueDisc", "true, false"
    std::string standard; //!< "256p", "Fifo", "none"
    std::string meaning;  //!< one or more sentences
    bool atRuntime = false;
};

AttributeText ToText(const AttributeEntry& attribute);

/** @brief The texts of a type's attributes, but for those that it has from ns-3's own types. */
std::vector<AttributeText> AttributeTexts(ns3::TypeId type);

/** @brief The default as a scenario writes it; nothing where it is no value or an empty one. */
std::optional<Json> DefaultAsJson(const AttributeEntry& attribute);

/** @brief What the checker says of itself; nothing of a foreign one. */
std::optional<AttributeDescription> DescriptionOf(const AttributeEntry& attribute);

/** @brief The type of the objects where a scenario names none. */
std::optional<ns3::TypeId> DefaultTypeOf(const AttributeEntry& attribute);

/** @brief A type of this project or of a plug-in, not one of ns-3. */
bool IsOurs(ns3::TypeId type);

/** @brief `FifoQueueDisc` of `nexsim::FifoQueueDisc`. */
std::string PlainName(const std::string& name);

} // namespace nexsim

#endif // NEXSIM_ATTRIBUTE_TEXT_H
