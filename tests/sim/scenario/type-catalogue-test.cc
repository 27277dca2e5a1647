// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/type-catalogue.h"
#include "tests/sim/results/forked.h"

#include "ns3/object.h"
#include "ns3/uinteger.h"
#include <doctest/doctest.h>

namespace type_catalogue_test
{

using namespace nexsim;

namespace
{

/** What a plug-in brings: an interface and types of a namespace of its own. */
class ToyShape : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid =
            ns3::TypeId("toys::ToyShape")
                .SetParent<ns3::Object>()
                .AddAttribute("Corners",
                              "",
                              ns3::UintegerValue(3),
                              ns3::MakeUintegerAccessor(&ToyShape::m_corners),
                              ns3::MakeUintegerChecker<uint32_t>());
        return tid;
    }

  private:
    uint32_t m_corners = 3;
};

class RoundToyShape : public ToyShape
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid =
            ns3::TypeId("toys::RoundToyShape")
                .SetParent<ToyShape>()
                .AddConstructor<RoundToyShape>()
                .AddAttribute("Radius",
                              "",
                              ns3::UintegerValue(1),
                              ns3::MakeUintegerAccessor(&RoundToyShape::m_radius),
                              ns3::MakeUintegerChecker<uint32_t>());
        return tid;
    }

  private:
    uint32_t m_radius = 1;
};

/** What a scenario could not write, and what the checker would refuse from one. */
class FaultyToyShape : public ToyShape
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid =
            ns3::TypeId("toys::FaultyToyShape")
                .SetParent<ToyShape>()
                .AddConstructor<FaultyToyShape>()
                .AddAttribute("edges",
                              "",
                              ns3::UintegerValue(1),
                              ns3::MakeUintegerAccessor(&FaultyToyShape::m_edges),
                              ns3::MakeUintegerChecker<uint32_t>())
                .AddAttribute("Sides",
                              "",
                              ns3::UintegerValue(2),
                              ns3::MakeUintegerAccessor(&FaultyToyShape::m_sides),
                              ns3::MakeUintegerChecker<uint32_t>(3, 12));
        return tid;
    }

  private:
    uint32_t m_edges = 1;
    uint32_t m_sides = 3;
};

/** Its name does not end in that of its interface. */
class Blob : public ToyShape
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid =
            ns3::TypeId("toys::Blob").SetParent<ToyShape>().AddConstructor<Blob>();
        return tid;
    }
};

const std::string kShape = "toys::ToyShape";

TypeCatalogue
CatalogueWithToys()
{
    RoundToyShape::GetTypeId();
    Blob::GetTypeId();
    return TypeCatalogue();
}

std::string
Resolved(const TypeCatalogue& catalogue, std::string_view name, const std::string& interface)
{
    const auto type = catalogue.Resolve(name, interface);
    return type ? type->GetName() : type.Error().message;
}

} // namespace

TEST_SUITE("sim/scenario type catalogue")
{
    TEST_CASE("a type may be written short, plain or whole")
    {
        const TypeCatalogue catalogue = CatalogueWithToys();
        for (const char* name : {"Round", "RoundToyShape", "toys::RoundToyShape"})
        {
            CHECK(Resolved(catalogue, name, kShape) == "toys::RoundToyShape");
        }
        CHECK(Resolved(catalogue, "Blob", kShape) == "toys::Blob");
        CHECK(TypeCatalogue::ShortName(RoundToyShape::GetTypeId(), kShape) == "Round");
        CHECK(TypeCatalogue::ShortName(Blob::GetTypeId(), kShape) == "Blob");
    }

    TEST_CASE("a short name means the type of the interface that is wanted")
    {
        const TypeCatalogue catalogue;
        CHECK(Resolved(catalogue, "Fifo", "nexsim::QueueDisc") == "nexsim::FifoQueueDisc");
        CHECK(Resolved(catalogue, "Fifo", "nexsim::Scheduler") == "nexsim::FifoScheduler");
        CHECK(Resolved(catalogue, "FifoScheduler", "nexsim::QueueDisc")
                  .find("unknown QueueDisc \"FifoScheduler\"") == 0);
    }

    TEST_CASE("types of ns-3 are written whole")
    {
        const TypeCatalogue catalogue;
        const std::string disc = "ns3::QueueDisc";
        CHECK(Resolved(catalogue, "ns3::CoDelQueueDisc", disc) == "ns3::CoDelQueueDisc");
        CHECK(Resolved(catalogue, "CoDelQueueDisc", disc).find("unknown") == 0);
        CHECK(Resolved(catalogue, "CoDel", disc).find("unknown") == 0);
    }

    TEST_CASE("an unknown name gets the nearest short name, or all of them")
    {
        const TypeCatalogue catalogue = CatalogueWithToys();
        CHECK(Resolved(catalogue, "Rond", kShape) ==
              "unknown ToyShape \"Rond\"; did you mean \"Round\"?");
        CHECK(Resolved(catalogue, "Triangle", kShape) ==
              "unknown ToyShape \"Triangle\"; there are: Blob, Round");
        CHECK(Resolved(catalogue, "Any", "toys::Nothing").find("unknown Nothing \"Any\"") == 0);
    }

    TEST_CASE("only what can be made is listed, sorted by name")
    {
        const auto types = CatalogueWithToys().TypesOf(kShape);
        REQUIRE(types.size() == 2);
        CHECK(types[0].GetName() == "toys::Blob");
        CHECK(types[1].GetName() == "toys::RoundToyShape");
        CHECK(TypeCatalogue().TypesOf("toys::Nothing").empty());
    }

    TEST_CASE("attributes are a type's own, then its parents'")
    {
        const ns3::TypeId type = RoundToyShape::GetTypeId();
        CHECK(TypeCatalogue::AttributeNames(type) == std::vector<std::string>{"Radius", "Corners"});
        const auto corners = TypeCatalogue::FindAttribute(type, "Corners");
        REQUIRE(corners);
        CHECK(corners->owner == ToyShape::GetTypeId());
        CHECK(corners->information.name == "Corners");
        CHECK_FALSE(TypeCatalogue::FindAttribute(type, "corners"));
        CHECK_FALSE(TypeCatalogue::FindAttribute(ToyShape::GetTypeId(), "Radius"));
    }

    TEST_CASE(
        "the types of the library have different short names, and attributes as they should be")
    {
        CHECK(TypeCatalogue().Conflicts().empty());
    }

    TEST_CASE("attributes that no scenario can write or whose default is refused are told")
    {
        // The registry of this process keeps what it has.
        const int outcome = test::RunForked([] {
            FaultyToyShape::GetTypeId();
            const std::vector<std::string> expected = {
                "toys::FaultyToyShape has an attribute \"edges\"; a name is a capital "
                "letter, "
                "then letters and digits, such as \"MaxPackets\"",
                "the default of toys::FaultyToyShape's attribute Sides is none of the values that "
                "it takes itself"};
            return TypeCatalogue().Conflicts() == expected ? 0 : 1;
        });
        CHECK(outcome == 0);
    }
}

} // namespace type_catalogue_test
