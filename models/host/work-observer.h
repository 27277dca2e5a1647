// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WORK_OBSERVER_H
#define NEXSIM_WORK_OBSERVER_H

#include "models/base/packet.h"
#include "models/host/core-work.h"

#include <cstdint>
#include <vector>

namespace nexsim
{

class Core;
class CoreTask;

/** @brief A piece of work that a core has done; valid while the observer is told. */
struct WorkDone
{
    const Core& core;
    uint64_t
        number; //!< among those of its host: work for several packets is told with each of them
    const std::vector<CoreWork::Part>& parts; //!< context switch and spinning included
};

/** @brief Is told of what the cores of a host do; may look, never touch. */
class WorkObserver
{
  public:
    virtual ~WorkObserver() = default;

    /** @brief A packet has been charged with work: its stages have it. */
    virtual void OnWork(const WorkDone& done, const Packet& packet) = 0;

    /**
     * @brief `task` has had the core from `since` until now without a break: it polled, or worked on
     * what is next of its Work(), which is advanced after this call. OnWork of work that ends now
     * comes after it.
     */
    virtual void OnRun(const Core& core, const CoreTask& task, SimTime since)
    {
        static_cast<void>(core);
        static_cast<void>(task);
        static_cast<void>(since);
    }
};

} // namespace nexsim

#endif // NEXSIM_WORK_OBSERVER_H
