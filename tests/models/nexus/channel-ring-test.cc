// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-ring.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>

namespace channel_ring_test
{

namespace
{

using nexsim::ChannelRing;
using nexsim::RingKind;
using nexsim::RingViolation;

/**
 * What a ring is, without indices: how many of its n-1 usable slots are whose. Of a ring that the
 * user fills, in ring order: to be consumed, consumed and not told, the user's. Of one that the
 * kernel fills: shown, hidden, the kernel's.
 */
struct NaiveRing
{
    RingKind kind;
    uint32_t slots;
    uint32_t first = 0;  //!< to be consumed, or shown (with what the user has emptied)
    uint32_t second = 0; //!< consumed and not told, or hidden
    uint32_t moved = 0; //!< by the user since the last sync, modulo slots: all that anybody can see
    uint32_t head = 0;  //!< where the user's head is
    bool isInSync = false;

    bool IsUsers() const
    {
        return kind == RingKind::Transmit || kind == RingKind::Free;
    }

    uint32_t Third() const
    {
        return slots - 1 - first - second;
    }

    /** False when the user went where it may not. */
    bool Begin()
    {
        isInSync = true;
        const bool isLegal = moved <= (IsUsers() ? Third() : first);
        first = IsUsers() ? first + moved : first - moved;
        moved = 0;
        return isLegal;
    }

    uint32_t Available() const
    {
        const uint32_t used = (IsUsers() ? first + second + moved : moved) % slots;
        return IsUsers() ? slots - 1 - used : (first + slots - used) % slots;
    }

    auto Key() const
    {
        return std::make_tuple(first, second, moved, head, isInSync);
    }
};

struct State
{
    ChannelRing ring;
    NaiveRing naive;
};

/** Walks over all states of a ring, through every operation that each allows. */
class Walk
{
  public:
    Walk(RingKind kind, uint32_t slots)
    {
        Visit({ChannelRing(kind, slots), NaiveRing{kind, slots}});
    }

    size_t Run()
    {
        while (!m_open.empty())
        {
            const State state = m_open.front();
            m_open.pop_front();
            Compare(state);
            Advance(state);
            Sync(state);
            Kernel(state);
        }
        return m_known.size();
    }

    size_t violations = 0;

  private:
    void Visit(const State& state)
    {
        if (m_known.insert(state.naive.Key()).second)
        {
            m_open.push_back(state);
        }
    }

    static void Compare(const State& state)
    {
        const NaiveRing& naive = state.naive;
        CHECK(state.ring.UserAvailable() == naive.Available());
        CHECK(state.ring.Unsynced() == naive.moved);
        CHECK(state.ring.ReadySlots() ==
              (naive.IsUsers() ? naive.slots - 1 - naive.first : naive.first + naive.second));
        if (naive.IsUsers())
        {
            CHECK(state.ring.Consumable() == naive.first);
        }
        else
        {
            CHECK(state.ring.KernelFree() == naive.Third());
        }
    }

    void Advance(const State& state)
    {
        for (uint32_t slots = 1; slots < state.naive.slots; ++slots)
        {
            State next = state;
            next.ring.UserAdvance(slots);
            next.naive.moved = (next.naive.moved + slots) % next.naive.slots;
            next.naive.head = (next.naive.head + slots) % next.naive.slots;
            Visit(next);
        }
    }

    void Sync(const State& state)
    {
        State next = state;
        if (!state.naive.isInSync)
        {
            const uint32_t moved = next.naive.moved;
            if (next.naive.Begin())
            {
                CHECK(next.ring.BeginSync() == moved);
                Visit(next);
            }
            else
            {
                CHECK_THROWS_AS(next.ring.BeginSync(), RingViolation);
                ++violations;
            }
            return;
        }
        CHECK(next.ring.EndSync() == next.naive.second);
        next.naive.first += next.naive.IsUsers() ? 0 : next.naive.second;
        next.naive.second = 0;
        next.naive.isInSync = false;
        Visit(next);
    }

    void Kernel(const State& state)
    {
        if (state.naive.IsUsers())
        {
            for (uint32_t slots = 0; state.naive.isInSync && slots <= state.naive.first; ++slots)
            {
                State next = state;
                next.ring.Consume(slots);
                next.naive.first -= slots;
                next.naive.second += slots;
                Visit(next);
            }
            return;
        }
        for (uint32_t slots = 0; slots <= state.naive.slots + 1; ++slots)
        {
            State next = state;
            const uint32_t room = state.naive.Third();
            CHECK(next.ring.Enqueue(slots) == std::min(slots, room));
            next.naive.second += std::min(slots, room);
            Visit(next);
        }
    }

