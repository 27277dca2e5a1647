// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/event-queue.h"

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

/** Picoseconds from a to b, which is not earlier. */
uint64_t
Span(int64_t a, int64_t b)
{
    return static_cast<uint64_t>(b) - static_cast<uint64_t>(a);
}

unsigned
BitWidth(uint64_t value)
{
    return value == 0 ? 0 : 64 - static_cast<unsigned>(__builtin_clzll(value));
}

} // namespace

void
EventQueue::PushNear(const EventRecord& event)
{
    if (m_nearEnd == m_storageEnd || m_nearBegin == m_storage.get())
    {
        ReleaseIdleChunks();
        MakeRoom(1);
    }
    const auto size = static_cast<size_t>(m_nearEnd - m_nearBegin);
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
    return event;
}

void
EventQueue::MakeRoom(size_t count)
{
    const auto size = static_cast<size_t>(m_nearEnd - m_nearBegin);
    const auto capacity = static_cast<size_t>(m_storageEnd - m_storage.get());
    const size_t needed = 2 * (size + count + NEAR_SMALL);
    // A quarter of what is free goes in front, where fewer events are sorted in.
    if (needed <= capacity && !IsStorageIdle())
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
    const auto moved = static_cast<size_t>(m_nearEnd - cut);
    Rung& rung = AddRung(cut->time, m_nearEnd[-1].time, m_nearLast, moved);
    for (const EventRecord* event = cut; event != m_nearEnd; ++event)
    {
        rung.BucketOf(event->time).Append(*event, m_pool);
    }
    m_farCount += moved;
    m_nearEnd = cut;
    m_nearLast = rung.start - 1;
    return true;
}

void
EventQueue::Refill()
{
    ReleaseIdleChunks();
    while (m_nearBegin == m_nearEnd && m_farCount > 0)
    {
        Rung& rung = m_rungs[m_depth - 1];
        while (rung.next <= rung.lastBucket && rung.buckets[rung.next].Count() == 0)
        {
            ++rung.next;
        }
        if (rung.next > rung.lastBucket)
        {
            --m_depth;
            continue;
        }
        const uint64_t offset = static_cast<uint64_t>(rung.next) << rung.shift;
        const auto first = static_cast<int64_t>(static_cast<uint64_t>(rung.start) + offset);
        const bool isLast = rung.next == rung.lastBucket;
        const int64_t width = int64_t{1} << rung.shift;
        const int64_t last = isLast ? rung.last : first + (width - 1);
        EventBucket bucket = std::exchange(rung.buckets[rung.next], EventBucket());
        ++rung.next;
        if (isLast)
        {
            --m_depth;
        }
        if (bucket.Count() <= BUCKET_SORTED || first == last)
        {
            m_nearLast = last;
            SortIntoNear(bucket);
        }
        else
        {
            Divide(bucket, last);
        }
    }
}

void
EventQueue::SortIntoNear(EventBucket& bucket)
{
    const size_t count = bucket.Count();
    if (static_cast<size_t>(m_storageEnd - m_storage.get()) <= count || IsStorageIdle())
    {
        MakeRoom(count + 1);
    }
    EventRecord* const begin = m_storage.get() + 1;
    EventRecord* end = begin;
    begin[-1].time = std::numeric_limits<int64_t>::min();
    if (count <= BUCKET_SORTED)
    {
        bucket.Drain(m_pool,
                     [begin, &end](const EventRecord& event) { SortIn(event, begin, end++); });
    }
    else
    {
        bucket.Drain(m_pool, [&end](const EventRecord& event) { *end++ = event; });
    }
    m_nearBegin = begin;
    m_nearEnd = end;
    m_farCount -= count;
    if (count > BUCKET_SORTED && !std::is_sorted(begin, end, Before))
    {
        SortCrowdedInstant();
    }
}

void
EventQueue::SortCrowdedInstant()
{
    // All of near is due at one instant: its ranks, seldom equal, serve as times here.
    const auto key = [](const EventRecord& event) {
        return static_cast<int64_t>(event.rank >> 32);
    };
    int64_t first = END_OF_TIME;
    int64_t last = 0;
    for (const EventRecord* event = m_nearBegin; event != m_nearEnd; ++event)
    {
        first = std::min(first, key(*event));
        last = std::max(last, key(*event));
    }
    Rung& rung = AddRung(first, last, last, static_cast<size_t>(m_nearEnd - m_nearBegin));
    for (const EventRecord* event = m_nearBegin; event != m_nearEnd; ++event)
    {
        rung.BucketOf(key(*event)).Append(*event, m_pool);
    }
    EventRecord* end = m_nearBegin;
    for (size_t i = 0; i <= rung.lastBucket; ++i)
    {
        EventRecord* const begin = end;
        rung.buckets[i].Drain(m_pool, [&end](const EventRecord& event) { *end++ = event; });
        std::sort(begin, end, Before);
    }
    --m_depth;
}

