// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only
//
// Our statistics for a program in another language: reads calls, writes results, one a line.
//
//   mean X..             mean, deviation, low, high
//   minus X.. / Y..      of paired differences: mean, low, high, p
//   over X.. / Y..       of paired ratios: mean, low, high
//   holm P..             adjusted p-values
//   pooled Q X.. / Y..   quantile of all values together: value, low, high
//   md1 SEED EXPERIMENTS REPLICATIONS CUSTOMERS LOAD
//                        intervals of an M/D/1 queue's mean wait that hold the true mean

#include "models/base/math.h"
#include "models/base/random-stream.h"
#include "sim/experiment/pooled-quantile.h"
#include "sim/experiment/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace nexsim;

namespace
{

using Groups = std::vector<std::vector<double>>;

Groups
ReadGroups(std::istream& words)
{
    Groups groups(1);
    for (std::string word; words >> word;)
    {
        if (word == "/")
        {
            groups.emplace_back();
        }
        else
        {
            groups.back().push_back(std::stod(word));
        }
    }
    return groups;
}

void
Print(const std::vector<double>& numbers)
{
    for (const double number : numbers)
    {
        fmt::print("{:.17g} ", number);
    }
    fmt::print("\n");
}

Buckets
BucketsOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    Buckets buckets;
    for (const double value : values)
    {
        const auto whole = static_cast<std::int64_t>(value);
        if (buckets.empty() || buckets.back().low != whole)
        {
            buckets.push_back({whole, whole, 0});
        }
        ++buckets.back().count;
    }
    return buckets;
}

void
PrintPooled(Groups groups)
{
    const double q = groups.front().front();
    groups.front().erase(groups.front().begin());
    std::vector<Buckets> replications;
    for (const auto& group : groups)
    {
        replications.push_back(BucketsOf(group));
    }
    const Interval interval = PooledQuantiles(replications).Estimate(q, "statistics-calls");
    Print({interval.mean, interval.low, interval.high});
}

/** @brief Mean wait in an M/D/1 queue of service time 1, by Lindley's recursion. */
double
MeanWait(RandomStream& draws, int customers, double load)
{
    constexpr int kWarmUp = 1000;
    double wait = 0;
    double sum = 0;
    for (int i = -kWarmUp; i < customers; ++i)
    {
        sum += i >= 0 ? wait : 0;
        wait = std::max(0.0, wait + 1 + math::Log(draws.Uniform()) / load);
    }
    return sum / customers;
}

void
PrintCoverage(const std::vector<double>& arguments)
{
    const auto experiments = static_cast<int>(arguments.at(1));
    const auto replications = static_cast<int>(arguments.at(2));
    const auto customers = static_cast<int>(arguments.at(3));
    const double load = arguments.at(4);
    const double truth = load / (2 * (1 - load)); // Pollaczek and Khinchine
    int covered = 0;
    double sum = 0;
    for (int experiment = 0; experiment < experiments; ++experiment)
    {
        std::vector<double> values;
        for (int replication = 0; replication < replications; ++replication)
        {
            RandomStream draws(static_cast<std::uint32_t>(arguments.at(0)),
                               static_cast<std::uint64_t>(replication),
                               "md1",
                               std::to_string(experiment));
            values.push_back(MeanWait(draws, customers, load));
        }
        const Interval interval = MeanInterval(values, Draws::Random);
        covered += interval.low <= truth && truth <= interval.high ? 1 : 0;
        sum += interval.mean;
    }
    Print({static_cast<double>(covered), sum / experiments / truth});
}

void
Call(const std::string& line)
{
    std::istringstream words(line);
    std::string name;
    words >> name;
    const Groups groups = ReadGroups(words);
    if (name == "mean")
    {
        const Interval i = MeanInterval(groups.at(0), Draws::Random);
        Print({i.mean, i.deviation, i.low, i.high});
    }
    else if (name == "minus")
    {
        const Interval i = DifferenceInterval(groups.at(0), groups.at(1), Draws::Random);
        Print({i.mean, i.low, i.high, PValue(i, 0)});
    }
    else if (name == "over")
    {
        const Interval i = RatioInterval(groups.at(0), groups.at(1), Draws::Random);
        Print({i.mean, i.low, i.high});
    }
    else if (name == "holm")
    {
        Print(HolmAdjusted(groups.at(0)));
    }
    else if (name == "pooled")
    {
        PrintPooled(groups);
    }
    else if (name == "md1")
    {
        PrintCoverage(groups.at(0));
    }
    else
    {
        throw std::invalid_argument("no call is named " + name);
    }
}

} // namespace

int
main()
{
    for (std::string line; std::getline(std::cin, line);)
    {
        Call(line);
    }
    return 0;
}
