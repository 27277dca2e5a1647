// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/segments.h"
#include "models/nexus/tcp-aggregator.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <numeric>
#include <vector>

namespace tcp_aggregator_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

constexpr uint8_t kFin = 1;
constexpr uint8_t kPsh = 8;
constexpr uint8_t kAck = 16;
constexpr uint8_t kEce = 64;

using Sizes = std::vector<int64_t>;

/** Segments of one flow that go through an aggregator. */
struct Bench
{
    Bench() : Bench(ns3::CreateObject<TcpAggregator>()) {}

    explicit Bench(const ns3::Ptr<TcpAggregator>& object) : aggregator(*object), m_owned(object)
    {
        FlowKey key;
        key.protocol = kProtocolTcp;
        flow = run.Flows().Intern(key);
        aggregator.Connect(run, 7);
    }

    /** The next bytes of the stream; returned to be changed. */
    Packet& Add(uint32_t payload, uint8_t tcpFlags = kAck, uint32_t headers = 52)
    {
        PacketPtr packet = run.Pool().Allocate();
        packet->flow = flow;
        packet->number = number++;
        packet->payloadBytes = payload;
        packet->size = payload + headers;
        packet->flags = tcpFlags;
        TransportOf(*packet).sequence = sequence;
        TransportOf(*packet).acknowledgement = 77;
        TransportOf(*packet).window = 500;
        sequence += payload;
        run.GetLedger().Born(*packet, run.Now(), 0);
        Packet& added = *packet;
        in.Push(std::move(packet));
        return added;
    }

    /** Segments of each object that the drain makes. */
    Sizes Drain()
    {
        PacketFifo out;
        aggregator.Drain(in, out, largest, receiver);
        CHECK(IsBalanced(run, out.Sum()));
        Sizes segments;
        bytes.clear();
        out.ForEach([&](const Packet& packet) {
            segments.push_back(packet.segments);
            bytes.push_back(packet.size);
            flags.push_back(packet.flags);
        });
        EndAll(out);
        return segments;
    }

    /** What left is delivered, so that the ledger can balance. */
    void EndAll(PacketFifo& out)
    {
        while (!out.Empty())
        {
            run.GetLedger().Deliver(out.Pop(), run.Now(), 0);
        }
    }

    int64_t Stops(AggregationStop stop) const
    {
        return aggregator.GetCounts().stops[static_cast<size_t>(stop)];
    }

    Simulation simulation;
    RunContext run;
    TcpAggregator& aggregator;
    PacketFifo in;
    FlowIndex flow = 0;
    uint32_t number = 0;
    uint64_t sequence = 1;
    int64_t largest = 0;
    AggregationFor receiver = AggregationFor::Channel;
    Sizes bytes;
    std::vector<uint8_t> flags;

  private:
    ns3::Ptr<TcpAggregator> m_owned;
};

/** Two full segments, of which `change` has changed the second: is it apart, and counted so? */
template <typename Change>
void
CheckApart(AggregationStop stop, Change&& change)
{
    Bench bench;
    bench.Add(1448);
    change(bench);
    CAPTURE(kAggregationStopNames[static_cast<size_t>(stop)]);
    CHECK(bench.Drain() == Sizes{1, 1});
    CHECK(bench.Stops(stop) == 1);
    const auto& all = bench.aggregator.GetCounts().stops;
    CHECK(std::accumulate(all.begin(), all.end(), int64_t{0}) == 1);
}

} // namespace

