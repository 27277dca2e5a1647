// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PIE_QUEUE_DISC_H
#define NEXSIM_PIE_QUEUE_DISC_H

#include "models/base/random-stream.h"
#include "models/base/timer.h"
#include "models/queue/single-queue-disc.h"

#include <optional>

namespace nexsim
{

/** @brief PIE's controller: from the delay, and where it is going, to a drop probability. */
struct PieController
{
    double alpha = 0.125;   //!< per second of delay above the reference
    double beta = 1.25;     //!< per second by which the delay has grown
    SimTime reference;      //!< the delay aimed at
    double probability = 0; //!< of dropping an arrival, 0 to 1
    SimTime previous;       //!< the delay at the last update

    /** @brief One period has passed and the delay is now `delay` (RFC 8033 section 4.2). */
    void Update(SimTime delay);
};

/**
 * @brief Proportional integral controller enhanced (RFC 8033): drops or marks arrivals by chance.
 *
 * The delay is that of the last packet that left, by its timestamp (section 5.2's alternative to
 * the estimate of the departure rate), and 0 when the queue is empty. One number is drawn from the
 * stream "early" per packet that is at risk.
 */
class PieQueueDisc : public SingleQueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    double Probability() const
    {
        return m_controller.probability;
    }

    void Start() override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    bool IsAtChance(const Packet& packet);
    void OnUpdate();

    Frequency m_alpha;
    Frequency m_beta;
    SimTime m_reference;
    SimTime m_period;
    SimTime m_maxBurst;
    Bytes m_meanSize;
    Ratio m_markRatio;
    bool m_byteMode = false;
    bool m_derandomise = false;
    bool m_ecn = true;

    PieController m_controller;
    SimTime m_delay;          //!< now
    SimTime m_burst;          //!< how long a burst may still be let through
    double m_markBelow = 0;   //!< probability from which on packets are not marked but dropped
    double m_accumulated = 0; //!< probability since the last drop, for derandomisation
    Timer m_update;
    std::optional<RandomStream> m_stream;
    DropReason* m_early = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_PIE_QUEUE_DISC_H
