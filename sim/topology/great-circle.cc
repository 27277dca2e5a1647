// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/great-circle.h"

#include <cmath>

namespace nexsim
{

namespace
{

constexpr double kPi = 0x1.921fb54442d18p+1;

/** @brief Sine and cosine of one angle. */
struct Turn
{
    double sine;
    double cosine;
};

/**
 * @brief Taylor series around 0 in nested form, for |x| <= pi / 4: the first term left out is below
 * 2^-60 of the result.
 */
Turn
SmallTurn(double x)
{
    constexpr int kTerms = 9;
    const double square = x * x;
    Turn turn{1, 1};
    for (int n = kTerms; n > 0; --n)
    {
        turn.sine = 1 - square / (2.0 * n * (2.0 * n + 1)) * turn.sine;
        turn.cosine = 1 - square / ((2.0 * n - 1) * 2.0 * n) * turn.cosine;
    }
    turn.sine *= x;
    return turn;
}

/** @brief Of -180 to 180 degrees: a number of right angles and a rest, which is exact. */
Turn
TurnOf(double degrees)
{
    const double magnitude = degrees < 0 ? -degrees : degrees;
    const int quarters = static_cast<int>((magnitude + 45) / 90);
    const Turn rest = SmallTurn((magnitude - 90.0 * quarters) * (kPi / 180));
    Turn turn = rest;
    if (quarters == 1)
    {
        turn = {rest.cosine, -rest.sine};
    }
    else if (quarters == 2)
    {
        turn = {-rest.sine, -rest.cosine};
    }
    turn.sine = degrees < 0 ? -turn.sine : turn.sine;
    return turn;
}

/** @brief Sine of half the angle whose sine is given, up to a right angle. */
double
HalfAngleSine(double sine)
{
    return sine / std::sqrt(2 * (1 + std::sqrt(1 - sine * sine)));
}

/** @brief Arc sine for 0 <= x <= 0.75: the angle is halved twice, then its series. */
double
ArcSine(double x)
{
    constexpr int kTerms = 14;
    const double quarter = HalfAngleSine(HalfAngleSine(x));
    const double square = quarter * quarter;
    double sum = 1;
    for (int n = kTerms; n >= 0; --n)
    {
        const double odd = 2.0 * n + 1;
        sum = 1 + square * odd * odd / ((odd + 1) * (odd + 2)) * sum;
    }
    return 4 * quarter * sum;
}

/** @brief On the unit sphere. */
struct Vector
{
    double x;
    double y;
    double z;
};

Vector
VectorOf(const GeoPosition& place)
{
    const Turn latitude = TurnOf(place.latitude);
    const Turn longitude = TurnOf(place.longitude);
    return {latitude.cosine * longitude.cosine, latitude.cosine * longitude.sine, latitude.sine};
}

double
Length(double x, double y, double z)
{
    return std::sqrt(x * x + y * y + z * z);
}

} // namespace

double
GreatCircleMetres(const GeoPosition& a, const GeoPosition& b)
{
    const Vector u = VectorOf(a);
    const Vector v = VectorOf(b);
    // With the angle t between them, |u - v| = 2 sin(t/2) and |u + v| = 2 cos(t/2). The smaller of
    // the two tells the angle well.
    const double sine = Length(u.x - v.x, u.y - v.y, u.z - v.z) / 2;
    const double cosine = Length(u.x + v.x, u.y + v.y, u.z + v.z) / 2;
    const double angle = sine <= cosine ? 2 * ArcSine(sine) : kPi - 2 * ArcSine(cosine);
    return kEarthRadius * angle;
}

SimTime
FibreDelay(double metres)
{
    return SimTime(static_cast<int64_t>(metres * 1.5e12 / kSpeedOfLight + 0.5));
}

} // namespace nexsim
