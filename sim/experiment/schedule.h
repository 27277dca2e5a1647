// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCHEDULE_H
#define NEXSIM_SCHEDULE_H

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace nexsim
{

/** @brief The replications of one configuration that are to run; they take about equally long. */
struct ScheduledGroup
{
    std::vector<std::size_t> tasks; //!< in the order in which they start
    double weight{0};               //!< a guess, in any unit: simulated time
    std::optional<double> seconds;  //!< of one task, where an earlier call has measured it
};

/**
 * @brief In which order tasks start: longest expected first, so that no long one is left for the end.
 *
 * What takes how long is learnt on the way: first one task of each group that was never measured, by
 * weight; then always from the group whose tasks have taken longest on average. The order changes no
 * result.
 */
class Schedule
{
  public:
    using Instant = std::chrono::steady_clock::time_point;

    explicit Schedule(std::vector<ScheduledGroup> groups);

    /** @brief The next task, which starts now. @throw std::out_of_range when none is left */
    std::size_t Next(Instant now);

    /** @brief A task has ended; of one that failed, the time says nothing. */
    void End(std::size_t task, Instant now, bool hasSucceeded);

    /** @brief Until all is done with so many jobs, as expected now; nothing before a task has ended. */
    std::optional<double> SecondsLeft(std::size_t jobs, Instant now) const;

    /** @brief Wall time of the tasks that have succeeded, in seconds. */
    const std::map<std::size_t, double>& Times() const
    {
        return m_times;
    }

  private:
    struct Group
    {
        std::vector<std::size_t> tasks;
        double weight;
        std::size_t next{0}; //!< place of the next to start
        double sum{0};       //!< seconds of those measured
        std::size_t measured{0};
    };

    struct Running
    {
        std::size_t group;
        Instant start;
    };

    void Measure(Group& group, double seconds);
    std::optional<double> Expected(const Group& group) const;
    std::size_t ChooseGroup() const;

    std::vector<Group> m_groups;
    double m_knownSeconds{0};                 //!< of all measured tasks
    double m_knownWeight{0};                  //!< of the same
    std::map<std::size_t, Running> m_running; //!< by task
    std::map<std::size_t, double> m_times;
};

} // namespace nexsim

#endif // NEXSIM_SCHEDULE_H
