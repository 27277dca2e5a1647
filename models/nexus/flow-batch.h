// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_BATCH_H
#define NEXSIM_FLOW_BATCH_H

#include "models/base/packet-fifo.h"

namespace nexsim
{

/**
 * @brief The packets of one flow that have been classified and not been delivered yet.
 *
 * Whoever receives may append; one receiver at a time delivers what is there (Skywalk: the flow
 * entry's queue and its worker).
 */
class FlowBatch
{
  public:
    /** @brief A packet has been classified as one of this flow, now. */
    void Append(PacketPtr packet, SimTime now);

    /** @brief All packets, the oldest first, go to the end of `to`. */
    void TakeAll(PacketFifo& to);

    bool IsEmpty() const
    {
        return m_packets.Empty();
    }

    Packets Count() const
    {
        return Packets(m_packets.Size());
    }

    /** @brief IP bytes. */
    Bytes Size() const
    {
        return Bytes(m_bytes);
    }

    /** @brief When the oldest packet joined; only while not empty. */
    SimTime Since() const
    {
        return m_since;
    }

    /** @brief The flags of all packets, or-ed (Packet::flags). */
    uint8_t Flags() const
    {
        return m_flags;
    }

    /** @brief Mean time per packet of the flow, of the recent past (EWMA, 1/4); kNever if unknown. */
    SimTime MeanGap() const
    {
        return m_meanGap;
    }

    /**
     * @brief Whether `receiver` is the one that delivers, or becomes it since nobody is.
     *
     * Else another is at it, and will deliver what has been appended, too.
     */
    bool Claim(const void* receiver)
    {
        m_worker = m_worker == nullptr ? receiver : m_worker;
        return m_worker == receiver;
    }

    /** @brief Whether somebody has claimed it. */
    bool IsClaimed() const
    {
        return m_worker != nullptr;
    }

    /** @brief Whoever claimed it is done. */
    void Unclaim()
    {
        m_worker = nullptr;
    }

    const PacketFifo& Contents() const
    {
        return m_packets;
    }

    /** @brief For the end of a simulation. */
    void Clear()
    {
        m_packets.Clear();
    }

  private:
    void MeasureGap(SimTime now);

    PacketFifo m_packets;
    int64_t m_bytes = 0;
    SimTime m_since;
    uint8_t m_flags = 0;
    const void* m_worker = nullptr;
    SimTime m_touched{-1}; //!< when a packet was appended last; negative before the first
    int64_t m_atTouch = 0; //!< packets that were appended then
    SimTime m_meanGap = kNever;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_BATCH_H
