// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/event-ladder.h"

#include "models/base/bit-width.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace nexsim
{

namespace
{

/** Events from one estimate of their density to the next, at least. */
constexpr size_t ESTIMATED = 256;
/** Buckets that a rung may have by an estimate: in all, and per event that is there when it is laid. */
constexpr size_t FORESEEN = 4096;
constexpr size_t SPARSE = 8;

/** From a to b, which is not less. */
uint64_t
Span(int64_t a, int64_t b)
{
    return static_cast<uint64_t>(b) - static_cast<uint64_t>(a);
}

} // namespace

void
EventRung::Lay(int64_t first, int64_t lastUsed, int64_t newLast, size_t count, size_t most)
{
    const uint64_t span = Span(first, lastUsed);
    start = first;
    last = newLast;
    shift = BitWidth(span / std::max<uint64_t>(2, count / AIM));
    next = 0;
    lastBucket = std::min<size_t>((span >> shift) + 1, Span(first, newLast) >> shift);
    lastBucket = std::min(lastBucket, most - 1);
    if (buckets.size() <= lastBucket)
    {
        buckets.resize(lastBucket + 1);
    }
}

EventRung&
EventLadder::NextRung()
{
    if (m_depth == m_rungs.size())
    {
        m_rungs.emplace_back();
    }
    return m_rungs[m_depth++];
}

void
EventLadder::AddRung(int64_t first, int64_t lastUsed, int64_t last, size_t count)
{
    NextRung().Lay(first, lastUsed, last, count);
}

EventLadder::Slice
EventLadder::TakeFirst(size_t most)
{
    return Take(most, Crowd::Take);
}

EventLadder::Slice
EventLadder::TakeFew(size_t most)
{
    return Take(most, Crowd::Leave);
}

EventLadder::Slice
EventLadder::Take(size_t most, Crowd crowd)
{
    for (;;)
    {
        EventRung& rung = m_rungs[m_depth - 1];
        while (rung.next <= rung.lastBucket && rung.buckets[rung.next].Count() == 0)
        {
            ++rung.next;
        }
        if (rung.next > rung.lastBucket)
        {
            --m_depth;
            continue;
        }
        const auto first = rung.FirstOf(rung.next);
        const bool isFew = rung.buckets[rung.next].Count() <= most;
        const bool isOneInstant = first == rung.LastOf(rung.next);
        if (!isFew && isOneInstant && crowd == Crowd::Leave)
        {
            return {EventBucket(), first - 1};
        }
        Slice slice = TakeBucket(rung);
        if (isFew || isOneInstant)
        {
            m_count -= slice.bucket.Count();
            m_taken += slice.bucket.Count();
            return slice;
        }
        Divide(slice);
    }
}

EventLadder::Slice
EventLadder::TakeBucket(EventRung& rung)
{
    const EventBucket bucket = std::exchange(rung.buckets[rung.next], EventBucket());
    const int64_t last = rung.LastOf(rung.next);
    if (rung.next == rung.lastBucket)
    {
        --m_depth;
    }
    else
    {
        ++rung.next;
    }
    return {bucket, last};
}

/**
 * How many events this span may see, by how many there were of late: most of them are pushed only
 * while it lasts, and would have to be divided again, each of them.
 */
size_t
EventLadder::Foresee(int64_t first, int64_t lastUsed)
{
    if (m_taken - m_takenBefore >= ESTIMATED && first > m_estimatedAt)
    {
        m_density = static_cast<double>(m_taken - m_takenBefore) /
                    static_cast<double>(Span(m_estimatedAt, first));
        m_takenBefore = m_taken;
        m_estimatedAt = first;
    }
    const double foreseen = m_density * static_cast<double>(Span(first, lastUsed));
    return static_cast<size_t>(std::min(foreseen, 1e15));
}

void
EventLadder::Divide(Slice& slice)
{
    int64_t first = std::numeric_limits<int64_t>::max();
    int64_t lastUsed = std::numeric_limits<int64_t>::min();
    slice.bucket.ForEach([&first, &lastUsed](const EventRecord& event) {
        first = std::min(first, event.time);
        lastUsed = std::max(lastUsed, event.time);
    });
    const size_t count = slice.bucket.Count();
    const size_t foreseen = Foresee(first, lastUsed);
    EventRung& rung = NextRung();
    if (foreseen > count && count <= FORESEEN)
    {
        rung.Lay(first, lastUsed, slice.last, foreseen, std::min(FORESEEN, SPARSE * count));
    }
    else
    {
        rung.Lay(first, lastUsed, slice.last, count);
    }
    slice.bucket.Drain(m_pool, [this, &rung](const EventRecord& event) {
        rung.BucketOf(event.time).Append(event, m_pool);
    });
}

bool
EventLadder::Remove(const EventRecord& key)
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
    m_count -= before - kept.Count();
    return kept.Count() != before;
}

void
EventLadder::ReleaseIdleChunks()
{
    if (m_pool.Owned() <= IDLE_CHUNKS + 8 * m_pool.Used())
    {
        return;
    }
    m_rungs.resize(m_depth);
    EventChunkPool pool;
    for (EventRung& rung : m_rungs)
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

size_t
EventLadder::AllocatedBytes() const
{
    size_t bytes = m_pool.Owned() * sizeof(EventChunk) + m_rungs.capacity() * sizeof(EventRung);
    for (const EventRung& rung : m_rungs)
    {
        bytes += rung.buckets.capacity() * sizeof(EventBucket);
    }
    return bytes;
}

} // namespace nexsim
