// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/schedule.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

Schedule::Schedule(std::vector<ScheduledGroup> groups)
{
    for (ScheduledGroup& group : groups)
    {
        Group& own = m_groups.emplace_back();
        own.tasks = std::move(group.tasks);
        own.weight = group.weight;
        if (group.seconds)
        {
            Measure(own, *group.seconds);
        }
    }
}

void
Schedule::Measure(Group& group, double seconds)
{
    group.sum += seconds;
    ++group.measured;
    m_knownSeconds += seconds;
    m_knownWeight += group.weight;
}

std::optional<double>
Schedule::Expected(const Group& group) const
{
    if (group.measured > 0)
    {
        return group.sum / static_cast<double>(group.measured);
    }
    // By the weight, at the pace of those that are known.
    return m_knownWeight > 0 ? std::optional(group.weight * m_knownSeconds / m_knownWeight)
                             : std::nullopt;
}

std::size_t
Schedule::ChooseGroup() const
{
    std::size_t best = m_groups.size();
    const auto isBefore = [this](const Group& a, const Group& b) {
        const bool isNewA = a.next == 0 && a.measured == 0;
        const bool isNewB = b.next == 0 && b.measured == 0;
        if (isNewA != isNewB)
        {
            return isNewA;
        }
        const auto expectedA = Expected(a);
        const auto expectedB = Expected(b);
        return isNewA || !expectedA || !expectedB ? a.weight > b.weight : *expectedA > *expectedB;
    };
    for (std::size_t group = 0; group < m_groups.size(); ++group)
    {
        const bool isLeft = m_groups[group].next < m_groups[group].tasks.size();
        if (isLeft && (best == m_groups.size() || isBefore(m_groups[group], m_groups[best])))
        {
            best = group;
        }
    }
    if (best == m_groups.size())
    {
        throw std::out_of_range("no task is left to start");
    }
    return best;
}

std::size_t
Schedule::Next(Instant now)
{
    const std::size_t chosen = ChooseGroup();
    Group& group = m_groups[chosen];
    const std::size_t task = group.tasks[group.next++];
    m_running[task] = {chosen, now};
    return task;
}

void
Schedule::End(std::size_t task, Instant now, bool hasSucceeded)
{
    const Running running = m_running.at(task);
    m_running.erase(task);
    if (hasSucceeded)
    {
        const double seconds = std::chrono::duration<double>(now - running.start).count();
        Measure(m_groups[running.group], seconds);
        m_times[task] = seconds;
    }
}

std::optional<double>
Schedule::SecondsLeft(std::size_t jobs, Instant now) const
{
    double left = 0;
    double longest = 0;
    for (const Group& group : m_groups)
    {
        const auto expected = Expected(group);
        if (!expected)
        {
            return std::nullopt;
        }
        const std::size_t waiting = group.tasks.size() - group.next;
        left += *expected * static_cast<double>(waiting);
        longest = std::max(longest, waiting > 0 ? *expected : 0);
    }
    for (const auto& [task, running] : m_running)
    {
        const double spent = std::chrono::duration<double>(now - running.start).count();
        const double own = std::max(0.0, *Expected(m_groups[running.group]) - spent);
        left += own;
        longest = std::max(longest, own);
    }
    return std::max(longest, left / static_cast<double>(jobs));
}

} // namespace nexsim
