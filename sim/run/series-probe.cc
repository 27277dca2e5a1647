// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/series-probe.h"

#include "sim/run/metric-window.h"
#include "sim/run/path-pattern.h"
#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief The patterns of a series, which remember whether they have matched. */
class PatternList
{
  public:
    explicit PatternList(const std::vector<std::string>& patterns)
        : m_patterns(patterns), m_used(patterns.size(), false)
    {
    }

    bool Match(const std::string& path)
    {
        m_paths.push_back(path);
        bool matched = false;
        for (size_t i = 0; i < m_patterns.size(); ++i)
        {
            if (MatchesPath(m_patterns[i], path))
            {
                m_used[i] = true;
                matched = true;
            }
        }
        return matched;
    }

    void CheckAllUsed() const
    {
        for (size_t i = 0; i < m_patterns.size(); ++i)
        {
            if (!m_used[i])
            {
                throw std::invalid_argument(fmt::format("measure/series: no metric matches {}{}",
                                                        Quoted(m_patterns[i]),
                                                        SuggestPattern(m_patterns[i], m_paths)));
            }
        }
    }

  private:
    const std::vector<std::string>& m_patterns;
    std::vector<bool> m_used;
    std::vector<std::string> m_paths;
};

std::string
ColumnOf(const MetricDefinition& definition)
{
    const bool isDistribution = definition.kind == MetricKind::Distribution;
    return isDistribution ? StatisticPath(definition.path, "mean") : definition.path;
}

} // namespace

SeriesProbe::SeriesProbe(const MeasureSpec& measure,
                         const std::vector<Component*>& components,
                         TextSink& sink)
    : m_interval(measure.interval), m_csv(sink)
{
    PatternList patterns(measure.series);
    std::vector<std::string> columns;
    for (const Component* component : components)
    {
        std::vector<MetricDefinition> definitions;
        DefineMetrics(*component, definitions);
        Selected selected{component, {}, {}, {}};
        for (size_t i = 0; i < definitions.size(); ++i)
        {
            selected.kinds.push_back(definitions[i].kind);
            if (patterns.Match(ColumnOf(definitions[i])))
            {
                selected.metrics.push_back(i);
                columns.push_back(ColumnOf(definitions[i]));
            }
        }
        if (!selected.metrics.empty())
        {
            m_selected.push_back(std::move(selected));
        }
    }
    patterns.CheckAllUsed();
    WriteHeader(columns);
}

void
SeriesProbe::WriteHeader(const std::vector<std::string>& columns)
{
    m_csv.Field("time_ps");
    for (const std::string& column : columns)
    {
        m_csv.Field(column);
    }
    m_csv.EndRow();
}

void
SeriesProbe::Start()
{
    for (Selected& selected : m_selected)
    {
        ReadMetrics(*selected.component, selected.before);
    }
    m_timer.Bind<&SeriesProbe::OnTimer>(*this, Priority::Observer);
    m_timer.ArmAt(m_interval);
}

void
SeriesProbe::OnTimer()
{
    WriteRow();
    m_timer.ArmAt(Now() + m_interval);
}

void
SeriesProbe::BeginMeasurement()
{
    for (Selected& selected : m_selected)
    {
        m_now.clear();
        ReadMetrics(*selected.component, m_now);
        for (size_t i = 0; i < m_now.size(); ++i)
        {
            if (selected.kinds[i] == MetricKind::Distribution)
            {
                selected.before[i] = m_now[i];
            }
        }
    }
}

void
SeriesProbe::Finish()
{
    if (Now() == m_lastRow + m_interval)
    {
        WriteRow();
    }
}

void
SeriesProbe::WriteRow()
{
    m_csv.Field(Now().Value());
    for (Selected& selected : m_selected)
    {
        m_now.clear();
        ReadMetrics(*selected.component, m_now);
        for (const size_t i : selected.metrics)
        {
            const auto value =
                ValueBetween(selected.kinds[i], selected.before[i], m_now[i], m_interval);
            m_csv.Field(value ? ToText(*value) : std::string());
        }
        selected.before.swap(m_now);
    }
    m_csv.EndRow();
    m_lastRow = Now();
}

} // namespace nexsim
