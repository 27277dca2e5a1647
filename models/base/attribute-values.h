// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ATTRIBUTE_VALUES_H
#define NEXSIM_ATTRIBUTE_VALUES_H

#include "models/base/blueprint.h"
#include "models/base/quantity.h"

#include "ns3/attribute.h"
#include "ns3/object.h"

#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief An integer that means an amount, a plain number or the position of a choice.
 *
 * As ns-3 text it is the integer in the base unit and nothing else: exact, and never ambiguous.
 */
class IntegerValue : public ns3::AttributeValue
{
  public:
    IntegerValue() = default;

    explicit IntegerValue(int64_t value) : m_value(value) {}

    template <Dimension D>
    explicit IntegerValue(Amount<D> amount) : m_value(amount.Value())
    {
    }

    int64_t Get() const
    {
        return m_value;
    }

    template <typename T>
    void Set(const T& value)
    {
        if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
        {
            m_value = static_cast<int64_t>(value);
        }
        else
        {
            m_value = value.Value();
        }
    }

    template <typename T>
    bool GetAccessor(T& value) const
    {
        value = static_cast<T>(m_value);
        return true;
    }

    ns3::Ptr<ns3::AttributeValue> Copy() const override;
    std::string SerializeToString(ns3::Ptr<const ns3::AttributeChecker> checker) const override;
    bool DeserializeFromString(std::string value,
                               ns3::Ptr<const ns3::AttributeChecker> checker) override;

  private:
    int64_t m_value = 0;
};

/** @brief One object, already made: the value of a policy. */
class PolicyValue : public ns3::AttributeValue
{
  public:
    PolicyValue() = default;

    explicit PolicyValue(ns3::Ptr<ns3::Object> object) : m_object(object) {}

    ns3::Ptr<ns3::Object> Get() const
    {
        return m_object;
    }

    template <typename T>
    void Set(const ns3::Ptr<T>& object)
    {
        m_object = object;
    }

    template <typename T>
    bool GetAccessor(ns3::Ptr<T>& object) const
    {
        object = ns3::DynamicCast<T>(m_object);
        return object || !m_object;
    }

    ns3::Ptr<ns3::AttributeValue> Copy() const override;
    std::string SerializeToString(ns3::Ptr<const ns3::AttributeChecker> checker) const override;
    bool DeserializeFromString(std::string value,
                               ns3::Ptr<const ns3::AttributeChecker> checker) override;

  private:
    ns3::Ptr<ns3::Object> m_object;
};

/** @brief How to make objects: the value of a policy template. */
class BlueprintValue : public ns3::AttributeValue
{
  public:
    BlueprintValue() = default;

    explicit BlueprintValue(Blueprint blueprint) : m_blueprint(std::move(blueprint)) {}

    void Set(const Blueprint& blueprint)
    {
        m_blueprint = blueprint;
    }

    bool GetAccessor(Blueprint& blueprint) const
    {
        blueprint = m_blueprint;
        return true;
    }

    const Blueprint& Get() const
    {
        return m_blueprint;
    }

    ns3::Ptr<ns3::AttributeValue> Copy() const override;
    std::string SerializeToString(ns3::Ptr<const ns3::AttributeChecker> checker) const override;
    bool DeserializeFromString(std::string value,
                               ns3::Ptr<const ns3::AttributeChecker> checker) override;

  private:
    Blueprint m_blueprint;
};

/** @brief Several values of one kind, in order. */
class ListValue : public ns3::AttributeValue
{
  public:
    using Elements = std::vector<ns3::Ptr<ns3::AttributeValue>>;

    ListValue() = default;

    explicit ListValue(Elements elements) : m_elements(std::move(elements)) {}

    const Elements& Get() const
    {
        return m_elements;
    }

    void Set(const Elements& elements)
    {
        m_elements = elements;
    }

    bool GetAccessor(Elements& elements) const
    {
        elements = m_elements;
        return true;
    }

    ns3::Ptr<ns3::AttributeValue> Copy() const override;
    std::string SerializeToString(ns3::Ptr<const ns3::AttributeChecker> checker) const override;
    bool DeserializeFromString(std::string value,
                               ns3::Ptr<const ns3::AttributeChecker> checker) override;

  private:
    Elements m_elements;
};

} // namespace nexsim

#endif // NEXSIM_ATTRIBUTE_VALUES_H
