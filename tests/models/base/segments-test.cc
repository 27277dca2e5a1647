// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/balance.h"
#include "models/base/fragments.h"
#include "models/base/segments.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>
#include <vector>

namespace segments_test
{

namespace
{

using nexsim::CanMerge;
using nexsim::Conversion;
using nexsim::Ecn;
using nexsim::FlowKey;
using nexsim::kStageCount;
using nexsim::MakeSegments;
using nexsim::MarkStage;
using nexsim::MergeSegments;
using nexsim::Packet;
using nexsim::PacketFifo;
using nexsim::PacketPtr;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::SplitSegments;
using nexsim::Stage;
using nexsim::TransportOf;
using nexsim::testing::IsBalanced;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

constexpr uint8_t kFin = 1;
constexpr uint8_t kPsh = 8;
constexpr uint8_t kAck = 16;
constexpr uint8_t kCwr = 128;

struct Scene
{
    /** A packet of the only flow, not yet born. */
    PacketPtr Make(uint32_t headers, uint32_t payload, uint8_t protocol = nexsim::kProtocolUdp)
    {
        FlowKey key;
        key.protocol = protocol;
        PacketPtr packet = run.Pool().Allocate();
        packet->flow = run.Flows().Intern(key);
        packet->flowHash = run.Flows()[packet->flow].hash;
        packet->number = run.Flows()[packet->flow].sentNumber++;
        packet->created = packet->lastMark = run.Now();
        packet->payloadBytes = payload;
        packet->size = headers + payload;
        TransportOf(*packet) = {};
        return packet;
    }

    PacketPtr Born(PacketPtr packet)
    {
        run.GetLedger().Born(*packet, run.Now(), 1);
        return packet;
    }

    std::vector<PacketPtr> Split(PacketPtr whole)
    {
        PacketFifo parts;
        SplitSegments(run, std::move(whole), 1, parts);
        std::vector<PacketPtr> segments;
        while (!parts.Empty())
        {
            segments.push_back(parts.Pop());
        }
        return segments;
    }

    void Pass(int64_t span)
    {
        RunUntil(run, run.Now() + SimTime(span));
    }

