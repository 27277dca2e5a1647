// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCHEDULER_H
#define NEXSIM_SCHEDULER_H

#include "models/queue/queue-disc.h"
#include "models/queue/shaper.h"

#include "ns3/object.h"

#include <memory>
#include <vector>

namespace nexsim
{

/** @brief A queue of a port as a scheduler sees it. */
struct ScheduledQueue
{
    ns3::Ptr<QueueDisc> disc;
    int64_t weight = 1; //!< share or rank, as the scheduler reads it
    std::unique_ptr<Shaper> shaper;

    /** @brief Nothing waits. */
    bool IsEmpty() const
    {
        return shaper ? shaper->Empty() : disc->Empty();
    }

    /** @brief Packets that wait. */
    int64_t Waiting() const
    {
        return disc->Length().Value() + (shaper ? shaper->Held().packets : 0);
    }

    /** @brief Something waits and may leave now. */
    bool IsReady() const
    {
        return shaper ? shaper->IsReady() : disc->IsReady();
    }

    /** @brief Takes the next packet of a ready queue; null when its own drops emptied it. */
    PacketPtr Take() const
    {
        return shaper ? shaper->Take() : disc->Dequeue();
    }
};

/** @brief Whose turn it is among the queues of one port; not asked where there is only one. */
class Scheduler : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before any packet; the vector outlives the scheduler's use. */
    virtual void Connect(const std::vector<ScheduledQueue>& queues) = 0;

    /** @brief A packet was offered to a queue; the queue may have dropped it. */
    virtual void OnEnqueue(size_t queue) = 0;

    /** @brief The queue to serve now, or the number of queues when none is ready. */
    virtual size_t Select() = 0;

    /** @brief The selected queue gave a packet of so many IP bytes. */
    virtual void OnDequeue(size_t queue, uint32_t bytes);
};

} // namespace nexsim

#endif // NEXSIM_SCHEDULER_H
