// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVENT_LADDER_H
#define NEXSIM_EVENT_LADDER_H

#include "models/base/event-bucket.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace nexsim
{

/**
 * @brief Buckets of equal width, 2^shift, from a first key on; the last one reaches up to `last`.
 *
 * Keys are times or whatever else sorts as a number.
 */
struct EventRung
{
    /** @brief Events per bucket at which a rung aims. */
    static constexpr size_t AIM = 8;

    int64_t start{0};     //!< least key of bucket 0
    int64_t last{0};      //!< greatest key of the last bucket
    unsigned shift{0};    //!< logarithm of the width
    size_t next{0};       //!< first bucket that has not had its turn
    size_t lastBucket{0}; //!< index
    std::vector<EventBucket> buckets;

    /**
     * @brief Lays out empty buckets for `count` events with keys from `first` to `lastUsed`, and one
     * more for what comes later up to `newLast`. If first < lastUsed, they come to lie apart.
     * @param most buckets at most, 2 and above, of which the last takes what is left
     */
    void Lay(int64_t first,
             int64_t lastUsed,
             int64_t newLast,
             size_t count,
             size_t most = std::numeric_limits<size_t>::max());

    /** @brief The least key of a bucket. */
    int64_t FirstOf(size_t bucket) const
    {
        const uint64_t offset = static_cast<uint64_t>(bucket) << shift;
        return static_cast<int64_t>(static_cast<uint64_t>(start) + offset);
    }

    /** @brief The greatest key of a bucket. */
    int64_t LastOf(size_t bucket) const
    {
        return bucket == lastBucket ? last : FirstOf(bucket + 1) - 1;
    }

    EventBucket& BucketOf(int64_t key)
    {
        const uint64_t offset = static_cast<uint64_t>(key) - static_cast<uint64_t>(start);
        const size_t index = offset >> shift;
        return buckets[index < lastBucket ? index : lastBucket];
    }
};

/**
 * @brief The far part of the event queue: rungs, each of which divides the rest of one bucket of
 * the rung outside it. The outermost reaches to the end of time.
 */
class EventLadder
{
  public:
    /** @brief Events due at the same time or close together, and the last instant they stand for. */
    struct Slice
    {
        EventBucket bucket;
        int64_t last;
    };

    /** @brief Adds an event later than the last slice taken; there must be a rung. */
    void Push(const EventRecord& event)
    {
        RungOf(event.time).BucketOf(event.time).Append(event, m_pool);
        ++m_count;
    }

    /** @brief Adds the innermost rung, up to where the one outside begins. See EventRung::Lay(). */
    void AddRung(int64_t first, int64_t lastUsed, int64_t last, size_t count);

    /**
     * @brief Takes the first events: at most `most`, or all of one instant. There must be some.
     *
     * The slice reaches up to where the innermost rung now begins, or to the end of time.
     */
    Slice TakeFirst(size_t most);

    /**
     * @brief As TakeFirst, but leaves more than `most` that are due at one instant where they are:
     * then the slice is empty, and reaches up to them.
     */
    Slice TakeFew(size_t most);

    /** @brief Takes one event out, if it is there; equality is that of Before(). */
    bool Remove(const EventRecord& key);

    /** @brief Gives memory back when far more is held than used. No slice may be outstanding. */
    void ReleaseIdleChunks();

    size_t AllocatedBytes() const;

    size_t Count() const
    {
        return m_count;
    }

    EventChunkPool& Pool()
    {
        return m_pool;
    }

    template <typename Visit>
    void ForEach(Visit&& visit) const
    {
        for (size_t depth = 0; depth < m_depth; ++depth)
        {
            for (const EventBucket& bucket : m_rungs[depth].buckets)
            {
                bucket.ForEach(visit);
            }
        }
    }

  private:
    /** Chunks that are never given back. */
    static constexpr size_t IDLE_CHUNKS = 4096;

    EventRung& RungOf(int64_t time)
    {
        EventRung* rung = &m_rungs[m_depth - 1];
        while (time > rung->last)
        {
            --rung;
        }
        return *rung;
    }

    /** Whether more events of one instant than asked for are taken. */
    enum class Crowd
    {
        Take,
        Leave
    };

    Slice Take(size_t most, Crowd crowd);
    Slice TakeBucket(EventRung& rung);
    EventRung& NextRung();
    void Divide(Slice& slice);
    size_t Foresee(int64_t first, int64_t lastUsed);

    size_t m_count{0};
    uint64_t m_taken{0};       //!< events in all
    uint64_t m_takenBefore{0}; //!< those before m_estimatedAt
    int64_t m_estimatedAt{0};
    double m_density{0};            //!< events taken per unit of time, of late
    size_t m_depth{0};              //!< rungs in use; the innermost is m_rungs[m_depth - 1]
    std::vector<EventRung> m_rungs; //!< outermost first; those beyond m_depth only keep memory
    EventChunkPool m_pool;          //!< chunks of all buckets
};

} // namespace nexsim

#endif // NEXSIM_EVENT_LADDER_H
