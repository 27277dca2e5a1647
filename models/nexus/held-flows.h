// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HELD_FLOWS_H
#define NEXSIM_HELD_FLOWS_H

#include "models/base/timer.h"

#include <map>
#include <utility>

namespace nexsim
{

struct FlowEntry;
class NetifReceiver;

/** @brief The flows whose batches a release policy keeps, by deadline. */
class HeldFlows : public Component
{
  public:
    /** @brief The receiver delivers the flow's batch at `until` at the latest; for it alone. */
    void Hold(FlowEntry& entry, NetifReceiver& receiver, SimTime until);

    /** @brief It is delivered now; without effect for one that is not kept. */
    void Forget(FlowEntry& entry);

  protected:
    void DoAttach() override;

  private:
    void OnDeadline();
    void Rearm();

    std::map<std::pair<SimTime, uint64_t>, FlowEntry*> m_flows;
    uint64_t m_held = 0;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_HELD_FLOWS_H
