// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/event-queue.h"

#include "models/base/event-sort.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

constexpr int64_t END_OF_TIME = std::numeric_limits<int64_t>::max();

bool
After(const EventRecord& a, const EventRecord& b)
{
    return Before(b, a);
}

/** Sorts what mostly is sorted already, having been pushed in the order of its sequence numbers. */
void
SortMostlySorted(EventRecord* begin, EventRecord* end)
{
    const auto before = [](const EventRecord& a, const EventRecord& b) { return Before(a, b); };
    if (!std::is_sorted(begin, end, before))
    {
        std::sort(begin, end, before);
    }
}

} // namespace

void
EventQueue::PushNear(const EventRecord& event)
{
    if (m_nearEnd == m_storageEnd || m_nearBegin == m_storage.get())
    {
        m_ladder.ReleaseIdleChunks();
        MakeRoom(1);
    }
    const auto size = static_cast<size_t>(m_nearEnd - m_nearBegin);
    if (size == 0 || Before(event, *m_nearBegin))
    {
        *--m_nearBegin = event;
        return;
    }
    const EventRecord* stop = m_nearEnd - (size < NEAR_SMALL ? size : NEAR_SHIFT);
    EventRecord* place = m_nearEnd;
    while (place != stop && Before(event, place[-1]))
    {
        --place;
    }
    if (place != stop || size < NEAR_SMALL)
    {
        std::move_backward(place, m_nearEnd, m_nearEnd + 1);
        ++m_nearEnd;
        *place = event;
        return;
    }
    place = std::upper_bound(m_nearBegin, m_nearBegin + NEAR_SHIFT, event, Before);
    if (place != m_nearBegin + NEAR_SHIFT)
    {
        std::move(m_nearBegin, place, m_nearBegin - 1);
        --m_nearBegin;
        place[-1] = event;
        return;
    }
    if (DivideNear())
    {
        Push(event);
        return;
    }
    m_late.push_back(event);
    std::push_heap(m_late.begin(), m_late.end(), After);
}

EventRecord
EventQueue::PopLate()
{
    const EventRecord event = m_late.front();
    std::pop_heap(m_late.begin(), m_late.end(), After);
    m_late.pop_back();
    if (m_late.capacity() > IDLE_RECORDS + 16 * m_late.size())
    {
        m_late.shrink_to_fit();
    }
    return event;
}

void
EventQueue::MakeRoom(size_t count)
{
    const auto size = static_cast<size_t>(m_nearEnd - m_nearBegin);
    const auto capacity = static_cast<size_t>(m_storageEnd - m_storage.get());
    const size_t needed = 2 * (size + count + NEAR_SMALL);
    // A quarter of what is free goes in front, where fewer events are sorted in.
    if (needed <= capacity && !IsStorageIdle(count))
    {
        EventRecord* begin = m_storage.get() + (capacity - size - count) / 4;
        std::copy(m_nearBegin, m_nearEnd, begin);
        m_nearBegin = begin;
    }
    else
    {
        std::unique_ptr<EventRecord[]> storage(new EventRecord[2 * needed]);
        EventRecord* begin = storage.get() + (2 * needed - size - count) / 4;
        std::copy(m_nearBegin, m_nearEnd, begin);
        m_nearBegin = begin;
        m_storage = std::move(storage);
        m_storageEnd = m_storage.get() + 2 * needed;
        m_ranks = EventRung();
    }
    m_nearEnd = m_nearBegin + size;
}

bool
EventQueue::DivideNear()
{
    // Divides between two instants, since a rung cannot divide one.
    EventRecord* cut = m_nearBegin + NEAR_KEPT;
    while (cut != m_nearEnd && cut->time == cut[-1].time)
    {
        ++cut;
    }
    if (cut == m_nearEnd)
    {
        cut = m_nearBegin + NEAR_KEPT;
        while (cut != m_nearBegin && cut->time == cut[-1].time)
        {
            --cut;
        }
        if (cut == m_nearBegin)
        {
            return false;
        }
    }
    const int64_t first = cut->time;
    m_ladder.AddRung(first, m_nearEnd[-1].time, m_nearLast, static_cast<size_t>(m_nearEnd - cut));
    m_nearLast = first - 1;
    std::for_each(cut, m_nearEnd, [this](const EventRecord& event) { m_ladder.Push(event); });
    m_nearEnd = cut;
    return true;
}

void
EventQueue::Refill()
{
    m_ladder.ReleaseIdleChunks();
    while (static_cast<size_t>(m_nearEnd - m_nearBegin) < NEAR_AHEAD && m_ladder.Count() > 0)
    {
        // A crowded instant stands alone, for which PushNear has ways of its own.
        EventLadder::Slice slice = m_nearBegin == m_nearEnd ? m_ladder.TakeFirst(MOST_SORTED)
                                                            : m_ladder.TakeFew(MOST_SORTED);
        m_nearLast = slice.last;
        if (slice.bucket.Count() == 0)
        {
            return;
        }
        SortIntoNear(slice.bucket);
    }
}

