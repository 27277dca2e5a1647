// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/warm-up.h"

#include <algorithm>
#include <cmath>

namespace nexsim
{

namespace
{

constexpr std::size_t kBatch = 5;
constexpr double kLevel = 0.001;
constexpr double kStandardErrors = 4; //!< beyond which a single series' means differ

double
MeanOf(const std::vector<double>& values, std::size_t begin, std::size_t end)
{
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i)
    {
        sum += values[i];
    }
    return sum / static_cast<double>(end - begin);
}

std::vector<double>
BatchMeans(const std::vector<double>& observations)
{
    std::vector<double> means;
    for (std::size_t i = 0; i + kBatch <= observations.size(); i += kBatch)
    {
        means.push_back(MeanOf(observations, i, i + kBatch));
    }
    return means;
}

/** @brief By first batch, the squared standard error of the mean of all from there on, as if independent. */
std::vector<double>
SquaredErrors(const std::vector<double>& batches)
{
    std::vector<double> errors(batches.size());
    double mean = 0;
    double squares = 0; // around the mean; Welford's update, from the end
    for (std::size_t n = 1; n <= batches.size(); ++n)
    {
        const double value = batches[batches.size() - n];
        const double change = value - mean;
        mean += change / static_cast<double>(n);
        squares += change * (value - mean);
        errors[batches.size() - n] = squares / static_cast<double>(n) / static_cast<double>(n);
    }
    return errors;
}

/** @brief Observation by observation, over as many as all replications have. */
std::vector<double>
MeanSeries(const std::vector<std::vector<double>>& replications)
{
    std::size_t length = replications.front().size();
    for (const auto& replication : replications)
    {
        length = std::min(length, replication.size());
    }
    std::vector<double> mean(length);
    for (std::size_t i = 0; i < length; ++i)
    {
        for (const auto& replication : replications)
        {
            mean[i] += replication[i] / static_cast<double>(replications.size());
        }
    }
    return mean;
}

bool
Differs(const Interval& difference, const std::vector<double>& batches, std::size_t begin)
{
    if (difference.n > 1 && difference.deviation > 0)
    {
        return PValue(difference, 0) < kLevel;
    }
    const double error = std::sqrt(SquaredErrors(batches)[begin]);
    return std::abs(difference.mean) > kStandardErrors * error;
}

} // namespace

std::optional<Truncation>
Mser5(const std::vector<double>& observations)
{
    if (observations.size() < kLeastForMser)
    {
        return std::nullopt;
    }
    const std::vector<double> errors = SquaredErrors(BatchMeans(observations));
    // The last batches alone have next to no spread, whatever the series does.
    const auto end = errors.end() - (kBatch - 1);
    const auto best =
        static_cast<std::size_t>(std::min_element(errors.begin(), end) - errors.begin());
    return Truncation{best * kBatch, best < errors.size() / 2};
}

std::optional<Transient>
FindTransient(const std::vector<std::vector<double>>& replications)
{
    const std::vector<double> mean =
        replications.empty() ? std::vector<double>() : MeanSeries(replications);
    const auto truncation = Mser5(mean);
    if (!truncation || truncation->observations == 0)
    {
        return std::nullopt;
    }
    // Without a decision, the second half stands for what would come later.
    const std::size_t begin = truncation->isDecided ? truncation->observations : mean.size() / 2;
    std::vector<double> differences;
    for (const auto& replication : replications)
    {
        differences.push_back(MeanOf(replication, 0, begin) -
                              MeanOf(replication, begin, mean.size()));
    }
    const Interval difference = MeanInterval(differences, Draws::Random);
    if (!Differs(difference, BatchMeans(mean), begin / kBatch))
    {
        return std::nullopt;
    }
    return Transient{begin, truncation->isDecided, difference};
}

} // namespace nexsim
