// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/constant-quantity.h"
#include "tests/models/base/gadget.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace attributes_test
{

namespace
{

using nexsim::AttributeDescription;
using nexsim::Blueprint;
using nexsim::BlueprintValue;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::ListValue;
using nexsim::PolicyValue;
using nexsim::testing::Gadget;
using nexsim::testing::NumberedPart;
using Kind = AttributeDescription::Kind;

AttributeDescription
DescriptionOf(const std::string& name)
{
    ns3::TypeId::AttributeInformation info;
    REQUIRE(Gadget::GetTypeId().LookupAttributeByName(name, &info));
    const auto* described =
        dynamic_cast<const nexsim::SelfDescribing*>(ns3::PeekPointer(info.checker));
    REQUIRE(described != nullptr);
    return described->Describe();
}

bool
Accepts(const std::string& name, const ns3::AttributeValue& value)
{
    return ns3::CreateObject<Gadget>()->SetAttributeFailSafe(name, value);
}

ListValue
ListOf(std::vector<ns3::Ptr<ns3::Object>> objects)
{
    ListValue::Elements elements;
    for (const auto& object : objects)
    {
        elements.push_back(ns3::Create<PolicyValue>(object));
    }
    return ListValue(elements);
}

} // namespace

TEST_CASE("attributes start with their defaults, every kind of them")
{
    const auto gadget = ns3::CreateObject<Gadget>();
    CHECK(gadget->delay == nexsim::MicroSeconds(5));
    CHECK(gadget->limit.IsUnlimited());
    CHECK(gadget->Rate() == nexsim::BitRate(1000));
    CHECK(gadget->count == 4);
    CHECK(gadget->mode == nexsim::testing::Mode::Fast);
    CHECK_FALSE(gadget->part);
    CHECK_FALSE(gadget->jitter);
    CHECK(gadget->blueprint.GetTypeId() == NumberedPart::GetTypeId());
    CHECK(gadget->parts.empty());
}

TEST_CASE("a quantity describes its dimension and range, and accepts exactly that range")
{
    const AttributeDescription delay = DescriptionOf("Delay");
    CHECK(delay.kind == Kind::Quantity);
    CHECK(delay.dimension == nexsim::Dimension::Time);
    CHECK(delay.minimum == 1000);
    CHECK(delay.maximum == 2'000'000'000'000);
    CHECK_FALSE(delay.mayBeUnlimited);
    CHECK_FALSE(delay.atRuntime);
    CHECK_FALSE(Accepts("Delay", IntegerValue(999)));
    CHECK(Accepts("Delay", IntegerValue(1000)));
    CHECK(Accepts("Delay", IntegerValue(2'000'000'000'000)));
    CHECK_FALSE(Accepts("Delay", IntegerValue(2'000'000'000'001)));
    CHECK_FALSE(Accepts("Delay", IntegerValue(kUnlimited)));

    const AttributeDescription limit = DescriptionOf("Limit");
    CHECK(limit.dimension == nexsim::Dimension::Size);
    CHECK(limit.mayBeUnlimited);
    CHECK_FALSE(Accepts("Limit", IntegerValue(9)));
    CHECK(Accepts("Limit", IntegerValue(10)));
    CHECK(Accepts("Limit", IntegerValue(kUnlimited)));

    CHECK(DescriptionOf("Rate").atRuntime);
}

TEST_CASE("a setter is called with each accepted value and with no refused one")
{
    const auto gadget = ns3::CreateObject<Gadget>();
    CHECK(gadget->rateChanges == 1); // the default
    CHECK(gadget->SetAttributeFailSafe("Rate", IntegerValue(7)));
    CHECK_FALSE(gadget->SetAttributeFailSafe("Rate", IntegerValue(0)));
    CHECK(gadget->rateChanges == 2);
    CHECK(gadget->Rate() == nexsim::BitRate(7));
    IntegerValue read;
    CHECK(gadget->GetAttributeFailSafe("Rate", read));
    CHECK(read.Get() == 7);
}

TEST_CASE("an integer and a choice accept exactly their range")
{
    CHECK(DescriptionOf("Count").kind == Kind::Integer);
    CHECK_FALSE(Accepts("Count", IntegerValue(-6)));
    CHECK(Accepts("Count", IntegerValue(-5)));
    CHECK(Accepts("Count", IntegerValue(5)));
    CHECK_FALSE(Accepts("Count", IntegerValue(6)));

    const AttributeDescription mode = DescriptionOf("Mode");
    CHECK(mode.kind == Kind::Choice);
    CHECK(mode.choices == std::vector<std::string>{"slow", "fast"});
    CHECK_FALSE(Accepts("Mode", IntegerValue(-1)));
    CHECK(Accepts("Mode", IntegerValue(0)));
    CHECK(Accepts("Mode", IntegerValue(1)));
    CHECK_FALSE(Accepts("Mode", IntegerValue(2)));
}

TEST_CASE("a policy accepts objects of its interface and nothing else")
{
    CHECK(DescriptionOf("Part").kind == Kind::Policy);
    CHECK(DescriptionOf("Part").interface == "test::Part");
    CHECK(Accepts("Part", PolicyValue(ns3::CreateObject<NumberedPart>())));
    CHECK(Accepts("Part", PolicyValue()));
    CHECK_FALSE(Accepts("Part", PolicyValue(ns3::CreateObject<Gadget>())));
    CHECK_FALSE(Accepts("Part", IntegerValue(1)));
    CHECK_FALSE(Accepts("Part", BlueprintValue(Blueprint(NumberedPart::GetTypeId()))));
    CHECK_FALSE(Accepts("Count", PolicyValue()));
}

TEST_CASE("a random quantity accepts laws, and tells the dimension of their draws")
{
    CHECK(DescriptionOf("Jitter").kind == Kind::RandomQuantity);
    CHECK(DescriptionOf("Jitter").dimension == nexsim::Dimension::Time);
    CHECK(Accepts("Jitter", PolicyValue(ns3::CreateObject<nexsim::ConstantRandomQuantity>())));
    CHECK_FALSE(Accepts("Jitter", PolicyValue(ns3::CreateObject<NumberedPart>())));
}

TEST_CASE("a policy template accepts blueprints of its interface and nothing else")
{
    const AttributeDescription description = DescriptionOf("Template");
    CHECK(description.kind == Kind::PolicyTemplate);
    CHECK(description.interface == "test::Part");
    CHECK(description.isPort);
    CHECK(Accepts("Template", BlueprintValue(Blueprint(NumberedPart::GetTypeId()))));
    CHECK(Accepts("Template", BlueprintValue()));
    CHECK_FALSE(Accepts("Template", BlueprintValue(Blueprint(Gadget::GetTypeId()))));
    CHECK_FALSE(Accepts("Template", PolicyValue(ns3::CreateObject<NumberedPart>())));
}

TEST_CASE("a list accepts any number of objects of its interface, and none of another")
{
    const AttributeDescription description = DescriptionOf("Parts");
    CHECK(description.kind == Kind::List);
    REQUIRE(description.element != nullptr);
    CHECK(description.element->kind == Kind::Policy);
    CHECK(description.element->interface == "test::Part");
    const auto part = ns3::CreateObject<NumberedPart>();
    CHECK(Accepts("Parts", ListOf({})));
    CHECK(Accepts("Parts", ListOf({part, part})));
    CHECK_FALSE(Accepts("Parts", ListOf({part, ns3::CreateObject<Gadget>()})));
    CHECK_FALSE(Accepts("Parts", ListValue({ns3::Create<IntegerValue>(1)})));
}

TEST_CASE("as ns-3 text a quantity is the integer in its base unit and nothing else")
{
    CHECK(Accepts("Delay", ns3::StringValue("1500")));
    CHECK_FALSE(Accepts("Delay", ns3::StringValue("1500ns")));
    CHECK_FALSE(Accepts("Delay", ns3::StringValue("")));
    CHECK_FALSE(Accepts("Delay", ns3::StringValue("1e3")));
    CHECK_FALSE(Accepts("Delay", ns3::StringValue("99999999999999999999")));
    CHECK_FALSE(Accepts("Delay", ns3::StringValue("3")));
    const auto gadget = ns3::CreateObject<Gadget>();
    ns3::StringValue text;
    CHECK(gadget->GetAttributeFailSafe("Delay", text));
    CHECK(text.Get() == "5000000");
}

TEST_CASE("as ns-3 text a policy or a template is the name of a type that has objects")
{
    CHECK(Accepts("Part", ns3::StringValue("test::NumberedPart")));
    CHECK(Accepts("Part", ns3::StringValue("")));
    CHECK_FALSE(Accepts("Part", ns3::StringValue("test::Part")));
    CHECK_FALSE(Accepts("Part", ns3::StringValue("test::Gadget")));
    CHECK_FALSE(Accepts("Part", ns3::StringValue("test::Nothing")));
    CHECK(Accepts("Template", ns3::StringValue("test::NumberedPart")));
    CHECK_FALSE(Accepts("Template", ns3::StringValue("test::Part")));
    CHECK_FALSE(Accepts("Template", ns3::StringValue("test::Gadget")));
    const auto gadget = ns3::CreateObject<Gadget>();
    ns3::StringValue text;
    CHECK(gadget->GetAttributeFailSafe("Template", text));
    CHECK(text.Get() == "test::NumberedPart");
}

} // namespace attributes_test
