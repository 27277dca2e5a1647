// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/packet-pool.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <set>
#include <vector>

namespace stage_clock_test
{

namespace
{

using nexsim::kStageCount;
using nexsim::Packet;
using nexsim::PacketPool;
using nexsim::PacketPtr;
using nexsim::SimTime;
using nexsim::Stage;

int64_t
StageSum(const Packet& packet)
{
    int64_t sum = 0;
    for (size_t i = 0; i < kStageCount; ++i)
    {
        sum += (packet.stages >> i & 1) != 0 ? nexsim::StagesOf(packet).picoseconds[i] : 0;
    }
    return sum;
}

} // namespace

TEST_CASE("stage clock: marks add up to the time since creation, stage by stage")
{
    CHECK(rc::check([] {
        const auto marks = *rc::gen::container<std::vector<std::pair<unsigned, int64_t>>>(
            rc::gen::pair(rc::gen::inRange(0U, 16U), rc::gen::inRange<int64_t>(0, 1'000'000'007)));
        PacketPool pool;
        // A used slot, so that stale times would show.
        {
            const PacketPtr used = pool.Allocate();
            nexsim::StagesOf(*used).picoseconds.fill(-1);
        }
        const PacketPtr packet = pool.Allocate();
        SimTime now(12'345);
        packet->created = packet->lastMark = now;
        std::array<int64_t, kStageCount> expected{};
        for (const auto& [stage, span] : marks)
        {
            now += SimTime(span);
            nexsim::MarkStage(*packet, static_cast<Stage>(stage), now);
            expected[stage] += span;
        }
        RC_ASSERT(StageSum(*packet) == (now - packet->created).Value());
        for (size_t i = 0; i < kStageCount; ++i)
        {
            const bool present = (packet->stages >> i & 1) != 0;
            RC_ASSERT(present == (expected[i] != 0));
            RC_ASSERT((!present || nexsim::StagesOf(*packet).picoseconds[i] == expected[i]));
        }
    }));
}

TEST_CASE("stage clock: time known ahead is added without moving the mark")
{
    PacketPool pool;
    const PacketPtr packet = pool.Allocate();
    nexsim::AddToStage(*packet, Stage::Propagation, SimTime(7));
    nexsim::AddToStage(*packet, Stage::Propagation, SimTime(5));
    CHECK(packet->lastMark == SimTime(0));
    CHECK(nexsim::StagesOf(*packet).picoseconds[static_cast<size_t>(Stage::Propagation)] == 12);
}

TEST_CASE("stage clock: every stage has a name of its own, the last one as the enumeration has it")
{
    const std::set<std::string_view> names(nexsim::kStageNames.begin(), nexsim::kStageNames.end());
    CHECK(names.size() == kStageCount);
    CHECK(nexsim::kStageNames[static_cast<size_t>(Stage::Reassembly)] == "reassembly");
    CHECK(nexsim::kStageNames[static_cast<size_t>(Stage::SwitchQueue)] == "switch-queue");
}

} // namespace stage_clock_test
