// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CODEL_QUEUE_DISC_H
#define NEXSIM_CODEL_QUEUE_DISC_H

#include "models/queue/codel-control.h"
#include "models/queue/single-queue-disc.h"

namespace nexsim
{

/**
 * @brief Controlled delay (RFC 8289): drops or marks at the head while packets stay too long.
 *
 * Once every packet of an interval has waited for the target or longer, one is dropped, and further
 * ones closer and closer to each other, by the law, until a packet has waited less.
 */
class CoDelQueueDisc : public SingleQueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    struct Head; //!< the queue as CoDelControl sees it

    SimTime m_target;
    SimTime m_interval;
    SimTime m_ceThreshold;
    Bytes m_minBytes;
    bool m_ecn = true;
    ns3::Ptr<CoDelLaw> m_law;
    CoDelControl m_control;
    CoDelState m_state;
    DropReason* m_late = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_CODEL_QUEUE_DISC_H
