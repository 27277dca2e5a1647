// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/until-watch.h"

#include "sim/results/metrics.h"
#include "sim/run/metric-window.h"
#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

namespace
{

[[noreturn]] void
Refuse(const std::string& condition, const TextError& error)
{
    throw std::invalid_argument("until: " + DescribeInText(condition, error));
}

Expression
ParseCondition(const std::string& text)
{
    auto condition = Expression::Parse(text, ExpressionNameStyle::MetricPaths);
    if (!condition)
    {
        Refuse(text, condition.Error());
    }
    return std::move(*condition);
}

/** @brief An amount in the unit of a metric as expressions have it. */
ExpressionValue
InUnit(const Rational& amount, const std::string& unit)
{
    if (unit == "ps")
    {
        return ExactQuantity{Dimension::Time, amount};
    }
    if (unit == "B")
    {
        return ExactQuantity{Dimension::Size, amount};
    }
    return unit == "ppb" ? Divide(amount, Rational(1'000'000'000)).value_or(amount) : amount;
}

std::optional<Rational>
StatisticOf(const MetricReading& reading, const std::string& statistic)
{
    const LogLinearHistogram& histogram = *reading.histogram;
    if (statistic == "count")
    {
        return Rational(reading.whole);
    }
    if (reading.whole == 0)
    {
        return std::nullopt;
    }
    if (statistic == "mean")
    {
        return Rational::Make(static_cast<Rational::Integer>(reading.integral), reading.whole);
    }
    if (statistic == "min" || statistic == "max")
    {
        return Rational(statistic == "min" ? histogram.Min() : histogram.Max());
    }
    return Rational(histogram.Quantile(statistic == "p50"   ? 0.5
                                       : statistic == "p90" ? 0.9
                                       : statistic == "p99" ? 0.99
                                                            : 0.999));
}

bool
HasNoInstant(MetricKind kind)
{
    return kind == MetricKind::Rate || kind == MetricKind::TimeAverage;
}

} // namespace

UntilWatch::UntilWatch(const std::string& condition, const std::vector<Component*>& components)
    : m_condition(ParseCondition(condition))
{
    for (const Expression::NameUse& use : m_condition.Names())
    {
        if (m_terms.count(use.name) == 0)
        {
            Find(use, components);
        }
    }
    CheckKinds();
}

void
UntilWatch::Find(const Expression::NameUse& use, const std::vector<Component*>& components)
{
    std::vector<std::string> names;
    for (const Component* component : components)
    {
        std::vector<MetricDefinition> definitions;
        DefineMetrics(*component, definitions);
        for (size_t i = 0; i < definitions.size(); ++i)
        {
            const MetricDefinition& metric = definitions[i];
            const bool isDistribution = metric.kind == MetricKind::Distribution;
            for (const DistributionStatistic& statistic : DistributionStatistics())
            {
                names.push_back(isDistribution
                                    ? StatisticPath(metric.path, std::string(statistic.name))
                                    : metric.path);
                if (names.back() == use.name && HasNoInstant(metric.kind))
                {
                    Refuse(m_condition.Text(),
                           {Quoted(use.name) + " is an average over time and has no value at an "
                                               "instant; a counter or a level has one",
                            use.offset});
                }
                if (names.back() == use.name)
                {
                    m_watched.push_back({component, {}, {}});
                    m_terms[use.name] = {m_watched.size() - 1,
                                         i,
                                         metric.kind,
                                         isDistribution && statistic.name == "count" ? "1"
                                                                                     : metric.unit,
                                         std::string(statistic.name)};
                    return;
                }
                if (!isDistribution)
                {
                    break;
                }
            }
        }
    }
    Refuse(m_condition.Text(),
           {"no metric is called " + Quoted(use.name) + SuggestName(use.name, names), use.offset});
}

/** @brief What is wrong with two quite different sets of values is wrong with the condition. */
void
UntilWatch::CheckKinds() const
{
    std::vector<std::string> faults;
    for (const int64_t start : {3, 1000})
    {
        ExpressionNames names;
        int64_t amount = start;
        for (const auto& [name, term] : m_terms)
        {
            names[name] = InUnit(Rational(amount), term.unit);
            amount = amount * 7 + 1;
        }
        const auto holds = m_condition.Holds(names);
        faults.push_back(holds ? "" : DescribeInText(m_condition.Text(), holds.Error()));
    }
    if (!faults[0].empty() && !faults[1].empty())
    {
        throw std::invalid_argument("until: " + faults[0]);
    }
}

void
UntilWatch::BeginMeasurement()
{
    for (Watched& watched : m_watched)
    {
        watched.before.clear();
        watched.now.clear();
        ReadMetrics(*watched.component, watched.before);
    }
    m_measures = true;
}

bool
UntilWatch::IsOver()
{
    if (!m_measures || !HasChanged())
    {
        return false;
    }
    const bool held = m_holds.value_or(true);
    m_holds = Holds();
    return *m_holds && !held;
}

bool
UntilWatch::HasChanged()
{
    bool changed = false;
    for (Watched& watched : m_watched)
    {
        m_last.clear();
        m_last.swap(watched.now);
        ReadMetrics(*watched.component, watched.now);
        const auto isSame = [](const MetricReading& a, const MetricReading& b) {
            return a.value == b.value && a.whole == b.whole;
        };
        changed |= !std::equal(m_last.begin(),
                               m_last.end(),
                               watched.now.begin(),
                               watched.now.end(),
                               isSame);
    }
    return changed;
}

bool
UntilWatch::Holds() const
{
    ExpressionNames names;
    for (const auto& [name, term] : m_terms)
    {
        auto value = ValueOf(term);
        if (!value)
        {
            return false;
        }
        names[name] = std::move(*value);
    }
    const auto holds = m_condition.Holds(names);
    return holds && *holds;
}

std::optional<ExpressionValue>
UntilWatch::ValueOf(const Term& term) const
{
    const MetricReading& before = m_watched[term.watched].before[term.metric];
    const MetricReading& now = m_watched[term.watched].now[term.metric];
    std::optional<Rational> amount;
    switch (term.kind)
    {
    case MetricKind::Counter:
        amount = Rational(now.value - before.value);
        break;
    case MetricKind::Level:
    case MetricKind::Maximum:
        amount = Rational(now.value);
        break;
    case MetricKind::Quotient:
        amount = Rational::Make(now.value - before.value, now.whole - before.whole);
        break;
    case MetricKind::Distribution:
        amount = StatisticOf(now, term.statistic);
        break;
    case MetricKind::Rate:
    case MetricKind::TimeAverage:
        break; // refused
    }
    return amount ? std::optional(InUnit(*amount, term.unit)) : std::nullopt;
}

} // namespace nexsim
