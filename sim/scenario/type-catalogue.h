// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TYPE_CATALOGUE_H
#define NEXSIM_TYPE_CATALOGUE_H

#include "sim/scenario/outcome.h"

#include "ns3/type-id.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief An attribute of a type or of one of its parents. */
struct AttributeEntry
{
    ns3::TypeId owner; //!< the type that declares it
    ns3::TypeId::AttributeInformation information;
};

/** @brief A type whose objects let those of a foreign type work where an interface is wanted. */
struct AdapterEntry
{
    ns3::TypeId type;
    std::string attribute;        //!< the one that takes the foreign object
    std::string foreignInterface; //!< TypeId name of the foreign base type
};

/**
 * @brief Every type that a scenario can name, as the TypeId registry has them now.
 *
 * A type called nexsim::FifoQueueDisc is "Fifo" or "FifoQueueDisc" where a nexsim::QueueDisc is
 * wanted. Types of a plug-in's own namespace have short names too; types of ns-3 are written whole.
 */
class TypeCatalogue
{
  public:
    TypeCatalogue();

    /** @brief The type that is meant by `name` where an object of `interface` is wanted. */
    Outcome<ns3::TypeId> Resolve(std::string_view name, const std::string& interface) const;

    /** @brief The types that can be made where `interface` is wanted, sorted by name. */
    std::vector<ns3::TypeId> TypesOf(const std::string& interface) const;

    /** @brief The types that may be named where `interface` is wanted: those, then adapted ones. */
    std::vector<ns3::TypeId> NamesOf(const std::string& interface) const;

    /** @brief The adapter that `type` needs where `interface` is wanted; nothing for its own. */
    std::optional<AdapterEntry> AdapterFor(ns3::TypeId type, const std::string& interface) const;

    /** @brief How a scenario writes the type where `interface` is wanted: the shortest form. */
    static std::string ShortName(ns3::TypeId type, const std::string& interface);

    /** @brief The attributes of a type, its own first, then its parents'. */
    static std::vector<AttributeEntry> AttributesOf(ns3::TypeId type);

    static std::optional<AttributeEntry> FindAttribute(ns3::TypeId type, const std::string& name);

    /** @brief The names of all attributes, in the order of AttributesOf(). */
    static std::vector<std::string> AttributeNames(ns3::TypeId type);

    /**
     * @brief Two types of one short name, attributes that no scenario can write, defaults that
     * their own checker refuses: one message each; empty when all is well.
     */
    std::vector<std::string> Conflicts() const;

  private:
    std::vector<AdapterEntry> AdaptersOf(const std::string& interface) const;

    std::vector<ns3::TypeId> m_types; //!< those that can be made, sorted by name
};

} // namespace nexsim

#endif // NEXSIM_TYPE_CATALOGUE_H
