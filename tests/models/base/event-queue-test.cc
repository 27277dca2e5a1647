// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/event-queue.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>
#include <set>
#include <vector>

namespace event_queue_test
{

using nexsim::EventQueue;
using nexsim::EventRecord;

namespace
{

constexpr int64_t END_OF_TIME = std::numeric_limits<int64_t>::max();

struct Earlier
{
    bool operator()(const EventRecord& a, const EventRecord& b) const
    {
        return nexsim::Before(a, b);
    }
};

using Model = std::set<EventRecord, Earlier>;

bool
Same(const EventRecord& a, const EventRecord& b)
{
    return a.time == b.time && a.rank == b.rank && a.sequence == b.sequence && a.event == b.event;
}

/** The queue beside a std::set: every step is done to both and compared. */
class Pair
{
  public:
    void Push(int64_t time, uint64_t rank)
    {
        ++m_sequence;
        const EventRecord event{time, rank, m_sequence, static_cast<uintptr_t>(m_sequence * 8)};
        m_queue.Push(event);
        m_model.insert(event);
    }

    bool Pop()
    {
        const EventRecord expected = *m_model.begin();
        m_model.erase(m_model.begin());
        m_now = expected.time;
        return Same(m_queue.Pop(), expected);
    }

    bool Peek()
    {
        return Same(m_queue.Top(), *m_model.begin());
    }

    bool Remove(const EventRecord& event)
    {
        m_model.erase(event);
        return m_queue.Remove(event.time, event.rank, event.sequence) &&
               !m_queue.Remove(event.time, event.rank, event.sequence);
    }

    bool Drain()
    {
        bool right = true;
        while (right && !m_model.empty())
        {
            right = m_queue.Size() == m_model.size() && !m_queue.Empty() && Pop();
        }
        return right && m_queue.Empty() && m_queue.Size() == 0;
    }

    int64_t Now() const
    {
        return m_now;
    }

    const Model& Pending() const
    {
        return m_model;
    }

    EventQueue& Queue()
    {
        return m_queue;
    }

