// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/frame-sets.h"

#include <algorithm>

namespace nexsim
{

void
FrameSets::Join(int64_t sensor)
{
    m_sensors.insert(sensor);
}

void
FrameSets::Leave(int64_t sensor)
{
    m_sensors.erase(sensor);
    std::vector<int64_t> numbers;
    for (const auto& open : m_open)
    {
        numbers.push_back(open.first);
    }
    for (const int64_t number : numbers)
    {
        CloseIfWhole(number);
    }
}

void
FrameSets::Take(int64_t sensor, SimTime trigger, SimTime offset, SimTime now)
{
    FrameSet* set = Find(trigger, offset);
    if (set == nullptr || !set->members.insert(sensor).second)
    {
        m_surplus += m_period == kNever ? 0 : 1;
        return;
    }
    set->first = std::min(set->first, trigger);
    set->last = std::max(set->last, trigger);
    set->lastDone = std::max(set->lastDone, now);
    CloseIfWhole(NumberOf(trigger, offset));
}

void
FrameSets::Miss(int64_t sensor, SimTime trigger, SimTime offset)
{
    FrameSet* set = Find(trigger, offset);
    if (set == nullptr)
    {
        return;
    }
    set->members.insert(sensor);
    set->first = std::min(set->first, trigger);
    set->isBroken = true;
    CloseIfWhole(NumberOf(trigger, offset));
}

int64_t
FrameSets::NumberOf(SimTime trigger, SimTime offset) const
{
    const int64_t since = (trigger - offset).Value() + m_period.Value() / 2;
    const int64_t floor = since / m_period.Value();
    return since % m_period.Value() < 0 ? floor - 1 : floor;
}

/** @brief The set of a frame, opened if need be; null where there are no sets, or it is closed. */
FrameSets::FrameSet*
FrameSets::Find(SimTime trigger, SimTime offset)
{
    if (m_period == kNever)
    {
        return nullptr;
    }
    const int64_t number = NumberOf(trigger, offset);
    while (!m_open.empty() && m_open.begin()->first <= number - kHistory)
    {
        Close(m_open.begin()->first, false);
    }
    const auto found = m_open.find(number);
    if (found != m_open.end())
    {
        return &found->second;
    }
    return m_closed.count(number) != 0 || number <= m_givenUp ? nullptr : &m_open[number];
}

void
FrameSets::CloseIfWhole(int64_t number)
{
    const FrameSet& set = m_open.at(number);
    const bool isWhole =
        std::includes(set.members.begin(), set.members.end(), m_sensors.begin(), m_sensors.end());
    if (isWhole)
    {
        Close(number, !set.isBroken);
    }
}

void
FrameSets::Close(int64_t number, bool isComplete)
{
    const FrameSet set = m_open.at(number);
    m_open.erase(number);
    m_closed.insert(number);
    while (*m_closed.begin() <= number - 2 * kHistory)
    {
        m_givenUp = std::max(m_givenUp, *m_closed.begin());
        m_closed.erase(m_closed.begin());
    }
    if (set.first < m_from)
    {
        return;
    }
    if (!isComplete)
    {
        ++m_incomplete;
        return;
    }
    ++m_complete;
    const SimTime latency = set.lastDone - set.first;
    m_late += latency > m_deadline ? 1 : 0;
    m_skew.Record((set.last - set.first).Value());
    m_latency.Record(latency.Value());
}

void
FrameSets::BeginMeasurement(SimTime from)
{
    m_from = from;
    m_skew = LogLinearHistogram();
    m_latency = LogLinearHistogram();
}

void
FrameSets::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"complete_sets", "1", "sets with a frame of each sensor"}, m_complete);
    visitor.Counter({"late_sets", "1", "of these, complete later than SetDeadline"}, m_late);
    visitor.Counter({"incomplete_sets", "1", "sets of which a frame never came"}, m_incomplete);
    visitor.Counter(
        {"surplus_frames", "1", "frames whose set was closed, or had one of their sensor"},
        m_surplus);
    visitor.Distribution({"set_skew", "ps", "first to last trigger of a complete set"}, m_skew);
    visitor.Distribution({"set_latency", "ps", "first trigger to last frame of a complete set"},
                         m_latency);
}

} // namespace nexsim
