// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/traffic/empirical-quantity.h"
#include "tests/support/sample.h"

#include "ns3/string.h"
#include <doctest/doctest.h>

#include <stdexcept>

namespace empirical_quantity_test
{

using namespace nexsim;
using namespace nexsim::testing;

TEST_CASE("Empirical draws from its table, by the mean of the table")
{
    auto law = ns3::CreateObject<EmpiricalRandomQuantity>();
    law->SetAttribute("Table",
                      PolicyValue(ns3::CreateObject<SizeTable>(
                          EmpiricalDistribution({{100, 0.25}, {200, 0.75}, {1000, 1}}))));
    // 100 with 1/4, 101 ... 200 with 1/2, 201 ... 1000 with 1/4
    CHECK(law->Mean() == doctest::Approx(100 / 4.0 + 150.5 / 2 + 600.5 / 4).epsilon(1e-12));
    CHECK(law->Minimum() == 100);
    CHECK(OverSeeds(12, [&](uint32_t seed) {
              RandomStream stream(seed, 0, "test", "size");
              double sum = 0;
              for (int i = 0; i < 100'000; ++i)
              {
                  sum += static_cast<double>(law->Draw(stream));
              }
              return sum / 100'000;
          }).Agrees(law->Mean(), 1e-4));
}

TEST_CASE("Empirical without a table says which file was not read")
{
    auto law = ns3::CreateObject<EmpiricalRandomQuantity>();
    law->SetAttribute("File", ns3::StringValue("sizes.cdf"));
    CHECK_THROWS_WITH_AS(
        law->Minimum(),
        "an Empirical law has no distribution: its File \"sizes.cdf\" was not read",
        std::invalid_argument);
}

} // namespace empirical_quantity_test
