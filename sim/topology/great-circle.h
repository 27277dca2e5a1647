// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GREAT_CIRCLE_H
#define NEXSIM_GREAT_CIRCLE_H

#include "models/base/quantity.h"

namespace nexsim
{

/** @brief A place on Earth, in degrees: latitude -90 to 90, longitude -180 to 180. */
struct GeoPosition
{
    double latitude = 0;
    double longitude = 0;
};

/** @brief Mean radius of the Earth in metres (IUGG: R1 of GRS 80, (2a + b) / 3). */
inline constexpr double kEarthRadius = 6'371'008.8;

/** @brief Speed of light in vacuum, metres per second; exact (SI). */
inline constexpr double kSpeedOfLight = 299'792'458;

/**
 * @brief Length of the great circle between two places in metres, on a sphere of kEarthRadius.
 *
 * The same bits on every machine: + - * / and square roots only. Its error as an evaluation is below
 * 1e-8 m; the sphere itself is up to 0.6 % off the ellipsoid.
 */
double GreatCircleMetres(const GeoPosition& a, const GeoPosition& b);

/** @brief Propagation over so many metres of fibre at two thirds of c, to the nearest picosecond. */
SimTime FibreDelay(double metres);

} // namespace nexsim

#endif // NEXSIM_GREAT_CIRCLE_H
