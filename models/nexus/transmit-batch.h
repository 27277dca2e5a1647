// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSMIT_BATCH_H
#define NEXSIM_TRANSMIT_BATCH_H

#include "models/base/packet.h"

namespace nexsim
{

/** @brief What one pass of the flowswitch takes from a TX ring at most (XNU: fsw_dp.c). */
struct TransmitBatchLimits
{
    int64_t packets = 64;   //!< fsw_tx_batch
    int64_t segments = 8;   //!< fsw_gso_batch: estimated; reached, no more are taken
    bool cutsItself = true; //!< packets of several segments are cut in software
};

/**
 * @brief Of the packets that wait in a TX ring, how many the next batch takes.
 *
 * Where the flowswitch cuts packets itself, a batch has only such packets, or none of them, and ends
 * once the segments that they make are as many as the limit.
 * @param first in the ring; further ones follow by Packet::next; null for an empty ring
 */
inline int64_t
CountTransmitBatch(const Packet* first, const TransmitBatchLimits& limits)
{
    int64_t count = 0;
    int64_t segments = 0;
    for (const Packet* packet = first; packet != nullptr && count < limits.packets;
         packet = packet->next)
    {
        if (limits.cutsItself && (packet->segments > 1) != (first->segments > 1))
        {
            break;
        }
        ++count;
        segments += packet->segments > 1 ? packet->segments : 0;
        if (limits.cutsItself && segments >= limits.segments)
        {
            break;
        }
    }
    return count;
}

} // namespace nexsim

#endif // NEXSIM_TRANSMIT_BATCH_H
