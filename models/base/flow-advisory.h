// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_ADVISORY_H
#define NEXSIM_FLOW_ADVISORY_H

#include "models/base/packet.h"

namespace nexsim
{

/**
 * @brief What a queue of the sending host tells the sender of a flow; see FlowRecord::advisory.
 *
 * It is advice: the sender may go on. Called at the instant of the queue's decision.
 */
class FlowAdvisory
{
  public:
    virtual ~FlowAdvisory() = default;

    /** @brief The flow should send nothing until it is resumed. */
    virtual void Suspend(FlowIndex flow) = 0;

    /** @brief The flow may send again. */
    virtual void Resume(FlowIndex flow) = 0;

    /**
     * @brief Packets of the flow have left, and some of them would have been marked.
     * @param marks of them, 0 and above
     * @param packets since the last report, those that would have been marked included
     */
    virtual void ReportCongestion(FlowIndex flow, uint32_t marks, uint32_t packets) = 0;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_ADVISORY_H
