// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/traffic-pairs.h"

#include "sim/scenario/traffic-pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace nexsim
{

namespace
{

using Ends = std::vector<EndSpec>;

/** @brief The pairs of one sender with some receivers. */
void
AddSender(const EndSpec& from, const Ends& to, bool mayStay, std::vector<TrafficPair>& pairs)
{
    const size_t first = pairs.size();
    for (const EndSpec& end : to)
    {
        if (end.node != from.node || mayStay)
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

[[noreturn]] void
Refuse(const TrafficSpec& spec, std::string_view pattern)
{
    throw std::invalid_argument(fmt::format("{}: {}, but {} senders and {} receivers",
                                            spec.name,
                                            pattern,
                                            spec.from.size(),
                                            spec.to.size()));
}

void
Shuffle(Ends& ends, RandomStream& random)
{
    for (size_t i = ends.size(); i > 1; --i)
    {
        std::swap(ends[i - 1], ends[random.UniformInteger(static_cast<uint32_t>(i))]);
    }
}

bool
IsSelf(const Ends& from, const Ends& to, size_t i)
{
    return from[i].node == to[i].node;
}

bool
HasSelf(const Ends& from, const Ends& to)
{
    for (size_t i = 0; i < from.size(); ++i)
    {
        if (IsSelf(from, to, i))
        {
            return true;
        }
    }
    return false;
}

/** @brief Exchanges the receiver of the i-th sender for one that fits both. */
bool
Exchange(const Ends& from, Ends& to, size_t i, RandomStream& random)
{
    const auto ends = static_cast<uint32_t>(from.size());
    const uint32_t first = random.UniformInteger(ends);
    for (uint32_t step = 0; step < ends; ++step)
    {
        const size_t j = (first + step) % ends;
        if (from[j].node != to[i].node && from[i].node != to[j].node)
        {
            std::swap(to[i], to[j]);
            return true;
        }
    }
    return false;
}

/**
 * @brief The receivers in an order in which none meets itself.
 *
 * Each such order is equally likely, as only whole shuffles are rejected: with one end per host one
 * in e fits. Where hosts have many ends so few may fit that the last shuffle is mended instead.
 */
Ends
Permute(const TrafficSpec& spec, RandomStream random)
{
    constexpr int kShuffles = 100;
    Ends to = spec.to;
    for (int i = 0; i < kShuffles; ++i)
    {
        Shuffle(to, random);
        if (!HasSelf(spec.from, to))
        {
            return to;
        }
    }
    for (size_t i = 0; i < to.size(); ++i)
    {
        if (IsSelf(spec.from, to, i) && !Exchange(spec.from, to, i, random))
        {
            throw std::invalid_argument(
                fmt::format("{}: in any permutation a host would send to itself", spec.name));
        }
    }
    return to;
}

/** @brief The receivers of the i-th sender. */
Ends
ReceiversOf(const TrafficSpec& spec, const Ends& to, size_t sender)
{
    switch (spec.pattern)
    {
    case Pattern::OneToOne:
        return to.size() == spec.from.size() ? Ends{to[sender]} : to;
    case Pattern::Permutation:
        return {to[sender]};
    case Pattern::Incast:
        return {to[sender / (spec.from.size() / to.size())]};
    case Pattern::EachToEach:
    case Pattern::AllToAll:
        break;
    }
    return to;
}

void
CheckNumbers(const TrafficSpec& spec)
{
    const size_t from = spec.from.size();
    const size_t to = spec.to.size();
    if (spec.pattern == Pattern::OneToOne && from != to && std::min(from, to) != 1)
    {
        Refuse(spec, "one to one");
    }
    if (spec.pattern == Pattern::Permutation && from != to)
    {
        Refuse(spec, "a permutation");
    }
    if (spec.pattern == Pattern::Incast && (to == 0 || from % to != 0))
    {
        Refuse(spec, "an incast");
    }
}

} // namespace

std::vector<TrafficPair>
PairsOf(const TrafficSpec& spec, const std::function<RandomStream()>& random)
{
    CheckNumbers(spec);
    const Ends to = spec.pattern == Pattern::Permutation ? Permute(spec, random()) : spec.to;
    const bool mayStay = MayStayOnHost(spec.source);
    std::vector<TrafficPair> pairs;
    for (size_t i = 0; i < spec.from.size(); ++i)
    {
        AddSender(spec.from[i], ReceiversOf(spec, to, i), mayStay, pairs);
    }
    if (pairs.empty())
    {
        throw std::invalid_argument(
            fmt::format("{}: no host is left to send to, since none sends to itself", spec.name));
    }
    return pairs;
}

} // namespace nexsim
