// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COARSE_QUEUES_H
#define NEXSIM_COARSE_QUEUES_H

#include "models/base/packet-fifo.h"
#include "models/switch/queueing-system.h"

#include <deque>
#include <memory>
#include <vector>

namespace nexsim
{

/** @brief Which packets of an input module and class share a queue. */
enum class QueueScope : uint8_t
{
    Input,       //!< all
    OutputModule //!< those for one output module
};

/** @brief First-in first-out queues in which packets for several output ports stand. */
class CoarseQueues
{
  public:
    void Build(const FabricShape& shape, uint32_t classes, QueueScope scope);

    /** @brief The number of an input's queue, from 0, for packets to a port. */
    uint32_t Share(uint32_t port, uint32_t priority) const;

    /** @brief Queues of each input module. */
    uint32_t SharesPerInput() const
    {
        return m_groups * m_classes;
    }

    /** @brief Calls add(BufferUser) for each queue of an input, by Share. */
    template <typename Add>
    void AddShares(Add&& add) const
    {
        for (uint32_t group = 0; group < m_groups; ++group)
        {
            for (uint32_t priority = 0; priority < m_classes; ++priority)
            {
                BufferUser user;
                user.port = group;
                user.position = priority;
                user.portRate = RateOf(group);
                add(user);
            }
        }
    }

    /** @brief Queues in all. */
    int64_t Count() const
    {
        return static_cast<int64_t>(m_queues.size());
    }

    /** @brief Packets in the queue that a packet to this port would join. */
    int64_t Length(uint32_t input, uint32_t port, uint32_t priority) const;

    /** @brief Packets for one port. */
    int64_t CountFor(uint32_t input, uint32_t port, uint32_t priority) const
    {
        return m_countFor[PlaceOf(input, port, priority)];
    }

    void Push(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority, SimTime now);
    PacketPtr Pop(uint32_t input, uint32_t port, uint32_t priority, SimTime now);

    /** @brief The first head by class and age that is for `output` and whose port has room. */
    FabricOffer Offer(uint32_t input, uint32_t output, const PortBits& room) const;

    void OnRoom(uint32_t port, bool hasRoom, SimTime now);

    /** @brief Queues x picoseconds whose head waits for room and hides packets for other ports. */
    unsigned __int128 Blocked(SimTime now) const;

    Tally Held() const;

  private:
    struct Queue
    {
        PacketFifo packets;
        std::deque<uint32_t> ports; //!< beside packets
        bool hides = false;         //!< packets for other ports stand behind the head
    };

    size_t PlaceOf(uint32_t input, uint32_t port, uint32_t priority) const
    {
        return (size_t{input} * m_shape->PortCount() + port) * m_classes + priority;
    }

    BitRate RateOf(uint32_t group) const;
    Queue& QueueFor(uint32_t input, uint32_t port, uint32_t priority) const;
    void Uncover(const Queue& queue, SimTime now);
    void Cover(Queue& queue, uint32_t input, uint32_t priority, SimTime now);
    void Integrate(SimTime now);

    const FabricShape* m_shape = nullptr;
    uint32_t m_classes = 1;
    uint32_t m_groups = 1; //!< queues of an input module and class
    QueueScope m_scope = QueueScope::OutputModule;
    std::vector<std::unique_ptr<Queue>> m_queues;
    std::vector<int32_t> m_countFor; //!< by input, port and class
    std::vector<bool> m_isFull;      //!< by port
    std::vector<int64_t> m_hiding;   //!< by port: queues that it heads, with others behind
    int64_t m_blocked = 0;           //!< of these, those whose port is full
    SimTime m_changed;
    unsigned __int128 m_integral = 0;
};

} // namespace nexsim

#endif // NEXSIM_COARSE_QUEUES_H
