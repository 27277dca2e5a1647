// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/statistics.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nexsim
{

namespace
{

constexpr double kUpperTail = 0.025; //!< two-sided 95 %

double
Mean(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
    {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

double
Deviation(const std::vector<double>& values, double mean)
{
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

void
RequirePairs(const std::vector<double>& values, const std::vector<double>& reference)
{
    if (values.size() != reference.size())
    {
        throw std::invalid_argument(std::to_string(values.size()) + " replications against " +
                                    std::to_string(reference.size()) + " cannot be paired");
    }
}

} // namespace

ZeroDenominator::ZeroDenominator(std::size_t replication)
    : std::domain_error("the denominator is zero in replication " + std::to_string(replication)),
      m_replication(replication)
{
}

Interval
MeanInterval(const std::vector<double>& values, Draws draws)
{
    if (values.empty() || !std::all_of(values.begin(), values.end(), [](double value) {
            return std::isfinite(value);
        }))
    {
        throw std::invalid_argument("an interval needs finite values");
    }
    Interval interval;
    interval.n = static_cast<std::int64_t>(values.size());
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (*least == *most)
    {
        // Not the rounded mean: equal replications must compare equal to their common value.
        interval.mean = interval.low = interval.high = *least;
        interval.known = values.size() > 1 || draws == Draws::None;
        return interval;
    }
    const boost::math::students_t distribution(static_cast<double>(values.size() - 1));
    const double quantile =
        boost::math::quantile(boost::math::complement(distribution, kUpperTail));
    interval.mean = Mean(values);
    interval.deviation = Deviation(values, interval.mean);
    const double halfWidth =
        quantile * interval.deviation / std::sqrt(static_cast<double>(values.size()));
    interval.low = interval.mean - halfWidth;
    interval.high = interval.mean + halfWidth;
    interval.known = true;
    return interval;
}

Interval
DifferenceInterval(const std::vector<double>& values,
                   const std::vector<double>& reference,
                   Draws draws)
{
    RequirePairs(values, reference);
    std::vector<double> differences;
    for (std::size_t r = 0; r < values.size(); ++r)
    {
        differences.push_back(values[r] - reference[r]);
    }
    return MeanInterval(differences, draws);
}

Interval
RatioInterval(const std::vector<double>& values, const std::vector<double>& reference, Draws draws)
{
    RequirePairs(values, reference);
    std::vector<double> ratios;
    for (std::size_t r = 0; r < values.size(); ++r)
    {
        if (reference[r] == 0)
        {
            throw ZeroDenominator(r);
        }
        ratios.push_back(values[r] / reference[r]);
    }
    return MeanInterval(ratios, draws);
}

double
PValue(const Interval& interval, double hypothesis)
{
    if (!interval.known)
    {
        throw std::invalid_argument("one replication with random draws has no p-value");
    }
    if (interval.deviation == 0)
    {
        return interval.mean == hypothesis ? 1 : 0;
    }
    const auto n = static_cast<double>(interval.n);
    const double t = (interval.mean - hypothesis) / (interval.deviation / std::sqrt(n));
    const boost::math::students_t distribution(n - 1);
    return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(t)));
}

std::vector<double>
HolmAdjusted(const std::vector<double>& pValues)
{
    std::vector<std::size_t> order(pValues.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&pValues](std::size_t a, std::size_t b) {
        return pValues[a] < pValues[b];
    });
    std::vector<double> adjusted(pValues.size());
    double before = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank)
    {
        const double p = pValues[order[rank]];
        if (!(p >= 0 && p <= 1))
        {
            throw std::invalid_argument("a p-value must lie in [0, 1], not " + std::to_string(p));
        }
        const auto left = static_cast<double>(order.size() - rank);
        before = std::max(before, std::min(1.0, left * p));
        adjusted[order[rank]] = before;
    }
    return adjusted;
}

} // namespace nexsim
