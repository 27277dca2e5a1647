// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/packet-fifo.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <deque>
#include <vector>

namespace packet_fifo_test
{

using nexsim::PacketFifo;
using nexsim::PacketPool;
using nexsim::PacketPtr;

TEST_CASE("PacketFifo gives packets back in order and sums what it holds")
{
    CHECK(rc::check([] {
        // 0 takes a packet out, 1 to 8 replace the youngest, others put one of so many bytes in.
        const auto steps = *rc::gen::container<std::vector<uint32_t>>(
            rc::gen::weightedOneOf<uint32_t>({{2, rc::gen::just(0U)},
                                              {1, rc::gen::inRange(1U, 9U)},
                                              {3, rc::gen::inRange(9U, 9000U)}}));
        PacketPool pool;
        PacketFifo fifo;
        std::deque<uint32_t> model;
        int64_t bytes = 0;
        for (const uint32_t step : steps)
        {
            if (step > 0 && step < 9)
            {
                if (!model.empty())
                {
                    PacketPtr packet = pool.Allocate();
                    packet->payloadBytes = step;
                    RC_ASSERT(fifo.Back().payloadBytes == model.back());
                    const PacketPtr old = fifo.ReplaceBack(std::move(packet));
                    RC_ASSERT(old->payloadBytes == model.back());
                    bytes += static_cast<int64_t>(step) - model.back();
                    model.back() = step;
                }
            }
            else if (step != 0)
            {
                PacketPtr packet = pool.Allocate();
                packet->payloadBytes = step;
                fifo.Push(std::move(packet));
                model.push_back(step);
                bytes += step;
            }
            else if (!model.empty())
            {
                RC_ASSERT(fifo.Front().payloadBytes == model.front());
                const PacketPtr packet = fifo.Pop();
                RC_ASSERT(packet->payloadBytes == model.front());
                RC_ASSERT(packet->next == nullptr);
                bytes -= model.front();
                model.pop_front();
            }
            RC_ASSERT(fifo.Empty() == model.empty());
            RC_ASSERT(fifo.Size() == static_cast<int64_t>(model.size()));
            RC_ASSERT(fifo.Sum().packets == fifo.Size());
            RC_ASSERT(fifo.Sum().payloadBytes == bytes);
            RC_ASSERT(pool.Live() == model.size());
        }
    }));
}

TEST_CASE("PacketFifo releases what it holds at its end")
{
    PacketPool pool;
    {
        PacketFifo fifo;
        for (int i = 0; i < 5; ++i)
        {
            fifo.Push(pool.Allocate());
        }
        CHECK(pool.Live() == 5);
    }
    CHECK(pool.Live() == 0);
}

} // namespace packet_fifo_test
