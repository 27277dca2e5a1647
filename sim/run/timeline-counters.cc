// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/timeline-counters.h"

#include <functional>

namespace nexsim
{

namespace
{

/** @brief Passes on levels that sum up nobody else's. */
class LevelVisitor : public MetricVisitor
{
  public:
    using Visit = std::function<void(const MetricName& name, int64_t value)>;

    explicit LevelVisitor(Visit visit) : m_visit(std::move(visit)) {}

    void Level(const MetricName& name, int64_t value) override
    {
        if (name.role == MetricRole::Own)
        {
            m_visit(name, value);
        }
    }

    void Counter(const MetricName& /*name*/, int64_t /*total*/) override {}

    void Rate(const MetricName& /*name*/, int64_t /*total*/) override {}

    void TimeAverage(const MetricName& /*name*/, unsigned __int128 /*integral*/) override {}

    void Quotient(const MetricName& /*name*/, int64_t /*part*/, int64_t /*whole*/) override {}

    void Distribution(const MetricName& /*name*/, const LogLinearHistogram& /*histogram*/) override
    {
    }

    void Maximum(const MetricName& /*name*/, int64_t /*value*/) override {}

  private:
    Visit m_visit;
};

} // namespace

TimelineCounters::TimelineCounters(const WindowSpec& window,
                                   const std::vector<Component*>& components,
                                   TimelineTracks& tracks,
                                   TraceEventWriter& writer)
    : m_window(window), m_components(components), m_tracks(tracks), m_writer(writer)
{
}

/** Components may join during the run. */
void
TimelineCounters::Discover()
{
    for (; m_known < m_components.size(); ++m_known)
    {
        const Component& component = *m_components[m_known];
        const std::string within = TimelineTracks::NameWithin(component.Path());
        Watched watched{&component, 0, {}};
        LevelVisitor visitor([&](const MetricName& name, int64_t /*value*/) {
            watched.levels.push_back(
                {within + "/" + std::string(name.name), std::string(name.unit), 0});
        });
        component.ReportMetrics(visitor);
        if (!watched.levels.empty())
        {
            watched.process = m_tracks.ProcessOf(component.Path());
            m_watched.push_back(std::move(watched));
        }
    }
}

void
TimelineCounters::OnInstant(SimTime now)
{
    if (now < m_window.from || now >= m_window.to)
    {
        return;
    }
    Discover();
    for (Watched& watched : m_watched)
    {
        size_t next = 0;
        LevelVisitor visitor([&](const MetricName& /*name*/, int64_t value) {
            Level& level = watched.levels[next++];
            if (value != level.value)
            {
                level.value = value;
                m_writer.Counter(watched.process, level.name, level.unit, now, value);
            }
        });
        watched.component->ReportMetrics(visitor);
    }
}

} // namespace nexsim
