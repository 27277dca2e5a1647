// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/metric-direction.h"

#include <array>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief By the last name of a path, without the statistic of a distribution. */
constexpr std::array<std::pair<std::string_view, Direction>, 34> kDirections = {{
    {"latency", Direction::Lower},
    {"round_trip", Direction::Lower},
    {"response_time", Direction::Lower},
    {"completion_time", Direction::Lower},
    {"slowdown", Direction::Lower},
    {"hold_time", Direction::Lower},
    {"barrier_time", Direction::Lower},
    {"loss", Direction::Lower},
    {"dropped_packets", Direction::Lower},
    {"lost_packets", Direction::Lower},
    {"refused_packets", Direction::Lower},
    {"censored_packets", Direction::Lower},
    {"no_route_packets", Direction::Lower},
    {"unroutable_packets", Direction::Lower},
    {"receive_buffer_drops", Direction::Lower},
    {"ring_drops", Direction::Lower},
    {"rx_ring_drops", Direction::Lower},
    {"early_drops", Direction::Lower},
    {"late_drops", Direction::Lower},
    {"forced_drops", Direction::Lower},
    {"lost_requests", Direction::Lower},
    {"late_responses", Direction::Lower},
    {"retransmissions", Direction::Lower},
    {"retransmitted_packets", Direction::Lower},
    {"time_outs", Direction::Lower},
    {"wake_ups", Direction::Lower},
    {"wake_ups_per_packet", Direction::Lower},
    {"interrupts", Direction::Lower},
    {"throughput", Direction::Higher},
    {"goodput", Direction::Higher},
    {"packet_rate", Direction::Higher},
    {"delivered_packets", Direction::Higher},
    {"responses", Direction::Higher},
    {"flows_completed", Direction::Higher},
}};

std::string_view
LastName(std::string_view path)
{
    return path.substr(path.rfind('/') + 1); // npos + 1 is the whole path
}

bool
EndsIn(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/** @brief Whether a name is a statistic whose direction is that of its distribution. */
bool
IsStatistic(std::string_view name)
{
    return name == "mean" || name == "max" ||
           (name.size() > 1 && name[0] == 'p' &&
            name.find_first_not_of("0123456789.", 1) == std::string_view::npos);
}

} // namespace

Direction
DirectionOf(std::string_view path)
{
    path = path.substr(0, path.find('@')); // a window's metric has its window behind it
    std::string_view name = LastName(path);
    if (IsStatistic(name) && name.size() < path.size())
    {
        path.remove_suffix(name.size() + 1);
        name = LastName(path);
    }
    const std::string_view parent = path.substr(0, path.size() - name.size());
    if (EndsIn(parent, "/stage/") || EndsIn(parent, "/cpu_per_packet/"))
    {
        return Direction::Lower;
    }
    for (const auto& [known, direction] : kDirections)
    {
        if (name == known)
        {
            return direction;
        }
    }
    return Direction::None;
}

const char*
ToText(Direction direction)
{
    return direction == Direction::Lower    ? "lower is better"
           : direction == Direction::Higher ? "higher is better"
                                            : "";
}

} // namespace nexsim