void
EventQueue::MoveNearToFront()
{
    // The same few lines of memory, over and over, rather than all of the storage in turn.
    const auto size = static_cast<size_t>(m_nearEnd - m_nearBegin);
    const auto offset = static_cast<size_t>(m_nearBegin - m_storage.get());
    if (m_storage && (size == 0 || offset > NEAR_DRIFT))
    {
        EventRecord* const front = m_storage.get() + 1;
        m_nearEnd = std::copy(m_nearBegin, m_nearEnd, front);
        m_nearBegin = front;
    }
}

void
EventQueue::SortIntoNear(EventBucket& bucket)
{
    const size_t count = bucket.Count();
    MoveNearToFront();
    if (static_cast<size_t>(m_storageEnd - m_nearEnd) <= count || IsStorageIdle(count))
    {
        MakeRoom(count + 1);
    }
    EventRecord* const begin = m_nearEnd;
    m_nearEnd += count;
    if (count <= MOST_SORTED)
    {
        CopySorted(bucket, begin);
        bucket.Clear(m_ladder.Pool());
        return;
    }
    EventRecord* end = begin;
    bucket.Drain(m_ladder.Pool(), [&end](const EventRecord& event) { *end++ = event; });
    if (!std::is_sorted(begin, end, Before))
    {
        SortCrowdedInstant(begin);
    }
}

void
EventQueue::SortCrowdedInstant(EventRecord* begin)
{
    // All from `begin` on is due at one instant: its ranks, seldom equal, serve as times here.
    const auto key = [](const EventRecord& event) {
        return static_cast<int64_t>(event.rank >> 32);
    };
    int64_t first = END_OF_TIME;
    int64_t last = 0;
    for (const EventRecord* event = begin; event != m_nearEnd; ++event)
    {
        first = std::min(first, key(*event));
        last = std::max(last, key(*event));
    }
    m_ranks.Lay(first, last, last, static_cast<size_t>(m_nearEnd - begin));
    for (const EventRecord* event = begin; event != m_nearEnd; ++event)
    {
        m_ranks.BucketOf(key(*event)).Append(*event, m_ladder.Pool());
    }
    EventRecord* end = begin;
    for (size_t i = 0; i <= m_ranks.lastBucket; ++i)
    {
        EventRecord* const bucketBegin = end;
        m_ranks.buckets[i].Drain(m_ladder.Pool(),
                                 [&end](const EventRecord& event) { *end++ = event; });
        SortMostlySorted(bucketBegin, end);
    }
}

bool
EventQueue::IsStorageIdle(size_t arriving) const
{
    const auto capacity = static_cast<size_t>(m_storageEnd - m_storage.get());
    return capacity > IDLE_RECORDS + 16 * (Size() + arriving);
}

size_t
EventQueue::AllocatedBytes() const
{
    const auto storage = static_cast<size_t>(m_storageEnd - m_storage.get());
    const size_t records = (storage + m_late.capacity()) * sizeof(EventRecord);
    const size_t ranks = m_ranks.buckets.capacity() * sizeof(EventBucket);
    return records + ranks + m_ladder.AllocatedBytes();
}

bool
EventQueue::Remove(int64_t time, uint64_t rank, uint64_t sequence)
{
    const EventRecord key{time, rank, sequence, 0};
    return time > m_nearLast ? m_ladder.Remove(key) : RemoveNear(key) || RemoveLate(key);
}

bool
EventQueue::RemoveNear(const EventRecord& key)
{
    EventRecord* place = std::lower_bound(m_nearBegin, m_nearEnd, key, Before);
    if (place == m_nearEnd || Before(key, *place))
    {
        return false;
    }
    std::move(place + 1, m_nearEnd, place);
    --m_nearEnd;
    return true;
}

bool
EventQueue::RemoveLate(const EventRecord& key)
{
    const auto place = std::find_if(m_late.begin(), m_late.end(), [&key](const EventRecord& event) {
        return !Before(event, key) && !Before(key, event);
    });
    if (place == m_late.end())
    {
        return false;
    }
    *place = m_late.back();
    m_late.pop_back();
    std::make_heap(m_late.begin(), m_late.end(), After);
    return true;
}

void
EventQueue::Clear()
{
    m_nearBegin = nullptr;
    m_nearEnd = nullptr;
    m_storageEnd = nullptr;
    m_storage.reset();
    m_nearLast = END_OF_TIME;
    m_late = std::vector<EventRecord>();
    m_ladder = EventLadder();
    m_ranks = EventRung();
}

} // namespace nexsim