TEST_CASE("16,384 B hold 11 segments of 1448 B, 15,980 B with headers; 32 become 11 + 11 + 10")
{
    Bench bench;
    for (int i = 0; i < 32; ++i)
    {
        bench.Add(1448);
    }
    CHECK(bench.Drain() == Sizes{11, 11, 10});
    CHECK(bench.bytes == Sizes{15'980, 15'980, 14'532});
    CHECK(bench.Stops(AggregationStop::HitAggLimit) == 2);
    CHECK(bench.aggregator.GetCounts().forChannels == 3);
    CHECK(bench.aggregator.GetCounts().joined == 29);
    CHECK(bench.aggregator.GetCounts().fastPath == 29);
}

TEST_CASE("the limit counts the headers of the whole once")
{
    Bench bench;
    bench.Add(8000);
    bench.Add(16'384 - 52 - 8000);
    CHECK(bench.Drain() == Sizes{2});
    CHECK(bench.bytes == Sizes{16'384});
    bench.Add(8000);
    bench.Add(16'384 - 52 - 8000 + 1);
    CHECK(bench.Drain() == Sizes{1, 1});
}

TEST_CASE("every rule keeps segments apart and is counted by its name")
{
    CheckApart(AggregationStop::NoSeqNTcp, [](Bench& bench) {
        ++bench.sequence;
        bench.Add(1448);
    });
    CheckApart(AggregationStop::NoFlagsTcp, [](Bench& bench) { bench.Add(1448, kAck | kFin); });
    CheckApart(AggregationStop::NoFlagsTcp, [](Bench& bench) { bench.Add(1448, kAck | kEce); });
    CheckApart(AggregationStop::NoULenTcp, [](Bench& bench) { bench.Add(0); });
    CheckApart(AggregationStop::NoHdrLenTcp, [](Bench& bench) { bench.Add(1448, kAck, 60); });
    CheckApart(AggregationStop::NoTosIp, [](Bench& bench) { bench.Add(1448).dscp = 1; });
    CheckApart(AggregationStop::NoTosIp,
               [](Bench& bench) { bench.Add(1448).ecn = Ecn::Congestion; });
    CheckApart(AggregationStop::NoTtlIp, [](Bench& bench) { bench.Add(1448).hops = 3; });
    CheckApart(AggregationStop::NoAckWinTcp,
               [](Bench& bench) { TransportOf(bench.Add(1448)).acknowledgement = 78; });
    CheckApart(AggregationStop::NoAckWinTcp,
               [](Bench& bench) { TransportOf(bench.Add(1448)).window = 501; });
    CheckApart(AggregationStop::HitAggLimit, [](Bench& bench) { bench.Add(15'000); });
}

TEST_CASE("a push does not end a super-packet, which carries it")
{
    Bench bench;
    bench.Add(1448);
    bench.Add(1448, kAck | kPsh);
    bench.Add(1448);
    CHECK(bench.Drain() == Sizes{3});
    CHECK(bench.flags == std::vector<uint8_t>{kAck | kPsh});
}

TEST_CASE("unequal sizes, or headers that are no plain timestamps, take the slow path")
{
    Bench bench;
    bench.Add(1448);
    bench.Add(300);
    bench.Add(300);
    bench.Add(1448);
    CHECK(bench.Drain() == Sizes{4});
    CHECK(bench.aggregator.GetCounts().slowPath == 2);
    CHECK(bench.aggregator.GetCounts().fastPath == 1);
    bench.Add(700, kAck, 40);
    bench.Add(700, kAck, 40);
    CHECK(bench.Drain() == Sizes{2});
    CHECK(bench.aggregator.GetCounts().slowPath == 3);
}

TEST_CASE("nothing joins what is no super-packet: a pure acknowledgement, a FIN")
{
    Bench bench;
    bench.Add(0);
    bench.Add(1448);
    bench.Add(1448, kAck | kFin);
    bench.Add(1448);
    CHECK(bench.Drain() == Sizes{1, 1, 1, 1});
    CHECK(bench.aggregator.GetCounts().joined == 0);
    CHECK(bench.Stops(AggregationStop::NoFlagsTcp) == 1);
}

TEST_CASE("drains are never joined")
{
    Bench bench;
    bench.Add(1448);
    CHECK(bench.Drain() == Sizes{1});
    bench.Add(1448);
    CHECK(bench.Drain() == Sizes{1});
}

TEST_CASE("a packet has 32 buflets at most")
{
    Bench bench(ns3::CreateObjectWithAttributes<TcpAggregator>("Limit",
                                                               QuantityDefault(Bytes(65'535)),
                                                               "Buffer",
                                                               QuantityDefault(Bytes(1000)),
                                                               "LargeBuffer",
                                                               QuantityDefault(Bytes(0))));
    for (int i = 0; i < 40; ++i)
    {
        bench.Add(948 + (i > 0 ? 52 : 0));
    }
    CHECK(bench.Drain() == Sizes{32, 8});
    CHECK(bench.bytes.front() == 32'000);
    CHECK(bench.Stops(AggregationStop::NoBuflet) == 1);
}

TEST_CASE("the largest super-packet decides on the buffers, and fades by a quarter")
{
    Bench bench;
    bench.largest = 16'000;
    int drains = 0;
    while (bench.largest > 4096)
    {
        bench.Add(1448);
        bench.Drain();
        ++drains;
    }
    CHECK(drains == 6); // 1500 + 14500 x 0.75^n
    bench.largest = 2048;
    for (int i = 0; i < 11; ++i)
    {
        bench.Add(1448);
    }
    bench.Drain();
    CHECK(bench.largest == 2048 + (15'980 - 2048) / 4);
}

TEST_CASE("a super-packet of one is one, and those for the host are counted apart")
{
    Bench bench;
    for (const AggregationFor receiver : {AggregationFor::Channel, AggregationFor::Host})
    {
        bench.receiver = receiver;
        bench.Add(0);
        bench.Add(1448);
        bench.Add(1448);
        CHECK(bench.Drain() == Sizes{1, 2});
        CHECK(bench.aggregator.GetCounts().forChannels == 2);
        CHECK(bench.aggregator.GetCounts().forHost == (receiver == AggregationFor::Host ? 2 : 0));
    }
}

// 11 segments of 1448 B, 15,928 B of payload, 15,980 B with headers.
TEST_CASE("buffers are allocated for super-packets as large as of late; what is left is wasted")
{
    struct Point
    {
        int64_t largest;
        int64_t wasted;
    };

    for (const Point& point : {Point{0, 11 - 8}, // one for each packet; eight of 2 KiB are used
                               Point{2048, 7 + 1 - 8}, // 15,928 / 2048 and one
                               Point{2049, 7 + 1 - 1}, // as many, but of 16 KiB
                               Point{7000, 2 + 1 - 1},
                               Point{16'000, 0 + 1 - 1}})
    {
        Bench bench;
        bench.largest = point.largest;
        for (int i = 0; i < 11; ++i)
        {
            bench.Add(1448);
        }
        CHECK(bench.Drain() == Sizes{11});
        CAPTURE(point.largest);
        CHECK(bench.aggregator.GetCounts().wastedBuflets == point.wasted);
    }
}

TEST_CASE("when they run out there is a new estimate, for what is left of the drain")
{
    Bench bench;
    bench.largest = 2049; // large ones, estimated for super-packets of 2049 B
    for (int i = 0; i < 8; ++i)
    {
        bench.Add(0); // takes one of the eight for 15,928 B
    }
    for (int i = 0; i < 11; ++i)
    {
        bench.Add(1448);
    }
    CHECK(bench.Drain() == Sizes{1, 1, 1, 1, 1, 1, 1, 1, 11});
    // With the first segment out of the rest, 14,480 B are for eight once more; one is enough.
    CHECK(bench.aggregator.GetCounts().wastedBuflets == 14'480 / 2049 + 1 - 1);
}

TEST_CASE(
    "whatever arrives: bytes, segments and order stay, a hole makes two objects, sums are exact")
{
    CHECK(rc::check([] {
        Bench bench;
        const auto count = *rc::gen::inRange(1, 60);
        int64_t payload = 0;
        int64_t holes = 0;
        for (int i = 0; i < count; ++i)
        {
            if (i > 0 && *rc::gen::inRange(0, 8) == 0)
            {
                bench.sequence += 1000;
                ++holes;
            }
            const bool isFull = *rc::gen::inRange(0, 3) != 0;
            const auto bytes = isFull ? 1448U : *rc::gen::inRange<uint32_t>(1, 9000);
            bench.Add(bytes);
            payload += bytes;
        }
        PacketFifo out;
        const uint64_t first = TransportOf(bench.in.Front()).sequence;
        bench.aggregator.Drain(bench.in, out, bench.largest, bench.receiver);
        int64_t segments = 0;
        int64_t bytes = 0;
        uint64_t next = first;
        out.ForEach([&](const Packet& packet) {
            RC_ASSERT(packet.size <= 16'384U);
            RC_ASSERT(TransportOf(packet).sequence >= next);
            next = TransportOf(packet).sequence + packet.payloadBytes;
            segments += packet.segments;
            bytes += packet.payloadBytes;
        });
        RC_ASSERT(segments == count);
        RC_ASSERT(bytes == payload);
        RC_ASSERT(out.Size() >= holes + 1);
        const auto& counts = bench.aggregator.GetCounts();
        RC_ASSERT(counts.joined + out.Size() == count);
        RC_ASSERT(counts.fastPath + counts.slowPath == counts.joined);
        RC_ASSERT(IsBalanced(bench.run, out.Sum()));
        bench.EndAll(out);
    }));
}

} // namespace tcp_aggregator_test
