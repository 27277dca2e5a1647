// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/traffic-pairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief The pairs of one sender with some receivers. */
void
AddSender(const EndSpec& from, const std::vector<EndSpec>& to, std::vector<TrafficPair>& pairs)
{
    const size_t first = pairs.size();
    for (const EndSpec& end : to)
    {
        if (end.node != from.node)
        {
            pairs.push_back({from, end, 1});
        }
    }
    const auto split = static_cast<int64_t>(pairs.size() - first);
    for (size_t i = first; i < pairs.size(); ++i)
    {
        pairs[i].split = split;
    }
}

} // namespace

std::vector<TrafficPair>
PairsOf(const TrafficSpec& spec)
{
    const size_t senders = spec.from.size();
    const size_t receivers = spec.to.size();
    const bool parallel = spec.pattern == Pattern::OneToOne && senders == receivers && senders != 1;
    if (spec.pattern == Pattern::OneToOne && !parallel && std::min(senders, receivers) != 1)
    {
        throw std::invalid_argument(fmt::format("{}: one to one, but {} senders and {} receivers",
                                                spec.name,
                                                senders,
                                                receivers));
    }
    std::vector<TrafficPair> pairs;
    for (size_t i = 0; i < senders; ++i)
    {
        AddSender(spec.from[i], parallel ? std::vector{spec.to[i]} : spec.to, pairs);
    }
    if (pairs.empty())
    {
        throw std::invalid_argument(
            fmt::format("{}: no host is left to send to, since none sends to itself", spec.name));
    }
    return pairs;
}

} // namespace nexsim
