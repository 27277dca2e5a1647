// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/metrics.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace nexsim
{

double
ToDouble(const MetricValue& value)
{
    return std::visit([](auto number) { return static_cast<double>(number); }, value);
}

std::string
ToText(const MetricValue& value)
{
    return std::visit([](auto number) { return fmt::format("{}", number); }, value);
}

void
MetricTable::Add(std::string path, MetricValue value, std::string unit)
{
    if (path.empty())
    {
        throw std::invalid_argument("a metric has an empty path");
    }
    if (!std::isfinite(ToDouble(value)))
    {
        throw std::invalid_argument("metric '" + path + "' is not finite");
    }
    if (!m_index.emplace(path, m_metrics.size()).second)
    {
        throw std::invalid_argument("metric '" + path + "' is given twice");
    }
    m_metrics.push_back({std::move(path), value, std::move(unit)});
}

const Metric*
MetricTable::Find(std::string_view path) const
{
    const auto found = m_index.find(path);
    return found == m_index.end() ? nullptr : &m_metrics[found->second];
}

std::vector<std::string>
MetricTable::GetPaths() const
{
    std::vector<std::string> paths;
    paths.reserve(m_metrics.size());
    for (const Metric& metric : m_metrics)
    {
        paths.push_back(metric.path);
    }
    return paths;
}

std::string
StatisticPath(std::string_view metric, std::string_view statistic)
{
    std::string path(metric);
    if (!statistic.empty())
    {
        path.append("/").append(statistic);
    }
    return path;
}

} // namespace nexsim
