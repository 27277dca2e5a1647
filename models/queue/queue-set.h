// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUEUE_SET_H
#define NEXSIM_QUEUE_SET_H

#include "models/base/attribute-values.h"
#include "models/base/prefetch.h"
#include "models/base/timer.h"
#include "models/queue/classifier.h"
#include "models/queue/scheduler.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief How a port queues; shared by everything that has ports. */
struct QueueSetup
{
    Blueprint queue;             //!< discipline of the only queue
    ListValue::Elements classes; //!< or several queues (QueueClass); see classifier
    Blueprint scheduler;
    BitRate rate{0};      //!< of the port's link; 0 when unknown
    Blueprint classifier; //!< who joins which of several queues; empty for the first match
};

/** @brief The queues of one port with their classifier and scheduler. */
class QueueSet
{
  public:
    /**
     * @brief Makes and attaches the queues below `path`.
     * @param buffer memory that they share, or null
     * @param stage what time spent here is called
     */
    void Build(RunContext& run,
               const std::string& path,
               const QueueSetup& setup,
               BufferManager* buffer,
               Stage stage);

    /** @brief Whether packets may wait for a time that only WakeBy's method is told. */
    bool NeedsWake() const
    {
        return m_needsWake;
    }

    /** @brief Calls owner.Method() when a packet that was held back may leave. */
    template <auto Method, typename Owner>
    void WakeBy(Owner& owner)
    {
        m_wake.Bind<Method>(owner, Priority::Departure);
    }

    /** @brief The queue, where there is one and it is not shaped; else null. */
    const QueueDisc* Only() const
    {
        return m_only;
    }

    /** @brief Fetches what Enqueue touches first into the caches. */
    void Prefetch() const
    {
        if (m_only != nullptr)
        {
            PrefetchLines(m_only);
        }
    }

    /** @brief The queue is in the caches: fetches the packet that Dequeue would give. */
    void PrefetchNext() const
    {
        if (m_only != nullptr)
        {
            m_only->PrefetchNext();
        }
    }

    void Enqueue(PacketPtr packet)
    {
        if (m_only != nullptr)
        {
            m_only->Enqueue(std::move(packet));
            return;
        }
        const size_t queue = m_classifier->Classify(*packet);
        m_queues[queue].disc->Enqueue(std::move(packet));
        m_scheduler->OnEnqueue(queue);
    }

    /** @brief The next packet, its waiting accounted for; null when none may leave now. */
    PacketPtr Dequeue(SimTime now)
    {
        PacketPtr packet = m_only != nullptr ? m_only->Dequeue() : DequeueScheduled();
        // A packet sent on before its tail arrived has not waited (cut-through).
        if (packet && now > packet->lastMark)
        {
            MarkStage(*packet, m_stage, now);
        }
        return packet;
    }

    /** @brief The port has taken what it can: the rest is lost where a queue lets none wait. */
    void EndArrival()
    {
        if (__builtin_expect(m_letsNoneWait, 0))
        {
            DropWaiting();
        }
    }

    /** @brief Lets go of the queues, for the end of a simulation; nothing else may follow. */
    void Clear();

    /** @brief Drops all that waits, queue by queue; what a discipline holds back stays. */
    void DropAll(DropReason& reason);

    bool Empty() const
    {
        return m_only != nullptr ? m_only->Empty() : AreAllEmpty();
    }

    /** @brief Packets in all queues. */
    Packets Length() const;

    /** @brief See QueueDisc. */
    void AddStartDelay(SimTime delay);

  private:
    void Add(RunContext& run,
             const std::string& path,
             const Blueprint& blueprint,
             const BufferUser& user,
             BufferManager* buffer);
    PacketPtr DequeueScheduled();
    bool AreAllEmpty() const;
    void WakeLater();
    void DropWaiting();

    QueueDisc* m_only = nullptr; //!< the queue where there is one, not shaped: nothing is scheduled
    Stage m_stage = Stage::SwitchQueue;
    bool m_letsNoneWait = false; //!< a queue does
    bool m_needsWake = false;    //!< a queue is shaped, or may hold packets back
    std::vector<ScheduledQueue> m_queues;
    std::vector<ns3::Ptr<QueueClass>> m_classes;
    ns3::Ptr<Classifier> m_classifier; //!< null where there is one queue without a class
    ns3::Ptr<Scheduler> m_scheduler;   //!< null where m_only is not
    Timer m_wake;                      //!< bound where it is needed
};

} // namespace nexsim

#endif // NEXSIM_QUEUE_SET_H
