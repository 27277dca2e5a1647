// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/buffer-manager.h"
#include "models/queue/ns3-queue-disc.h"
#include "tests/support/packets.h"
#include "tests/support/port-scene.h"

#include "ns3/queue-size.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace all_queues_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::BlueprintValue;
using nexsim::BufferManager;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::SimTime;
using nexsim::testing::IsBalanced;
using nexsim::testing::PortScene;
using nexsim::testing::QueueOfPort;
using nexsim::testing::RunUntil;

Blueprint
Ours(const std::string& type)
{
    return Blueprint(ns3::TypeId::LookupByName("nexsim::" + type));
}

/** A queue disc of ns-3, by the adapter, for at most 30 packets. */
Blueprint
Theirs(const std::string& type)
{
    Blueprint disc(ns3::TypeId::LookupByName("ns3::" + type));
    const ns3::QueueSize limit(ns3::QueueSizeUnit::PACKETS, 30);
    disc.Set("MaxSize", ns3::Create<ns3::QueueSizeValue>(limit));
    Blueprint adapter(nexsim::Ns3QueueDisc::GetTypeId());
    adapter.Set("Disc", ns3::Create<BlueprintValue>(disc));
    return adapter;
}

/** Any discipline, with limits and times that the steps of a test reach. */
Blueprint
AnyDisc()
{
    const auto type = *rc::gen::element<std::string>("Fifo",
                                                     "Red",
                                                     "CoDel",
                                                     "Pie",
                                                     "FqCoDel",
                                                     "Cobalt",
                                                     "ns3::Fifo",
                                                     "ns3::CoDel",
                                                     "ns3::Pie");
    if (type.rfind("ns3::", 0) == 0)
    {
        return Theirs(type.substr(5) + "QueueDisc");
    }
    Blueprint disc = Ours(type + "QueueDisc");
    disc.Set(
        "MaxPackets",
        ns3::Create<IntegerValue>(*rc::gen::elementOf(std::vector<int64_t>{1, 3, 20, kUnlimited})));
    if (type != "Fifo" && type != "Red")
    {
        disc.Set("Target", ns3::Create<IntegerValue>(MicroSeconds(30)));
    }
    return disc;
}

ns3::Ptr<BufferManager>
AnyManager(int64_t size)
{
    const auto type = *rc::gen::element<std::string>("CompleteSharing",
                                                     "StaticPartition",
                                                     "DynamicThreshold",
                                                     "Abm",
                                                     "OutputRateRatio");
    Blueprint manager = Ours(type + "BufferManager");
    manager.Set("Size", ns3::Create<IntegerValue>(size));
    manager.Set("CellSize", ns3::Create<IntegerValue>(*rc::gen::element<int64_t>(1, 80, 208)));
    return manager.CreateAs<BufferManager>();
}

std::vector<QueueOfPort>
AnyQueues()
{
    std::vector<QueueOfPort> queues(*rc::gen::inRange<size_t>(2, 5));
    for (QueueOfPort& queue : queues)
    {
        queue.disc = AnyDisc();
        queue.weight = *rc::gen::inRange<int64_t>(1, 6);
        queue.shapingRate =
            *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, kUnlimited, 200'000'000});
    }
    return queues;
}

/** What must be true of a shared buffer after every step. */
void
CheckBuffer(const BufferManager& buffer, int64_t waiting)
{
    int64_t sum = 0;
    for (uint32_t queue = 0; queue < buffer.QueueCount(); ++queue)
    {
        RC_ASSERT(buffer.UsedBy(queue).Value() >= 0);
        sum += buffer.UsedBy(queue).Value();
    }
    RC_ASSERT(sum == buffer.Used().Value());
    RC_ASSERT(buffer.Used() <= buffer.Size());
    RC_ASSERT(waiting <= buffer.Used().Value());
    RC_ASSERT(waiting > 0 || sum == 0);
}

} // namespace

// Fails when a shaper loses a packet that it takes out of its queue.
TEST_CASE("any queues under any scheduler and buffer manager: nothing lost, order and pool kept")
{
    CHECK(rc::check([] {
        const auto scheduler =
            *rc::gen::element<std::string>("Fifo", "StrictPriority", "Drr", "Wfq");
        const auto buffer = AnyManager(*rc::gen::inRange<int64_t>(9000, 90'000));
        const auto queues = AnyQueues();
        PortScene port(Ours(scheduler + "Scheduler"), queues, ns3::PeekPointer(buffer));
        buffer->Attach(port.run, "buffer");
        for (nexsim::Component* component : port.run.Components())
        {
            component->Start();
        }
        const auto steps = *rc::gen::container<std::vector<std::pair<size_t, uint32_t>>>(
            rc::gen::pair(rc::gen::inRange<size_t>(0, queues.size()),
                          rc::gen::oneOf(rc::gen::just(0U), rc::gen::inRange(28U, 9000U))));
        std::array<int64_t, 8> lastOf{};
        lastOf.fill(-1);
        SimTime now(0);
        for (const auto& [queue, size] : steps)
        {
            now += MicroSeconds(15);
            RunUntil(port.run, now);
            if (size != 0)
            {
                port.Enqueue(queue, size);
            }
            else if (const auto served = port.Serve(); served.queue >= 0)
            {
                int64_t& last = lastOf[static_cast<size_t>(served.queue)];
                RC_ASSERT(static_cast<int64_t>(served.number) > last);
                last = served.number;
            }
            RC_ASSERT(IsBalanced(port.run));
            CheckBuffer(*buffer, port.Backlog());
        }
    }));
}

} // namespace all_queues_test
