// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DEVICE_POOL_H
#define NEXSIM_DEVICE_POOL_H

#include "models/base/component.h"
#include "models/base/transmit-listener.h"
#include "models/nexus/nexus-pool.h"
#include "models/nic/buffer-source.h"

#include <deque>
#include <vector>

namespace nexsim
{

class Nic;

/**
 * @brief The pool of an interface, whose buffers its device reads and writes (XNU: netif, driver).
 *
 * To receive, each descriptor has a buffer posted; a packet takes it, and the driver posts another
 * one when it takes the packet, as far as the pool has any. What is sent lies in buffers from its
 * copy out of the channel until its transmission starts.
 */
class DevicePool : public Component, public BufferSource, private TransmitListener
{
  public:
    /** @brief Called once, after Attach; the buffers of all receive queues are posted. */
    void Connect(Nic& nic, const NexusPool::Setup& setup, uint32_t core);

    /** @brief A packet that the driver has taken from a receive queue. @return its buffers */
    PoolObject TakeReceived(Packet& packet, uint32_t queue);

    /** @brief Posts as many buffers as received packets have taken. */
    void Refill(uint32_t queue, uint32_t core);

    /** @brief The copies of received packets are made. */
    void Free(PoolObject packet, uint32_t core);

    /**
     * @brief Buffers for a packet to send.
     * @param isCut into its segments by the kernel: each has buffers of its own
     * @return false when there are not enough
     */
    bool Give(Packet& packet, bool isCut, uint32_t core);

    /** @brief Packets that it has, in use or not. */
    int64_t Capacity() const
    {
        return m_pool.Objects();
    }

    const NexusPool& Pool() const
    {
        return m_pool;
    }

    /** @brief See NexusPool. */
    int64_t TakeBuilt()
    {
        return m_pool.TakeBuilt();
    }

    bool HasPosted(const Packet& packet, uint32_t queue) const override;
    void TakePosted(Packet& packet, uint32_t queue) override;
    bool HoldsSent(const Packet& packet) const override;
    Bytes Span() const override;
    Bytes BufferSize() const override;
    int64_t AddressOf(const Packet& packet, int64_t place) const override;

    std::optional<std::string> FindError() const override;
    void BeginMeasurement() override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  private:
    struct Queue
    {
        std::deque<PoolObject> posted;
        int64_t missing = 0; //!< buffers that the driver owes
    };

    void OnLeftHost(const Packet& packet) override;
    int64_t BuffersFor(const Packet& packet) const;

    NexusPool m_pool;
    uint32_t m_core = 0; //!< where completions are handled
    std::vector<Queue> m_queues;
    std::vector<uint16_t> m_segmentsLeft; //!< of packets being sent, by buffer
    int64_t m_received = 0;               //!< buffers of received packets
    int64_t m_sending = 0;                //!< buffers of packets to send
    int64_t m_shortOfPosted = 0;
    int64_t m_noMemory = 0;
};

} // namespace nexsim

#endif // NEXSIM_DEVICE_POOL_H
