// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/metric-readings.h"

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

std::vector<MetricDefinition>
DefineMetrics(const std::vector<Component*>& components)
{
    std::vector<MetricDefinition> definitions;
    for (const Component* component : components)
    {
        DefineMetrics(*component, definitions);
    }
    return definitions;
}

std::vector<MetricReading>
ReadMetrics(const std::vector<Component*>& components)
{
    std::vector<MetricReading> readings;
    for (const Component* component : components)
    {
        ReadMetrics(*component, readings);
    }
    return readings;
}

MetricSnapshot::MetricSnapshot(std::vector<MetricReading> readings)
    : m_readings(std::move(readings))
{
    for (MetricReading& reading : m_readings)
    {
        if (reading.histogram != nullptr)
        {
            m_copies.push_back(std::make_unique<LogLinearHistogram>());
            m_copies.back()->Merge(*reading.histogram);
            reading.histogram = m_copies.back().get();
        }
    }
}

} // namespace nexsim
