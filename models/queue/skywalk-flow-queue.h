// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_FLOW_QUEUE_H
#define NEXSIM_SKYWALK_FLOW_QUEUE_H

#include "models/base/packet-fifo.h"
#include "models/queue/skywalk-delay-law.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace nexsim
{

/** @brief Whose packets wait in a flow queue: exact, no two flows share one. */
struct SkywalkFlowId
{
    FlowIndex flow;
    uint32_t flowHash; //!< tells flows apart that have the same index one after the other
    uint8_t serviceClass;
    bool isL4s;

    friend bool operator==(const SkywalkFlowId& a, const SkywalkFlowId& b)
    {
        return a.flow == b.flow && a.flowHash == b.flowHash && a.serviceClass == b.serviceClass &&
               a.isL4s == b.isL4s;
    }
};

/** @brief The packets of one flow, service class and kind of congestion control. */
struct SkywalkFlowQueue
{
    enum class Place : uint8_t
    {
        Empty, //!< no packets; lingers before it is freed
        New,
        Old //!< may be without packets until its turn comes
    };

    SkywalkFlowQueue(const SkywalkFlowId& of, const SkywalkDelayLaw& test) : id(of), delay(test) {}

    SkywalkFlowId id;
    PacketFifo packets;
    SkywalkDelayLaw delay;
    int64_t bytes = 0;   //!< IP bytes that wait
    int64_t deficit = 0; //!< IP bytes that it may send in this turn
    Place place = Place::Empty;
    bool isOverwhelming = false; //!< filled the interface's queue, until that is off its limit
    bool isAdvised = false;      //!< its sender was told to pause, and not yet to go on
    uint32_t sinceReport = 0;    //!< packets that left since congestion was last reported
    SimTime emptySince;
    SkywalkFlowQueue* next = nullptr; //!< in its list, as the one below
    SkywalkFlowQueue* previous = nullptr;
    std::unique_ptr<SkywalkFlowQueue> chained; //!< next in the chain of its hash

    bool IsStanding() const
    {
        return delay.IsHigh() || isOverwhelming;
    }
};

/** @brief Flow queues in the order of their turns; owns none. */
class SkywalkFlowList
{
  public:
    bool Empty() const
    {
        return m_head == nullptr;
    }

    int64_t Size() const
    {
        return m_size;
    }

    /** @brief The first; null when there is none. */
    SkywalkFlowQueue* Front() const
    {
        return m_head;
    }

    void Append(SkywalkFlowQueue& queue);

    /** @brief The queue must be in this list. */
    void Remove(SkywalkFlowQueue& queue);

  private:
    SkywalkFlowQueue* m_head = nullptr;
    SkywalkFlowQueue* m_tail = nullptr;
    int64_t m_size = 0;
};

/** @brief All flow queues of an interface by flow, in 256 chains; those without packets linger. */
class SkywalkFlowMap
{
  public:
    /** @brief The queue of these packets; null where there is none. */
    SkywalkFlowQueue* Find(const SkywalkFlowId& id) const;

    SkywalkFlowQueue& Add(const SkywalkFlowId& id, const SkywalkDelayLaw& test, SimTime now);

    /** @brief The queue has become empty; from now on it may be freed. */
    void Idle(SkywalkFlowQueue& queue, SimTime now);

    /** @brief The queue gets packets again. */
    void Revive(SkywalkFlowQueue& queue)
    {
        m_idle.Remove(queue);
    }

    /**
     * @brief The oldest queue without packets that has lingered for `linger`; null for none.
     *
     * Erase it before the next call.
     */
    SkywalkFlowQueue* Lingered(SimTime now, SimTime linger) const;

    /** @brief Frees an idle queue. */
    void Erase(SkywalkFlowQueue& queue);

  private:
    static constexpr size_t CHAINS = 256; //!< as shipped for clients

    std::vector<std::unique_ptr<SkywalkFlowQueue>> m_chains; //!< made with the first queue
    SkywalkFlowList m_idle;
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_FLOW_QUEUE_H
