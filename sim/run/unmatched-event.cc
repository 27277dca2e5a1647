// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/unmatched-event.h"

#include "models/base/hash.h"
#include "sim/run/repeated-run.h"

#include <algorithm>

namespace nexsim
{

namespace
{

/** @brief What a run has done by the end of an instant. */
struct InstantHash
{
    uint64_t events = 0; //!< so far
    uint64_t hash = 0;   //!< of all instants so far, each as a set
};

uint64_t
HashOf(const HashedEvent& event)
{
    uint64_t hash = MixWords(event.pathHash, static_cast<uint64_t>(event.kind) + 1);
    hash = MixWords(hash ^ (static_cast<uint64_t>(event.flowHash) << 32 | event.number),
                    0x9e3779b97f4a7c15ULL);
    const uint64_t header = static_cast<uint64_t>(event.size) << 16 |
                            static_cast<uint64_t>(event.dscp) << 8 |
                            static_cast<uint64_t>(event.ecn);
    return HashInteger(hash ^ header);
}

/** @brief Hashes instants after `from` events; keeps the state after every `spacing` or more. */
class InstantRecorder : public EventObserver
{
  public:
    InstantRecorder(uint64_t from, uint64_t spacing, const Fingerprint& fingerprint)
        : m_from(from), m_spacing(spacing), m_next(from + spacing), m_fingerprint(fingerprint)
    {
    }

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override
    {
        const uint64_t number = m_fingerprint.EventCount();
        if (number <= m_from)
        {
            return;
        }
        if (now != m_now)
        {
            EndInstant();
            m_now = now;
        }
        m_sum += HashOf(HashedEvent(now, pathHash, kind, packet));
        m_last = number;
    }

    std::vector<InstantHash> Take()
    {
        m_next = 0;
        EndInstant();
        return std::move(m_hashes);
    }

  private:
    void EndInstant()
    {
        if (m_last == 0)
        {
            return;
        }
        m_hash = MixWords(m_hash ^ m_sum, static_cast<uint64_t>(m_now.Value()) | 1) + m_sum;
        m_sum = 0;
        if (m_last >= m_next)
        {
            m_hashes.push_back({m_last, m_hash});
            m_next = m_last + m_spacing;
        }
    }

    uint64_t m_from;
    uint64_t m_spacing;
    uint64_t m_next; //!< number of events from which on the end of an instant is kept
    const Fingerprint& m_fingerprint;
    SimTime m_now{-1};
    uint64_t m_last = 0; //!< number of the last event
    uint64_t m_sum = 0;  //!< of the events of the current instant
    uint64_t m_hash = 0;
    std::vector<InstantHash> m_hashes;
};

std::vector<InstantHash>
HashInstants(const ComparedRun& run, uint64_t from, uint64_t spacing)
{
    RepeatedRun repeated(run.scenario);
    InstantRecorder recorder(from, spacing, repeated.Run().GetFingerprint());
    repeated.Play(recorder, run.events);
    return recorder.Take();
}

/** @brief The events from `begin` on that are of one instant end here. */
size_t
EndOfInstant(const std::vector<HashedEvent>& events, size_t begin)
{
    size_t end = begin;
    while (end < events.size() && events[end].at == events[begin].at)
    {
        ++end;
    }
    return end;
}

/** @brief The first of [begin, end) that occurs more often up to there than in `others`. */
std::optional<NumberedEvent>
FirstExtra(const std::vector<HashedEvent>& events,
           size_t begin,
           size_t end,
           std::vector<HashedEvent> others,
           uint64_t from)
{
    for (size_t i = begin; i < end; ++i)
    {
        const auto match = std::find(others.begin(), others.end(), events[i]);
        if (match == others.end())
        {
            return NumberedEvent{from + i + 1, events[i]};
        }
        others.erase(match);
    }
    return std::nullopt;
}

UnmatchedEvents
Match(const std::vector<HashedEvent>& a, const std::vector<HashedEvent>& b, uint64_t from)
{
    size_t at = 0; // in both: up to here they have equally many events
    while (at < a.size() || at < b.size())
    {
        size_t endA = at < a.size() ? EndOfInstant(a, at) : at;
        size_t endB = at < b.size() ? EndOfInstant(b, at) : at;
        if (endA > at && endB > at && a[at].at != b[at].at)
        {
            (a[at].at < b[at].at ? endB : endA) = at; // it does nothing at the earlier instant
        }
        const auto part = [](const std::vector<HashedEvent>& events, size_t begin, size_t end) {
            return std::vector<HashedEvent>(events.begin() + static_cast<std::ptrdiff_t>(begin),
                                            events.begin() + static_cast<std::ptrdiff_t>(end));
        };
        UnmatchedEvents found{FirstExtra(a, at, endA, part(b, at, endB), from),
                              FirstExtra(b, at, endB, part(a, at, endA), from)};
        if (!found.AreNone())
        {
            return found;
        }
        at = endA;
    }
    return {};
}

} // namespace

UnmatchedEvents
FindUnmatched(const ComparedRun& a, const ComparedRun& b, uint64_t mostEvents)
{
    uint64_t from = 0;
    uint64_t toA = a.events;
    uint64_t toB = b.events;
    while (std::max(toA, toB) - from > mostEvents)
    {
        const uint64_t size = std::max(toA, toB) - from;
        const uint64_t spacing = (size + mostEvents - 1) / mostEvents;
        const auto hashesA = HashInstants({a.scenario, toA}, from, spacing);
        const auto hashesB = HashInstants({b.scenario, toB}, from, spacing);
        const auto [differentA, differentB] =
            std::mismatch(hashesA.begin(),
                          hashesA.end(),
                          hashesB.begin(),
                          hashesB.end(),
                          [](const InstantHash& x, const InstantHash& y) {
                              return x.events == y.events && x.hash == y.hash;
                          });
        from = differentA == hashesA.begin() ? from : std::prev(differentA)->events;
        toA = differentA == hashesA.end() ? toA : differentA->events;
        toB = differentB == hashesB.end() ? toB : differentB->events;
        if (std::max(toA, toB) - from == size)
        {
            break; // one instant holds them all
        }
    }
    const WindowView viewA = RecordEvents(a.scenario, {from, toA});
    const WindowView viewB = RecordEvents(b.scenario, {from, toB});
    return Match(viewA.events, viewB.events, from);
}

} // namespace nexsim
