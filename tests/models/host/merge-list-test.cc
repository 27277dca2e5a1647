// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/merge-list.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <vector>

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** A merge list and packets for it. */
struct Bench
{
    void Add(FlowIndex flow, uint32_t size)
    {
        PacketPtr packet = NewPacket(run, size, number++);
        packet->flow = flow;
        list.Add(std::move(packet));
    }

    /** Packets of each complete train, the oldest first. */
    std::vector<int64_t> Take()
    {
        std::vector<int64_t> sizes;
        while (PacketFifo* train = list.Complete())
        {
            sizes.push_back(train->Size());
            train->Clear();
            list.Pop();
        }
        return sizes;
    }

    using Sizes = std::vector<int64_t>;

    Simulation simulation;
    RunContext run;
    MergeList list;
    uint32_t number = 0;
};

} // namespace

TEST_CASE("a train ends with a shorter packet, before a longer one, and at 64 packets")
{
    Bench bench;
    bench.Add(0, 1000);
    bench.Add(0, 1000);
    CHECK(bench.Take().empty());
    bench.Add(0, 999);
    CHECK(bench.Take() == Bench::Sizes{3});
    bench.Add(0, 500);
    bench.Add(0, 501);
    CHECK(bench.Take() == Bench::Sizes{1});
    for (int i = 0; i < 63; ++i)
    {
        bench.Add(0, 501);
    }
    CHECK(bench.Take() == Bench::Sizes{64});
}

TEST_CASE("a train has 65,535 B at most")
{
    Bench bench;
    for (int i = 0; i < 8; ++i)
    {
        bench.Add(0, 9000);
    }
    CHECK(bench.Take() == Bench::Sizes{7});
    bench.list.Flush();
    CHECK(bench.Take() == Bench::Sizes{1});
}

TEST_CASE("eight flows have open trains; the ninth completes the oldest")
{
    Bench bench;
    for (FlowIndex flow = 0; flow < 8; ++flow)
    {
        bench.Add(flow, 1000);
        bench.Add(flow, 1000);
    }
    bench.Add(3, 1000);
    CHECK(bench.Take().empty());
    bench.Add(8, 1000);
    CHECK(bench.Take() == Bench::Sizes{2});
    bench.list.Flush();
    CHECK(bench.Take() == Bench::Sizes{2, 2, 3, 2, 2, 2, 2, 1});
    CHECK(bench.list.Held().packets == 0);
}
