// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVENT_QUEUE_H
#define NEXSIM_EVENT_QUEUE_H

#include "models/base/event-bucket.h"
#include "models/base/event-ladder.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace nexsim
{

/**
 * @brief The pending events of a simulation, popped in the order that Before() defines.
 *
 * A ladder queue (Tang, Goh and Thng, ACM TOMACS 15(3), 2005) with one kind of rung:
 *
 *     now |-- near: sorted --|-- innermost rung --|-- next rung out --|-- ... up to INT64_MAX
 *
 * - near holds every event up to m_nearLast in one sorted array. A small queue is nothing else.
 * - The ladder holds later events in unsorted buckets. A bucket is sorted into near when its turn
 *   comes, or divided by a further rung when it holds too many events.
 * - late is a heap for what arrives in the middle of a crowded instant, which no rung can divide.
 *
 * How wide a bucket is follows from how many events there are to divide and how many there were of
 * late, never from a clock or an address. Since the order is total, the structure cannot show in what
 * is popped.
 *
 * Push and Pop take amortised constant time; pushes earlier than the last pop are served correctly.
 */
class EventQueue
{
  public:
    EventQueue() = default;
    EventQueue(const EventQueue&) = delete;
    EventQueue& operator=(const EventQueue&) = delete;

    [[gnu::always_inline]] void Push(const EventRecord& event);

    /** @brief The first event. The queue must not be empty; valid until the queue changes. */
    const EventRecord& Top();

    /** @brief Takes the first event out. The queue must not be empty. */
    EventRecord Pop();

    /**
     * @brief The next `ahead` + 1 events, in their order, as far as they are not pushed meanwhile.
     * @return null when so many are not sorted yet
     */
    const EventRecord* Upcoming(size_t ahead) const
    {
        return static_cast<size_t>(m_nearEnd - m_nearBegin) > ahead ? m_nearBegin : nullptr;
    }

    bool Empty() const
    {
        return m_nearBegin == m_nearEnd && m_ladder.Count() == 0 && m_late.empty();
    }

    size_t Size() const
    {
        return static_cast<size_t>(m_nearEnd - m_nearBegin) + m_ladder.Count() + m_late.size();
    }

    /**
     * @brief Takes one event out, wherever it is.
     * @return false if no pending event has this time, upper half of rank, and sequence
     *
     * Costs time proportional to the events of its bucket, or of near.
     */
    bool Remove(int64_t time, uint64_t rank, uint64_t sequence);

    /** @brief Forgets all events and releases all memory. */
    void Clear();

    /** @brief Calls visit(record) for each pending event, in no stated order. */
    template <typename Visit>
    void ForEach(Visit&& visit) const;

    /** @brief Bytes allocated at present. */
    size_t AllocatedBytes() const;

  private:
    /** Near events up to which a push sorts in without looking for something better. */
    static constexpr size_t NEAR_SMALL = 48;
    /** Near events that a push may move when there are more. */
    static constexpr size_t NEAR_SHIFT = 24;
    /** Events that stay in near when it is divided. */
    static constexpr size_t NEAR_KEPT = 16;
    /** Events that near holds after a Pop, if there are so many: those that Upcoming() shows. */
    static constexpr size_t NEAR_AHEAD = 13;
    /** Records that near may have left behind before it is moved back. */
    static constexpr size_t NEAR_DRIFT = 256;
    /** Records of near, and of late, whose memory is never given back. */
    static constexpr size_t IDLE_RECORDS = 32768;

    /** Sorts an event into [begin, end), where an event not later than it stands at or before begin. */
    static void SortIn(const EventRecord& event, const EventRecord* begin, EventRecord* end);
    /** Sorts an event in from the front, where a free place is; a later event must stand behind it. */
    static void SortInFront(const EventRecord& event, EventRecord* free);
    void PushNear(const EventRecord& event);
    EventRecord PopLate();
    bool DivideNear();
    void MakeRoom(size_t count);
    void Refill();
    void MoveNearToFront();
    void SortIntoNear(EventBucket& bucket);
    void SortCrowdedInstant(EventRecord* begin);
    bool IsStorageIdle(size_t arriving) const;
    bool RemoveNear(const EventRecord& key);
    bool RemoveLate(const EventRecord& key);

    EventRecord* m_nearBegin{nullptr};
    EventRecord* m_nearEnd{nullptr};
    EventRecord* m_storageEnd{nullptr};
    int64_t m_nearLast{std::numeric_limits<int64_t>::max()}; //!< greatest time that belongs in near
    std::vector<EventRecord> m_late;                         //!< heap, first event in front
    EventLadder m_ladder;                                    //!< events after m_nearLast
    EventRung m_ranks; //!< empty; kept for its memory between crowded instants
    std::unique_ptr<EventRecord[]> m_storage;
};

inline void
EventQueue::SortIn(const EventRecord& event, const EventRecord* begin, EventRecord* end)
{
    const EventRecord added = event; // a copy, which the moves below cannot alias
    while (added.time < end[-1].time)
    {
        *end = end[-1];
        --end;
    }
    while (end != begin && Before(added, end[-1]))
    {
        *end = end[-1];
        --end;
    }
    *end = added;
}

inline void
EventQueue::SortInFront(const EventRecord& event, EventRecord* free)
{
    const EventRecord added = event;
    while (free[1].time < added.time)
    {
        *free = free[1];
        ++free;
    }
    while (Before(free[1], added))
    {
        *free = free[1];
        ++free;
    }
    *free = added;
}

inline void
EventQueue::Push(const EventRecord& event)
{
    if (event.time > m_nearLast)
    {
        m_ladder.Push(event);
        return;
    }
    // An empty near counts as large here: it has no first event that ends the search.
    const auto size = static_cast<size_t>(m_nearEnd - m_nearBegin);
    if (size - 1 >= NEAR_SMALL - 1 || m_nearEnd == m_storageEnd || event.time < m_nearBegin->time)
    {
        PushNear(event);
        return;
    }
    // From whichever side fewer events are to be moved, where there is room in front.
    if (event.time < m_nearBegin[size / 2].time && m_nearBegin != m_storage.get())
    {
        SortInFront(event, --m_nearBegin);
        return;
    }
    SortIn(event, m_nearBegin, m_nearEnd++);
}

inline const EventRecord&
EventQueue::Top()
{
    if (m_nearBegin == m_nearEnd)
    {
        Refill();
    }
    if (!m_late.empty() && (m_nearBegin == m_nearEnd || Before(m_late.front(), *m_nearBegin)))
    {
        return m_late.front();
    }
    return *m_nearBegin;
}

inline EventRecord
EventQueue::Pop()
{
    const EventRecord& top = Top();
    if (&top != m_nearBegin)
    {
        return PopLate();
    }
    const EventRecord event = *m_nearBegin++;
    if (static_cast<size_t>(m_nearEnd - m_nearBegin) < NEAR_AHEAD && m_ladder.Count() > 0)
    {
        Refill();
    }
    return event;
}

template <typename Visit>
void
EventQueue::ForEach(Visit&& visit) const
{
    for (const EventRecord* event = m_nearBegin; event != m_nearEnd; ++event)
    {
        visit(*event);
    }
    for (const EventRecord& event : m_late)
    {
        visit(event);
    }
    m_ladder.ForEach(visit);
}

} // namespace nexsim

#endif // NEXSIM_EVENT_QUEUE_H
