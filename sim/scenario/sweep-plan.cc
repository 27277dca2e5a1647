// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/sweep-plan.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/show-json.h"
#include "sim/scenario/sweep-values.h"

#include <algorithm>
#include <map>
#include <utility>

namespace nexsim
{

namespace
{

/**
 * @brief What `zip` joins: for every name the group it belongs to.
 */
class ZipGroups
{
  public:
    /** @param zip null when there is none */
    ZipGroups(const Json* zip,
              const Json& sweep,
              const SourceMap& sources,
              Diagnostics& diagnostics)
        : m_sweep(sweep), m_sources(sources), m_diagnostics(diagnostics)
    {
        if (zip != nullptr && !zip->is_array())
        {
            Refuse("/zip", *zip);
            return;
        }
        for (std::size_t i = 0; zip != nullptr && i < zip->size(); ++i)
        {
            ReadGroup((*zip)[i], i);
        }
    }

    /// @return the number of the group, or nothing for a parameter that walks alone.
    std::optional<std::size_t> GroupOf(const std::string& name) const
    {
        const auto group = m_groups.find(name);
        return group == m_groups.end() ? std::nullopt : std::optional(group->second);
    }

  private:
    void Refuse(const std::string& pointer, const Json& json)
    {
        m_sources.Error(m_diagnostics,
                        pointer,
                        "expected lists of two or more parameters such as "
                        "[[\"flows\", \"load\"]]; got " +
                            ShowJson(json));
    }

    void ReadGroup(const Json& group, std::size_t number)
    {
        const std::string pointer = ChildPointer("/zip", number);
        if (!group.is_array())
        {
            Refuse(pointer, group);
            return;
        }
        if (group.size() < 2)
        {
            m_sources.Error(m_diagnostics,
                            pointer,
                            "a zip joins two or more parameters; got " +
                                std::to_string(group.size()));
        }
        for (std::size_t i = 0; i < group.size(); ++i)
        {
            ReadName(group[i], ChildPointer(pointer, i), number);
        }
    }

    void ReadName(const Json& json, const std::string& pointer, std::size_t number)
    {
        if (!json.is_string())
        {
            m_sources.Error(m_diagnostics,
                            pointer,
                            "expected the name of a swept parameter; got " + ShowJson(json));
            return;
        }
        const auto& name = json.get_ref<const std::string&>();
        std::vector<std::string> swept;
        for (const auto& item : m_sweep.items())
        {
            swept.push_back(item.key());
        }
        if (!m_sweep.contains(name))
        {
            m_sources.Error(m_diagnostics,
                            pointer,
                            "\"sweep\" has no parameter " + Quoted(name) +
                                SuggestName(name, swept));
        }
        else if (!m_groups.emplace(name, number).second)
        {
            m_sources.Error(m_diagnostics, pointer, Quoted(name) + " is zipped twice");
        }
    }

