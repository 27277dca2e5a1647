// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MERGE_LIST_H
#define NEXSIM_MERGE_LIST_H

#include "models/base/packet-fifo.h"

#include <list>

namespace nexsim
{

class RunContext;

/**
 * @brief Packets of the same flows gathered into trains (Linux: GRO).
 *
 * A train has packets of one flow, in order, all of the same size but for a shorter last one. It is
 * complete with kMostPackets, or with the packet that would exceed kMostBytes, or when there are
 * more than kMostFlows: then the oldest goes. (Linux: UDP_GRO_CNT_MAX, GRO_MAX_SIZE, MAX_GRO_SKBS;
 * recalled, not re-read.) The packets stay packets of their own, unless those of TCP are to be joined:
 * then a train of TCP is one packet, and complete with one that may not join it, a short one or one
 * with PSH.
 */
class MergeList
{
  public:
    static constexpr int64_t kMostPackets = 64;
    static constexpr int64_t kMostBytes = 65'535;
    static constexpr size_t kMostFlows = 8;

    /**
     * @brief From now on TCP's packets become one: next byte, and all of the header equal but PSH
     * (Linux: tcp_gro_receive), up to kMostBytes.
     * @param pathHash of the component where that happens
     */
    void JoinTcp(RunContext& run, uint64_t pathHash)
    {
        m_run = &run;
        m_pathHash = pathHash;
    }

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

    /** @brief Packets that have come into Complete(). */
    int64_t CompletePackets() const
    {
        return m_complete.front().count;
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
        int64_t count = 0; //!< of packets that have come
    };

    using Trains = std::list<Train>;

    void Complete(Trains::iterator train)
    {
        m_complete.splice(m_complete.end(), m_open, train);
    }

    bool JoinsTcp(const Packet& packet) const;
    void AddSegment(PacketPtr packet);
    bool MayJoin(const Packet& whole, const Packet& segment) const;
    Trains::iterator Find(FlowIndex flow);
    Trains::iterator Open(const Packet& first);

    RunContext* m_run = nullptr; //!< null: packets stay packets of their own
    uint64_t m_pathHash = 0;
    Trains m_open; //!< the oldest first
    Trains m_complete;
};

} // namespace nexsim

#endif // NEXSIM_MERGE_LIST_H
