// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/segments.h"
#include "models/host/merge-list.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace merge_list_test
{

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

constexpr uint8_t kAck = 16;

/** Segments of TCP flows for a list that makes packets of them. */
struct TcpBench
{
    TcpBench()
    {
        for (uint16_t port = 0; port < 2; ++port)
        {
            FlowKey key;
            key.protocol = kProtocolTcp;
            key.sourcePort = port;
            run.Flows().Intern(key);
        }
        list.JoinTcp(run, 7);
    }

    /** The next bytes of the flow, made for the list. */
    PacketPtr Make(uint32_t payload, uint8_t flags = kAck, FlowIndex flow = 0)
    {
        PacketPtr packet = run.Pool().Allocate();
        packet->created = run.Now();
        packet->lastMark = run.Now();
        packet->flow = flow;
        packet->number = number[flow]++;
        packet->size = payload + 52;
        packet->payloadBytes = payload;
        packet->flags = flags;
        TransportOf(*packet).sequence = sequence[flow];
        TransportOf(*packet).acknowledgement = 77;
        TransportOf(*packet).window = 500;
        sequence[flow] += payload;
        run.GetLedger().Born(*packet, run.Now(), 0);
        return packet;
    }

    void Add(uint32_t payload, uint8_t flags = kAck, FlowIndex flow = 0)
    {
        list.Add(Make(payload, flags, flow));
    }

    /** Segments of each packet that is complete; all of them are delivered. */
    std::vector<int64_t> Take()
    {
        std::vector<int64_t> segments;
        while (PacketFifo* train = list.Complete())
        {
            CHECK(train->Size() == 1);
            CHECK(list.CompletePackets() == train->Front().segments);
            segments.push_back(train->Front().segments);
            bytes += train->Front().payloadBytes;
            run.GetLedger().Deliver(train->Pop(), run.Now(), 0);
            list.Pop();
        }
        return segments;
    }

    using Sizes = std::vector<int64_t>;

    Simulation simulation;
    RunContext run;
    MergeList list;
    std::array<uint32_t, 2> number{};
    std::array<uint64_t, 2> sequence{1, 1};
    int64_t bytes = 0;
};

} // namespace

TEST_CASE("TCP's segments become one packet, of 65,535 B at most: 45 of 1448 B")
{
    TcpBench bench;
    for (int i = 0; i < 60; ++i)
    {
        bench.Add(1448);
    }
    CHECK(bench.Take() == TcpBench::Sizes{45});
    bench.list.Flush();
    CHECK(bench.Take() == TcpBench::Sizes{15});
    CHECK(bench.bytes == 60 * 1448);
}

TEST_CASE("a packet of TCP ends with a push and a shorter segment, before whatever does not follow")
{
    TcpBench bench;
    bench.Add(1448);
    bench.Add(1448, kAck | kEndOfMessage);
    CHECK(bench.Take() == TcpBench::Sizes{2});
    bench.Add(1448);
    bench.Add(1447);
    CHECK(bench.Take() == TcpBench::Sizes{2});
    bench.Add(1000);
    bench.Add(1001); // larger
    CHECK(bench.Take() == TcpBench::Sizes{1});
    bench.sequence[0] += 1448; // one is missing
    bench.Add(1001);
    CHECK(bench.Take() == TcpBench::Sizes{1});
    PacketPtr other = bench.Make(1001);
    TransportOf(*other).acknowledgement = 78;
    bench.list.Add(std::move(other));
    CHECK(bench.Take() == TcpBench::Sizes{1});
    other = bench.Make(1001);
    TransportOf(*other).acknowledgement = 78;
    TransportOf(*other).window = 501;
    bench.list.Add(std::move(other));
    CHECK(bench.Take() == TcpBench::Sizes{1});
    other = bench.Make(1001);
    TransportOf(*other).acknowledgement = 78;
    TransportOf(*other).window = 501;
    other->ecn = Ecn::Congestion;
    bench.list.Add(std::move(other));
    CHECK(bench.Take() == TcpBench::Sizes{1});
    bench.Add(1001, 128 + kAck); // CWR joins nothing
    CHECK(bench.Take() == TcpBench::Sizes{1});
    bench.Add(1001);
    CHECK(bench.Take() == TcpBench::Sizes{1});
    other = bench.Make(1001);
    other->hops = 3; // by another path
    bench.list.Add(std::move(other));
    CHECK(bench.Take() == TcpBench::Sizes{1});
    bench.list.Flush();
    CHECK(bench.Take() == TcpBench::Sizes{1});
}

TEST_CASE("packets of TCP grow side by side, and datagrams stay trains")
{
    TcpBench bench;
    FlowKey key;
    key.protocol = kProtocolUdp;
    const FlowIndex datagrams = bench.run.Flows().Intern(key);
    for (int i = 0; i < 5; ++i)
    {
        bench.Add(1448, kAck, 0);
        bench.Add(600, kAck, 1);
        PacketPtr packet = NewPacket(bench.run, 500, static_cast<uint32_t>(i));
        packet->flow = datagrams;
        bench.list.Add(std::move(packet));
    }
    bench.list.Flush();
    REQUIRE(bench.list.Complete()->Size() == 1);
    CHECK(bench.list.Complete()->Front().segments == 5);
    CHECK(bench.list.Complete()->Front().payloadBytes == 5 * 1448);
    bench.list.Complete()->Clear();
    bench.list.Pop();
    CHECK(bench.list.Complete()->Front().payloadBytes == 5 * 600);
    bench.list.Complete()->Clear();
    bench.list.Pop();
    CHECK(bench.list.Complete()->Size() == 5);
    bench.list.Complete()->Clear();
    bench.list.Pop();
}

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

} // namespace merge_list_test