    Simulation simulation;
    RunContext run;
};

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

TEST_CASE("segments: 16384 B with headers of 52 B and an MSS of 1448 B are 12, the last of 404 B")
{
    Scene scene;
    PacketPtr whole = scene.Make(52, 16384 - 52, nexsim::kProtocolTcp);
    whole->flags = kAck | kPsh | kCwr | kFin;
    TransportOf(*whole).sequence = 1000;
    MakeSegments(scene.run, *whole, 1448);
    CHECK(nexsim::LargestSegmentIpBytes(*whole) == 1500);
    CHECK(nexsim::SeparateIpBytes(*whole) == 16384 + 11 * 52);
    whole = scene.Born(std::move(whole));
    const auto segments = scene.Split(std::move(whole));
    REQUIRE(segments.size() == 12);
    for (size_t i = 0; i < 12; ++i)
    {
        const Packet& segment = *segments[i];
        CHECK(segment.payloadBytes == (i < 11 ? 1448 : 404));
        CHECK(segment.size == segment.payloadBytes + 52);
        CHECK(segment.number == i);
        CHECK(segment.segments == 1);
        CHECK(TransportOf(segment).sequence == 1000 + 1448 * i);
        const uint8_t expected = i == 0 ? kAck | kCwr : i == 11 ? kAck | kPsh | kFin : kAck;
        CHECK(segment.flags == expected);
    }
    CHECK(scene.Make(52, 1, nexsim::kProtocolTcp)->number == 12);
    CHECK(scene.run.GetLedger().Taken(Conversion::Split) == nexsim::Tally{1, 16332});
    CHECK(scene.run.GetLedger().Made(Conversion::Split) == nexsim::Tally{12, 16332});
}

TEST_CASE("segments: cut or not, a flow has sent and delivered as many, with the same stages")
{
    CHECK(rc::check([] {
        Scene scene;
        const auto payload = *rc::gen::inRange<uint32_t>(1, 65508);
        const auto size = *rc::gen::inRange<int64_t>(payload / 100 + 1, 9000);
        const auto waits =
            *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(0, 1'000'000));
        PacketPtr whole = scene.Make(28, payload);
        MakeSegments(scene.run, *whole, size);
        const int64_t count = whole->segments;
        whole = scene.Born(std::move(whole));
        for (size_t i = 0; i < waits.size(); ++i)
        {
            scene.Pass(waits[i]);
            MarkStage(*whole, static_cast<Stage>(i % 3), scene.run.Now());
        }
        RC_ASSERT(StageSum(*whole) == AgeSum(*whole, scene.run.Now()));
        const SimTime born = whole->created;
        auto segments = scene.Split(std::move(whole));
        RC_ASSERT(static_cast<int64_t>(segments.size()) == count);
        nexsim::FlowRecord& flow = scene.run.Flows()[segments.front()->flow];
        RC_ASSERT(flow.measuredInside == count);
        int64_t bytes = 0;
        for (size_t i = 0; i < segments.size(); ++i)
        {
            Packet& segment = *segments[i];
            RC_ASSERT(segment.created == born);
            RC_ASSERT(StageSum(segment) == (scene.run.Now() - born).Value());
            RC_ASSERT(segment.payloadBytes == size || i + 1 == segments.size());
            bytes += segment.payloadBytes;
            scene.run.GetLedger().Deliver(std::move(segments[i]), scene.run.Now(), 2);
        }
        RC_ASSERT(bytes == payload);
        RC_ASSERT(flow.sent == flow.delivered);
        RC_ASSERT(flow.sent.packets == count);
        RC_ASSERT(flow.measuredInside == 0);
        RC_ASSERT(IsBalanced(scene.run));
    }));
}

TEST_CASE("segments: a merge keeps bytes, and its clock and age are the sums of what joined")
{
    CHECK(rc::check([] {
        Scene scene;
        const auto payload = *rc::gen::inRange<uint32_t>(1, 2000);
        const auto gaps = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(0, 100'000)));
        std::vector<PacketPtr> packets;
        std::vector<SimTime> births;
        for (const int64_t gap : gaps)
        {
            packets.push_back(scene.Born(scene.Make(28, payload)));
            births.push_back(scene.run.Now());
            scene.Pass(gap);
            MarkStage(*packets.back(), Stage::Propagation, scene.run.Now());
        }
        PacketPtr merged = std::move(packets.front());
        size_t joined = 1;
        for (; joined < packets.size() && CanMerge(scene.run, *merged, *packets[joined]); ++joined)
        {
            scene.Pass(7);
            MarkStage(*merged, Stage::Reassembly, scene.run.Now());
            MarkStage(*packets[joined], Stage::SwitchQueue, scene.run.Now());
            MergeSegments(scene.run, *merged, std::move(packets[joined]), 1);
        }
        scene.Pass(13);
        MarkStage(*merged, Stage::Copy, scene.run.Now());
        RC_ASSERT(merged->segments == joined);
        RC_ASSERT(merged->payloadBytes == joined * payload);
        RC_ASSERT(merged->size == 28 + joined * payload);
        RC_ASSERT(nexsim::SeparateIpBytes(*merged) ==
                  static_cast<int64_t>(joined * (28 + payload)));
        int64_t ages = 0;
        for (size_t i = 0; i < joined; ++i)
        {
            ages += (scene.run.Now() - births[i]).Value();
        }
        RC_ASSERT(AgeSum(*merged, scene.run.Now()) == ages);
        RC_ASSERT(StageSum(*merged) == ages);
        nexsim::FlowRecord& flow = scene.run.Flows()[merged->flow];
        RC_ASSERT(flow.measuredInside == static_cast<int64_t>(gaps.size()));
        scene.run.GetLedger().Deliver(std::move(merged), scene.run.Now(), 2);
        RC_ASSERT(flow.delivered.packets == static_cast<int64_t>(joined));
        const auto left = static_cast<int64_t>(gaps.size() - joined);
        RC_ASSERT(scene.run.GetLedger().Inside() == (nexsim::Tally{left, left * payload}));
    }));
}

TEST_CASE(
    "segments: what differs in flow, headers, marks or size, or follows a short one, stays apart")
{
    Scene scene;
    PacketPtr first = scene.Born(scene.Make(28, 1000));
    const auto next = [&scene](uint32_t headers, uint32_t payload) {
        return scene.Born(scene.Make(headers, payload));
    };
    CHECK(CanMerge(scene.run, *first, *next(28, 1000)));
    CHECK(CanMerge(scene.run, *first, *next(28, 999)));
    CHECK_FALSE(CanMerge(scene.run, *first, *next(28, 1001)));
    CHECK_FALSE(CanMerge(scene.run, *first, *next(32, 1000)));
    CHECK_FALSE(CanMerge(scene.run, *first, *next(28, 0)));
    PacketPtr marked = next(28, 1000);
    marked->ecn = Ecn::Congestion;
    CHECK_FALSE(CanMerge(scene.run, *first, *marked));
    PacketPtr urgent = next(28, 1000);
    urgent->dscp = 46;
    CHECK_FALSE(CanMerge(scene.run, *first, *urgent));
    const PacketPtr other = scene.Born(scene.Make(28, 1000, nexsim::kProtocolTcp));
    CHECK_FALSE(CanMerge(scene.run, *first, *other));
    MergeSegments(scene.run, *first, next(28, 999), 1);
    CHECK_FALSE(CanMerge(scene.run, *first, *next(28, 999)));
}

TEST_CASE("segments: fragments are put together by who knows their datagram, and by nobody else")
{
    Scene scene;
    const auto make = [&](int64_t offset, uint32_t bytes) {
        PacketPtr packet = scene.Born(scene.Make(20, bytes));
        nexsim::MakeFragment(*packet, 7, offset, 3000);
        return packet;
    };
    const PacketPtr earlier = make(1480, 1000);
    const PacketPtr later = make(2480, 500);
    CHECK(!CanMerge(scene.run, *earlier, *later));
    later->flags = earlier->flags;
    CHECK(!CanMerge(scene.run, *earlier, *later));
    nexsim::ForgetFragment(*earlier);
    nexsim::ForgetFragment(*later);
    CHECK(CanMerge(scene.run, *earlier, *later));
}

TEST_CASE("segments: TCP segments merge only in sequence, and what the last one says counts")
{
    Scene scene;
    const auto segment = [&scene](uint64_t sequence, uint8_t flags) {
        PacketPtr packet = scene.Born(scene.Make(52, 1448, nexsim::kProtocolTcp));
        TransportOf(*packet).sequence = sequence;
        TransportOf(*packet).acknowledgement = sequence / 2;
        packet->flags = flags;
        return packet;
    };
    PacketPtr first = segment(1, kAck);
    CHECK_FALSE(CanMerge(scene.run, *first, *segment(1450, kAck)));
    CHECK_FALSE(CanMerge(scene.run, *first, *segment(1, kAck)));
    CHECK_FALSE(CanMerge(scene.run, *first, *segment(1449, kAck | kFin)));
    CHECK_FALSE(CanMerge(scene.run, *first, *segment(1449, kAck | kCwr)));
    PacketPtr second = segment(1449, kAck | kPsh);
    REQUIRE(CanMerge(scene.run, *first, *second));
    MergeSegments(scene.run, *first, std::move(second), 1);
    CHECK(TransportOf(*first).sequence == 1);
    CHECK(TransportOf(*first).acknowledgement == 724);
    CHECK(first->flags == (kAck | kPsh));
    CHECK_FALSE(CanMerge(scene.run, *first, *segment(2897, kAck)));
}

TEST_CASE("segments: a conversion that does not keep payload is told at the end of a run")
{
    Scene scene;
    scene.run.GetLedger().Convert(Conversion::Split, {1, 3000}, {3, 3000});
    scene.run.GetLedger().Convert(Conversion::Merge, {3, 3000}, {1, 3000});
    CHECK_FALSE(nexsim::FindImbalance(scene.run));
    scene.run.GetLedger().Convert(Conversion::Merge, {3, 3000}, {1, 2999});
    const auto broken = nexsim::FindImbalance(scene.run);
    REQUIRE(broken);
    CHECK(broken->find("merged") == 0);
}

TEST_CASE("segments: a merge of packets of different age is not cut again")
{
    Scene scene;
    PacketPtr first = scene.Born(scene.Make(28, 100));
    scene.Pass(3);
    MarkStage(*first, Stage::Copy, scene.run.Now());
    MergeSegments(scene.run, *first, scene.Born(scene.Make(28, 100)), 1);
    PacketFifo parts;
    CHECK_THROWS_AS(SplitSegments(scene.run, std::move(first), 1, parts), std::logic_error);
}

TEST_CASE(
    "segments: given at once are TCP's next bytes of one instant, kept as long, within a size")
{
    Scene scene;
    const auto make = [&] {
        PacketPtr packet = scene.Make(52, 1000, nexsim::kProtocolTcp);
        packet->flags = kAck;
        TransportOf(*packet).sequence = 1 + uint64_t{1000} * packet->number;
        return packet;
    };
    const PacketPtr first = make();
    PacketPtr second = make();
    const auto isOne = [&](int64_t most) {
        return nexsim::IsGivenAtOnce(scene.run, *first, *second, most);
    };
    CHECK(isOne(2052));
    CHECK_FALSE(isOne(2051));
    const Packet good = *second;
    second->created = good.created + SimTime(1);
    CHECK_FALSE(isOne(2052));
    *second = good;
    second->lastMark = good.lastMark + SimTime(1);
    CHECK_FALSE(isOne(2052));
    *second = good;
    second->number = good.number + 1;
    CHECK_FALSE(isOne(2052));
    *second = good;
    TransportOf(*second).sequence += 1;
    CHECK_FALSE(isOne(2052));
    const PacketPtr datagram = scene.Make(28, 1000);
    const PacketPtr next = scene.Make(28, 1000);
    CHECK_FALSE(nexsim::IsGivenAtOnce(scene.run, *datagram, *next, 65'536));
}

} // namespace segments_test
