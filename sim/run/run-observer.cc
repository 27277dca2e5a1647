// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-observer.h"

#include "sim/run/metric-window.h"
#include "sim/run/window-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

RunObserver::RunObserver(const ScenarioRun& scenario, RunContext& run)
    : m_scenario(scenario), m_run(run)
{
    for (const WindowSpec& spec : scenario.measure.windows)
    {
        if (spec.from < SimTime(0) || spec.to <= spec.from || spec.to > scenario.duration)
        {
            throw std::invalid_argument(fmt::format("the window from {} ps to {} ps does not lie "
                                                    "within the run of {} ps",
                                                    spec.from.Value(),
                                                    spec.to.Value(),
                                                    scenario.duration.Value()));
        }
        const bool isKnown =
            std::any_of(m_windows.begin(), m_windows.end(), [&spec](const auto& window) {
                return window->spec.from == spec.from && window->spec.to == spec.to;
            });
        if (!isKnown)
        {
            m_windows.push_back(std::make_unique<Window>());
            m_windows.back()->spec = spec;
        }
    }
}

void
RunObserver::Schedule(RunAgenda& agenda)
{
    agenda.Add(m_scenario.warmup, [this] { BeginMeasurement(); });
    for (const auto& owned : m_windows)
    {
        Window& window = *owned;
        agenda.Add(window.spec.from, [this, &window] { Open(window); });
        agenda.Add(window.spec.to, [this, &window] { Close(window); });
    }
}

void
RunObserver::BeginMeasurement()
{
    for (Component* component : m_run.Components())
    {
        component->BeginMeasurement();
    }
    m_warm.emplace(m_run.Components());
}

void
RunObserver::Open(Window& window)
{
    window.begin.emplace(m_run.Components());
    // Distributions begin anew at the end of warm-up; a window across it shows them from there.
    if (window.spec.from < m_scenario.warmup && m_scenario.warmup < window.spec.to)
    {
        window.begin->ForgetDistributions();
    }
}

void
RunObserver::Close(Window& window)
{
    ReportWindow(m_run.Components(),
                 *window.begin,
                 window.spec.to - window.spec.from,
                 WindowKind::Part,
                 window.metrics);
    window.begin.reset();
    window.isWhole = true;
}

void
RunObserver::Finish()
{
    m_end = m_run.Now();
    for (const auto& window : m_windows)
    {
        if (window->begin && window->spec.to == m_run.Now())
        {
            Close(*window); // it ends with the run, when no action runs any more
        }
    }
}

void
RunObserver::ReportMeasurement(MetricTable& metrics) const
{
    ReportWindow(m_run.Components(),
                 *m_warm,
                 m_end - m_scenario.warmup,
                 WindowKind::WholeMeasurement,
                 metrics);
}

void
RunObserver::ReportWindows(MetricTable& metrics, std::vector<std::string>& warnings) const
{
    for (const auto& window : m_windows)
    {
        if (!window->isWhole)
        {
            warnings.push_back(fmt::format("the window from {} ps to {} ps was not over when the "
                                           "run ended; it has no metrics",
                                           window->spec.from.Value(),
                                           window->spec.to.Value()));
        }
        for (const Metric& metric : window->metrics)
        {
            metrics.Add(WindowPath(metric.path, window->spec), metric.value, metric.unit);
        }
    }
}

} // namespace nexsim
