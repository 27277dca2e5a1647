// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_SERVICE_CLASS_H
#define NEXSIM_SKYWALK_SERVICE_CLASS_H

#include "models/base/component.h"
#include "models/base/histogram.h"
#include "models/queue/skywalk-flow-queue.h"

#include <array>
#include <string_view>

namespace nexsim
{

inline constexpr size_t kSkywalkClasses = 10;

/** @brief What XNU's table says of a service class; the position in the table is the priority. */
struct SkywalkClassShape
{
    std::string_view name;
    int64_t quantumFifths; //!< quantum of a flow in fifths of the interface's
    int64_t mostTurns;     //!< drr_max: budget in quanta, where that many flows are active
};

/** @brief By priority, the highest first; signalling shares the class of interactive video. */
inline constexpr std::array<SkywalkClassShape, kSkywalkClasses> kSkywalkClassShapes = {{
    {"ctl", 2, 8},
    {"vo", 2, 8},
    {"vi", 10, 6},
    {"rv", 10, 6},
    {"av", 10, 6},
    {"oam", 5, 4},
    {"rd", 5, 4},
    {"be", 5, 4},
    {"bk", 5, 2},
    {"bk_sys", 5, 2},
}};

/**
 * @brief The class of packets with this DSCP, 0 to 63: an index of kSkywalkClassShapes.
 *
 * In XNU the sender names the class of a packet; here, where a packet has its DSCP only, it is
 * read from that by RFC 4594's table (RFC 8622 for LE).
 */
uint8_t SkywalkClassOf(uint8_t dscp);

/** @brief Counters with XNU's names. */
struct SkywalkClassCounts
{
    int64_t flowControl = 0;
    int64_t flowFeedback = 0;
    int64_t dequeueStall = 0;
    int64_t overwhelming = 0;
    int64_t dropOverflow = 0;
    int64_t dropEarly = 0;
    int64_t dequeue = 0;
    int64_t dequeueBytes = 0;
    int64_t ceMarked = 0;
    int64_t ceReported = 0;
    int64_t l4sPackets = 0;
    int64_t compressible = 0;
    int64_t compressed = 0;

    SkywalkClassCounts& operator+=(const SkywalkClassCounts& other);

    void ReportMetrics(MetricVisitor& visitor, MetricRole role) const;
};

/** @brief One service class: its active flow queues, whose turn it is among them, its counters. */
class SkywalkServiceClass : public Component
{
  public:
    /** @brief Called once, before Attach. @param quantum of the interface, IP bytes */
    void Configure(const SkywalkClassShape& shape, int64_t quantum);

    /** @brief Flows have turns, maybe without packets. */
    bool IsIdle() const
    {
        return m_new.Empty() && m_old.Empty();
    }

    /** @brief The queue has got its first packet: it is new. */
    void Activate(SkywalkFlowQueue& queue);

    /** @brief The flow whose turn it is: new ones first; null while idle. */
    SkywalkFlowQueue* Turn() const
    {
        return m_new.Empty() ? m_old.Front() : m_new.Front();
    }

    /**
     * @brief The turn of this queue, which is Turn(), may be over: because it has used up its
     * deficit, or has no packets.
     * @return true when the queue has left the class, without packets
     */
    bool EndTurn(SkywalkFlowQueue& queue);

    /** @brief The class may send again: its budget grows, if it is used up, by what its flows may. */
    void Refill();

    bool HasBudget() const
    {
        return m_budget > 0;
    }

    /** @brief So many IP bytes have been sent. */
    void Spend(int64_t bytes)
    {
        m_budget -= bytes;
    }

    /** @brief What is left of the budget of a class that has become idle is lost. */
    void ForgetBudget()
    {
        m_budget = 0;
    }

    SkywalkClassCounts& Counts()
    {
        return m_counts;
    }

    const SkywalkClassCounts& Counts() const
    {
        return m_counts;
    }

    /** @brief A packet leaves after this wait. */
    void CountDequeue(SimTime wait, int64_t bytes);

    /** @brief Packets and bytes in the active queues; walks them. */
    Tally Inside() const;

    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;

  private:
    int64_t m_quantum = 0;
    int64_t m_mostTurns = 1;
    int64_t m_budget = 0; //!< IP bytes
    SkywalkFlowList m_new;
    SkywalkFlowList m_old;
    SkywalkClassCounts m_counts;
    LogLinearHistogram m_delay;
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_SERVICE_CLASS_H
