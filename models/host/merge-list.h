// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MERGE_LIST_H
#define NEXSIM_MERGE_LIST_H

#include "models/base/packet-fifo.h"

#include <list>

namespace nexsim
{

/**
 * @brief Packets of the same flows gathered into trains (Linux: GRO).
 *
 * A train has packets of one flow, in order, all of the same size but for a shorter last one. It is
 * complete with kMostPackets, or with the packet that would exceed kMostBytes, or when there are
 * more than kMostFlows: then the oldest goes. (Linux: UDP_GRO_CNT_MAX, GRO_MAX_SIZE, MAX_GRO_SKBS;
 * recalled, not re-read.) The packets stay packets of their own.
 */
class MergeList
{
  public:
    static constexpr int64_t kMostPackets = 64;
    static constexpr int64_t kMostBytes = 65'535;
    static constexpr size_t kMostFlows = 8;

    /** @brief The packet joins the train of its flow, or begins one; that may complete others. */
    void Add(PacketPtr packet);

    /** @brief All trains are complete. */
    void Flush()
    {
        m_complete.splice(m_complete.end(), m_open);
    }

    /** @brief The oldest complete train; null when there is none. */
    PacketFifo* Complete()
    {
        return m_complete.empty() ? nullptr : &m_complete.front().packets;
    }

    /** @brief Complete() has been emptied. */
    void Pop()
    {
        m_complete.pop_front();
    }

    Tally Held() const;

    /** @brief For the end of a simulation. */
    void Clear()
    {
        m_open.clear();
        m_complete.clear();
    }

  private:
    struct Train
    {
        PacketFifo packets;
        FlowIndex flow = 0;
        uint32_t size = 0; //!< of its first packet
        int64_t bytes = 0;
    };

    using Trains = std::list<Train>;

    void Complete(Trains::iterator train)
    {
        m_complete.splice(m_complete.end(), m_open, train);
    }

    Trains m_open; //!< the oldest first
    Trains m_complete;
};

} // namespace nexsim

#endif // NEXSIM_MERGE_LIST_H
