// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_CLASSQ_QUEUE_DISC_H
#define NEXSIM_SKYWALK_CLASSQ_QUEUE_DISC_H

#include "models/queue/queue-disc.h"
#include "models/queue/skywalk-class-rounds.h"
#include "models/queue/skywalk-service-class.h"

#include <array>
#include <set>
#include <utility>

namespace nexsim
{

/**
 * @brief The class queue of XNU's interfaces (fq_codel), with flow advisory.
 *
 * Each flow has a queue of its own in one of ten service classes. A flow whose queue stands (see
 * SkywalkDelayLaw) is told to pause, where its sender heeds that and is on this host: its TCP and
 * QUIC packets wait all the same, others are dropped. Any other flow loses its oldest packet for
 * each that comes. Above MaxPackets the largest flow loses its oldest. L4S packets are marked by
 * their own wait.
 */
class SkywalkClassqQueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The class at this place of kSkywalkClassShapes; for tests and reports. */
    const SkywalkServiceClass& ServiceClass(size_t place) const
    {
        return m_classes[place];
    }

    /** @brief Before the first packet: XNU adds the delay to the targets. */
    void AddStartDelay(SimTime delay) override;

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

    /**
     * @brief What came left in its turn, was dropped, was replaced or waits; suspensions less
     * resumptions are the flows that are suspended.
     */
    std::optional<std::string> FindError() const override;

  protected:
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    /** What an arriving packet's flow is to the law. */
    struct Arriving
    {
        SkywalkFlowQueue& queue;
        SkywalkServiceClass& serviceClass;
        FlowAdvisory* advisory; //!< null where nobody heeds it
        bool reacts;            //!< to losses, by itself: TCP, QUIC
    };

    SkywalkFlowQueue& QueueFor(const Packet& packet, uint8_t serviceClass);
    bool IsL4s(const Packet& packet, uint8_t serviceClass) const;
    Arriving Describe(const Packet& packet);
    PacketPtr Admit(const Arriving& arriving, PacketPtr packet);
    PacketPtr MakeRoom(const Arriving& arriving, PacketPtr packet);
    void Keep(const Arriving& arriving, PacketPtr packet);
    uint32_t GenerationOf(const Packet& packet) const;

    PacketPtr DequeueFrom(SkywalkServiceClass& serviceClass);
    PacketPtr Take(SkywalkFlowQueue& queue, SkywalkServiceClass& serviceClass);
    void MarkLate(Packet& packet, SkywalkFlowQueue& queue, SimTime wait);
    void DropHead(SkywalkFlowQueue& queue, DropReason& reason);

    void Advise(const Arriving& arriving);
    void ResumeIfCalm(SkywalkFlowQueue& queue);
    void NoteSize(SkywalkFlowQueue& queue);
    bool IsAlmostFull(int64_t packets) const;
    SkywalkClassCounts Sum() const;
    void FreeLingering();

    // attributes
    SimTime m_target;
    SimTime m_interval;
    SimTime m_l4sTarget;
    SimTime m_l4sGuard;
    Bytes m_stallBytes;
    Bytes m_largeBytes;
    Bytes m_quantum;
    Packets m_maxPackets;
    SimTime m_linger;
    bool m_l4s = true;
    bool m_reportCe = false;
    bool m_compressAcks = true;

    std::array<SkywalkServiceClass, kSkywalkClasses> m_classes;
    SkywalkClassRounds m_rounds;
    SkywalkFlowMap m_flows;
    SkywalkFlowQueue* m_largest = nullptr; //!< lazily kept: of those seen, the one with most bytes
    std::set<FlowIndex> m_advised;         //!< told to pause, and not yet to go on
    int64_t m_enqueued = 0;                //!< packets
    DropReason* m_early = nullptr;
    DropReason* m_flowControlled = nullptr;
    DropReason* m_full = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_CLASSQ_QUEUE_DISC_H
