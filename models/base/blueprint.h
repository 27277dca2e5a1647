// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BLUEPRINT_H
#define NEXSIM_BLUEPRINT_H

#include "ns3/attribute.h"
#include "ns3/object.h"
#include "ns3/type-id.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/**
 * @brief How to make an object of one type: each Create gives a new one, with its own parts.
 *
 * ns3::ObjectFactory would hand the same inner objects to all that it makes.
 */
class Blueprint
{
  public:
    /** @brief The empty blueprint: it makes nothing. */
    Blueprint() = default;

    explicit Blueprint(ns3::TypeId type) : m_type(type), m_empty(false) {}

    bool IsEmpty() const
    {
        return m_empty;
    }

    ns3::TypeId GetTypeId() const
    {
        return m_type;
    }

    /** @brief False when empty, or when the type has no objects, only derived types. */
    bool CanCreate() const;

    /** @brief A later value of the same attribute replaces the earlier one. */
    void Set(const std::string& attribute, ns3::Ptr<ns3::AttributeValue> value);

    /** @brief The attribute becomes one object made anew from `part` at each Create. */
    void SetPart(const std::string& attribute, const Blueprint& part);

    /** @brief The attribute becomes a list of objects, each made anew at each Create. */
    void SetParts(const std::string& attribute, std::vector<Blueprint> parts);

    /**
     * @brief A new object.
     * @throws std::invalid_argument when the type has no objects, has no such attribute or refuses
     * a value
     */
    ns3::Ptr<ns3::Object> Create() const;

    /** @brief As Create(), of a known type. @throws std::invalid_argument when it is not one. */
    template <typename T>
    ns3::Ptr<T> CreateAs() const
    {
        ns3::Ptr<T> object = ns3::DynamicCast<T>(Create());
        if (!object)
        {
            throw std::invalid_argument(m_type.GetName() + " is not a " + T::GetTypeId().GetName());
        }
        return object;
    }

  private:
    struct Setting
    {
        std::string attribute;
        ns3::Ptr<ns3::AttributeValue> value; //!< null where parts are given
        std::vector<Blueprint> parts;
        bool isList = false;
    };

    void Replace(Setting setting);

    ns3::TypeId m_type;
    bool m_empty = true;
    std::vector<Setting> m_settings;
};

} // namespace nexsim

#endif // NEXSIM_BLUEPRINT_H
