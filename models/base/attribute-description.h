// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ATTRIBUTE_DESCRIPTION_H
#define NEXSIM_ATTRIBUTE_DESCRIPTION_H

#include "models/base/quantity.h"

#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What an attribute accepts; the loader, the schema and the pages read nothing else. */
struct AttributeDescription
{
    enum class Kind
    {
        Quantity,       //!< an amount with a unit, see dimension, minimum, maximum
        RandomQuantity, //!< an amount with a unit, or an object of a RandomQuantity type
        Boolean,
        Integer, //!< a plain number within minimum and maximum
        Text,
        Choice,         //!< one of choices
        Policy,         //!< one object of a type of interface
        PolicyTemplate, //!< how to make objects of a type of interface, one per user of it
        List,           //!< any number of element
        Costs           //!< an object of cost figures by name, with the profiles they come from
    };

    Kind kind = Kind::Text;
    Dimension dimension = Dimension::Count; //!< of quantities
    int64_t minimum = std::numeric_limits<int64_t>::min();
    int64_t maximum = std::numeric_limits<int64_t>::max();
    bool mayBeUnlimited = false;      //!< the word "unlimited" stands for kUnlimited
    bool atRuntime = false;           //!< an event of a scenario may change it during a run
    bool isPort = false;              //!< a node's template for its ports; links refine it
    bool adapts = false;              //!< its types may be named where its owner may (adapters)
    std::vector<std::string> choices; //!< in the order of the enumeration's values
    std::string interface;            //!< TypeId name of the base type, of policies
    std::shared_ptr<const AttributeDescription> element; //!< of lists
};

/** @brief Implemented by every attribute checker of this project. */
class SelfDescribing
{
  public:
    virtual ~SelfDescribing() = default;

    virtual AttributeDescription Describe() const = 0;
};

/** @brief Whether a scenario event may change an attribute while the simulation runs. */
enum class Change
{
    BeforeRun,
    AtRuntime
};

} // namespace nexsim

#endif // NEXSIM_ATTRIBUTE_DESCRIPTION_H