    const Json& m_sweep;
    const SourceMap& m_sources;
    Diagnostics& m_diagnostics;
    std::map<std::string, std::size_t> m_groups;
};

/// Lets the values of one more parameter walk along with those of an axis.
void
Join(SweepAxis& axis,
     std::vector<ParameterValue> values,
     const SourceMap& sources,
     Diagnostics& diagnostics)
{
    const SweepPoint& first = axis.steps.front();
    if (axis.steps.size() != values.size())
    {
        sources.Error(diagnostics,
                      ChildPointer("/sweep", values.front().name),
                      "zipped parameters need equally many values; " + Quoted(first.front().name) +
                          " has " + std::to_string(axis.steps.size()) + ", " +
                          Quoted(values.front().name) + " has " + std::to_string(values.size()));
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        axis.steps[i].push_back(std::move(values[i]));
    }
}

void
CheckPointCount(const std::vector<SweepAxis>& axes,
                const SourceMap& sources,
                Diagnostics& diagnostics)
{
    std::size_t points = 1;
    for (const SweepAxis& axis : axes)
    {
        points *= axis.steps.size();
        if (points > kSweepPointLimit)
        {
            sources.Error(diagnostics,
                          "/sweep",
                          "the sweep has more than " + std::to_string(kSweepPointLimit) +
                              " points");
            return;
        }
    }
}

/// @return whether `where` keeps the point; nothing after an error.
std::optional<bool>
Keeps(const Expression& where,
      const SweepPoint& point,
      const Json& parameters,
      const SourceMap& sources,
      Diagnostics& diagnostics)
{
    const auto values = ReadParameters(parameters, point, sources, diagnostics);
    if (!values)
    {
        return std::nullopt;
    }
    const auto holds = where.Holds(NamesOf(*values));
    if (!holds)
    {
        sources.Error(diagnostics, "/where", DescribeInText(where.Text(), holds.Error()));
        return std::nullopt;
    }
    return *holds;
}

} // namespace

std::optional<std::vector<SweepAxis>>
ReadSweep(const Json& scenario, const SourceMap& sources, Diagnostics& diagnostics)
{
    const Json& sweep = Member(scenario, "sweep");
    const std::size_t errors = diagnostics.ErrorCount();
    if (!sweep.is_null() && !sweep.is_object())
    {
        sources.Error(diagnostics,
                      "/sweep",
                      "expected an object of parameters such as {\"flows\": [4, 16]}; got " +
                          ShowJson(sweep));
        return std::nullopt;
    }
    const ZipGroups zip(scenario.contains("zip") ? &scenario["zip"] : nullptr,
                        sweep,
                        sources,
                        diagnostics);
    std::vector<SweepAxis> axes;
    std::map<std::size_t, std::size_t> axisOfGroup;
    for (const auto& item : sweep.items())
    {
        auto values = ReadSweepValues(item.key(),
                                      item.value(),
                                      Member(scenario, "parameters"),
                                      sources,
                                      diagnostics);
        if (values.empty())
        {
            continue;
        }
        const auto group = zip.GroupOf(item.key());
        if (group && axisOfGroup.count(*group) > 0)
        {
            Join(axes[axisOfGroup[*group]], std::move(values), sources, diagnostics);
            continue;
        }
        if (group)
        {
            axisOfGroup[*group] = axes.size();
        }
        axes.emplace_back();
        for (ParameterValue& value : values)
        {
            axes.back().steps.push_back({std::move(value)});
        }
    }
    CheckPointCount(axes, sources, diagnostics);
    if (diagnostics.ErrorCount() > errors)
    {
        return std::nullopt;
    }
    return axes;
}

std::vector<SweepPoint>
SweepPoints(const std::vector<SweepAxis>& axes)
{
    std::vector<SweepPoint> points(1);
    for (const SweepAxis& axis : axes)
    {
        std::vector<SweepPoint> longer;
        longer.reserve(points.size() * axis.steps.size());
        for (const SweepPoint& point : points)
        {
            for (const SweepPoint& step : axis.steps)
            {
                longer.push_back(point);
                longer.back().insert(longer.back().end(), step.begin(), step.end());
            }
        }
        points = std::move(longer);
    }
    return points;
}

std::optional<std::vector<SweepPoint>>
SelectPoints(const std::vector<SweepPoint>& points,
             const Json& scenario,
             const SourceMap& sources,
             Diagnostics& diagnostics)
{
    const Json& where = Member(scenario, "where");
    if (!scenario.contains("where"))
    {
        return points;
    }
    if (!where.is_string())
    {
        sources.Error(diagnostics,
                      "/where",
                      "expected a condition in double quotes such as \"load < 0.5\"; got " +
                          ShowJson(where));
        return std::nullopt;
    }
    const auto& text = where.get_ref<const std::string&>();
    const auto expression = Expression::Parse(text);
    if (!expression)
    {
        sources.Error(diagnostics, "/where", DescribeInText(text, expression.Error()));
        return std::nullopt;
    }
    std::vector<SweepPoint> kept;
    for (const SweepPoint& point : points)
    {
        const auto keeps =
            Keeps(*expression, point, Member(scenario, "parameters"), sources, diagnostics);
        if (!keeps)
        {
            return std::nullopt;
        }
        if (*keeps)
        {
            kept.push_back(point);
        }
    }
    if (kept.empty())
    {
        sources.Error(diagnostics,
                      "/where",
                      Quoted(text) + " holds for none of the " + std::to_string(points.size()) +
                          " sweep points");
        return std::nullopt;
    }
    return kept;
}

} // namespace nexsim
