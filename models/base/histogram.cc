// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/histogram.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace nexsim
{

void
LogLinearHistogram::Merge(const LogLinearHistogram& other)
{
    for (size_t index = 0; index < OCTAVES; ++index)
    {
        const Octave* source = other.m_octaves[index].get();
        if (source == nullptr)
        {
            continue;
        }
        Octave& target = m_octaves[index] ? *m_octaves[index] : Allocate(index);
        for (size_t bucket = 0; bucket < SUB_BUCKETS; ++bucket)
        {
            target[bucket] += (*source)[bucket];
        }
    }
    m_count += other.m_count;
    m_sum += other.m_sum;
    m_min = std::min(m_min, other.m_min);
    m_max = std::max(m_max, other.m_max);
}

double
LogLinearHistogram::Mean() const
{
    return m_count == 0 ? 0 : static_cast<double>(m_sum) / static_cast<double>(m_count);
}

int64_t
LogLinearHistogram::Quantile(double q) const
{
    if (!(q >= 0 && q <= 1))
    {
        throw std::invalid_argument("a quantile must lie in [0, 1], not " + std::to_string(q));
    }
    const double product = q * static_cast<double>(m_count);
    const double wanted = std::ceil(product - product * 0x1p-50);
    if (wanted <= 1)
    {
        return Min();
    }
    if (wanted >= static_cast<double>(m_count))
    {
        return Max();
    }
    const auto rank = static_cast<uint64_t>(wanted);
    uint64_t seen = 0;
    int64_t middle = 0;
    ForEachBucket([&seen, &middle, rank](int64_t lower, int64_t upper, uint64_t count) {
        if (seen < rank)
        {
            middle = lower + (upper - lower) / 2;
        }
        seen += count;
    });
    return std::clamp(middle, Min(), Max());
}

LogLinearHistogram::Octave&
LogLinearHistogram::Allocate(size_t octave)
{
    m_octaves[octave] = std::make_unique<Octave>();
    return *m_octaves[octave];
}

void
LogLinearHistogram::RefuseNegative(int64_t value)
{
    throw std::logic_error("a histogram counts values from 0 on, not " + std::to_string(value));
}

} // namespace nexsim
