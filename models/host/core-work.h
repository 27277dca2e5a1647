// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CORE_WORK_H
#define NEXSIM_CORE_WORK_H

#include "models/host/cost-table.h"

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
    };

    /**
     * @brief Adds `times` uses (or bytes) of a cost; a random one is drawn once per use.
     * @return what that adds
     */
    SimTime Add(const Cost& cost, int64_t times = 1);

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
        m_lock = nullptr;
    }

  private:
    std::vector<Part> m_parts;
    SimTime m_total;
    SpinLock* m_lock = nullptr;
    RandomStream* m_stream = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_CORE_WORK_H
