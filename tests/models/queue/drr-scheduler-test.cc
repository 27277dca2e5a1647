// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/codel-queue-disc.h"
#include "models/queue/drr-scheduler.h"
#include "models/queue/wfq-scheduler.h"
#include "tests/support/port-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <vector>

namespace drr_scheduler_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::DrrScheduler;
using nexsim::IntegerValue;
using nexsim::WfqScheduler;
using nexsim::testing::IsBalanced;
using nexsim::testing::PortScene;
using nexsim::testing::QueueOfPort;

Blueprint
Drr(int64_t quantum)
{
    Blueprint drr(DrrScheduler::GetTypeId());
    drr.Set("Quantum", ns3::Create<IntegerValue>(quantum));
    return drr;
}

/** Three queues, each with packets of one size; checks `bound` of every pair at each departure. */
template <typename Bound>
void
PlayBacklogged(const Blueprint& scheduler, const std::vector<int64_t>& weights, Bound bound)
{
    constexpr uint32_t kSizes[] = {1500, 600, 64};
    std::vector<QueueOfPort> queues(3);
    double sum = 0;
    for (size_t i = 0; i < 3; ++i)
    {
        queues[i].weight = weights[i];
        sum += static_cast<double>(weights[i]);
    }
    PortScene port(scheduler, queues);
    double sent[3] = {};
    constexpr int64_t kTotal = 3'000'000;
    for (size_t i = 0; i < 3; ++i)
    {
        const double share = static_cast<double>(weights[i]) / sum;
        for (double bytes = 0; bytes < 1.2 * share * kTotal + 20'000; bytes += kSizes[i])
        {
            port.Enqueue(i, kSizes[i]);
        }
    }
    for (int64_t total = 0; total < kTotal;)
    {
        const auto served = port.Serve();
        REQUIRE(served.queue >= 0);
        sent[served.queue] += served.size;
        total += served.size;
        for (size_t i = 0; i < 3; ++i)
        {
            for (size_t j = 0; j < i; ++j)
            {
                const double difference = sent[i] / static_cast<double>(weights[i]) -
                                          sent[j] / static_cast<double>(weights[j]);
                REQUIRE(std::max(difference, -difference) <= bound(i, j, kSizes));
            }
        }
    }
}

/** Any arrivals and services: as many leave as came, in order, and never none while some wait. */
void
PlayAny(const Blueprint& scheduler)
{
    const auto steps = *rc::gen::container<std::vector<std::pair<size_t, uint32_t>>>(
        rc::gen::pair(rc::gen::inRange<size_t>(0, 3),
                      rc::gen::oneOf(rc::gen::just(0U), rc::gen::inRange(28U, 9000U))));
    std::vector<QueueOfPort> queues(3);
    for (QueueOfPort& queue : queues)
    {
        queue.weight = *rc::gen::inRange(1, 9);
    }
    queues[1].disc = Blueprint(nexsim::CoDelQueueDisc::GetTypeId());
    queues[1].disc.Set("Target", ns3::Create<IntegerValue>(0));
    queues[1].disc.Set("Interval", ns3::Create<IntegerValue>(nexsim::MicroSeconds(50).Value()));
    queues[1].disc.Set("MinBytes", ns3::Create<IntegerValue>(0));
    queues[2].disc.Set("MaxPackets", ns3::Create<IntegerValue>(3));
    PortScene port(scheduler, queues);
    std::deque<uint32_t> model[3];
    nexsim::SimTime now(0);
    for (const auto& [queue, size] : steps)
    {
        now += nexsim::MicroSeconds(20);
        nexsim::testing::RunUntil(port.run, now);
        if (size != 0)
        {
            if (queue != 2 || model[2].size() < 3)
            {
                model[queue].push_back(port.next);
            }
            port.Enqueue(queue, size);
        }
        else
        {
            const auto served = port.Serve();
            if (served.queue < 0)
            {
                RC_ASSERT(model[0].empty());
                RC_ASSERT(model[2].empty());
                RC_ASSERT(port.set.Empty());
                model[1].clear(); // dropped by CoDel
            }
            else
            {
                auto& waiting = model[served.queue];
                while (served.queue == 1 && waiting.front() != served.number)
                {
                    waiting.pop_front(); // dropped by CoDel
                }
                RC_ASSERT(waiting.front() == served.number);
                waiting.pop_front();
            }
        }
        RC_ASSERT(IsBalanced(port.run));
    }
}

} // namespace

// Fails when what was sent is not charged.
TEST_CASE("DRR: sent bytes per weight of backlogged queues differ by a quantum and two packets")
{
    for (const int64_t quantum : {100, 1500, 9000})
    {
        for (const auto& weights : {std::vector<int64_t>{1, 1, 1}, {4, 1, 2}, {1, 10, 3}})
        {
            PlayBacklogged(Drr(quantum), weights, [quantum](size_t, size_t, const uint32_t*) {
                return static_cast<double>(2 * 1500 + quantum);
            });
        }
    }
}

// Fails when the tag grows by the size whatever the weight.
TEST_CASE("WFQ: sent bytes per weight of backlogged queues differ by a packet of each")
{
    for (const auto& weights : {std::vector<int64_t>{1, 1, 1}, {4, 1, 2}, {1, 10, 3}, {1000, 7, 1}})
    {
        PlayBacklogged(Blueprint(WfqScheduler::GetTypeId()),
                       weights,
                       [&weights](size_t i, size_t j, const uint32_t* sizes) {
                           return 1e-6 + sizes[i] / static_cast<double>(weights[i]) +
                                  sizes[j] / static_cast<double>(weights[j]);
                       });
    }
}

TEST_CASE("DRR: any arrivals, with a queue that drops at its head: work conserving, in order")
{
    CHECK(rc::check([] { PlayAny(Drr(*rc::gen::element<int64_t>(1, 1500, 20'000))); }));
}

TEST_CASE("WFQ: any arrivals, with a queue that drops at its head: work conserving, in order")
{
    CHECK(rc::check([] { PlayAny(Blueprint(WfqScheduler::GetTypeId())); }));
}

// Fails when virtual time stands still over an idle period.
TEST_CASE("WFQ: a queue that used the idle link owes nothing afterwards")
{
    PortScene port(Blueprint(WfqScheduler::GetTypeId()), std::vector<QueueOfPort>(2));
    for (int i = 0; i < 100; ++i)
    {
        port.Enqueue(1, 1500);
        CHECK(port.Serve().queue == 1);
    }
    int64_t sent[2] = {};
    for (int i = 0; i < 20; ++i)
    {
        port.Enqueue(0, 1000);
        port.Enqueue(1, 1000);
    }
    for (int i = 0; i < 20; ++i)
    {
        ++sent[port.Serve().queue];
    }
    CHECK(sent[0] == 10);
    CHECK(sent[1] == 10);
}

TEST_CASE("WFQ: a queue that comes back gets its share from now on, not what it missed")
{
    PortScene port(Blueprint(WfqScheduler::GetTypeId()), std::vector<QueueOfPort>(2));
    for (int i = 0; i < 200; ++i)
    {
        port.Enqueue(1, 1000);
    }
    for (int i = 0; i < 100; ++i)
    {
        CHECK(port.Serve().queue == 1);
    }
    int64_t sent[2] = {};
    for (int i = 0; i < 50; ++i)
    {
        port.Enqueue(0, 1000);
    }
    for (int i = 0; i < 40; ++i)
    {
        ++sent[port.Serve().queue];
    }
    CHECK(sent[0] == 21); // its first packet starts with the one that was sent last
}

} // namespace drr_scheduler_test
