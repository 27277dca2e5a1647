// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FQ_CODEL_QUEUE_DISC_H
#define NEXSIM_FQ_CODEL_QUEUE_DISC_H

#include "models/base/packet-fifo.h"
#include "models/queue/codel-control.h"
#include "models/queue/queue-disc.h"

#include <memory>

namespace nexsim
{

/**
 * @brief Flow queueing with CoDel (RFC 8290).
 *
 * Packets are hashed by flow into queues, each with a CoDel of its own. Queues take turns by
 * deficit: those that have just become active first, each with a quantum, then the others round
 * robin. Where all queues together hold too much, the fattest loses up to half of its bytes, from
 * its head, at most DropBatch packets at once.
 */
class FqCoDelQueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The queue to which packets with this flow hash go while their set has room. */
    uint32_t QueueOf(uint32_t flowHash) const
    {
        return static_cast<uint32_t>(static_cast<uint64_t>(Mix(flowHash)) * m_queueCount >> 32);
    }

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    enum class Place : uint8_t
    {
        Inactive,
        New,
        Old
    };

    struct Flow
    {
        PacketFifo packets;
        CoDelState codel;
        Flow* next = nullptr; //!< in its list
        int32_t backlog = 0;  //!< IP bytes
        int32_t deficit = 0;  //!< IP bytes
        uint32_t tag = 0;     //!< mixed hash of the flow that took the queue, for sets
        Place place = Place::Inactive;
    };

    /** Flows in the order of their turns. */
    struct FlowList
    {
        Flow* head = nullptr;
        Flow* tail = nullptr;

        void Append(Flow& flow);
        Flow& PopFront();
    };

    struct Head; //!< one flow's queue as CoDelControl sees it

    uint32_t Mix(uint32_t flowHash) const;
    Flow& FlowFor(uint32_t flowHash);
    Flow& InSet(uint32_t queue, uint32_t tag);
    void MoveToOld(FlowList& from);
    void DropFromFattest();

    int64_t m_queueCount = 0;
    int64_t m_ways = 1;
    int64_t m_dropBatch = 0;
    Bytes m_quantum;
    Packets m_maxPackets;
    Bytes m_maxBytes;
    bool m_perturb = true;
    SimTime m_target;
    SimTime m_interval;
    SimTime m_ceThreshold;
    Bytes m_minBytes;
    bool m_ecn = true;
    ns3::Ptr<CoDelLaw> m_law;

    CoDelControl m_control;
    uint64_t m_salt = 0;
    std::unique_ptr<Flow[]> m_flows; //!< made when the first packet comes
    FlowList m_new;
    FlowList m_old;
    int64_t m_turnsOfNew = 0;
    DropReason* m_late = nullptr;
    DropReason* m_overLimit = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_FQ_CODEL_QUEUE_DISC_H
