// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_ENTRY_H
#define NEXSIM_FLOW_ENTRY_H

#include "models/nexus/flow-batch.h"
#include "models/nexus/flow-mask.h"

namespace nexsim
{

class NetifReceiver;
class NexusDatapath;

/** @brief A flow, or a listener's flows, whose received packets a channel gets. */
struct FlowEntry
{
    uint64_t number = 0; //!< counts the entries of its nexus
    FlowMask mask = FlowMask::FiveTuple;
    FlowKey key; //!< masked
    NexusDatapath* channel = nullptr;
    bool isTcp = false; //!< and connected: its segments may be joined
    FlowBatch batch;
    int64_t largest = 0;  //!< recent largest super-packet, IP bytes, see TcpAggregator
    bool isOver = false;  //!< it ends as its batch is no longer claimed
    uint64_t pass = 0;    //!< the last one of any receiver that has touched it
    int64_t inPasses = 0; //!< its packets in passes under way

    /** @brief Whether a receiver has found it and not delivered all yet. */
    bool IsInUse() const
    {
        return batch.IsClaimed() || inPasses > 0 || !batch.IsEmpty();
    }

    // While its batch is kept, see HeldFlows:
    NetifReceiver* holder = nullptr; //!< who delivers it at the deadline; null: it is not kept
    SimTime heldUntil;
    uint64_t heldNumber = 0;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_ENTRY_H
