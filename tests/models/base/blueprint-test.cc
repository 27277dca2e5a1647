// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/blueprint.h"
#include "tests/models/base/gadget.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace blueprint_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::IntegerValue;
using nexsim::PolicyValue;
using nexsim::testing::Gadget;
using nexsim::testing::NumberedPart;
using nexsim::testing::Part;

Blueprint
PartOf(int64_t number)
{
    Blueprint part(NumberedPart::GetTypeId());
    part.Set("Number", ns3::Create<IntegerValue>(number));
    return part;
}

NumberedPart&
PartIn(const Gadget& gadget, size_t index)
{
    const auto value = ns3::DynamicCast<PolicyValue>(gadget.parts.at(index));
    return *ns3::DynamicCast<NumberedPart>(value->Get());
}

} // namespace

TEST_CASE("a blueprint makes a new object each time, with the given attributes")
{
    Blueprint blueprint = PartOf(7);
    const auto a = blueprint.CreateAs<NumberedPart>();
    const auto b = blueprint.CreateAs<NumberedPart>();
    CHECK(a != b);
    CHECK(a->number == 7);
    CHECK(b->number == 7);
    blueprint.Set("Number", ns3::Create<IntegerValue>(8));
    CHECK(blueprint.CreateAs<NumberedPart>()->number == 8);
    CHECK(a->number == 7);
}

TEST_CASE("parts and parts of parts are made anew for each object")
{
    Blueprint part = PartOf(5);
    part.SetPart("Inner", PartOf(6));
    Blueprint blueprint(Gadget::GetTypeId());
    blueprint.SetPart("Part", part);
    blueprint.SetParts("Parts", {PartOf(1), PartOf(2)});
    const auto a = blueprint.CreateAs<Gadget>();
    const auto b = blueprint.CreateAs<Gadget>();
    CHECK(a->part != b->part);
    const auto innerOfA = ns3::DynamicCast<NumberedPart>(a->part)->inner;
    const auto innerOfB = ns3::DynamicCast<NumberedPart>(b->part)->inner;
    CHECK(innerOfA != innerOfB);
    CHECK(ns3::DynamicCast<NumberedPart>(innerOfA)->number == 6);
    REQUIRE(a->parts.size() == 2);
    CHECK(PartIn(*a, 0).number == 1);
    CHECK(PartIn(*a, 1).number == 2);
    PartIn(*a, 0).number = 9;
    CHECK(PartIn(*b, 0).number == 1);
}

TEST_CASE("a copy of a blueprint changes on its own")
{
    const Blueprint original = PartOf(7);
    Blueprint copy = original;
    copy.Set("Number", ns3::Create<IntegerValue>(1));
    CHECK(original.CreateAs<NumberedPart>()->number == 7);
    CHECK(copy.CreateAs<NumberedPart>()->number == 1);
}

TEST_CASE("a later value replaces an earlier one, whether value, part or list")
{
    Blueprint blueprint(Gadget::GetTypeId());
    blueprint.SetPart("Part", PartOf(1));
    blueprint.Set("Part", ns3::Create<PolicyValue>());
    CHECK_FALSE(blueprint.CreateAs<Gadget>()->part);
    blueprint.SetPart("Part", PartOf(2));
    CHECK(ns3::DynamicCast<NumberedPart>(blueprint.CreateAs<Gadget>()->part)->number == 2);
    blueprint.SetParts("Parts", {PartOf(1)});
    blueprint.SetParts("Parts", {});
    CHECK(blueprint.CreateAs<Gadget>()->parts.empty());
}

TEST_CASE("a blueprint that cannot be followed throws and says why")
{
    CHECK_THROWS_WITH_AS(Blueprint().Create(),
                         "an empty blueprint makes no object",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(Blueprint(Part::GetTypeId()).Create(),
                         "test::Part has no objects of its own",
                         std::invalid_argument);
    CHECK_THROWS_WITH_AS(PartOf(10).Create(),
                         "test::NumberedPart refuses its attribute Number",
                         std::invalid_argument);
    Blueprint unknown(Gadget::GetTypeId());
    unknown.Set("Colour", ns3::Create<IntegerValue>(1));
    CHECK_THROWS_AS(unknown.Create(), std::invalid_argument);
    Blueprint wrong(Gadget::GetTypeId());
    wrong.SetPart("Part", Blueprint(Gadget::GetTypeId()));
    CHECK_THROWS_AS(wrong.Create(), std::invalid_argument);
    CHECK_THROWS_WITH_AS(PartOf(1).CreateAs<Gadget>(),
                         "test::NumberedPart is not a test::Gadget",
                         std::invalid_argument);
    CHECK_FALSE(Blueprint().CanCreate());
    CHECK_FALSE(Blueprint(Part::GetTypeId()).CanCreate());
    CHECK(PartOf(10).CanCreate());
}

} // namespace blueprint_test
