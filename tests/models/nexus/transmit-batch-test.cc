// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/segments.h"
#include "models/nexus/transmit-batch.h"
#include "tests/support/mini-network.h"
#include "tests/support/packets.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace transmit_batch_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** The batches that a ring with packets of so many segments is taken in. */
std::vector<int64_t>
Batches(const std::vector<int>& segments, const TransmitBatchLimits& limits)
{
    std::vector<Packet> ring(segments.size());
    for (size_t i = 0; i < ring.size(); ++i)
    {
        ring[i].segments = static_cast<uint16_t>(segments[i]);
        ring[i].next = i + 1 < ring.size() ? &ring[i + 1] : nullptr;
    }
    std::vector<int64_t> batches;
    for (const Packet* first = ring.empty() ? nullptr : ring.data(); first != nullptr;)
    {
        const int64_t count = CountTransmitBatch(first, limits);
        REQUIRE(count > 0);
        batches.push_back(count);
        for (int64_t i = 0; i < count; ++i)
        {
            first = first->next;
        }
    }
    return batches;
}

using Sizes = std::vector<int64_t>;

} // namespace

TEST_CASE("a batch takes 64 packets at most")
{
    CHECK(Batches(std::vector<int>(150, 1), {}) == Sizes{64, 64, 22});
    CHECK(Batches(std::vector<int>(64, 1), {}) == Sizes{64});
    TransmitBatchLimits limits;
    limits.packets = 7;
    CHECK(Batches(std::vector<int>(15, 1), limits) == Sizes{7, 7, 1});
    CHECK(Batches({}, {}).empty());
}

TEST_CASE("in software a batch is all to be cut or nothing, and ends with eight segments or more")
{
    CHECK(Batches({1, 1, 12, 1, 12, 12, 1}, {}) == Sizes{2, 1, 1, 1, 1, 1});
    CHECK(Batches({3, 3, 3, 3, 2, 2, 2, 2, 2}, {}) == Sizes{3, 4, 2}); // 9, 9 and 4
    TransmitBatchLimits limits;
    limits.segments = 24;
    CHECK(Batches({12, 12, 12}, limits) == Sizes{2, 1});
}

TEST_CASE("where the NIC cuts them, packets of several segments are like any others")
{
    TransmitBatchLimits limits;
    limits.cutsItself = false;
    CHECK(Batches({1, 1, 12, 1, 12, 12, 1}, limits) == Sizes{7});
    CHECK(Batches(std::vector<int>(65, 12), limits) == Sizes{64, 1});
}

TEST_CASE("every batch of a mixed ring keeps the rules, and could not have taken one more")
{
    CHECK(rc::check([] {
        const auto segments = *rc::gen::container<std::vector<int>>(
            rc::gen::weightedOneOf<int>({{2, rc::gen::just(1)}, {1, rc::gen::inRange(2, 13)}}));
        TransmitBatchLimits limits;
        limits.packets = *rc::gen::inRange<int64_t>(1, 66);
        limits.segments = *rc::gen::inRange<int64_t>(2, 40);
        size_t at = 0;
        for (const int64_t count : Batches(segments, limits))
        {
            const bool isCut = segments[at] > 1;
            int64_t made = 0;
            const size_t end = at + static_cast<size_t>(count);
            RC_ASSERT(count <= limits.packets);
            for (; at < end; ++at)
            {
                RC_ASSERT((segments[at] > 1) == isCut);
                RC_ASSERT(made < limits.segments);
                made += isCut ? segments[at] : 0;
            }
            // Of one expression RC_ASSERT would look at both sides of an "or".
            const bool isFull = at == segments.size() || count == limits.packets ||
                                made >= limits.segments || (segments[at] > 1) != isCut;
            RC_ASSERT(isFull);
        }
        RC_ASSERT(at == segments.size());
    }));
}

TEST_CASE("16,384 B with 52 B of headers and an MSS of 1448 are 12 packets, the last with 404 B")
{
    MiniNetwork net;
    RunContext& run = net.Context();
    for (const auto& [size, headers, mss, count, last] :
         {std::array<uint32_t, 5>{16'384, 52, 1448, 12, 404},
          std::array<uint32_t, 5>{16'384, 40, 1460, 12, 284},
          std::array<uint32_t, 5>{1552, 52, 1500, 1, 1500},
          std::array<uint32_t, 5>{1553, 52, 1500, 2, 1},
          std::array<uint32_t, 5>{65'535, 60, 536, 123, 83}})
    {
        PacketPtr packet = run.Pool().Allocate();
        packet->flow = run.Flows().Intern(FlowKey{});
        packet->created = packet->lastMark = run.Now();
        packet->size = size;
        packet->payloadBytes = size - headers;
        MakeSegments(run, *packet, mss);
        run.GetLedger().Born(*packet, run.Now(), 0);
        PacketFifo segments;
        SplitSegments(run, std::move(packet), 0, segments);
        CHECK(segments.Size() == count);
        CHECK(segments.Sum().payloadBytes == size - headers);
        CHECK(segments.Front().size == (count == 1 ? size : mss + headers));
        CHECK(segments.Back().payloadBytes == last);
        Tally held = segments.Sum();
        CHECK(IsBalanced(run, held));
        while (!segments.Empty())
        {
            run.GetLedger().Deliver(segments.Pop(), run.Now(), 0);
        }
    }
}

} // namespace transmit_batch_test
