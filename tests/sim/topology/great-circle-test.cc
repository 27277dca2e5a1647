// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/great-circle.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

namespace great_circle_test
{

using namespace nexsim;

namespace
{

/** The same length in 80-bit arithmetic by another formula (Vincenty's for the sphere). */
long double
Reference(const GeoPosition& a, const GeoPosition& b)
{
    const long double degree = std::acos(-1.0L) / 180;
    const long double north = a.latitude * degree;
    const long double otherNorth = b.latitude * degree;
    const long double east = (b.longitude - a.longitude) * degree;
    const long double x = std::cos(otherNorth) * std::sin(east);
    const long double y = std::cos(north) * std::sin(otherNorth) -
                          std::sin(north) * std::cos(otherNorth) * std::cos(east);
    const long double z = std::sin(north) * std::sin(otherNorth) +
                          std::cos(north) * std::cos(otherNorth) * std::cos(east);
    return static_cast<long double>(kEarthRadius) * std::atan2(std::sqrt(x * x + y * y), z);
}

constexpr double kQuarter = kEarthRadius * 1.57079632679489661923;

} // namespace

TEST_CASE("great circles between places of the compass are exact")
{
    CHECK(GreatCircleMetres({0, 0}, {0, 0}) == 0);
    CHECK(GreatCircleMetres({12.5, -77}, {12.5, -77}) == 0);
    CHECK(std::abs(GreatCircleMetres({0, 0}, {90, 0}) - kQuarter) < 1e-8);
    CHECK(std::abs(GreatCircleMetres({0, 0}, {0, -90}) - kQuarter) < 1e-8);
    CHECK(std::abs(GreatCircleMetres({0, 0}, {0, 180}) - 2 * kQuarter) < 1e-8);
    CHECK(std::abs(GreatCircleMetres({90, 17}, {-90, -60}) - 2 * kQuarter) < 1e-8);
    CHECK(std::abs(GreatCircleMetres({0, 10}, {0, 55}) - kQuarter / 2) < 1e-8);
    CHECK(std::abs(GreatCircleMetres({0, 179}, {0, -179}) - kQuarter / 45) < 1e-8);
}

TEST_CASE("a great circle differs by less than 1e-8 m from 80-bit arithmetic")
{
    CHECK(rc::check("any two places", [] {
        const auto degrees = [](int most) {
            return static_cast<double>(*rc::gen::inRange(-most * 100'000, most * 100'000 + 1)) /
                   1e5;
        };
        const GeoPosition a{degrees(90), degrees(180)};
        const GeoPosition b{degrees(90), degrees(180)};
        const long double length = GreatCircleMetres(a, b);
        RC_ASSERT(std::abs(length - Reference(a, b)) < 1e-8L);
        RC_ASSERT(GreatCircleMetres(b, a) == GreatCircleMetres(a, b));
    }));
}

TEST_CASE("places metres apart are told apart")
{
    // 1e-5 degrees of latitude are 1.11 m.
    CHECK(std::abs(GreatCircleMetres({50, 8}, {50.00001, 8}) - 1.11195080) < 1e-7);
    CHECK(std::abs(GreatCircleMetres({0, 90}, {0, -89.99999}) - (2 * kQuarter - 1.11195080)) <
          1e-7);
}

TEST_CASE("the distances of cities that an atlas gives")
{
    // Great-circle calculators with this radius: Denver - Kansas City, New York - London.
    CHECK(std::abs(GreatCircleMetres({39.7392, -104.9847}, {39.1142, -94.6275}) / 1000 - 890) < 2);
    CHECK(std::abs(GreatCircleMetres({40.7128, -74.0060}, {51.5074, -0.1278}) / 1000 - 5570) < 2);
}

TEST_CASE("light takes 5.0035 us per kilometre of fibre")
{
    CHECK(FibreDelay(0) == SimTime(0));
    // 3 / (2 x 299792458 m/s) x 1 km = 5.003461428... us
    CHECK(FibreDelay(1000) == SimTime(5'003'461));
    CHECK(FibreDelay(1'000'000) == SimTime(5'003'461'428));
    CHECK(FibreDelay(299'792'458) == SimTime(1'500'000'000'000));
}

} // namespace great_circle_test
