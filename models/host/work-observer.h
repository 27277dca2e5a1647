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

/** @brief A piece of work that a core has done; valid while the observer is told. */
struct WorkDone
{
    const Core& core;
    uint64_t
        number; //!< among those of its host: work for several packets is told with each of them
    const std::vector<CoreWork::Part>& parts; //!< context switch and spinning included
};

/**
 * @brief Is told of the work that packets of a host are charged with, once their stages have it; may
 * look, never touch.
 */
class WorkObserver
{
  public:
    virtual ~WorkObserver() = default;

    virtual void OnWork(const WorkDone& done, const Packet& packet) = 0;
};

} // namespace nexsim

#endif // NEXSIM_WORK_OBSERVER_H