  private:
    EventQueue m_queue;
    Model m_model;
    uint64_t m_sequence{0};
    int64_t m_now{0};
};

/** A delay up to the end of time, with a scale that the generator varies too. */
int64_t
Delay(uint64_t bits, unsigned scale, int64_t now)
{
    const uint64_t delay = scale == 0 ? 0 : bits >> (64 - scale);
    return static_cast<int64_t>(std::min(delay, static_cast<uint64_t>(END_OF_TIME - now)));
}

uint64_t
Rank(uint64_t bits)
{
    // Few priorities, few tie keys, any context: ties at every level of the order.
    return (bits % 3) << 56 | (bits / 3 % 5) << 32 | (bits >> 40);
}

/** xorshift64: spreads one generated number over a burst of events. */
uint64_t
Next(uint64_t& state)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

struct Burst
{
    int kind;
    unsigned count;
    unsigned scale;
    uint64_t seed;
};

rc::Gen<Burst>
AnyBurst()
{
    return rc::gen::construct<Burst>(rc::gen::inRange(0, 8),
                                     rc::gen::inRange(1U, 150U),
                                     rc::gen::element(0U, 0U, 1U, 3U, 8U, 20U, 33U, 62U, 63U),
                                     rc::gen::inRange<uint64_t>(1, uint64_t{1} << 62));
}

/** Removes every third of the pending events around a random one. */
void
RemoveSome(Pair& pair, uint64_t seed, unsigned count)
{
    auto place = pair.Pending().begin();
    std::advance(place, seed % (pair.Pending().size() + 1));
    for (unsigned i = 0; i < count && place != pair.Pending().end(); ++i)
    {
        const EventRecord event = *place++;
        if (i % 3 == 0)
        {
            RC_ASSERT(pair.Remove(event));
        }
    }
}

void
Apply(Pair& pair, const Burst& burst)
{
    uint64_t state = burst.seed;
    for (unsigned i = 0; i < burst.count; ++i)
    {
        const uint64_t bits = Next(state);
        if (burst.kind <= 3 || pair.Pending().empty())
        {
            const int64_t now = pair.Now();
            pair.Push(now + Delay(Next(state), burst.scale, now), Rank(bits));
        }
        else if (burst.kind == 4)
        {
            RC_ASSERT(pair.Peek());
        }
        else
        {
            RC_ASSERT(pair.Pop());
            if (burst.kind == 5)
            {
                pair.Push(pair.Now() + Delay(bits, burst.scale, pair.Now()), Rank(bits));
            }
        }
    }
    if (burst.kind == 6)
    {
        RemoveSome(pair, burst.seed, burst.count);
    }
}

} // namespace

TEST_CASE("EventQueue pops what a std::set pops, whatever is pushed, popped and removed")
{
    CHECK(rc::check([] {
        const auto bursts = *rc::gen::container<std::vector<Burst>>(AnyBurst());
        Pair pair;
        for (const Burst& burst : bursts)
        {
            Apply(pair, burst);
            RC_ASSERT(pair.Queue().Size() == pair.Pending().size());
        }
        size_t visited = 0;
        pair.Queue().ForEach([&](const EventRecord& event) {
            RC_ASSERT(pair.Pending().count(event) == 1);
            ++visited;
        });
        RC_ASSERT(visited == pair.Pending().size());
        RC_ASSERT(pair.Drain());
    }));
}

TEST_CASE("EventQueue orders by time, priority, tie key, sequence, and not by context")
{
    EventQueue queue;
    const uint64_t late = uint64_t{2} << 56;
    const uint64_t early = uint64_t{1} << 56;
    queue.Push({7, late | uint64_t{1} << 32, 1, 0});
    queue.Push({7, early | uint64_t{9} << 32 | 5, 3, 0});
    queue.Push({7, early | uint64_t{9} << 32 | 4, 4, 0});
    queue.Push({7, early | uint64_t{8} << 32 | 6, 5, 0});
    queue.Push({6, late | uint64_t{0xffffff} << 32, 6, 0});
    queue.Push({7, early | uint64_t{9} << 32, std::numeric_limits<uint64_t>::max(), 0});
    std::vector<uint64_t> sequences;
    while (!queue.Empty())
    {
        sequences.push_back(queue.Pop().sequence);
    }
    const std::vector<uint64_t> expected{6, 5, 3, 4, std::numeric_limits<uint64_t>::max(), 1};
    CHECK(sequences == expected);
}

TEST_CASE("EventQueue holds steady from 8 to 20000 pending, for each shape of increments")
{
    for (const unsigned pending : {8U, 47U, 48U, 49U, 100U, 1000U, 20000U})
    {
        for (const unsigned shape : {0U, 1U, 2U, 3U, 4U})
        {
            CAPTURE(pending);
            CAPTURE(shape);
            Pair pair;
            uint64_t state = 99;
            const auto increment = [&]() -> int64_t {
                const auto bits = Next(state);
                switch (shape)
                {
                case 0:
                    return static_cast<int64_t>(bits % 2000000);
                case 1: // one in a hundred far away
                    return bits % 100 == 0 ? 10000000000 : static_cast<int64_t>(bits % 1000000);
                case 2: // many ties
                    return static_cast<int64_t>(bits % 16) * 100000;
                case 3:
                    return 1000000;
                default: // each octave alike
                    return static_cast<int64_t>((bits >> 32) >> bits % 32);
                }
            };
            for (unsigned i = 0; i < pending; ++i)
            {
                pair.Push(increment(), Rank(Next(state)));
            }
            bool right = true;
            for (unsigned i = 0; right && i < 3 * pending; ++i)
            {
                right = pair.Pop();
                pair.Push(pair.Now() + increment(), Rank(Next(state)));
            }
            CHECK(right);
            CHECK(pair.Drain());
        }
    }
}

TEST_CASE("EventQueue serves a crowded instant in order, with arrivals into its middle")
{
    for (const bool seeded : {false, true})
    {
        CAPTURE(seeded);
        Pair pair;
        uint64_t state = 5;
        pair.Push(10, 0);
        for (int i = 0; i < 3000; ++i)
        {
            pair.Push(i % 10 == 9 ? 1000 + i : 500, seeded ? Next(state) >> 24 << 24 : 0);
        }
        bool right = pair.Pop() && pair.Peek();
        for (int i = 0; right && i < 1000; ++i)
        {
            // After Peek() brought the instant near, but before it: and into it.
            pair.Push(20 + i % 7, 0);
            pair.Push(500, uint64_t{128} << 56 | Next(state) >> 8);
            pair.Push(500, Next(state) >> 1);
        }
        right = right && pair.Pop() && pair.Pop();
        CHECK(right);
        const std::vector<EventRecord> pending(pair.Pending().begin(), pair.Pending().end());
        for (size_t i = 0; i < pending.size(); i += 5)
        {
            CHECK(pair.Remove(pending[i]));
        }
        CHECK(pair.Drain());
    }
}

TEST_CASE("EventQueue divides times that halve towards now, up to the end of time")
{
    Pair pair;
    for (unsigned shift = 0; shift < 63; ++shift)
    {
        for (int i = 0; i < 40; ++i)
        {
            pair.Push((END_OF_TIME >> shift) - i % (shift > 55 ? 1 : 4), Rank(shift));
        }
    }
    CHECK(pair.Pop());
    pair.Push(END_OF_TIME, 0);
    pair.Push(END_OF_TIME - 1, 0);
    pair.Push(pair.Now(), 0);
    CHECK(pair.Drain());
    pair.Push(3, 0);
    pair.Push(0, 0);
    CHECK(pair.Drain());
}

TEST_CASE("EventQueue serves pushes between what is near and the bucket that comes next")
{
    Pair pair;
    for (int i = 0; i < 2000; ++i)
    {
        pair.Push(i < 1000 ? i : 1000000 + i, 0);
    }
    bool right = true;
    for (int i = 0; right && i < 900; ++i)
    {
        right = pair.Pop();
        pair.Push(999 + 37 * i, 0);
        pair.Push(1000000 + 41 * i, 0);
    }
    CHECK(right);
    CHECK(pair.Drain());
}

TEST_CASE("EventQueue serves a push that is earlier than the last pop")
{
    Pair pair;
    for (int i = 0; i < 500; ++i)
    {
        pair.Push(1000 + i * i % 377, 0);
    }
    CHECK(pair.Pop());
    pair.Push(3, 0);
    pair.Push(1, 0);
    pair.Push(2, 0);
    CHECK(pair.Drain());
}

TEST_CASE("EventQueue removes nothing when time, rank or sequence differs")
{
    EventQueue queue;
    for (uint64_t i = 0; i < 300; ++i)
    {
        queue.Push({static_cast<int64_t>(i), uint64_t{7} << 32, i, 0});
    }
    for (const uint64_t i : {uint64_t{0}, uint64_t{10}, uint64_t{299}})
    {
        const auto time = static_cast<int64_t>(i);
        CHECK_FALSE(queue.Remove(time + 1000, uint64_t{7} << 32, i));
        CHECK_FALSE(queue.Remove(time, uint64_t{8} << 32, i));
        CHECK_FALSE(queue.Remove(time, uint64_t{7} << 32, i + 1));
        CHECK(queue.Size() == 300);
    }
    CHECK(queue.Remove(299, uint64_t{7} << 32 | 1234, 299));
    CHECK(queue.Size() == 299);
    EventQueue empty;
    CHECK_FALSE(empty.Remove(0, 0, 0));
}

TEST_CASE("EventQueue keeps its memory in proportion to what is pending")
{
    constexpr int PENDING = 600000;
    // Spread out; one instant; one instant of many tie keys, now, and after others.
    for (const int shape : {0, 1, 2, 3})
    {
        CAPTURE(shape);
        EventQueue queue;
        uint64_t state = 17;
        uint64_t sequence = 0;
        int64_t now = 0;
        for (int i = 0; shape == 3 && i < 100; ++i)
        {
            queue.Push({i, 0, ++sequence, 0});
        }
        for (int i = 0; i < PENDING; ++i)
        {
            const auto delay = static_cast<int64_t>(shape == 0 ? Next(state) % 1000000 : 1000);
            const uint64_t rank = shape >= 2 ? Next(state) >> 8 : 0;
            queue.Push({delay, rank, ++sequence, 0});
        }
        const size_t full = queue.AllocatedBytes();
        CHECK(full >= PENDING * sizeof(EventRecord));
        CHECK(full <= 256 * PENDING);
        while (queue.Size() > 200)
        {
            now = queue.Pop().time;
        }
        size_t most = 0;
        for (int i = 0; i < 100000; ++i)
        {
            now = queue.Pop().time;
            queue.Push({now + static_cast<int64_t>(Next(state) % 1000000), 0, ++sequence, 0});
            most = i == 1000 ? queue.AllocatedBytes() : std::max(most, queue.AllocatedBytes());
        }
        CHECK(most <= 2 << 20);
        queue.Clear();
        CHECK(queue.Empty());
        CHECK(queue.AllocatedBytes() == 0);
        queue.Push({END_OF_TIME, 0, 1, 0});
        CHECK(queue.Pop().sequence == 1);
    }
}

TEST_CASE("EventQueue allocates nothing while no more events are pending than before")
{
    EventQueue queue;
    uint64_t state = 3;
    uint64_t sequence = 0;
    const auto hold = [&](int operations) {
        for (int i = 0; i < operations; ++i)
        {
            const int64_t now = queue.Pop().time;
            queue.Push({now + static_cast<int64_t>(Next(state) % 1000000), 0, ++sequence, 0});
        }
    };
    for (int i = 0; i < 5500; ++i)
    {
        queue.Push({static_cast<int64_t>(Next(state) % 1000000), 0, ++sequence, 0});
    }
    hold(1000000);
    for (int i = 0; i < 500; ++i)
    {
        queue.Pop();
    }
    const size_t warm = queue.AllocatedBytes();
    hold(1000000);
    CHECK(queue.AllocatedBytes() == warm);
}

} // namespace event_queue_test
