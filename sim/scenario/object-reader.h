// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OBJECT_READER_H
#define NEXSIM_OBJECT_READER_H

#include "models/base/attribute-description.h"
#include "models/base/blueprint.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/source-map.h"
#include "sim/scenario/type-catalogue.h"

#include <functional>
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
                 const SourceMap& sources,
                 Diagnostics& diagnostics,
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

    /**
     * @brief Reads one attribute's value and puts it into the blueprint.
     * @return false after an error
     */
    bool ReadAttribute(Blueprint& blueprint,
                       const std::string& name,
                       const Json& value,
                       const std::string& pointer,
                       Dimension inherited = Dimension::Count) const;

    /** @brief A quantity on its own; nothing after an error. */
    std::optional<int64_t> ReadQuantity(const Json& value,
                                        const std::string& pointer,
                                        const AttributeDescription& description) const;

  private:
    bool ReadDescribed(Blueprint& blueprint,
                       const AttributeEntry& attribute,
                       const AttributeDescription& description,
                       const Json& value,
                       const std::string& pointer,
                       Dimension inherited) const;
    bool ReadRandom(Blueprint& blueprint,
                    const AttributeEntry& attribute,
                    const AttributeDescription& description,
                    const Json& value,
                    const std::string& pointer) const;
    bool ReadObject(Blueprint& blueprint,
                    const AttributeEntry& attribute,
                    const AttributeDescription& description,
                    const Json& value,
                    const std::string& pointer,
                    Dimension inherited) const;
    bool ReadList(Blueprint& blueprint,
                  const std::string& name,
                  const AttributeDescription& description,
                  const Json& value,
                  const std::string& pointer,
                  Dimension inherited) const;
    bool ReadForeign(Blueprint& blueprint,
                     const AttributeEntry& attribute,
                     const Json& value,
                     const std::string& pointer) const;
    std::optional<ns3::TypeId> ReadType(const Json& object,
                                        const std::string& pointer,
                                        const ObjectExpectation& expected) const;
    void ReadKey(Blueprint& blueprint,
                 const std::string& key,
                 const Json& value,
                 const std::string& pointer,
                 const ObjectExpectation& expected) const;
    bool Fail(const std::string& pointer, std::string message) const;

    const TypeCatalogue& m_catalogue;
    const SourceMap& m_sources;
    Diagnostics& m_diagnostics;
    AfterRead m_afterRead;
};

} // namespace nexsim

#endif // NEXSIM_OBJECT_READER_H
