// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RED_QUEUE_DISC_H
#define NEXSIM_RED_QUEUE_DISC_H

#include "models/base/random-stream.h"
#include "models/base/transmission-time.h"
#include "models/queue/single-queue-disc.h"

#include <optional>

namespace nexsim
{

/**
 * @brief Random early detection (Floyd and Jacobson, IEEE/ACM ToN 1(4), 1993), with gentle mode.
 *
 * Each arrival updates the average length; between the thresholds it is dropped or marked with a
 * probability that grows with the average and with the number of packets since the last one. One
 * number is drawn from the stream "early" per packet that is at risk.
 */
class RedQueueDisc : public SingleQueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The average length now, in packets, or in bytes in byte mode. */
    double Average() const
    {
        return m_average;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    /** @throws std::invalid_argument when the thresholds are not in order */
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    enum class Verdict
    {
        Pass,
        Early, //!< by chance
        Forced //!< the average is too high
    };

    void UpdateAverage(double length);
    Verdict Judge(double length, uint32_t size);
    bool IsAtChance(uint32_t size);
    double Probability() const;
    double Spread(double probability, uint32_t size) const;

    Packets m_minPackets;
    Packets m_maxPackets;
    Ratio m_weight;
    Ratio m_maxRatio;
    bool m_gentle = true;
    bool m_wait = true;
    bool m_byteMode = false;
    bool m_countArriving = false;
    bool m_ecn = true;
    bool m_hardDrop = true;
    Bytes m_meanSize;
    BitRate m_linkRate;

    double m_min = 0; //!< thresholds, in the unit of the average
    double m_max = 0;
    double m_keep = 0; //!< what a packet leaves of the average
    double m_maxProbability = 0;
    double m_average = 0;
    bool m_between = false; //!< the average was above the lower threshold at the last arrival
    int64_t m_count = 0;    //!< packets since the last drop or mark, the arriving one not
    int64_t m_countBytes = 0;
    SimTime m_idleFrom{0}; //!< the link ran out of packets; kNever while some wait
    TransmissionTime m_link;
    std::optional<RandomStream> m_stream;
    DropReason* m_early = nullptr;
    DropReason* m_forced = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_RED_QUEUE_DISC_H
