// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSMIT_MEMORY_H
#define NEXSIM_TRANSMIT_MEMORY_H

#include "models/host/cost-table.h"
#include "models/nexus/channel-memory.h"

#include <deque>

namespace nexsim
{

struct DropReason;

/** @brief What memory the packets of a channel's sending half need and have. */
struct TransmitMemory
{
    ChannelMemory* channel = nullptr; //!< null: the channel's memory does not count
    Cost wire;                        //!< of a segment
    bool waits = true;                //!< what finds no memory; else it is dropped
    DropReason* refused = nullptr;    //!< by the channel's pool
    DropReason* noDevice = nullptr;   //!< by the interface's
    uint32_t core = 0;                //!< of the thread
    std::deque<PoolObject> slots; //!< of the packets in the transmit ring; empty without channel
};

} // namespace nexsim

#endif // NEXSIM_TRANSMIT_MEMORY_H
