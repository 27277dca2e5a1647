// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/stream-memory.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <deque>
#include <stdexcept>
#include <vector>

namespace stream_memory_test
{

using nexsim::Bytes;
using nexsim::MemoryState;
using nexsim::SimTime;
using nexsim::StreamMemory;

using Side = StreamMemory::Side;

TEST_CASE("stream memory: the four states, in the order in which a stream goes round")
{
    // Mutations seen to fail: writing returns below half of the mark, never returns, turns to
    // remote memory one line early.
    StreamMemory memory(Bytes(200), Bytes(100));
    CHECK(memory.State() == MemoryState::Idle);
    memory.SetActive(SimTime(10), true);
    CHECK(memory.State() == MemoryState::OnTheFly);
    CHECK(memory.Write(SimTime(20), 100) == Side::Local);
    CHECK(memory.Write(SimTime(30), 100) == Side::Local);
    CHECK(memory.State() == MemoryState::OnTheFly);
    CHECK(memory.Write(SimTime(40), 100) == Side::Remote);
    CHECK(memory.State() == MemoryState::Spilling);
    CHECK(memory.Write(SimTime(50), 100) == Side::Remote);
    CHECK(memory.Write(SimTime(60), 100) == Side::Remote);
    CHECK(memory.Read(SimTime(70), 100) == Side::Local);
    CHECK(memory.Read(SimTime(80), 100) == Side::Local);
    CHECK(memory.State() == MemoryState::Spilled);
    CHECK(memory.Read(SimTime(90), 100) == Side::Remote); // 200 B left
    CHECK(memory.State() == MemoryState::Spilled);
    CHECK(memory.Read(SimTime(100), 100) == Side::Remote); // 100 B left: the mark
    CHECK(memory.State() == MemoryState::Returning);
    CHECK(memory.Write(SimTime(110), 100) == Side::Local);
    CHECK(memory.Read(SimTime(120), 100) == Side::Remote);
    CHECK(memory.State() == MemoryState::OnTheFly);
    CHECK(memory.Read(SimTime(130), 100) == Side::Local);
    memory.SetActive(SimTime(140), false);

    CHECK(memory.TimeIn(MemoryState::Idle, SimTime(150)) == SimTime(20));
    CHECK(memory.TimeIn(MemoryState::OnTheFly, SimTime(150)) == SimTime(30 + 20));
    CHECK(memory.TimeIn(MemoryState::Spilling, SimTime(150)) == SimTime(40));
    CHECK(memory.TimeIn(MemoryState::Spilled, SimTime(150)) == SimTime(20));
    CHECK(memory.TimeIn(MemoryState::Returning, SimTime(150)) == SimTime(20));
    CHECK(memory.PeakRemote() == 300);
    CHECK(memory.RemoteWritten() == 300);
    CHECK(memory.RemoteRead() == 300);
    CHECK(memory.LocalRead() == 300);
}

TEST_CASE(
    "stream memory: an observer is told of all time and its states, up to where it is settled")
{
    struct States : nexsim::MemoryObserver
    {
        void OnMemory(MemoryState state, SimTime from, SimTime to) override
        {
            CHECK(from == last);
            last = to;
            times[static_cast<size_t>(state)] += to - from;
        }

        SimTime last;
        std::array<SimTime, nexsim::kMemoryStates> times{};
    } states;

    StreamMemory memory(Bytes(100), Bytes(0));
    memory.SetObserver(&states);
    memory.SetActive(SimTime(10), true);
    memory.Write(SimTime(20), 100);
    memory.Write(SimTime(30), 100);
    memory.Read(SimTime(50), 100);
    memory.Settle(SimTime(70));
    CHECK(states.last == SimTime(70));
    for (size_t i = 0; i < nexsim::kMemoryStates; ++i)
    {
        CHECK(states.times[i] == memory.TimeIn(static_cast<MemoryState>(i), SimTime(70)));
    }
    CHECK(states.times[static_cast<size_t>(MemoryState::Spilling)] == SimTime(20));
    CHECK(states.times[static_cast<size_t>(MemoryState::Spilled)] == SimTime(20));
}

TEST_CASE("stream memory: first in, first out, never above its capacity, and no byte is lost")
{
    // Mutation seen to fail: a remote read is not counted.
    CHECK(rc::check([] {
        const auto capacity = *rc::gen::inRange<int64_t>(0, 1000);
        const auto mark = *rc::gen::inRange<int64_t>(0, 1000);
        StreamMemory memory{Bytes(capacity), Bytes(mark)};
        std::deque<std::pair<Side, int64_t>> model;
        int64_t local = 0;
        int64_t remote = 0;
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-150, 300));
        int64_t now = 0;
        for (const int step : steps)
        {
            now += 7;
            if (step > 0)
            {
                const Side side = memory.Write(SimTime(now), step);
                model.emplace_back(side, step);
                (side == Side::Local ? local : remote) += step;
                RC_ASSERT(side == Side::Remote || local <= capacity);
            }
            else if (!model.empty())
            {
                const auto [side, bytes] = model.front();
                model.pop_front();
                RC_ASSERT(memory.Read(SimTime(now), bytes) == side);
                (side == Side::Local ? local : remote) -= bytes;
            }
            RC_ASSERT(memory.LocalBytes() == local);
            RC_ASSERT(memory.RemoteBytes() == remote);
            RC_ASSERT(memory.RemoteWritten() == memory.RemoteRead() + remote);
        }
    }));
}

TEST_CASE("stream memory: reading what is not there is a broken invariant")
{
    StreamMemory memory(Bytes(200), Bytes(0));
    CHECK_THROWS_AS(memory.Read(SimTime(1), 1), std::logic_error);
}

} // namespace stream_memory_test
