// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-batch.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

namespace flow_batch_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

struct Bench
{
    void Append(int64_t at, uint32_t size, uint8_t flags = 0)
    {
        PacketPtr packet = NewPacket(run, size, number++);
        packet->flags = flags;
        batch.Append(std::move(packet), SimTime(at));
    }

    Simulation simulation;
    RunContext run;
    FlowBatch batch;
    uint32_t number = 0;
};

} // namespace

TEST_CASE("a flow's batch keeps order, bytes, flags and its oldest packet's time")
{
    Bench bench;
    bench.Append(70, 100, 16);
    bench.Append(90, 250, 8);
    bench.Append(95, 41);
    CHECK(bench.batch.Count() == Packets(3));
    CHECK(bench.batch.Size() == Bytes(391));
    CHECK(bench.batch.Since() == SimTime(70));
    CHECK(bench.batch.Flags() == 24);
    PacketFifo out;
    bench.batch.TakeAll(out);
    CHECK(bench.batch.IsEmpty());
    CHECK(bench.batch.Size() == Bytes(0));
    CHECK(bench.batch.Flags() == 0);
    for (uint32_t number = 0; number < 3; ++number)
    {
        CHECK(out.Pop()->number == number);
    }
    bench.Append(100, 60);
    CHECK(bench.batch.Since() == SimTime(100));
}

TEST_CASE("the mean gap is that between touches, per packet of the touch before, with gain 1/4")
{
    Bench bench;
    CHECK(bench.batch.MeanGap() == kNever);
    bench.Append(0, 100);
    bench.Append(0, 200);
    CHECK(bench.batch.MeanGap() == kNever);
    bench.Append(800, 100);
    CHECK(bench.batch.MeanGap() == SimTime(400));
    bench.Append(1600, 100);
    CHECK(bench.batch.MeanGap() == SimTime(500));
    PacketFifo out;
    bench.batch.TakeAll(out);
    bench.Append(1700, 100);
    CHECK(bench.batch.MeanGap() == SimTime(400));
}

TEST_CASE("the first receiver to touch a flow delivers it until it says that it is done")
{
    Bench bench;
    const int first = 1;
    const int second = 2;
    CHECK(bench.batch.Claim(&first));
    CHECK_FALSE(bench.batch.Claim(&second));
    CHECK(bench.batch.Claim(&first));
    bench.batch.Unclaim();
    CHECK(bench.batch.Claim(&second));
    CHECK_FALSE(bench.batch.Claim(&first));
}

} // namespace flow_batch_test
