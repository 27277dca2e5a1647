// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOWSWITCH_H
#define NEXSIM_FLOWSWITCH_H

#include "models/base/packet-fifo.h"
#include "models/base/run-context.h"
#include "models/host/core-work.h"

#include <map>
#include <string>

namespace nexsim
{

class CostTable;
class NexusDatapath;

/** @brief A flow as the flow switch knows it. */
struct FlowswitchFlow
{
    const PacketSink* ingress = nullptr; //!< what `channel` was found by
    NexusDatapath* channel = nullptr;    //!< whose packets they are; null: the host's own stack's
};

/** @brief The switch of a nexus between its interfaces, its channels and the host's own stack. */
class Flowswitch
{
  public:
    /** @brief Called once. @param path for messages */
    void Connect(RunContext& run, const CostTable& costs, const std::string& path);

    /**
     * @brief The flow of a packet, for the work of looking it up.
     * @param previous the flow of the packet before it in its batch; null for the first one
     */
    FlowswitchFlow& LookUp(const Packet& packet, const FlowswitchFlow* previous, CoreWork& work);

    int64_t LookUps() const
    {
        return m_lookUps;
    }

    /** @brief Of these, that the flow of the packet before answered. */
    int64_t PreviousHits() const
    {
        return m_previousHits;
    }

    /** @brief For the end of a simulation. */
    void Clear()
    {
        m_flows.clear();
    }

  private:
    FlowswitchFlow& Find(FlowIndex index);

    RunContext* m_run = nullptr;
    Cost m_lookUp;
    Cost m_previousHit;
    std::map<FlowIndex, FlowswitchFlow> m_flows;
    int64_t m_lookUps = 0;
    int64_t m_previousHits = 0;
};

} // namespace nexsim

#endif // NEXSIM_FLOWSWITCH_H
