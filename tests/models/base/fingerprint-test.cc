// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/fingerprint.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace fingerprint_test
{

namespace
{

using nexsim::EventKind;
using nexsim::Fingerprint;
using nexsim::Packet;
using nexsim::SimTime;

struct Event
{
    int64_t time;
    uint64_t path;
    uint8_t kind;
    uint32_t flowHash;
    uint32_t number;
    uint32_t size = 1500;
    uint8_t dscp = 0;
    uint8_t ecn = 0;

    auto Tie() const
    {
        return std::tie(time, path, kind, flowHash, number);
    }
};

rc::Gen<Event>
AnyEvent()
{
    return rc::gen::construct<Event>(rc::gen::inRange<int64_t>(0, 1'000'000'000'000),
                                     rc::gen::arbitrary<uint64_t>(),
                                     rc::gen::inRange<uint8_t>(1, 7),
                                     rc::gen::arbitrary<uint32_t>(),
                                     rc::gen::arbitrary<uint32_t>());
}

uint64_t
HashOf(const std::vector<Event>& events)
{
    Fingerprint fingerprint;
    for (const Event& event : events)
    {
        Packet packet{};
        packet.flowHash = event.flowHash;
        packet.number = event.number;
        packet.size = event.size;
        packet.dscp = event.dscp;
        packet.ecn = static_cast<nexsim::Ecn>(event.ecn);
        fingerprint.Add(Fingerprint::Wire,
                        SimTime(event.time),
                        event.path,
                        static_cast<EventKind>(event.kind),
                        packet);
    }
    return fingerprint.Value(Fingerprint::Wire);
}

/** @brief Hashes one event at `time`. */
void
AddAt(Fingerprint& fingerprint, int64_t time)
{
    fingerprint.Add(Fingerprint::Wire, SimTime(time), 1, EventKind::Transmitted, Packet{});
}

/** @brief Notes the times it is told of, with its own name, in a list shared with others. */
class Listener : public nexsim::EventObserver
{
  public:
    using Notes = std::vector<std::pair<char, int64_t>>;

    Listener(char name, Notes& notes) : m_name(name), m_notes(notes) {}

    void OnEvent(SimTime now, uint64_t /*pathHash*/, EventKind /*kind*/, const Packet&) override
    {
        m_notes.emplace_back(m_name, now.Value());
    }

  private:
    char m_name;
    Notes& m_notes;
};

} // namespace

TEST_CASE("the fingerprint notices a change of any field of any event")
{
    CHECK(rc::check([] {
        auto events = *rc::gen::nonEmpty(rc::gen::container<std::vector<Event>>(AnyEvent()));
        const uint64_t before = HashOf(events);
        Event& victim = events[*rc::gen::inRange<size_t>(0, events.size())];
        const unsigned bit = *rc::gen::inRange(0U, 32U);
        switch (*rc::gen::inRange(0, 8))
        {
        case 0:
            victim.time ^= int64_t{1} << bit;
            break;
        case 1:
            victim.path ^= uint64_t{1} << (2 * bit);
            break;
        case 2:
            victim.kind = static_cast<uint8_t>(victim.kind % 6 + 1);
            break;
        case 3:
            victim.flowHash ^= 1U << bit;
            break;
        case 4:
            victim.size ^= 1U << bit;
            break;
        case 5:
            victim.dscp ^= static_cast<uint8_t>(1U << bit % 6);
            break;
        case 6:
            victim.ecn ^= static_cast<uint8_t>(1U << bit % 2);
            break;
        default:
            victim.number ^= 1U << bit;
        }
        RC_ASSERT(HashOf(events) != before);
    }));
}

TEST_CASE("the fingerprint notices that two events changed places, and that one is missing")
{
    CHECK(rc::check([] {
        auto events = *rc::gen::suchThat(rc::gen::container<std::vector<Event>>(AnyEvent()),
                                         [](const auto& all) { return all.size() >= 2; });
        const uint64_t before = HashOf(events);
        const size_t at = *rc::gen::inRange<size_t>(1, events.size());
        RC_PRE(events[at].Tie() != events[at - 1].Tie());
        std::swap(events[at], events[at - 1]);
        RC_ASSERT(HashOf(events) != before);
        std::swap(events[at], events[at - 1]);
        RC_ASSERT(HashOf(events) == before);
        events.pop_back();
        RC_ASSERT(HashOf(events) != before);
    }));
}

TEST_CASE("a hundred thousand neighbouring events leave as many different fingerprints")
{
    std::set<uint64_t> seen;
    Packet packet{};
    for (uint32_t number = 0; number < 10; ++number)
    {
        for (uint32_t flow = 0; flow < 10; ++flow)
        {
            for (int64_t time = 0; time < 1000; ++time)
            {
                Fingerprint fingerprint;
                packet.number = number;
                packet.flowHash = flow;
                fingerprint.Add(Fingerprint::Drops, SimTime(time), 77, EventKind::Dropped, packet);
                seen.insert(fingerprint.Value(Fingerprint::Drops));
            }
        }
    }
    CHECK(seen.size() == 100'000);
}

TEST_CASE("the ingredients of a fingerprint do not mix, and its values never change by version")
{
    Fingerprint fingerprint;
    Packet packet{};
    packet.flowHash = 5;
    packet.number = 6;
    fingerprint.Add(Fingerprint::Drops, SimTime(7), 8, EventKind::Dropped, packet);
    fingerprint.AddWord(Fingerprint::Scalars, 9);
    const Fingerprint empty;
    CHECK(fingerprint.Value(Fingerprint::Trajectory) == empty.Value(Fingerprint::Trajectory));
    CHECK(fingerprint.Value(Fingerprint::Wire) == empty.Value(Fingerprint::Wire));
    CHECK(fingerprint.Value(Fingerprint::Drops) == 0xb308b1fdd9255fb4U);
    CHECK(fingerprint.Value(Fingerprint::Scalars) == 0x8d12e6b76c84d22U);
}

TEST_CASE("every observer is told of every event from its addition to its removal, in order")
{
    Fingerprint fingerprint;
    Listener::Notes notes;
    Listener a('a', notes);
    Listener b('b', notes);
    AddAt(fingerprint, 1);
    fingerprint.AddObserver(a);
    AddAt(fingerprint, 2);
    fingerprint.AddObserver(b);
    AddAt(fingerprint, 3);
    fingerprint.RemoveObserver(a);
    AddAt(fingerprint, 4);
    fingerprint.RemoveObserver(a);
    fingerprint.RemoveObserver(b);
    AddAt(fingerprint, 5);
    CHECK(notes == Listener::Notes{{'a', 2}, {'a', 3}, {'b', 3}, {'b', 4}});
    CHECK(fingerprint.EventCount() == 5);
}

TEST_CASE("checkpoints lie at multiples of a power of two, show the hash there, and stay few")
{
    CHECK(rc::check([] {
        const auto count = *rc::gen::inRange<uint64_t>(0, 2000);
        const auto watchFrom = *rc::gen::inRange<uint64_t>(0, 2000);
        const auto watchTo = *rc::gen::inRange<uint64_t>(0, 2000);
        Fingerprint fingerprint;
        Listener::Notes notes;
        Listener listener('a', notes);
        std::vector<uint64_t> hashes;
        for (uint64_t i = 0; i < count; ++i)
        {
            if (i == watchFrom)
            {
                fingerprint.AddObserver(listener);
            }
            if (i == watchTo)
            {
                fingerprint.RemoveObserver(listener);
            }
            AddAt(fingerprint, static_cast<int64_t>(i));
            hashes.push_back(fingerprint.Value(Fingerprint::Wire));
            RC_ASSERT(fingerprint.EventCount() == i + 1);
        }
        uint64_t spacing = 1;
        while (count / spacing >= Fingerprint::kMostCheckpoints)
        {
            spacing *= 2;
        }
        const auto& checkpoints = fingerprint.Checkpoints();
        RC_ASSERT(checkpoints.size() == count / spacing);
        for (size_t i = 0; i < checkpoints.size(); ++i)
        {
            const uint64_t events = (i + 1) * spacing;
            RC_ASSERT(checkpoints[i].events == events);
            RC_ASSERT(checkpoints[i].time == SimTime(static_cast<int64_t>(events) - 1));
            RC_ASSERT(checkpoints[i].hashes[Fingerprint::Wire] == hashes[events - 1]);
        }
    }));
}

} // namespace fingerprint_test
