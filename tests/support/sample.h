// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SAMPLE_H
#define NEXSIM_SAMPLE_H

#include <cmath>
#include <cstdint>
#include <vector>

namespace nexsim::testing
{

/** @brief Mean and standard deviation of independent results, one per seed. */
struct Sample
{
    double mean = 0;
    double deviation = 0;
    double count = 0;

    /** @brief |mean - value| <= max(3 s / sqrt(k), relative x value). */
    bool Agrees(double value, double relative) const
    {
        const double tolerance = std::fmax(3 * deviation / std::sqrt(count), relative * value);
        return std::fabs(mean - value) <= tolerance;
    }
};

/** @brief The sample of result(seed) for the seeds 1 to `seeds`. */
template <typename Result>
Sample
OverSeeds(uint32_t seeds, Result&& result)
{
    std::vector<double> values;
    Sample sample;
    for (uint32_t seed = 1; seed <= seeds; ++seed)
    {
        values.push_back(result(seed));
        sample.mean += values.back() / seeds;
    }
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - sample.mean) * (value - sample.mean);
    }
    sample.deviation = std::sqrt(squares / (seeds - 1));
    sample.count = seeds;
    return sample;
}

} // namespace nexsim::testing

#endif // NEXSIM_SAMPLE_H
