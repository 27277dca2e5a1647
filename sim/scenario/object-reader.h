// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OBJECT_READER_H
#define NEXSIM_OBJECT_READER_H

#include "models/base/attribute-description.h"
#include "models/base/blueprint.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/object-type.h"
#include "sim/scenario/plain-value.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/type-catalogue.h"

#include <functional>
#include <optional>
#include <string>

namespace nexsim
{

/**
 * @brief Reads {"type": ..., "Attribute": ...} into a blueprint, checked against the TypeId registry.
 *
 * Nothing is made here. Every fault is reported, and reading goes on: a blueprint that comes back
 * after errors is to be thrown away. Decimal text becomes an integer exactly.
 */
class ObjectReader
{
  public:
    /** @brief Called with each blueprint that was read without a fault; may set attributes. */
    using AfterRead = std::function<void(Blueprint& blueprint,
                                         const Json& object,
                                         const std::string& pointer,
                                         const ObjectExpectation& expected)>;

    ObjectReader(const TypeCatalogue& catalogue,
                 const ReadContext& context,
                 AfterRead afterRead = {});

    /** @return an empty blueprint when the type cannot be told */
    Blueprint Read(const Json& object,
                   const std::string& pointer,
                   const ObjectExpectation& expected) const;

    /**
     * @brief Puts what an object says into a blueprint that has a type already: a later entry for
     * the same thing. Its key "type" is not read.
     */
    void ReadInto(Blueprint& blueprint,
                  const Json& object,
                  const std::string& pointer,
                  const ObjectExpectation& expected) const;

    /** @brief A quantity on its own; nothing after an error. */
    std::optional<int64_t> ReadQuantity(const Json& value,
                                        const std::string& pointer,
                                        const AttributeDescription& description) const
    {
        return ReadQuantityValue(description, value, pointer, m_context);
    }

  private:
    void ReadMatch(Blueprint& blueprint, const Json& value, const std::string& pointer) const;
    void ReadKey(Blueprint& blueprint,
                 const std::string& key,
                 const Json& value,
                 const std::string& pointer,
                 const ObjectExpectation& expected) const;

    const TypeCatalogue& m_catalogue;
    ReadContext m_context;
    AfterRead m_afterRead;
};

} // namespace nexsim

#endif // NEXSIM_OBJECT_READER_H
