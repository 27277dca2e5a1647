// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_OBSERVER_H
#define NEXSIM_RUN_OBSERVER_H

#include "sim/results/metrics.h"
#include "sim/run/metric-readings.h"
#include "sim/run/run-agenda.h"
#include "sim/scenario/scenario.h"

#include <memory>
#include <optional>
#include <vector>

namespace nexsim
{

/**
 * @brief Reads all metrics at the edges of measurement windows and takes differences.
 *
 * Edges come before all events of their instant. An observer never changes the run: it hashes
 * nothing into the fingerprint of events and draws no random number.
 */
class RunObserver
{
  public:
    /**
     * @param scenario and run outlive this object
     * @throws std::invalid_argument when a window does not lie within the run
     */
    RunObserver(const ScenarioRun& scenario, RunContext& run);

    /** @brief Puts warm-up and the edges of windows on the agenda. */
    void Schedule(RunAgenda& agenda);

    /** @brief The clock stands at the end: windows that end with it are over. */
    void Finish();

    /** @brief After Finish: appends the metrics from warm-up to the end. */
    void ReportMeasurement(MetricTable& metrics) const;

    /**
     * @brief After Finish: appends the metrics of each window under WindowPath.
     * @param warnings tell of windows that were not over when the run ended early
     */
    void ReportWindows(MetricTable& metrics, std::vector<std::string>& warnings) const;

  private:
    /** @brief A window under way or over. */
    struct Window
    {
        WindowSpec spec;
        std::optional<MetricSnapshot> begin;
        MetricTable metrics; //!< once it is over
        bool isWhole = false;
    };

    void BeginMeasurement();
    void Open(Window& window);
    void Close(Window& window);

    const ScenarioRun& m_scenario;
    RunContext& m_run;
    std::optional<MetricSnapshot> m_warm; //!< at the end of warm-up
    std::vector<std::unique_ptr<Window>> m_windows;
    SimTime m_end; //!< of the run; after Finish
};

} // namespace nexsim

#endif // NEXSIM_RUN_OBSERVER_H
