// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"

#include "ns3/simulator-impl.h"
#include <doctest/doctest.h>

#include <string>
#include <vector>

// Holds for every type of ours in the process: those of the library, hence those to come.

namespace registered_types_test
{

namespace
{

using nexsim::AttributeDescription;
using nexsim::Blueprint;
using Kind = AttributeDescription::Kind;

std::vector<ns3::TypeId>
OurTypes()
{
    std::vector<ns3::TypeId> types;
    for (uint16_t i = 0; i < ns3::TypeId::GetRegisteredN(); ++i)
    {
        const ns3::TypeId type = ns3::TypeId::GetRegistered(i);
        if (type.GetName().rfind("nexsim::", 0) == 0)
        {
            types.push_back(type);
        }
    }
    return types;
}

/** A scenario names the interface's derived types, so the interface must be known by name. */
bool
IsInterface(const std::string& name)
{
    ns3::TypeId type;
    return ns3::TypeId::LookupByNameFailSafe(name, &type);
}

void
CheckDescription(const AttributeDescription& description)
{
    switch (description.kind)
    {
    case Kind::Quantity:
    case Kind::Integer:
        CHECK(description.minimum <= description.maximum);
        break;
    case Kind::Choice:
        CHECK(description.choices.size() >= 2);
        CHECK(description.maximum == static_cast<int64_t>(description.choices.size()) - 1);
        break;
    case Kind::Policy:
    case Kind::PolicyTemplate:
    case Kind::RandomQuantity:
        CHECK(IsInterface(description.interface));
        break;
    case Kind::List:
        REQUIRE(description.element != nullptr);
        CheckDescription(*description.element);
        break;
    default:
        break;
    }
}

} // namespace

TEST_CASE("the library's types are registered in this process")
{
    CHECK(OurTypes().size() >= 20);
    CHECK(IsInterface("nexsim::SimplexLink"));
    CHECK(IsInterface("nexsim::ConstantRateSource"));
}

TEST_CASE("every attribute of every type has help, describes itself and accepts its default")
{
    for (const ns3::TypeId& type : OurTypes())
    {
        CAPTURE(type.GetName());
        CHECK(type.GetGroupName().rfind("nexsim/", 0) == 0);
        for (size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const auto info = type.GetAttribute(i);
            CAPTURE(info.name);
            CHECK(info.help.size() > 5);
            CHECK(info.help.back() == '.');
            CHECK(info.checker->Check(*info.originalInitialValue));
            const auto* described =
                dynamic_cast<const nexsim::SelfDescribing*>(ns3::PeekPointer(info.checker));
            const std::string kind = info.checker->GetValueTypeName();
            CHECK((described != nullptr || kind == "BooleanValue" || kind == "ns3::DoubleValue" ||
                   kind == "StringValue"));
            if (described != nullptr)
            {
                CheckDescription(described->Describe());
            }
        }
    }
}

TEST_CASE("every type that has objects can be made with its defaults, which read back the same")
{
    for (const ns3::TypeId& type : OurTypes())
    {
        CAPTURE(type.GetName());
        const Blueprint blueprint(type);
        if (!blueprint.CanCreate() || type.IsChildOf(ns3::SimulatorImpl::GetTypeId()))
        {
            continue;
        }
        const auto object = blueprint.Create();
        CHECK(object->GetInstanceTypeId() == type);
        for (size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const auto info = type.GetAttribute(i);
            CAPTURE(info.name);
            const auto value = info.checker->Create();
            REQUIRE(object->GetAttributeFailSafe(info.name, *value));
            CHECK(value->SerializeToString(info.checker) ==
                  info.originalInitialValue->SerializeToString(info.checker));
        }
    }
}

} // namespace registered_types_test
