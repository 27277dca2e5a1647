// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SHAPER_H
#define NEXSIM_SHAPER_H

#include "models/queue/queue-disc.h"
#include "models/queue/token-bucket.h"

namespace nexsim
{

/**
 * @brief Holds back what leaves one queue of a port to a rate and a burst, in IP bytes.
 *
 * To know the size of the next packet it takes it out of its queue, as Linux' tbf and ns-3's
 * TbfQueueDisc do: the queue's discipline decides when a packet becomes the next one, not when it
 * leaves, and at most one packet waits here, outside of the queue and of a shared buffer.
 */
class Shaper : public Component
{
  public:
    Shaper(QueueDisc& disc, BitRate rate, Bytes burst);

    /** @brief Nothing waits, neither here nor in the queue. */
    bool Empty() const
    {
        return !m_next && m_disc.Empty();
    }

    /** @brief Whether a packet may leave now. */
    bool IsReady();

    /** @brief When the next packet may leave; kNever when there is none. */
    SimTime ReadyAt();

    /** @brief The packet that may leave now; after IsReady. */
    PacketPtr Take();

    /** @brief Loses the packet that waits here, if one does. */
    void DropNext(DropReason& reason);

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    void Fetch();

    QueueDisc& m_disc;
    Bytes m_burst;
    TokenBucket m_bucket;
    PacketPtr m_next;
    bool m_counted = false; //!< m_next is among m_heldBack
    int64_t m_heldBack = 0;
    DropReason* m_aboveBurst = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_SHAPER_H
