// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CORE_WORK_H
#define NEXSIM_CORE_WORK_H

#include "models/host/cost-table.h"

#include <algorithm>
#include <vector>

namespace nexsim
{

class SpinLock;

/**
 * @brief One piece of work of a task on a core: what it consists of, by kind of cost.
 *
 * It runs to completion within its class; a higher class may interrupt it, unless it holds a lock.
 */
class CoreWork
{
  public:
    /** @brief A part of the work, in the order in which it is done. */
    struct Part
    {
        CostKind kind;
        SimTime span;
        int64_t times = 1; //!< uses or bytes
    };

    /**
     * @brief Adds `times` uses (or bytes) of a cost; a random one is drawn once per use.
     * @return what that adds
     */
    SimTime Add(const Cost& cost, int64_t times = 1)
    {
        const SimTime span = SpanOf(cost, times);
        m_total += span;
        m_parts.push_back({cost.kind, span, times});
        return span;
    }

    /** @brief All of this work is done holding `lock`: its core first spins until it has it. */
    void Lock(SpinLock& lock)
    {
        m_lock = &lock;
    }

    SpinLock* HeldLock() const
    {
        return m_lock;
    }

    const std::vector<Part>& Parts() const
    {
        return m_parts;
    }

    SimTime Total() const
    {
        return m_total;
    }

    /** @brief Where random costs come from; set by the core. */
    void SetStream(RandomStream& stream)
    {
        m_stream = &stream;
    }

    void Clear()
    {
        m_parts.clear();
        m_total = SimTime(0);
        m_progress = {};
        m_lock = nullptr;
    }

    /** @brief For the core: adds what comes before all that is not begun yet. @return its span */
    SimTime AddNext(const Cost& cost)
    {
        const SimTime span = SpanOf(cost, 1);
        AddNext({cost.kind, span});
        return span;
    }

    void AddNext(Part part);

    /** @brief For the core: `span` more of it is done; calls count(kind, span) for what that is. */
    template <typename Count>
    void Advance(SimTime span, Count&& count)
    {
        if (m_progress.done == SimTime(0) && span == m_total)
        {
            for (const Part& part : m_parts)
            {
                count(part.kind, part.span);
            }
            m_progress = {m_parts.size(), SimTime(0), span};
            return;
        }
        m_progress = After(span, count);
    }

    SimTime Remaining() const
    {
        return m_total - m_progress.done;
    }

    /** @brief Calls count(kind, span) for what the next `span` of it is, which is not done yet. */
    template <typename Count>
    void ForNext(SimTime span, Count&& count) const
    {
        static_cast<void>(After(span, count));
    }

  private:
    /** @brief How far it is. */
    struct Progress
    {
        size_t part = 0; //!< the one under way
        SimTime inPart;  //!< of which so much is done
        SimTime done;    //!< of all parts
    };

    SimTime SpanOf(const Cost& cost, int64_t times)
    {
        return cost.law == nullptr ? cost.Of(times) : Draw(cost, times);
    }

    SimTime Draw(const Cost& cost, int64_t times);

    template <typename Count>
    Progress After(SimTime span, Count&& count) const
    {
        Progress at = m_progress;
        while (span > SimTime(0) && at.part < m_parts.size())
        {
            const Part& part = m_parts[at.part];
            const SimTime step = std::min(span, part.span - at.inPart);
            count(part.kind, step);
            span -= step;
            at.done += step;
            at.inPart += step;
            if (at.inPart == part.span)
            {
                ++at.part;
                at.inPart = SimTime(0);
            }
        }
        return at;
    }

    std::vector<Part> m_parts;
    SimTime m_total;
    Progress m_progress;
    SpinLock* m_lock = nullptr;
    RandomStream* m_stream = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_CORE_WORK_H
