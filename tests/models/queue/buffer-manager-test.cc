// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/complete-sharing.h"
#include "models/queue/static-partition.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace buffer_manager_test
{

namespace
{

using nexsim::BufferManager;
using nexsim::Bytes;
using nexsim::CompleteSharingBufferManager;
using nexsim::IntegerValue;
using nexsim::RunContext;
using nexsim::StaticPartitionBufferManager;
using nexsim::testing::MetricMap;
using nexsim::testing::Simulation;

struct Step
{
    uint32_t queue;
    int64_t bytes; //!< 0 gives the oldest packet back
};

/** Plays the steps against a model: `allows(usedBy, total, queue, bytes)` is the policy's law. */
template <typename Policy, typename Law>
void
Play(int64_t size, uint32_t queues, const std::vector<Step>& steps, Law allows)
{
    const Simulation simulation;
    RunContext run;
    const auto buffer = ns3::CreateObject<Policy>();
    buffer->SetAttribute("Size", IntegerValue(size));
    buffer->Attach(run, "buffer");
    for (uint32_t i = 0; i < queues; ++i)
    {
        RC_ASSERT(buffer->AddQueue() == i);
    }
    std::vector<std::vector<int64_t>> packets(queues);
    std::vector<int64_t> usedBy(queues);
    int64_t refused = 0;
    int64_t most = 0;
    for (const Step& step : steps)
    {
        const uint32_t queue = step.queue % queues;
        const int64_t total = std::accumulate(usedBy.begin(), usedBy.end(), int64_t{0});
        if (step.bytes > 0)
        {
            const bool expected =
                total + step.bytes <= size && allows(usedBy[queue], queues, size, step.bytes);
            RC_ASSERT(buffer->Admit(queue, step.bytes) == expected);
            if (expected)
            {
                packets[queue].push_back(step.bytes);
                usedBy[queue] += step.bytes;
            }
            refused += expected ? 0 : 1;
        }
        else if (!packets[queue].empty())
        {
            usedBy[queue] -= packets[queue].front();
            buffer->Release(queue, packets[queue].front());
            packets[queue].erase(packets[queue].begin());
        }
        const int64_t used = std::accumulate(usedBy.begin(), usedBy.end(), int64_t{0});
        most = std::max(most, used);
        RC_ASSERT(buffer->Used() == Bytes(used));
        RC_ASSERT(buffer->Used() <= buffer->Size());
        for (uint32_t i = 0; i < queues; ++i)
        {
            RC_ASSERT(buffer->UsedBy(i) == Bytes(usedBy[i]));
        }
    }
    const MetricMap metrics(*buffer);
    RC_ASSERT(metrics["used_max"] == most);
    RC_ASSERT(metrics["refused_packets"] == refused);
}

rc::Gen<std::vector<Step>>
AnySteps()
{
    return rc::gen::container<std::vector<Step>>(rc::gen::construct<Step>(
        rc::gen::inRange(0U, 5U),
        rc::gen::oneOf(rc::gen::just<int64_t>(0), rc::gen::inRange<int64_t>(1, 9000))));
}

} // namespace

TEST_CASE("complete sharing admits while the buffer has room, and never exceeds its size")
{
    CHECK(rc::check([] {
        Play<CompleteSharingBufferManager>(
            *rc::gen::inRange<int64_t>(64, 50'000),
            *rc::gen::inRange(1U, 5U),
            *AnySteps(),
            [](int64_t, uint32_t, int64_t, int64_t) { return true; });
    }));
}

TEST_CASE("static partition gives each queue its equal part, rounded down, and no more")
{
    CHECK(rc::check([] {
        Play<StaticPartitionBufferManager>(
            *rc::gen::inRange<int64_t>(64, 50'000),
            *rc::gen::inRange(1U, 5U),
            *AnySteps(),
            [](int64_t used, uint32_t queues, int64_t size, int64_t bytes) {
                return used + bytes <= size / queues;
            });
    }));
}

TEST_CASE("static partition keeps a queue's part free for it, complete sharing does not")
{
    const Simulation simulation;
    RunContext run;
    const auto shared = ns3::CreateObject<CompleteSharingBufferManager>();
    const auto parted = ns3::CreateObject<StaticPartitionBufferManager>();
    int64_t second[2] = {0, 0};
    int which = 0;
    for (BufferManager* buffer : {static_cast<BufferManager*>(ns3::PeekPointer(shared)),
                                  static_cast<BufferManager*>(ns3::PeekPointer(parted))})
    {
        buffer->SetAttribute("Size", IntegerValue(10'001));
        buffer->Attach(run, std::to_string(which));
        buffer->AddQueue();
        buffer->AddQueue();
        while (buffer->Admit(0, 1500))
        {
        }
        while (buffer->Admit(1, 500))
        {
            second[which] += 500;
        }
        ++which;
    }
    CHECK(second[0] == 1000); // 6 x 1500 B of the other leave 1001 B
    CHECK(second[1] == 5000); // a half is 5000 B
}

TEST_CASE("after the start of the measurement a buffer's maximum starts from what is used")
{
    const Simulation simulation;
    RunContext run;
    const auto buffer = ns3::CreateObject<CompleteSharingBufferManager>();
    buffer->Attach(run, "buffer");
    buffer->AddQueue();
    buffer->Admit(0, 9000);
    buffer->Release(0, 8000);
    buffer->BeginMeasurement();
    CHECK(MetricMap(*buffer)["used_max"] == 1000);
}

} // namespace buffer_manager_test
