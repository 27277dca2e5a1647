// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/exponential-gap.h"

#include "models/base/math.h"

#include <algorithm>

namespace nexsim
{

SimTime
ExponentialGap::Draw(double meanBytes, BitRate rate)
{
    // A gap of 53 days ends after any run and can still be added to the time.
    constexpr double kLongest = 4611686018427387904.0;
    const double mean = meanBytes * 8e12 / static_cast<double>(rate.Value());
    const double gap = -mean * math::Log(m_stream.Uniform());
    return SimTime(static_cast<int64_t>(std::min(gap, kLongest) + 0.5));
}

} // namespace nexsim
