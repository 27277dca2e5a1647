// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DESCRIPTOR_RING_H
#define NEXSIM_DESCRIPTOR_RING_H

#include "models/base/packet-fifo.h"

namespace nexsim
{

/**
 * @brief Packets in the descriptors of a NIC ring, in order.
 *
 * A descriptor takes memory only while it holds a packet, so an idle ring of any size costs nothing.
 */
class DescriptorRing
{
  public:
    /** @param descriptors 1 and above */
    void SetCapacity(Packets descriptors)
    {
        m_capacity = descriptors;
    }

    Packets Capacity() const
    {
        return m_capacity;
    }

    bool Full() const
    {
        return m_fifo.Size() >= m_capacity.Value();
    }

    bool Empty() const
    {
        return m_fifo.Empty();
    }

    /** @brief Descriptors in use. */
    Packets Used() const
    {
        return Packets(m_fifo.Size());
    }

    /** @brief The ring must not be full. */
    void Push(PacketPtr packet)
    {
        m_fifo.Push(std::move(packet));
    }

    /** @brief The oldest packet; the ring must not be empty. */
    PacketPtr Pop()
    {
        return m_fifo.Pop();
    }

    /** @brief The packet that Pop would give; the ring must not be empty. */
    const Packet& Oldest() const
    {
        return m_fifo.Front();
    }

    /** @brief The packet that was pushed last; the ring must not be empty. */
    const Packet& Newest() const
    {
        return m_fifo.Back();
    }

    /** @brief Frees what it holds without telling the ledger: for the end of a simulation. */
    void Clear()
    {
        while (!m_fifo.Empty())
        {
            m_fifo.Pop();
        }
    }

    Tally Sum() const
    {
        return m_fifo.Sum();
    }

  private:
    Packets m_capacity{1};
    PacketFifo m_fifo;
};

} // namespace nexsim

#endif // NEXSIM_DESCRIPTOR_RING_H
