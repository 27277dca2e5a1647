// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MIXED_QUEUES_H
#define NEXSIM_MIXED_QUEUES_H

#include "models/base/histogram.h"
#include "models/switch/coarse-queues.h"
#include "models/switch/fine-queues.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Queues per output module, and beside them queues per output port for some of the traffic.
 *
 * A lane is what one input module has for one output port in one class. Order within it is kept by
 * one rule: its packets in the coarse queue are older than those in its fine queue. So a fine queue
 * is not served before the older packets have left (the barrier of a promotion), and a lane joins
 * the coarse queue again only when its fine queue is empty.
 */
class MixedQueues
{
  public:
    void Build(const FabricShape& shape, uint32_t classes);

    /** @brief Calls add(BufferUser) for each queue of an input, by Share. */
    template <typename Add>
    void AddShares(Add&& add) const
    {
        m_coarse.AddShares(add);
        m_fine.AddShares(*m_shape, add);
    }

    /** @brief The number of an input's queue, from 0, that a packet would join now. */
    uint32_t Share(uint32_t input, uint32_t port, uint32_t priority) const;

    /** @brief Packets in the queue that this packet would join. */
    int64_t LengthFor(const Packet& packet, uint32_t input, uint32_t port, uint32_t priority) const;

    void Push(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority, SimTime now);

    FabricOffer Offer(uint32_t input, uint32_t output, const PortBits& room) const;

    /** @brief Takes what Offer has offered. @param share gets the number of its queue */
    PacketPtr Pop(uint32_t input, const FabricOffer& offer, SimTime now, uint32_t& share);

    /** @brief From now on an input module's packets for a port join fine queues. */
    void MakeFine(uint32_t input, uint32_t port, SimTime now);

    /** @brief Lanes whose fine queue is empty join the coarse queue again. @return whether all have */
    bool MakeCoarse(uint32_t input, uint32_t port);

    /** @brief Coarse queues in all. */
    int64_t CoarseCount() const
    {
        return m_coarse.Count();
    }

    void OnRoom(uint32_t port, bool hasRoom, SimTime now)
    {
        m_coarse.OnRoom(port, hasRoom, now);
    }

    /** @brief See CoarseQueues. */
    unsigned __int128 Blocked(SimTime now) const
    {
        return m_coarse.Blocked(now);
    }

    /** @brief Picoseconds that barriers have stood. */
    const LogLinearHistogram& BarrierTimes() const
    {
        return m_barrierTimes;
    }

    void ForgetBarrierTimes()
    {
        m_barrierTimes = LogLinearHistogram();
    }

    Tally Held() const;

  private:
    struct Lane
    {
        bool isFine = false;           //!< arrivals join the fine queue
        SimTime barrierSince = kNever; //!< older packets are in the coarse queue
    };

    size_t PlaceOf(uint32_t input, uint32_t port, uint32_t priority) const
    {
        return (size_t{input} * m_shape->PortCount() + port) * m_classes + priority;
    }

    void OpenBarrier(uint32_t input, uint32_t port, uint32_t priority, SimTime now);

    const FabricShape* m_shape = nullptr;
    uint32_t m_classes = 1;
    CoarseQueues m_coarse;
    FineQueues m_fine;
    std::vector<Lane> m_lanes; //!< by input, port and class
    LogLinearHistogram m_barrierTimes;
};

} // namespace nexsim

#endif // NEXSIM_MIXED_QUEUES_H
