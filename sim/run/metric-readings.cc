// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/metric-readings.h"

#include <algorithm>

namespace nexsim
{

namespace
{

class Definer : public MetricVisitor
{
  public:
    Definer(const std::string& path, std::vector<MetricDefinition>& definitions)
        : m_path(path), m_definitions(definitions)
    {
    }

    void Counter(const MetricName& name, int64_t /*total*/) override
    {
        Add(name, MetricKind::Counter);
    }

    void Rate(const MetricName& name, int64_t /*total*/) override
    {
        Add(name, MetricKind::Rate);
    }

    void TimeAverage(const MetricName& name, unsigned __int128 /*integral*/) override
    {
        Add(name, MetricKind::TimeAverage);
    }

    void Level(const MetricName& name, int64_t /*value*/) override
    {
        Add(name, MetricKind::Level);
    }

    void Quotient(const MetricName& name, int64_t /*part*/, int64_t /*whole*/) override
    {
        Add(name, MetricKind::Quotient);
    }

    void Distribution(const MetricName& name, const LogLinearHistogram& /*histogram*/) override
    {
        Add(name, MetricKind::Distribution);
    }

    void Maximum(const MetricName& name, int64_t /*value*/) override
    {
        Add(name, MetricKind::Maximum);
    }

  private:
    void Add(const MetricName& name, MetricKind kind)
    {
        m_definitions.push_back({m_path + "/" + std::string(name.name),
                                 std::string(name.unit),
                                 std::string(name.meaning),
                                 kind,
                                 name.role});
    }

    const std::string& m_path; //!< of the component
    std::vector<MetricDefinition>& m_definitions;
};

class Reader : public MetricVisitor
{
  public:
    explicit Reader(std::vector<MetricReading>& readings) : m_readings(readings) {}

    void Counter(const MetricName& /*name*/, int64_t total) override
    {
        m_readings.push_back({total, 0, 0, nullptr});
    }

    void Rate(const MetricName& /*name*/, int64_t total) override
    {
        m_readings.push_back({total, 0, 0, nullptr});
    }

    void TimeAverage(const MetricName& /*name*/, unsigned __int128 integral) override
    {
        m_readings.push_back({0, 0, integral, nullptr});
    }

    void Level(const MetricName& /*name*/, int64_t value) override
    {
        m_readings.push_back({value, 0, 0, nullptr});
    }

    void Quotient(const MetricName& /*name*/, int64_t part, int64_t whole) override
    {
        m_readings.push_back({part, whole, 0, nullptr});
    }

    void Distribution(const MetricName& /*name*/, const LogLinearHistogram& histogram) override
    {
        m_readings.push_back(
            {0, static_cast<int64_t>(histogram.Count()), histogram.Sum(), &histogram});
    }

    void Maximum(const MetricName& /*name*/, int64_t value) override
    {
        m_readings.push_back({value, 0, 0, nullptr});
    }

  private:
    std::vector<MetricReading>& m_readings;
};

} // namespace

void
DefineMetrics(const Component& component, std::vector<MetricDefinition>& definitions)
{
    Definer definer(component.Path(), definitions);
    component.ReportMetrics(definer);
}

void
ReadMetrics(const Component& component, std::vector<MetricReading>& readings)
{
    Reader reader(readings);
    component.ReportMetrics(reader);
}

MetricSnapshot::MetricSnapshot(const std::vector<Component*>& components)
{
    m_sizes.reserve(components.size());
    std::vector<MetricReading> readings;
    for (const Component* component : components)
    {
        readings.clear();
        ReadMetrics(*component, readings);
        for (size_t i = 0; i < readings.size(); ++i)
        {
            if (!readings[i].IsZero())
            {
                m_kept.push_back(
                    {static_cast<uint32_t>(m_sizes.size()), static_cast<uint32_t>(i), readings[i]});
            }
        }
        m_sizes.push_back(static_cast<uint32_t>(readings.size()));
    }
    for (Kept& kept : m_kept)
    {
        if (kept.reading.histogram != nullptr)
        {
            m_copies.push_back(std::make_unique<LogLinearHistogram>());
            m_copies.back()->Merge(*kept.reading.histogram);
            kept.reading.histogram = m_copies.back().get();
        }
    }
}

std::vector<MetricReading>
MetricSnapshot::Of(size_t component) const
{
    std::vector<MetricReading> readings(m_sizes.at(component));
    const auto isBefore = [](const Kept& kept, size_t wanted) { return kept.component < wanted; };
    auto kept = std::lower_bound(m_kept.begin(), m_kept.end(), component, isBefore);
    for (; kept != m_kept.end() && kept->component == component; ++kept)
    {
        readings[kept->metric] = kept->reading;
    }
    return readings;
}

void
MetricSnapshot::ForgetDistributions()
{
    const auto isDistribution = [](const Kept& kept) { return kept.reading.histogram != nullptr; };
    m_kept.erase(std::remove_if(m_kept.begin(), m_kept.end(), isDistribution), m_kept.end());
    m_copies.clear();
}

} // namespace nexsim
