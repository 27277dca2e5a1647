// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRIC_MAP_H
#define NEXSIM_METRIC_MAP_H

#include "models/base/component.h"
#include "models/base/histogram.h"

#include <map>
#include <string>
#include <utility>

namespace nexsim::testing
{

/** @brief What a component reports, by name: totals as they are, quotients as part and whole. */
class MetricMap : public MetricVisitor
{
  public:
    /** @param component or a part of one that reports metrics */
    template <typename T>
    explicit MetricMap(const T& component)
    {
        component.ReportMetrics(*this);
    }

    /** @brief The total, level or maximum of this name. @throws std::out_of_range if none */
    int64_t operator[](const std::string& name) const
    {
        return m_totals.at(name);
    }

    const LogLinearHistogram& Distribution(const std::string& name) const
    {
        return *m_distributions.at(name);
    }

    std::pair<int64_t, int64_t> Quotient(const std::string& name) const
    {
        return m_quotients.at(name);
    }

    void Counter(const MetricName& name, int64_t total) override
    {
        m_totals[std::string(name.name)] = total;
    }

    void Rate(const MetricName& name, int64_t total) override
    {
        m_totals[std::string(name.name)] = total;
    }

    void TimeAverage(const MetricName& name, unsigned __int128 integral) override
    {
        m_totals[std::string(name.name)] = static_cast<int64_t>(integral);
    }

    void Level(const MetricName& name, int64_t value) override
    {
        m_totals[std::string(name.name)] = value;
    }

    void Quotient(const MetricName& name, int64_t part, int64_t whole) override
    {
        m_quotients[std::string(name.name)] = {part, whole};
    }

    void Distribution(const MetricName& name, const LogLinearHistogram& histogram) override
    {
        m_distributions[std::string(name.name)] = &histogram;
    }

    void Maximum(const MetricName& name, int64_t value) override
    {
        m_totals[std::string(name.name)] = value;
    }

  private:
    std::map<std::string, int64_t> m_totals;
    std::map<std::string, std::pair<int64_t, int64_t>> m_quotients;
    std::map<std::string, const LogLinearHistogram*> m_distributions;
};

} // namespace nexsim::testing

#endif // NEXSIM_METRIC_MAP_H
