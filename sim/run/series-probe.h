// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SERIES_PROBE_H
#define NEXSIM_SERIES_PROBE_H

#include "models/base/timer.h"
#include "sim/results/csv.h"
#include "sim/run/metric-readings.h"
#include "sim/scenario/scenario.h"

namespace nexsim
{

/**
 * @brief Writes chosen metrics at regular intervals, one row each: time_ps and a column per metric.
 *
 * A row shows the interval that ends then: growth, rates, means; levels and maxima as they are. A
 * distribution gives the mean of what it received. A value that does not exist stays empty. Rows are
 * taken after all events of their instant, and the rest of a last, shorter interval is not shown.
 */
class SeriesProbe : public Component
{
  public:
    /**
     * @brief Selects the metrics; called before Attach, with all components attached.
     * @param sink outlives the probe
     * @throws std::invalid_argument when a path of measure.series matches no metric
     */
    SeriesProbe(const MeasureSpec& measure,
                const std::vector<Component*>& components,
                TextSink& sink);

    void Start() override;

    /** @brief Distributions have begun anew. */
    void BeginMeasurement() override;

    /** @brief The run is over: the row of an interval that ends just now. */
    void Finish();

  private:
    /** @brief A component with selected metrics. */
    struct Selected
    {
        const Component* component;
        std::vector<MetricKind> kinds;
        std::vector<size_t> metrics; //!< positions among the component's
        std::vector<MetricReading> before;
    };

    void OnTimer();
    void WriteHeader(const std::vector<std::string>& columns);
    void WriteRow();

    SimTime m_interval;
    CsvWriter m_csv;
    std::vector<Selected> m_selected;
    SimTime m_lastRow;
    std::vector<MetricReading> m_now; //!< kept for its memory
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_SERIES_PROBE_H
