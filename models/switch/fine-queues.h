// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FINE_QUEUES_H
#define NEXSIM_FINE_QUEUES_H

#include "models/base/packet-fifo.h"
#include "models/switch/queueing-system.h"

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace nexsim
{

/** @brief What waits at one input module for one output port in one class. */
class PortQueue
{
  public:
    virtual ~PortQueue() = default;

    virtual bool Empty() const = 0;

    /** @brief The packet that Pop gives; there is one. */
    virtual const Packet& Front() const = 0;

    virtual void Push(PacketPtr packet) = 0;
    virtual PacketPtr Pop() = 0;

    /** @brief Packets in the queue that this packet would join. */
    virtual int64_t LengthFor(const Packet& packet) const = 0;

    virtual Tally Held() const = 0;
};

/** @brief One queue for all of them. */
class FifoPortQueue : public PortQueue
{
  public:
    bool Empty() const override;
    const Packet& Front() const override;
    void Push(PacketPtr packet) override;
    PacketPtr Pop() override;
    int64_t LengthFor(const Packet& packet) const override;
    Tally Held() const override;

  private:
    PacketFifo m_packets;
};

/** @brief A queue for each flow; those that wait take turns, packet by packet. */
class FlowPortQueue : public PortQueue
{
  public:
    /** @param queues counts the flows that wait, here and elsewhere */
    explicit FlowPortQueue(int64_t& queues) : m_queues(queues) {}

    bool Empty() const override;
    const Packet& Front() const override;
    void Push(PacketPtr packet) override;
    PacketPtr Pop() override;
    int64_t LengthFor(const Packet& packet) const override;
    Tally Held() const override;

  private:
    int64_t& m_queues;
    std::map<FlowIndex, PacketFifo> m_flows; //!< those that wait
    std::deque<FlowIndex> m_turns;           //!< the same, in the order of their turns
};

/** @brief Port queues by input module, output port and class, made when first used. */
class FineQueues
{
  public:
    void Build(const FabricShape& shape, uint32_t classes);

    /** @brief The number of an input's queue, from 0. */
    uint32_t Share(uint32_t port, uint32_t priority) const
    {
        return port * m_classes + priority;
    }

    /** @brief Calls add(BufferUser) for each queue of an input, by Share. */
    template <typename Add>
    void AddShares(const FabricShape& shape, Add&& add) const
    {
        for (uint32_t port = 0; port < m_ports; ++port)
        {
            for (uint32_t priority = 0; priority < m_classes; ++priority)
            {
                BufferUser user;
                user.port = port;
                user.position = priority;
                user.portRate = shape.ports[port]->Link().Rate();
                add(user);
            }
        }
    }

    /** @brief Null where nothing has waited yet. */
    PortQueue* Find(uint32_t input, uint32_t port, uint32_t priority) const
    {
        return m_queues[PlaceOf(input, port, priority)].get();
    }

    /** @brief Whether nothing waits there. */
    bool IsEmpty(uint32_t input, uint32_t port, uint32_t priority) const
    {
        const PortQueue* queue = Find(input, port, priority);
        return queue == nullptr || queue->Empty();
    }

    void Put(uint32_t input, uint32_t port, uint32_t priority, std::unique_ptr<PortQueue> queue);

    /** @brief Whether packets wait in a queue and may be offered. */
    void SetReady(uint32_t input, uint32_t port, uint32_t priority, bool isReady)
    {
        m_ready[size_t{input} * m_classes + priority].Set(port, isReady);
    }

    /** @brief Of the highest class with a ready queue whose port has room, the oldest head. */
    FabricOffer Offer(uint32_t input, uint32_t output, const PortBits& room) const;

    Tally Held() const;

  private:
    size_t PlaceOf(uint32_t input, uint32_t port, uint32_t priority) const
    {
        return (size_t{input} * m_ports + port) * m_classes + priority;
    }

    uint32_t m_classes = 1;
    uint32_t m_ports = 0;
    std::vector<std::unique_ptr<PortQueue>> m_queues;
    std::vector<PortBits> m_ready; //!< by input and class
};

} // namespace nexsim

#endif // NEXSIM_FINE_QUEUES_H
