// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/event-sort.h"

#include "models/base/bit-width.h"

#include <array>
#include <cstdint>

namespace nexsim
{

namespace
{

constexpr size_t LANES = 4;
/** Numbers that are compared at once; GCC and clang know such vectors on every processor. */
using Four = int32_t __attribute__((vector_size(LANES * sizeof(int32_t))));

constexpr unsigned INDEX_BITS = 5; //!< of a key, below its time
constexpr unsigned TIME_BITS = 25; //!< above them, beside the sign

static_assert(size_t{1} << INDEX_BITS == MOST_SORTED);

/** Events and their times, as offsets from that of the first. */
struct Unsorted
{
    std::array<const EventRecord*, MOST_SORTED> events;
    std::array<int64_t, MOST_SORTED> offsets;
    size_t count = 0;
    uint64_t magnitude = 0; //!< has a bit wherever the magnitude of an offset has one

    explicit Unsorted(const EventBucket& bucket)
    {
        bucket.ForEach([this](const EventRecord& event) {
            events[count] = &event;
            const uint64_t offset =
                static_cast<uint64_t>(event.time) - static_cast<uint64_t>(events[0]->time);
            offsets[count] = static_cast<int64_t>(offset);
            magnitude |= static_cast<uint64_t>(offsets[count] ^ (offsets[count] >> 63));
            ++count;
        });
    }
};

/** The place of each event among the others, by leading bits of its time, else by its index. */
using Places = std::array<Four, MOST_SORTED / LANES>;

Places
CountBefore(const Unsorted& unsorted)
{
    const unsigned width = BitWidth(unsorted.magnitude);
    const unsigned shift = width > TIME_BITS ? width - TIME_BITS : 0;
    std::array<int32_t, MOST_SORTED> keys{};
    for (size_t i = 0; i < unsorted.count; ++i)
    {
        const auto time = static_cast<int32_t>(unsorted.offsets[i] >> shift);
        keys[i] = time * static_cast<int32_t>(MOST_SORTED) + static_cast<int32_t>(i);
    }
    const size_t vectors = (unsorted.count + LANES - 1) / LANES;
    Places places;
    for (size_t vector = 0; vector < vectors; ++vector)
    {
        const int32_t* const key = &keys[vector * LANES];
        const Four these = {key[0], key[1], key[2], key[3]};
        Four before{};
        for (size_t i = 0; i < unsorted.count; ++i)
        {
            const Four other = {keys[i], keys[i], keys[i], keys[i]};
            before -= these > other; // where it holds, all bits are set: -1
        }
        places[vector] = before;
    }
    return places;
}

/** Puts in order what nearly is. */
void
Settle(EventRecord* begin, const EventRecord* end)
{
    for (EventRecord* event = begin + 1; event < end; ++event)
    {
        if (!Before(*event, event[-1]))
        {
            continue;
        }
        const EventRecord moved = *event;
        EventRecord* place = event;
        do
        {
            *place = place[-1];
            --place;
        } while (place != begin && Before(moved, place[-1]));
        *place = moved;
    }
}

} // namespace

void
CopySorted(const EventBucket& bucket, EventRecord* to)
{
    const Unsorted unsorted(bucket);
    const Places places = CountBefore(unsorted);
    for (size_t i = 0; i < unsorted.count; ++i)
    {
        to[places[i / LANES][i % LANES]] = *unsorted.events[i];
    }
    Settle(to, to + unsorted.count);
}

} // namespace nexsim
