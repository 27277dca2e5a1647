// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/transmission-count.h"

#include "sim/run/metric-readings.h"

#include <string_view>
#include <vector>

namespace nexsim
{

namespace
{

constexpr std::string_view kName = "/transmitted_packets";

bool
IsCounter(const MetricDefinition& metric)
{
    const std::string_view path = metric.path;
    return path.size() > kName.size() && path.substr(path.size() - kName.size()) == kName;
}

} // namespace

TransmissionCount::TransmissionCount(const Network& network) : m_network(network)
{
    if (network.links.empty())
    {
        return;
    }
    std::vector<MetricDefinition> metrics;
    DefineMetrics(*network.links.front().forward, metrics);
    for (std::size_t i = 0; i < metrics.size(); ++i)
    {
        if (IsCounter(metrics[i]))
        {
            m_metric = i;
        }
    }
}

std::uint64_t
TransmissionCount::Count() const
{
    std::uint64_t count = 0;
    std::vector<MetricReading> readings;
    for (const LinkPair& link : m_network.links)
    {
        for (const auto& direction : {link.forward, link.backward})
        {
            readings.clear();
            ReadMetrics(*direction, readings);
            count += m_metric ? static_cast<std::uint64_t>(readings.at(*m_metric).value) : 0;
        }
    }
    return count;
}

} // namespace nexsim
