// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Prints, per distribution of increments and number of pending events, the nanoseconds of one
// hold operation (take the first event, add one at its time plus an increment) for EventQueue and
// for std::priority_queue, and their ratio. "sawtooth" fills and drains instead.

#include "models/base/event-queue.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <queue>
#include <string>
#include <vector>

namespace
{

using nexsim::EventQueue;
using nexsim::EventRecord;

struct Later
{
    bool operator()(const EventRecord& a, const EventRecord& b) const
    {
        return nexsim::Before(b, a);
    }
};

class Heap
{
  public:
    void Push(const EventRecord& event)
    {
        m_queue.push(event);
    }

    EventRecord Pop()
    {
        const EventRecord event = m_queue.top();
        m_queue.pop();
        return event;
    }

  private:
    std::priority_queue<EventRecord, std::vector<EventRecord>, Later> m_queue;
};

/** xorshift64*: the benchmark's own numbers. */
class Draw
{
  public:
    uint64_t Bits()
    {
        m_state ^= m_state >> 12;
        m_state ^= m_state << 25;
        m_state ^= m_state >> 27;
        return m_state * 2685821657736338717U;
    }

    /** Uniform on (0, 1]. */
    double Unit()
    {
        return (static_cast<double>(Bits() >> 11) + 1) * 0x1p-53;
    }

  private:
    uint64_t m_state{88172645463325252U};
};

struct Workload
{
    std::string name;
    std::function<int64_t(Draw&)> increment; //!< picoseconds
    bool randomTieKeys;
};

constexpr size_t TABLE = 1 << 16;

std::vector<EventRecord>
MakeTable(const Workload& workload)
{
    Draw draw;
    std::vector<EventRecord> table(TABLE);
    for (EventRecord& entry : table)
    {
        const uint64_t tieKey = workload.randomTieKeys ? draw.Bits() >> 40 << 32 : 0;
        entry = {workload.increment(draw), (uint64_t{128} << 56) | tieKey, 0, 0};
    }
    return table;
}

double
Seconds()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

template <typename Queue>
double
HoldNanoseconds(const std::vector<EventRecord>& table, size_t pending)
{
    Queue queue;
    uint64_t sequence = 0;
    const auto add = [&](int64_t now) {
        const EventRecord& entry = table[sequence % TABLE];
        queue.Push({now + entry.time, entry.rank, sequence, 0});
        ++sequence;
    };
    for (size_t i = 0; i < pending; ++i)
    {
        add(0);
    }
    for (size_t i = 0; i < 4 * pending; ++i)
    {
        add(queue.Pop().time);
    }
    const size_t operations = std::max<size_t>(1000000, 10 * pending);
    double best = 1e9;
    for (int repetition = 0; repetition < 3; ++repetition)
    {
        const double start = Seconds();
        for (size_t i = 0; i < operations; ++i)
        {
            add(queue.Pop().time);
        }
        best = std::min(best, (Seconds() - start) * 1e9 / static_cast<double>(operations));
    }
    return best;
}

template <typename Queue>
double
SawtoothNanoseconds(const std::vector<EventRecord>& table, size_t pending)
{
    Queue queue;
    uint64_t sequence = 0;
    int64_t now = 0;
    const size_t teeth = std::max<size_t>(4, 1000000 / pending);
    double best = 1e9;
    for (int repetition = 0; repetition < 3; ++repetition)
    {
        const double start = Seconds();
        for (size_t tooth = 0; tooth < teeth; ++tooth)
        {
            for (size_t i = 0; i < pending; ++i)
            {
                const EventRecord& entry = table[sequence % TABLE];
                queue.Push({now + entry.time, entry.rank, sequence, 0});
                ++sequence;
            }
            for (size_t i = 0; i < pending; ++i)
            {
                now = queue.Pop().time;
            }
        }
        const double pairs = static_cast<double>(teeth * pending);
        best = std::min(best, (Seconds() - start) * 1e9 / pairs);
    }
    return best;
}

std::vector<Workload>
Workloads()
{
    constexpr double MICROSECOND = 1e6;
    const auto exponential = [](Draw& draw) {
        return static_cast<int64_t>(-MICROSECOND * std::log(draw.Unit()));
    };
    const auto uniform = [](Draw& draw) {
        return static_cast<int64_t>(2 * MICROSECOND * draw.Unit());
    };
    const auto bimodal = [exponential](Draw& draw) {
        return draw.Unit() < 0.01 ? int64_t{10000000000} : exponential(draw);
    };
    const auto heavy = [](Draw& draw) {
        return static_cast<int64_t>(1000 * std::pow(1e7, draw.Unit()));
    };
    const auto ties = [exponential](Draw& draw) { return exponential(draw) / 100000 * 100000; };
    const auto constant = [](Draw&) { return int64_t{1000000}; };
    const auto equal = [](Draw&) { return int64_t{0}; };
    return {{"exponential", exponential, false},
            {"uniform", uniform, false},
            {"bimodal", bimodal, false},
            {"log-uniform", heavy, false},
            {"ties", ties, false},
            {"ties-seeded", ties, true},
            {"constant", constant, false},
            {"all-equal", equal, false}};
}

void
Print(const std::string& name, size_t pending, double queue, double heap)
{
    std::printf("%s\t%zu\t%.1f\t%.1f\t%.2f\n", name.c_str(), pending, queue, heap, queue / heap);
    std::fflush(stdout);
}

} // namespace

int
main(int argc, char** argv)
{
    const std::string only = argc > 1 ? argv[1] : "";
    std::printf("increments\tpending\tns_event_queue\tns_priority_queue\tratio\n");
    for (const Workload& workload : Workloads())
    {
        const std::vector<EventRecord> table = MakeTable(workload);
        for (const size_t pending : {8, 30, 100, 1000, 10000, 100000})
        {
            if (only.empty() || only == workload.name)
            {
                Print(workload.name,
                      pending,
                      HoldNanoseconds<EventQueue>(table, pending),
                      HoldNanoseconds<Heap>(table, pending));
            }
            if ((only.empty() || only == "sawtooth") && workload.name == "exponential")
            {
                Print("sawtooth",
                      pending,
                      SawtoothNanoseconds<EventQueue>(table, pending),
                      SawtoothNanoseconds<Heap>(table, pending));
            }
        }
    }
    return 0;
}
