// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ATTRIBUTES_H
#define NEXSIM_ATTRIBUTES_H

#include "models/base/attribute-description.h"
#include "models/base/attribute-values.h"

#include "ns3/attribute-accessor-helper.h"
#include "ns3/boolean.h"
#include "ns3/string.h"
#include "ns3/type-id.h"

#include <string>
#include <utility>
#include <vector>

/**
 * The attribute kinds of this project. In GetTypeId():
 *
 *   .AddAttribute("Delay", "Propagation delay.", QuantityDefault(MicroSeconds(1)),
 *                 MakeQuantityAccessor(&SimplexLink::m_delay),
 *                 MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
 *
 * ns-3's own boolean and string attributes are used as they are.
 */
namespace nexsim
{

/** @brief A checker that knows what it accepts. */
class DescribedChecker : public ns3::AttributeChecker, public SelfDescribing
{
  public:
    explicit DescribedChecker(AttributeDescription description)
        : m_description(std::move(description))
    {
    }

    AttributeDescription Describe() const override
    {
        return m_description;
    }

    bool Check(const ns3::AttributeValue& value) const override;
    std::string GetValueTypeName() const override;
    bool HasUnderlyingTypeInformation() const override;
    std::string GetUnderlyingTypeInformation() const override;
    ns3::Ptr<ns3::AttributeValue> Create() const override;
    bool Copy(const ns3::AttributeValue& source, ns3::AttributeValue& destination) const override;

  private:
    AttributeDescription m_description;
};

/** @brief The default value of a quantity, an integer or a choice (any enumeration value). */
template <typename T>
IntegerValue
QuantityDefault(T value)
{
    IntegerValue result;
    result.Set(value);
    return result;
}

/** @brief An amount of Q (SimTime, Bytes ...) between minimum and maximum, both included. */
template <typename Q>
ns3::Ptr<const ns3::AttributeChecker>
MakeQuantityChecker(Q minimum, Q maximum, Change change = Change::BeforeRun)
{
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::Quantity;
    description.dimension = Q::kDimension;
    description.minimum = minimum.Value();
    description.maximum = maximum.Value();
    description.mayBeUnlimited = maximum.IsUnlimited();
    description.atRuntime = change == Change::AtRuntime;
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

/** @brief A plain whole number between minimum and maximum, both included. */
ns3::Ptr<const ns3::AttributeChecker> MakeIntegerRangeChecker(int64_t minimum, int64_t maximum);

/** @brief One of the names; the value is the position of the name (use a scoped enumeration). */
ns3::Ptr<const ns3::AttributeChecker> MakeChoiceChecker(std::vector<std::string> names,
                                                        Change change = Change::BeforeRun);

/** @brief One owned object of a type derived from I (an ns3::Object with GetTypeId). */
template <typename I>
ns3::Ptr<const ns3::AttributeChecker>
MakePolicyChecker()
{
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::Policy;
    description.interface = I::GetTypeId().GetName();
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

/** @brief How to make objects of types derived from I, one per user. */
template <typename I>
ns3::Ptr<const ns3::AttributeChecker>
MakePolicyTemplateChecker()
{
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::PolicyTemplate;
    description.interface = I::GetTypeId().GetName();
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

/** @brief As MakePolicyTemplateChecker, for a node's ports: a link's "at" refines it. */
template <typename I>
ns3::Ptr<const ns3::AttributeChecker>
MakePortTemplateChecker()
{
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::PolicyTemplate;
    description.interface = I::GetTypeId().GetName();
    description.isPort = true;
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

/**
 * @brief As MakePolicyTemplateChecker, of an adapter: where a scenario may name the adapter, it may
 * name a type derived from I instead, and means an adapter with one.
 */
template <typename I>
ns3::Ptr<const ns3::AttributeChecker>
MakeAdapteeChecker()
{
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::PolicyTemplate;
    description.interface = I::GetTypeId().GetName();
    description.adapts = true;
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

/**
 * @brief An amount with a unit, or an object of a type derived from RandomQuantity.
 *
 * The range holds for a plain amount; a law is asked for its least amount when it is used.
 */
ns3::Ptr<const ns3::AttributeChecker> MakeRandomQuantityChecker(Dimension dimension,
                                                                int64_t minimum = 0,
                                                                int64_t maximum = kUnlimited);

/** @brief Cost figures, as an object of type I (an ns3::Object with GetTypeId). */
template <typename I>
ns3::Ptr<const ns3::AttributeChecker>
MakeCostsChecker()
{
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::Costs;
    description.interface = I::GetTypeId().GetName();
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

/** @brief Any number of objects of types derived from I. */
template <typename I>
ns3::Ptr<const ns3::AttributeChecker>
MakePolicyListChecker()
{
    AttributeDescription element;
    element.kind = AttributeDescription::Kind::Policy;
    element.interface = I::GetTypeId().GetName();
    AttributeDescription description;
    description.kind = AttributeDescription::Kind::List;
    description.element = std::make_shared<const AttributeDescription>(std::move(element));
    return ns3::Ptr<const ns3::AttributeChecker>(new DescribedChecker(std::move(description)),
                                                 false);
}

/** @brief Accessors: a member, a setter, or setter and getter, as ns-3's Make...Accessor. */
template <typename... T>
ns3::Ptr<const ns3::AttributeAccessor>
MakeQuantityAccessor(T... members)
{
    return ns3::MakeAccessorHelper<IntegerValue>(members...);
}

template <typename... T>
ns3::Ptr<const ns3::AttributeAccessor>
MakePolicyAccessor(T... members)
{
    return ns3::MakeAccessorHelper<PolicyValue>(members...);
}

template <typename... T>
ns3::Ptr<const ns3::AttributeAccessor>
MakePolicyTemplateAccessor(T... members)
{
    return ns3::MakeAccessorHelper<BlueprintValue>(members...);
}

template <typename... T>
ns3::Ptr<const ns3::AttributeAccessor>
MakeListAccessor(T... members)
{
    return ns3::MakeAccessorHelper<ListValue>(members...);
}

} // namespace nexsim

#endif // NEXSIM_ATTRIBUTES_H
