// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ATTRIBUTE_READER_H
#define NEXSIM_ATTRIBUTE_READER_H

#include "models/base/attribute-description.h"
#include "models/base/blueprint.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/type-catalogue.h"

#include <optional>
#include <string>

namespace nexsim
{

class ObjectReader;

/** @brief Reads the value of one attribute of a type and puts it into a blueprint. */
class AttributeReader
{
  public:
    /** @param objects reads what an attribute holds where that is an object or a list of them */
    AttributeReader(const ObjectReader& objects, const ReadContext& context)
        : m_objects(objects), m_context(context)
    {
    }

    /** @param inherited the dimension of attributes that inherit theirs */
    void Read(Blueprint& blueprint,
              const std::string& name,
              const Json& value,
              const std::string& pointer,
              Dimension inherited) const;

  private:
    /** @brief What is read, and where it goes. */
    struct Task
    {
        Blueprint& blueprint;
        const AttributeEntry& attribute;
        AttributeDescription description;
        const Json& value;
        const std::string& pointer;
        Dimension inherited;

        const std::string& Name() const
        {
            return attribute.information.name;
        }
    };

    void ReadDescribed(const Task& task) const;
    void ReadQuantity(const Task& task) const;
    void ReadRandom(const Task& task) const;
    void ReadObject(const Task& task) const;
    void ReadList(const Task& task) const;
    void ReadForeign(const Task& task) const;
    void ReadNumbers(const Task& task) const;
    void SetNumber(const Task& task, std::optional<int64_t> number) const;

    const ObjectReader& m_objects;
    ReadContext m_context;
};

} // namespace nexsim

#endif // NEXSIM_ATTRIBUTE_READER_H
