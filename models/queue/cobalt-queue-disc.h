// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COBALT_QUEUE_DISC_H
#define NEXSIM_COBALT_QUEUE_DISC_H

#include "models/base/random-stream.h"
#include "models/queue/single-queue-disc.h"

#include <optional>

namespace nexsim
{

/**
 * @brief CoDel and Blue alternate, the queue of CAKE (Palmei et al., LANMAN 2019).
 *
 * CoDel, with a count that decays step by step instead of being forgotten, answers senders that
 * react. Blue drops by a probability that rises while the queue is full or packets wait longer than
 * BlueThreshold, and falls when the queue is found empty: the answer to those that do not. Times
 * are those of a clock of 1 ns. One number is drawn from the stream "blue" per packet that leaves
 * while the probability is not 0.
 */
class CobaltQueueDisc : public SingleQueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Blue's probability of dropping a packet. */
    double Probability() const
    {
        return m_probability;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    static constexpr uint32_t kCached = 16;

    int64_t NowNs() const
    {
        return Now().Value() / 1000;
    }

    void OnFull();
    void OnEmpty();
    bool ShouldDrop(Packet& packet);
    bool CoDelDrops(Packet& packet, int64_t sojourn, int64_t& overdue);
    void RaiseProbability(int64_t now);
    void OnCount();
    int64_t Next(int64_t from) const;

    SimTime m_targetTime;
    SimTime m_intervalTime;
    SimTime m_ceThreshold;
    SimTime m_blueThreshold;
    Ratio m_increment;
    Ratio m_decrement;
    bool m_ecn = true;

    int64_t m_target = 0; //!< ns, as all that follows
    int64_t m_interval = 0;
    uint32_t m_reciprocals[kCached]{}; //!< 1/sqrt(count) in 2^-32, for small counts
    uint32_t m_reciprocal = 0xffffffff;
    uint32_t m_count = 0;
    int64_t m_dropNext = 0;
    bool m_dropping = false;
    bool m_ranEmpty = false; //!< the last packet that left was the only one
    double m_probability = 0;
    int64_t m_probabilityAt = 0; //!< when it last changed
    std::optional<RandomStream> m_stream;
    DropReason* m_late = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_COBALT_QUEUE_DISC_H
