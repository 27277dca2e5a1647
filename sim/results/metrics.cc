// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/metrics.h"

#include "models/base/hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace nexsim
{

namespace
{

constexpr std::uint32_t kLargestName = 0x7fffffff;

/** @brief What stands before the last slash of a path, and the rest with the slash. */
std::pair<std::string_view, std::string_view>
Split(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    const std::size_t parent = slash == std::string_view::npos ? 0 : slash;
    return {path.substr(0, parent), path.substr(parent)};
}

MetricValue
ValueOf(std::uint64_t bits, bool isReal)
{
    if (!isReal)
    {
        return static_cast<std::int64_t>(bits);
    }
    double real = 0;
    std::memcpy(&real, &bits, sizeof(real));
    return real;
}

} // namespace

std::uint64_t
BitsOf(const MetricValue& value)
{
    if (const auto* integer = std::get_if<std::int64_t>(&value))
    {
        return static_cast<std::uint64_t>(*integer);
    }
    std::uint64_t bits = 0;
    std::memcpy(&bits, &std::get<double>(value), sizeof(bits));
    return bits;
}

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
MetricTable::Add(std::string_view path, MetricValue value, std::string_view unit)
{
    if (path.empty())
    {
        throw std::invalid_argument("a metric has an empty path");
    }
    if (!std::isfinite(ToDouble(value)))
    {
        throw std::invalid_argument(fmt::format("metric '{}' is not finite", path));
    }
    MakeRoom();
    std::uint32_t& slot = m_slots[SlotOf(path)];
    if (slot != 0)
    {
        throw std::invalid_argument(fmt::format("metric '{}' is given twice", path));
    }
    const auto [parent, name] = Split(path);
    m_entries.push_back({BitsOf(value),
                         KeepParent(parent),
                         KeepName(name, unit) & kLargestName,
                         std::holds_alternative<double>(value)});
    slot = static_cast<std::uint32_t>(m_entries.size());
}

std::optional<Metric>
MetricTable::Find(std::string_view path) const
{
    const std::uint32_t slot = m_slots.empty() ? 0 : m_slots[SlotOf(path)];
    return slot == 0 ? std::nullopt : std::optional(At(slot - 1));
}

std::vector<std::string>
MetricTable::GetPaths() const
{
    std::vector<std::string> paths;
    paths.reserve(GetSize());
    for (const Entry& entry : m_entries)
    {
        paths.push_back(PathOf(entry));
    }
    return paths;
}

Metric
MetricTable::At(std::size_t position) const
{
    const Entry& entry = m_entries[position];
    return {PathOf(entry), ValueOf(entry.bits, entry.isReal != 0), m_names[entry.name].second};
}

std::string
MetricTable::PathOf(const Entry& entry) const
{
    return m_parents[entry.parent] + m_names[entry.name].first;
}

bool
MetricTable::HasPath(const Entry& entry, std::string_view path) const
{
    const std::string& parent = m_parents[entry.parent];
    const std::string& name = m_names[entry.name].first;
    return path.size() == parent.size() + name.size() &&
           path.compare(parent.size(), name.size(), name) == 0 &&
           path.compare(0, parent.size(), parent) == 0;
}

/** Of the metric with this path, or the free one where it would be. */
std::size_t
MetricTable::SlotOf(std::string_view path) const
{
    const std::size_t mask = m_slots.size() - 1; // the size is a power of two
    std::size_t slot = HashName(path) & mask;
    while (m_slots[slot] != 0 && !HasPath(m_entries[m_slots[slot] - 1], path))
    {
        slot = (slot + 1) & mask;
    }
    return slot;
}

/** At least a quarter of the slots is free, so that searches are short and end. */
void
MetricTable::MakeRoom()
{
    if ((m_entries.size() + 1) * 4 <= m_slots.size() * 3)
    {
        return;
    }
    m_slots.assign(std::max<std::size_t>(16, m_slots.size() * 2), 0);
    std::uint32_t place = 0;
    for (const Entry& entry : m_entries)
    {
        m_slots[SlotOf(PathOf(entry))] = ++place;
    }
}

std::uint32_t
MetricTable::KeepParent(std::string_view parent)
{
    if (m_parents.empty() || m_parents.back() != parent)
    {
        m_parents.emplace_back(parent);
    }
    return static_cast<std::uint32_t>(m_parents.size() - 1);
}

std::uint32_t
MetricTable::KeepName(std::string_view name, std::string_view unit)
{
    const auto [known, isNew] =
        m_nameIndex.emplace(NameAndUnit(name, unit), static_cast<std::uint32_t>(m_names.size()));
    if (isNew)
    {
        m_names.push_back(known->first);
    }
    return known->second;
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