void
EventQueue::Divide(EventBucket& bucket, int64_t last)
{
    int64_t first = END_OF_TIME;
    int64_t lastUsed = std::numeric_limits<int64_t>::min();
    bucket.ForEach([&first, &lastUsed](const EventRecord& event) {
        first = std::min(first, event.time);
        lastUsed = std::max(lastUsed, event.time);
    });
    Rung& rung = AddRung(first, lastUsed, last, bucket.Count());
    bucket.Drain(m_pool, [this, &rung](const EventRecord& event) {
        rung.BucketOf(event.time).Append(event, m_pool);
    });
}

EventQueue::Rung&
EventQueue::AddRung(int64_t first, int64_t lastUsed, int64_t last, size_t count)
{
    if (m_depth == m_rungs.size())
    {
        m_rungs.emplace_back();
    }
    Rung& rung = m_rungs[m_depth++];
    const uint64_t span = Span(first, lastUsed);
    const uint64_t wanted = std::max<uint64_t>(2, count / BUCKET_AIM);
    rung.start = first;
    rung.last = last;
    rung.shift = BitWidth(span / wanted);
    rung.next = 0;
    // One bucket more than is used now takes whatever lies beyond.
    rung.lastBucket = std::min((span >> rung.shift) + 1, Span(first, last) >> rung.shift);
    if (rung.buckets.size() <= rung.lastBucket)
    {
        rung.buckets.resize(rung.lastBucket + 1);
    }
    return rung;
}

void
EventQueue::ReleaseIdleChunks()
{
    if (m_pool.Owned() <= IDLE_CHUNKS + 8 * m_pool.Used())
    {
        return;
    }
    m_rungs.resize(m_depth);
    EventChunkPool pool;
    for (Rung& rung : m_rungs)
    {
        std::vector<EventBucket> buckets(rung.lastBucket + 1);
        for (size_t i = rung.next; i <= rung.lastBucket; ++i)
        {
            rung.buckets[i].Drain(m_pool, [&pool, &target = buckets[i]](const EventRecord& event) {
                target.Append(event, pool);
            });
        }
        rung.buckets = std::move(buckets);
    }
    m_pool = std::move(pool);
}

bool
EventQueue::IsStorageIdle() const
{
    const auto capacity = static_cast<size_t>(m_storageEnd - m_storage.get());
    return capacity > IDLE_RECORDS + 16 * Size();
}

size_t
EventQueue::AllocatedBytes() const
{
    const auto storage = static_cast<size_t>(m_storageEnd - m_storage.get());
    size_t bytes = (storage + m_late.capacity()) * sizeof(EventRecord);
    bytes += m_pool.Owned() * sizeof(EventChunk) + m_rungs.capacity() * sizeof(Rung);
    for (const Rung& rung : m_rungs)
    {
        bytes += rung.buckets.capacity() * sizeof(EventBucket);
    }
    return bytes;
}

bool
EventQueue::Remove(int64_t time, uint64_t rank, uint64_t sequence)
{
    const EventRecord key{time, rank, sequence, 0};
    return time > m_nearLast ? RemoveFar(key) : RemoveNear(key) || RemoveLate(key);
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

bool
EventQueue::RemoveFar(const EventRecord& key)
{
    EventBucket& bucket = RungOf(key.time).BucketOf(key.time);
    EventBucket kept;
    const size_t before = bucket.Count();
    bucket.Drain(m_pool, [this, &kept, &key](const EventRecord& event) {
        if (Before(event, key) || Before(key, event))
        {
            kept.Append(event, m_pool);
        }
    });
    bucket = kept;
    m_farCount -= before - kept.Count();
    return kept.Count() != before;
}

void
EventQueue::Clear()
{
    m_nearBegin = nullptr;
    m_nearEnd = nullptr;
    m_storageEnd = nullptr;
    m_storage.reset();
    m_nearLast = END_OF_TIME;
    m_farCount = 0;
    m_depth = 0;
    m_rungs = std::vector<Rung>();
    m_late = std::vector<EventRecord>();
    m_pool = EventChunkPool();
}

} // namespace nexsim
