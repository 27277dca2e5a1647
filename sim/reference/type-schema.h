// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TYPE_SCHEMA_H
#define NEXSIM_TYPE_SCHEMA_H

#include "sim/reference/attribute-text.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief An object of the grammar that has a type and attributes besides. */
struct ObjectShape
{
    std::string name;                       //!< of its definition: "node"
    std::vector<std::string> interfaces;    //!< whose types may stand here
    std::optional<ns3::TypeId> defaultType; //!< when the object names no type
    bool isChange = false;                  //!< without a type it changes what has one already
    Dimension inherited = Dimension::Count;
    Json grammar = Json::object(); //!< properties of its lowercase keys
    /** @brief May add to the schema of a type, or of the kind where no type is named. */
    std::function<void(ns3::TypeId type, Json& schema)> refine;
};

/**
 * @brief Turns the TypeId registry into definitions of a JSON Schema (draft-07).
 *
 * An object of a kind is told apart by its `type`: one `if` and `then` for each, so that an editor
 * proposes the attributes of the type that is written there and of no other.
 */
class TypeSchemas
{
  public:
    explicit TypeSchemas(const TypeCatalogue& catalogue);

    /** @brief The schema of such an object, not of an expression in its place. */
    Json Object(const ObjectShape& shape);

    /** @brief An attribute's value or an expression, with description and default. */
    Json Attribute(const AttributeEntry& attribute, Dimension inherited = Dimension::Count);

    /** @brief Attributes of all types of the interfaces, each once. */
    Json Attributes(const std::vector<std::string>& interfaces, Dimension inherited);

    /** @brief Attributes of these types' objects that an event may change. */
    Json RuntimeAttributes(const std::string& interface);

    void Define(const std::string& name, Json schema);

    /** @brief All definitions so far, sorted by name. */
    Json Definitions() const;

  private:
    struct Candidate
    {
        ns3::TypeId type;
        std::string interface;
    };

    std::vector<Candidate> Candidates(const std::vector<std::string>& interfaces) const;
    Json TypeName(const std::vector<Candidate>& candidates) const;
    std::string DefineType(const ObjectShape& shape, const Candidate& candidate);
    std::string DefineAny(const ObjectShape& shape);
    Json Policy(const AttributeEntry& attribute,
                const AttributeDescription& description,
                Dimension inherited);
    Json Value(const AttributeEntry& attribute,
               const AttributeDescription& description,
               Dimension inherited);
    Json CostsSchema();
    Json ForeignValue(const AttributeEntry& attribute) const;
    Json Properties(ns3::TypeId type, Dimension inherited);
    Json Match(const AttributeDescription& description);

    const TypeCatalogue& m_catalogue;
    std::map<std::string, Json> m_definitions;
};

} // namespace nexsim

#endif // NEXSIM_TYPE_SCHEMA_H
