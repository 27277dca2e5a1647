// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/address-plan.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace address_plan_test
{

using namespace nexsim;

namespace
{

NodeSpec
Named(const std::string& name, std::optional<uint32_t> address = std::nullopt)
{
    return {name, Blueprint(), {}, address};
}

} // namespace

TEST_CASE("an address follows from the name, whatever other nodes there are")
{
    const auto few = PlanAddresses({Named("a"), Named("b")});
    const auto more = PlanAddresses({Named("z"), Named("a"), Named("y"), Named("b"), Named("x")});
    CHECK(few[0] == more[1]);
    CHECK(few[1] == more[3]);
    CHECK((few[0] >> 24) == 10);
    CHECK(few[0] != few[1]);
}

TEST_CASE("a given address stands, and nobody else gets it")
{
    const uint32_t derived = PlanAddresses({Named("a")})[0];
    const auto addresses = PlanAddresses({Named("a"), Named("b", derived)});
    CHECK(addresses[1] == derived);
    CHECK(addresses[0] == derived + 1);
}

TEST_CASE("addresses differ even where hashes of names collide")
{
    std::vector<NodeSpec> nodes;
    std::set<uint32_t> hashes;
    for (int i = 0; i < 20000; ++i)
    {
        nodes.push_back(Named(fmt::format("host[{}]", i)));
        hashes.insert(PlanAddresses({nodes.back()})[0]);
    }
    REQUIRE(hashes.size() < nodes.size()); // 20000^2 / 2^25 = 12 collisions are expected
    const auto planned = PlanAddresses(nodes);
    CHECK(std::set<uint32_t>(planned.begin(), planned.end()).size() == nodes.size());
    CHECK(std::count(planned.begin(), planned.end(), 10U << 24) == 0);
}

} // namespace address_plan_test
