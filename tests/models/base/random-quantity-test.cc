// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/constant-quantity.h"
#include "models/base/exponential-quantity.h"
#include "models/base/mix-quantity.h"
#include "models/base/pareto-quantity.h"
#include "models/base/uniform-quantity.h"
#include "tests/support/sample.h"

#include "ns3/double.h"
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <stdexcept>

namespace random_quantity_test
{

using namespace nexsim;
using nexsim::testing::OverSeeds;
using nexsim::testing::Sample;

namespace
{

RandomStream
StreamOf(uint32_t seed)
{
    return RandomStream(seed, 0, "test", "draws");
}

/** Mean over `draws` draws, for twelve seeds. */
Sample
Means(const RandomQuantity& law, int draws)
{
    return OverSeeds(12, [&](uint32_t seed) {
        RandomStream stream = StreamOf(seed);
        double sum = 0;
        for (int i = 0; i < draws; ++i)
        {
            sum += static_cast<double>(law.Draw(stream));
        }
        return sum / draws;
    });
}

/** Fraction of draws above `bound`, for twelve seeds. */
Sample
Tail(const RandomQuantity& law, int64_t bound, int draws)
{
    return OverSeeds(12, [&](uint32_t seed) {
        RandomStream stream = StreamOf(seed);
        int above = 0;
        for (int i = 0; i < draws; ++i)
        {
            above += law.Draw(stream) > bound ? 1 : 0;
        }
        return static_cast<double>(above) / draws;
    });
}

template <typename Law>
ns3::Ptr<Law>
MeanAndMax(int64_t mean, int64_t max)
{
    auto law = ns3::CreateObject<Law>();
    law->SetAttribute("Mean", IntegerValue(mean));
    law->SetAttribute("Max", IntegerValue(max));
    return law;
}

ns3::Ptr<UniformRandomQuantity>
Uniform(int64_t min, int64_t max)
{
    auto law = ns3::CreateObject<UniformRandomQuantity>();
    law->SetAttribute("Min", IntegerValue(min));
    law->SetAttribute("Max", IntegerValue(max));
    return law;
}

ns3::Ptr<MixRandomQuantity>
Mix(const std::vector<std::pair<int64_t, int64_t>>& items)
{
    ListValue::Elements elements;
    for (const auto& [value, weight] : items)
    {
        auto item = ns3::CreateObject<MixItem>();
        item->SetAttribute("Value", IntegerValue(value));
        item->SetAttribute("Weight", IntegerValue(weight));
        elements.push_back(ns3::Create<PolicyValue>(item));
    }
    auto law = ns3::CreateObject<MixRandomQuantity>();
    law->SetAttribute("Items", ListValue(elements));
    return law;
}

} // namespace

TEST_CASE("Uniform gives every amount from Min to Max equally often and nothing else")
{
    const auto law = Uniform(3, 8);
    CHECK(law->Minimum() == 3);
    CHECK(law->Mean() == 5.5);
    RandomStream stream = StreamOf(1);
    std::map<int64_t, int> seen;
    for (int i = 0; i < 60'000; ++i)
    {
        ++seen[law->Draw(stream)];
    }
    REQUIRE(seen.size() == 6);
    CHECK(seen.begin()->first == 3);
    CHECK(seen.rbegin()->first == 8);
    double chiSquare = 0;
    for (const auto& [value, count] : seen)
    {
        chiSquare += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
    }
    CHECK(chiSquare < 20.5); // 99.9 % quantile, 5 degrees of freedom
}

TEST_CASE("Uniform of one amount is that amount; Min above Max is refused")
{
    RandomStream stream = StreamOf(1);
    CHECK(Uniform(7, 7)->Draw(stream) == 7);
    CHECK_THROWS_WITH_AS(Uniform(8, 7)->Minimum(),
                         "a Uniform law has its Min, 8, above its Max, 7",
                         std::invalid_argument);
}

TEST_CASE("Exponential has its mean, its tail and its least amount")
{
    const auto law = MeanAndMax<ExponentialRandomQuantity>(1'000'000, kUnlimited);
    CHECK(law->Minimum() == 0);
    CHECK(law->Mean() == 1e6);
    CHECK(Means(*law, 200'000).Agrees(1e6, 1e-4));
    CHECK(Tail(*law, 3'000'000, 200'000).Agrees(std::exp(-3.0), 1e-4));
}

TEST_CASE("Exponential rounds to the nearest amount")
{
    // P(round(X) = 0) = P(X < 1/2); rounding down would give 1 - exp(-1).
    const auto law = MeanAndMax<ExponentialRandomQuantity>(1, kUnlimited);
    CHECK(Tail(*law, 0, 100'000).Agrees(std::exp(-0.5), 1e-4));
}

TEST_CASE("Exponential with a Max ends there and its mean says so")
{
    const auto law = MeanAndMax<ExponentialRandomQuantity>(1000, 1500);
    CHECK(law->Mean() == doctest::Approx(1000 * (1 - std::exp(-1.5))).epsilon(1e-12));
    CHECK(Means(*law, 200'000).Agrees(law->Mean(), 1e-4));
    CHECK(Tail(*law, 1499, 200'000).Agrees(std::exp(-1.4995), 1e-4));
    CHECK(Tail(*law, 1500, 10'000).mean == 0);
    CHECK_THROWS_AS(MeanAndMax<ExponentialRandomQuantity>(0, kUnlimited)->Minimum(),
                    std::invalid_argument);
}

TEST_CASE("Pareto has its tail from its least amount on")
{
    const auto law = MeanAndMax<ParetoRandomQuantity>(3'000'000, kUnlimited);
    CHECK(law->Mean() == 3e6); // Shape 1.5: x0 is a third of the mean
    CHECK(law->Minimum() == 1'000'000);
    CHECK(Tail(*law, 999'999, 10'000).mean == 1);
    CHECK(Tail(*law, 4'000'000, 200'000).Agrees(0.125, 1e-4));
    CHECK(Tail(*law, 100'000'000, 200'000).Agrees(1e-3, 1e-4));
}

TEST_CASE("Pareto has its mean, with and without a Max")
{
    auto law = MeanAndMax<ParetoRandomQuantity>(8'000, kUnlimited);
    law->SetAttribute("Shape", ns3::DoubleValue(4));
    CHECK(law->Minimum() == 6'000);
    CHECK(Means(*law, 200'000).Agrees(8'000, 1e-4));
    const auto capped = MeanAndMax<ParetoRandomQuantity>(3'000, 16'000);
    // x0 = 1000: 1000 (1 + 2 (1 - 1/4))
    CHECK(capped->Mean() == doctest::Approx(2500).epsilon(1e-12));
    CHECK(Means(*capped, 200'000).Agrees(2500, 1e-4));
    CHECK(MeanAndMax<ParetoRandomQuantity>(3'000, 900)->Mean() == 900);
    CHECK(MeanAndMax<ParetoRandomQuantity>(3'000, 900)->Minimum() == 900);
    CHECK_THROWS_AS(MeanAndMax<ParetoRandomQuantity>(0, 5)->Minimum(), std::invalid_argument);
}

TEST_CASE("Mix gives each amount in proportion to its weight")
{
    const auto law = Mix({{576, 4}, {40, 7}, {1500, 1}});
    CHECK(law->Mean() == doctest::Approx((4 * 576 + 7 * 40 + 1500) / 12.0).epsilon(1e-12));
    CHECK(law->Minimum() == 40);
    RandomStream stream = StreamOf(1);
    std::map<int64_t, int> seen;
    for (int i = 0; i < 120'000; ++i)
    {
        ++seen[law->Draw(stream)];
    }
    REQUIRE(seen.size() == 3);
    const double chiSquare = std::pow(seen[40] - 70'000, 2) / 70'000 +
                             std::pow(seen[576] - 40'000, 2) / 40'000 +
                             std::pow(seen[1500] - 10'000, 2) / 10'000;
    CHECK(chiSquare < 13.8); // 99.9 % quantile, 2 degrees of freedom
    CHECK_THROWS_AS(Mix({})->Minimum(), std::invalid_argument);
}

TEST_CASE("laws are told apart: only the constant one uses no random number")
{
    RandomStream used = StreamOf(1);
    RandomStream fresh = StreamOf(1);
    auto constant = ns3::CreateObject<ConstantRandomQuantity>();
    constant->SetAttribute("Value", IntegerValue(5));
    CHECK(constant->Draw(used) == 5);
    CHECK(constant->IsConstant());
    CHECK_FALSE(Uniform(1, 2)->IsConstant());
    CHECK(used.Uniform() == fresh.Uniform());
}

TEST_CASE("draws of another seed, replication, component or purpose are not correlated")
{
    const int count = 100'000;
    const auto correlation = [&](RandomStream a, RandomStream b) {
        double sum = 0;
        for (int i = 0; i < count; ++i)
        {
            const double u = a.Uniform() - 0.5;
            const double v = b.Uniform() - 0.5;
            sum += 12 * u * v / count;
        }
        return std::fabs(sum);
    };
    const double bound = 3.5 / std::sqrt(count);
    for (uint32_t seed = 1; seed <= 4; ++seed)
    {
        const RandomStream stream = StreamOf(seed);
        CHECK(correlation(stream, StreamOf(seed)) == doctest::Approx(1).epsilon(0.02));
        CHECK(correlation(stream, StreamOf(seed + 1)) < bound);
        CHECK(correlation(stream, StreamOf(seed * 2)) < bound);
        CHECK(correlation(stream, RandomStream(seed, 1, "test", "draws")) < bound);
        CHECK(correlation(stream, RandomStream(seed, 0, "test2", "draws")) < bound);
        CHECK(correlation(stream, RandomStream(seed, 0, "test", "other")) < bound);
    }
}

TEST_CASE("UniformFine lies just below the draw that Uniform would give, and never at zero")
{
    RandomStream coarse = StreamOf(3);
    RandomStream fine = StreamOf(3);
    for (int i = 0; i < 1000; ++i)
    {
        const double u = coarse.Uniform();
        coarse.Uniform();
        const double v = fine.UniformFine();
        CHECK(v < u);
        CHECK(v > 0);
        CHECK(u - v < 1 / 4294967088.0);
    }
}

} // namespace random_quantity_test