    std::set<decltype(NaiveRing{}.Key())> m_known;
    std::deque<State> m_open;
};

} // namespace

TEST_CASE("ring: every state of 2 to 4 slots, by every operation, is what a naive model says")
{
    for (const RingKind kind :
         {RingKind::Transmit, RingKind::Free, RingKind::Receive, RingKind::Alloc})
    {
        for (uint32_t slots = 2; slots <= 4; ++slots)
        {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(slots);
            Walk walk(kind, slots);
            const size_t states = walk.Run();
            // (first, second) with a sum below n, n values each of moved and head, in a sync or not.
            CHECK(states <= size_t{slots} * (slots + 1) / 2 * slots * slots * 2);
            CHECK(states >= size_t{slots} * slots * 2);
            CHECK(walk.violations > 0);
        }
    }
}

TEST_CASE("ring: one slot is always empty; TX and free rings begin the user's, the others empty")
{
    CHECK(ChannelRing(RingKind::Transmit, 256).UserAvailable() == 255);
    CHECK(ChannelRing(RingKind::Free, 2).UserAvailable() == 1);
    for (const RingKind kind : {RingKind::Receive, RingKind::Alloc})
    {
        ChannelRing ring(kind, 1024);
        CHECK(ring.UserAvailable() == 0);
        CHECK(ring.KernelFree() == 1023);
        CHECK(ring.Enqueue(5000) == 1023);
        CHECK(ring.Enqueue(1) == 0);
    }
    CHECK_THROWS_AS(ChannelRing(RingKind::Receive, 1), std::invalid_argument);
    CHECK_THROWS_AS(ChannelRing(RingKind::Receive, 16'385), std::invalid_argument);
}

TEST_CASE(
    "ring: received slots show at a sync, and are the kernel's again at the one after their use")
{
    ChannelRing ring(RingKind::Receive, 4);
    CHECK(ring.Enqueue(5) == 3); // the rest is dropped
    CHECK(ring.UserAvailable() == 0);
    ring.BeginSync();
    CHECK(ring.EndSync() == 3);
    CHECK(ring.UserAvailable() == 3);
    ring.UserAdvance(2);
    CHECK(ring.KernelFree() == 0);
    CHECK(ring.Enqueue(1) == 0);
    CHECK(ring.BeginSync() == 2);
    CHECK(ring.EndSync() == 0);
    CHECK(ring.Enqueue(3) == 2);
}

TEST_CASE("ring: what the kernel leaves of a transmit ring stays pending")
{
    ChannelRing ring(RingKind::Transmit, 8);
    ring.UserAdvance(5);
    CHECK(ring.BeginSync() == 5);
    ring.Consume(3);
    CHECK(ring.EndSync() == 3);
    CHECK(ring.UserAvailable() == 5);
    CHECK(ring.ReadySlots() == 5);
    CHECK(ring.BeginSync() == 0);
    CHECK_THROWS_AS(ring.Consume(3), std::logic_error);
    ring.Consume(2);
    CHECK(ring.EndSync() == 2);
    CHECK(ring.UserAvailable() == 7);
}

TEST_CASE("ring: transfers are counted for kernel and user, smallest and largest too")
{
    ChannelRing ring(RingKind::Receive, 16);
    CHECK(ring.Enqueue(3) == 3);
    CHECK(ring.Enqueue(20) == 12);
    CHECK(ring.Enqueue(1) == 0); // no transfer
    ring.BeginSync();
    ring.EndSync();
    ring.UserAdvance(10);
    ring.BeginSync();
    ring.EndSync();
    CHECK(ring.KernelTransfers().transfers == 2);
    CHECK(ring.KernelTransfers().slots == 15);
    CHECK(ring.KernelTransfers().fewest == 3);
    CHECK(ring.KernelTransfers().most == 12);
    CHECK(ring.UserTransfers().transfers == 2);
    CHECK(ring.UserTransfers().slots == 10);
    CHECK(ring.UserTransfers().fewest == 0);
    CHECK(ring.UserTransfers().most == 10);
}

} // namespace channel_ring_test
