// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/drr-scheduler.h"
#include "models/queue/fifo-scheduler.h"
#include "models/queue/shaper.h"
#include "models/queue/strict-priority-scheduler.h"
#include "models/queue/wfq-scheduler.h"
#include "tests/support/metric-map.h"
#include "tests/support/port-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <vector>

namespace shaper_test
{

namespace
{

using nexsim::BitRate;
using nexsim::Blueprint;
using nexsim::Bytes;
using nexsim::kNever;
using nexsim::kUnlimited;
using nexsim::MilliSeconds;
using nexsim::SimTime;
using nexsim::TokenBucket;
using nexsim::testing::IsBalanced;
using nexsim::testing::PortScene;
using nexsim::testing::QueueOfPort;
using nexsim::testing::RunUntil;

ns3::TypeId
AnyScheduler()
{
    return *rc::gen::element(nexsim::FifoScheduler::GetTypeId(),
                             nexsim::StrictPriorityScheduler::GetTypeId(),
                             nexsim::DrrScheduler::GetTypeId(),
                             nexsim::WfqScheduler::GetTypeId());
}

} // namespace

TEST_CASE("token bucket: 1500 B packets from a burst of 6000 B at 6 kB/s")
{
    TokenBucket bucket(BitRate(48'000), Bytes(6000));
    for (const int64_t left : {4500, 3000, 1500, 0})
    {
        CHECK(bucket.ReadyAt(Bytes(1500), SimTime(0)) == SimTime(0));
        bucket.Take(Bytes(1500), SimTime(0));
        CHECK(bucket.Tokens(SimTime(0)) == Bytes(left));
    }
    CHECK(bucket.ReadyAt(Bytes(1500), SimTime(0)) == MilliSeconds(250));
    CHECK(bucket.ReadyAt(Bytes(6), SimTime(0)) == MilliSeconds(1));
    CHECK(bucket.Tokens(MilliSeconds(250) - SimTime(1)) == Bytes(1499));
    CHECK(bucket.Tokens(MilliSeconds(250)) == Bytes(1500));
    CHECK(bucket.Tokens(nexsim::Seconds(100)) == Bytes(6000));
    CHECK(bucket.ReadyAt(Bytes(6000), MilliSeconds(1)) == nexsim::Seconds(1));
}

TEST_CASE("token bucket: what leaves in any span is at most burst + rate x span, and the long run "
          "has the rate")
{
    CHECK(rc::check([] {
        const int64_t rate = *rc::gen::inRange<int64_t>(1000, 100'000'000'000);
        const int64_t burst = *rc::gen::inRange<int64_t>(1500, 100'000);
        const auto sizes = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(28, 1501)));
        TokenBucket bucket{BitRate(rate), Bytes(burst)};
        std::vector<std::pair<SimTime, int64_t>> left;
        SimTime now(0);
        for (const int64_t size : sizes)
        {
            now += SimTime(*rc::gen::inRange<int64_t>(0, 1'000'000'000));
            const SimTime at = bucket.ReadyAt(Bytes(size), now);
            RC_ASSERT(at == now || bucket.Tokens(at - SimTime(1)) < Bytes(size));
            RC_ASSERT(bucket.Tokens(at) >= Bytes(size));
            now = at;
            bucket.Take(Bytes(size), now);
            left.emplace_back(now, size);
        }
        for (size_t first = 0; first < left.size(); ++first)
        {
            __int128 bits = 0;
            for (size_t last = first; last < left.size(); ++last)
            {
                bits += left[last].second * 8;
                const __int128 span = (left[last].first - left[first].first).Value();
                RC_ASSERT(static_cast<bool>(bits * 1'000'000'000'000 <=
                                            burst * 8 * static_cast<__int128>(1'000'000'000'000) +
                                                span * rate));
            }
        }
    }));
}

// Fails when the port is not woken, and when a packet does not wait for its tokens.
TEST_CASE("a shaped queue waits while the others are served, and wakes its port")
{
    for (const ns3::TypeId& type : {nexsim::FifoScheduler::GetTypeId(),
                                    nexsim::StrictPriorityScheduler::GetTypeId(),
                                    nexsim::DrrScheduler::GetTypeId(),
                                    nexsim::WfqScheduler::GetTypeId()})
    {
        CAPTURE(type.GetName());
        std::vector<QueueOfPort> queues(2);
        queues[0].shapingRate = 8'000'000; // a byte per us
        queues[0].shapingBurst = 1000;
        PortScene port(Blueprint(type), queues);
        for (int i = 0; i < 3; ++i)
        {
            port.Enqueue(0, 1000);
        }
        CHECK(port.Serve().queue == 0);
        port.Enqueue(1, 300);
        port.Enqueue(1, 1500);
        CHECK(port.Serve().queue == 1);
        CHECK(port.Serve().queue == 1);
        CHECK(port.Serve().queue == -1);
        CHECK_FALSE(port.set.Empty());
        RunUntil(port.run, MilliSeconds(5));
        CHECK(port.wakes == std::vector<SimTime>{MilliSeconds(1)});
        CHECK(port.Serve().queue == 0);
        CHECK(port.Serve().queue == -1); // the bucket holds one packet only
        RunUntil(port.run, MilliSeconds(7));
        CHECK(port.wakes == std::vector<SimTime>{MilliSeconds(1), MilliSeconds(6)});
        CHECK(port.Serve().number == 2);
        CHECK(port.set.Empty());
        CHECK(IsBalanced(port.run));
    }
}

TEST_CASE("a packet larger than the burst is dropped by name")
{
    std::vector<QueueOfPort> queues(1);
    queues[0].shapingRate = 8'000'000;
    queues[0].shapingBurst = 1000;
    PortScene port(Blueprint(nexsim::FifoScheduler::GetTypeId()), queues);
    port.Enqueue(0, 1001);
    port.Enqueue(0, 1000);
    CHECK(port.Serve().number == 1);
    CHECK(port.run.GetLedger().Dropped().packets == 1);
    bool found = false;
    for (const auto& reason : port.run.GetLedger().Reasons())
    {
        found = found || (reason.component == "port/queue[0]/shaper" &&
                          reason.reason == "above-burst" && reason.dropped.packets == 1);
    }
    CHECK(found);
}

TEST_CASE("shaped and unshaped queues under any scheduler: in order, nothing lost, none idle while "
          "one may send")
{
    CHECK(rc::check([] {
        std::vector<QueueOfPort> queues(3);
        queues[0].shapingRate = *rc::gen::inRange<int64_t>(1'000'000, 1'000'000'000);
        queues[1].shapingRate = *rc::gen::inRange<int64_t>(1'000'000, 1'000'000'000);
        queues[0].shapingBurst = 9000;
        const ns3::TypeId type = AnyScheduler();
        const auto steps = *rc::gen::container<std::vector<std::pair<size_t, uint32_t>>>(
            rc::gen::pair(rc::gen::inRange<size_t>(0, 3),
                          rc::gen::oneOf(rc::gen::just(0U), rc::gen::inRange(28U, 9000U))));
        PortScene port{Blueprint(type), queues};
        std::deque<std::pair<uint32_t, int64_t>> model[3];
        TokenBucket buckets[2] = {{BitRate(queues[0].shapingRate), Bytes(9000)},
                                  {BitRate(queues[1].shapingRate), Bytes(15'000)}};
        SimTime now(0);
        for (const auto& [queue, size] : steps)
        {
            now += nexsim::MicroSeconds(20);
            RunUntil(port.run, now);
            if (size != 0)
            {
                model[queue].emplace_back(port.next, size);
                port.Enqueue(queue, size);
            }
            else
            {
                bool ready[3];
                for (size_t i = 0; i < 3; ++i)
                {
                    ready[i] = !model[i].empty() &&
                               (i == 2 || buckets[i].Tokens(now) >= Bytes(model[i].front().second));
                }
                const auto served = port.Serve();
                RC_ASSERT((served.queue >= 0) == (ready[0] || ready[1] || ready[2]));
                if (served.queue >= 0)
                {
                    RC_ASSERT(ready[served.queue]);
                    RC_ASSERT(model[served.queue].front().first == served.number);
                    model[served.queue].pop_front();
                    if (served.queue < 2)
                    {
                        buckets[served.queue].Take(Bytes(served.size), now);
                    }
                }
            }
            RC_ASSERT(port.set.Empty() ==
                      (model[0].empty() && model[1].empty() && model[2].empty()));
            RC_ASSERT(IsBalanced(port.run));
        }
    }));
}

} // namespace shaper_test
