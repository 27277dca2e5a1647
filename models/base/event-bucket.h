// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVENT_BUCKET_H
#define NEXSIM_EVENT_BUCKET_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace nexsim
{

/**
 * @brief One pending event.
 *
 * The order is strict and total: time, then the upper half of rank, then sequence. The lower half
 * of rank is carried along and takes no part in it.
 */
struct EventRecord
{
    int64_t time;      //!< picoseconds
    uint64_t rank;     //!< [63:56] priority, [55:32] tie key, [31:0] ns-3 context
    uint64_t sequence; //!< unique among pending events
    uintptr_t event;   //!< opaque; what it refers to belongs to whoever pushed it
};

/** @brief Whether a is due before b. This function is the total order of events. */
inline bool
Before(const EventRecord& a, const EventRecord& b)
{
    if (a.time != b.time)
    {
        return a.time < b.time;
    }
    const uint64_t rankA = a.rank >> 32;
    const uint64_t rankB = b.rank >> 32;
    return rankA != rankB ? rankA < rankB : a.sequence < b.sequence;
}

/** @brief A piece of a bucket: a link and seven records, aligned so that a cursor shows its end. */
struct alignas(256) EventChunk
{
    static constexpr size_t RECORDS = 7;
    static constexpr uintptr_t ALIGNMENT = 256;

    EventChunk* next;
    alignas(sizeof(EventRecord)) EventRecord records[RECORDS];
};

static_assert(sizeof(EventChunk) == EventChunk::ALIGNMENT);

/** @brief Recycles chunks: the one freed last, hence still in cache, is used first. */
class EventChunkPool
{
  public:
    EventChunk* Allocate()
    {
        if (m_free == nullptr)
        {
            Grow();
        }
        EventChunk* chunk = m_free;
        m_free = chunk->next;
        chunk->next = nullptr;
        ++m_used;
        return chunk;
    }

    void Free(EventChunk* chunk)
    {
        chunk->next = m_free;
        m_free = chunk;
        --m_used;
    }

    /** @brief Chunks handed out. */
    size_t Used() const
    {
        return m_used;
    }

    /** @brief Chunks owned, handed out or not. */
    size_t Owned() const
    {
        return m_slabs.size() * SLAB_CHUNKS;
    }

  private:
    static constexpr size_t SLAB_CHUNKS = 16;

    void Grow();

    std::vector<std::unique_ptr<EventChunk[]>> m_slabs;
    EventChunk* m_free{nullptr};
    size_t m_used{0};
};

/** @brief Unordered events in the order of their arrival. Whoever holds it frees its chunks. */
class EventBucket
{
  public:
    void Append(const EventRecord& event, EventChunkPool& pool)
    {
        // An empty bucket's cursor is null, a full chunk's points at the next boundary: both
        // are aligned, a cursor with room is not.
        if (reinterpret_cast<uintptr_t>(m_cursor) % EventChunk::ALIGNMENT == 0)
        {
            AddChunk(pool);
        }
        *m_cursor++ = event;
        ++m_count;
    }

    size_t Count() const
    {
        return m_count;
    }

    /** @brief Calls visit(record) for each event. */
    template <typename Visit>
    void ForEach(Visit&& visit) const
    {
        size_t left = m_count;
        for (const EventChunk* chunk = m_head; left > 0; chunk = chunk->next)
        {
            const size_t filled = left < EventChunk::RECORDS ? left : EventChunk::RECORDS;
            for (size_t i = 0; i < filled; ++i)
            {
                visit(chunk->records[i]);
            }
            left -= filled;
        }
    }

    /** @brief Calls visit(record) for each event, in order, and leaves the bucket empty.
     *
     * Chunks are freed on the way, so that visit() may reuse the ones just read. */
    template <typename Visit>
    void Drain(EventChunkPool& pool, Visit&& visit)
    {
        EventChunk* chunk = m_head;
        size_t left = m_count;
        *this = EventBucket();
        while (left > 0)
        {
            const size_t filled = left < EventChunk::RECORDS ? left : EventChunk::RECORDS;
            for (size_t i = 0; i < filled; ++i)
            {
                visit(chunk->records[i]);
            }
            left -= filled;
            EventChunk* next = chunk->next;
            pool.Free(chunk);
            chunk = next;
        }
    }

    /** @brief Leaves the bucket empty. */
    void Clear(EventChunkPool& pool)
    {
        EventChunk* chunk = m_head;
        while (chunk != nullptr)
        {
            EventChunk* const next = chunk->next;
            pool.Free(chunk);
            chunk = next;
        }
        *this = EventBucket();
    }

  private:
    void AddChunk(EventChunkPool& pool);

    EventChunk* m_head{nullptr};
    EventRecord* m_cursor{nullptr};
    size_t m_count{0};
};

} // namespace nexsim

#endif // NEXSIM_EVENT_BUCKET_H
