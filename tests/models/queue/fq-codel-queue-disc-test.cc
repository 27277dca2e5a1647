// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/fq-codel-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/ns3-queue-disc.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include "ns3/fq-codel-queue-disc.h"
#include "ns3/queue-size.h"
#include "ns3/string.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <vector>

namespace fq_codel_queue_disc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::Ecn;
using nexsim::FqCoDelQueueDisc;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::NewtonStepCoDelLaw;
using nexsim::PacketPtr;
using nexsim::Packets;
using nexsim::QuantityDefault;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::SquareRootCoDelLaw;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::NewPacket;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;
using nexsim::testing::TwinQueues;

struct Setting
{
    int64_t queues = 1024;
    int64_t ways = 1;
    bool perturb = false;
    int64_t quantum = 1514;
    int64_t maxPackets = 10'240;
    int64_t maxBytes = 32'000'000;
    int64_t dropBatch = 64;
    SimTime target = MilliSeconds(5);
    SimTime interval = MilliSeconds(100);
    int64_t minBytes = 1500;
    bool ecn = true;
    ns3::TypeId law = SquareRootCoDelLaw::GetTypeId();
};

ns3::Ptr<FqCoDelQueueDisc>
Make(const Setting& setting)
{
    Blueprint blueprint(FqCoDelQueueDisc::GetTypeId());
    const auto number = [&](const char* name, int64_t value) {
        blueprint.Set(name, ns3::Create<IntegerValue>(value));
    };
    number("Queues", setting.queues);
    number("Ways", setting.ways);
    number("Quantum", setting.quantum);
    number("MaxPackets", setting.maxPackets);
    number("MaxBytes", setting.maxBytes);
    number("DropBatch", setting.dropBatch);
    number("Target", setting.target.Value());
    number("Interval", setting.interval.Value());
    number("MinBytes", setting.minBytes);
    blueprint.Set("Perturb", ns3::Create<ns3::BooleanValue>(setting.perturb));
    blueprint.Set("Ecn", ns3::Create<ns3::BooleanValue>(setting.ecn));
    blueprint.SetPart("Law", Blueprint(setting.law));
    return blueprint.CreateAs<FqCoDelQueueDisc>();
}

/** A queue in a run of its own; flows are told apart by their hashes. */
struct Scene
{
    explicit Scene(const Setting& setting, uint32_t seed = 1) : run(seed), queue(Make(setting))
    {
        queue->Attach(run, "queue");
    }

    void Enqueue(uint32_t flow, uint32_t size, Ecn ecn = Ecn::NotCapable)
    {
        PacketPtr packet = NewPacket(run, size, next++);
        packet->flowHash = flow;
        packet->ecn = ecn;
        queue->Enqueue(std::move(packet));
    }

    /** The flow of the packet that leaves and its number; nothing left is {0, -1}. */
    std::pair<uint32_t, int64_t> Serve()
    {
        PacketPtr packet = queue->Dequeue();
        if (!packet)
        {
            return {0, -1};
        }
        const std::pair<uint32_t, int64_t> served(packet->flowHash, packet->number);
        run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
        return served;
    }

    int64_t Drops() const
    {
        return run.GetLedger().Dropped().packets;
    }

    Simulation simulation;
    RunContext run;
    ns3::Ptr<FqCoDelQueueDisc> queue;
    uint32_t next = 0;
};

/** Hashes that fall into different queues, in the order of the queues. */
std::vector<uint32_t>
DistinctFlows(const FqCoDelQueueDisc& queue, size_t wanted)
{
    std::map<uint32_t, uint32_t> flowOf;
    for (uint32_t flow = 1; flowOf.size() < wanted; ++flow)
    {
        flowOf.emplace(queue.QueueOf(flow), flow);
    }
    std::vector<uint32_t> flows;
    for (const auto& [index, flow] : flowOf)
    {
        flows.push_back(flow);
    }
    return flows;
}

} // namespace

TEST_CASE("FQ-CoDel: deficits and lists of RFC 8290 with a quantum of 90 B and 120 B packets")
{
    Setting setting;
    setting.quantum = 90;
    Scene scene(setting);
    const auto flow = DistinctFlows(*scene.queue, 3);
    for (int i = 0; i < 4; ++i)
    {
        scene.Enqueue(flow[0], 120);
    }
    for (int i = 0; i < 3; ++i)
    {
        scene.Enqueue(flow[1], 60);
    }
    scene.Enqueue(flow[2], 120);
    // New: 0 (90), 1 (90), 2 (90). 0 sends: -30 -> 60, old. 1 sends 60: 30 left, sends 60: -30 ->
    // 60, old. 2 sends: -30 -> 60, old. Old: 0 (60) sends: -60 -> 30, back. 1 (60) sends: 0 -> 90,
    // back. 2 (60) is empty: out. 0 (30) sends: -90 -> 0, back. 1 (90) is empty: out.
    // 0 (0) -> 90, back, and sends.
    const std::pair<size_t, int64_t> expected[] =
        {{0, 0}, {1, 4}, {1, 5}, {2, 7}, {0, 1}, {1, 6}, {0, 2}, {0, 3}};
    for (const auto& [which, number] : expected)
    {
        CHECK(scene.Serve() == std::pair<uint32_t, int64_t>(flow[which], number));
    }
    CHECK(scene.Serve().second == -1);
    CHECK(scene.queue->Empty());
}

// Fails when a new flow that is found empty is forgotten at once.
TEST_CASE("FQ-CoDel: a flow that pauses for a moment does not become new again")
{
    Scene scene({});
    const auto flow = DistinctFlows(*scene.queue, 2);
    for (int i = 0; i < 10; ++i)
    {
        scene.Enqueue(flow[1], 1000);
    }
    CHECK(scene.Serve().first == flow[1]);
    CHECK(scene.Serve().first == flow[1]); // 486 B above its quantum
    scene.Enqueue(flow[0], 100);
    CHECK(scene.Serve().first == flow[0]);
    CHECK(scene.Serve().first == flow[1]); // 0 is found empty and goes behind it
    scene.Enqueue(flow[0], 100);
    CHECK(scene.Serve().first == flow[1]); // 28 B of its quantum are left
    CHECK(scene.Serve().first == flow[0]);
}

// Fails when new flows are put behind the old ones.
TEST_CASE("FQ-CoDel: a sparse packet leaves next whatever the backlog of the others")
{
    for (const size_t bulk : {1U, 7U, 40U})
    {
        CAPTURE(bulk);
        Scene scene({});
        const auto flow = DistinctFlows(*scene.queue, bulk + 1);
        for (int i = 0; i < 2000; ++i)
        {
            const auto which = static_cast<size_t>(i) % bulk;
            scene.Enqueue(flow[which], 300 + static_cast<uint32_t>(i) * 7 % 1200);
        }
        for (int i = 0; i < 200; ++i) // each bulk flow has had a turn
        {
            scene.Serve();
        }
        for (int i = 0; i < 5; ++i)
        {
            scene.Enqueue(flow[bulk], 200);
            CHECK(scene.Serve().first == flow[bulk]);
            for (int j = 0; j < 200; ++j) // it is found empty, and has left the old ones too
            {
                scene.Serve();
            }
        }
    }
}

TEST_CASE("FQ-CoDel: backlogged flows get equal bytes, to a packet and a quantum")
{
    constexpr uint32_t kSizes[] = {1500, 600, 64, 9000};
    for (const int64_t quantum : {300, 1514, 20'000})
    {
        Setting setting;
        setting.quantum = quantum;
        setting.maxPackets = kUnlimited;
        setting.maxBytes = 1'000'000'000;
        Scene scene(setting);
        const auto flow = DistinctFlows(*scene.queue, 4);
        int64_t sent[4] = {};
        for (size_t i = 0; i < 4; ++i)
        {
            for (uint32_t bytes = 0; bytes < 2'000'000; bytes += kSizes[i])
            {
                scene.Enqueue(flow[i], kSizes[i]);
            }
        }
        for (int64_t total = 0; total < 4'000'000;)
        {
            const uint32_t served = scene.Serve().first;
            const auto which =
                static_cast<size_t>(std::find(flow.begin(), flow.end(), served) - flow.begin());
            sent[which] += kSizes[which];
            total += kSizes[which];
            const auto [least, most] = std::minmax_element(std::begin(sent), std::end(sent));
            REQUIRE(*most - *least <= 2 * 9000 + quantum);
        }
    }
}

// Fails when the batch is one packet more, and when the leanest flow loses it.
TEST_CASE("FQ-CoDel: above the limit the fattest flow loses half of its bytes, at most a batch")
{
    for (const int64_t batch : {64, 5, 1})
    {
        Setting setting;
        setting.maxPackets = 100;
        setting.dropBatch = batch;
        Scene scene(setting);
        const auto flow = DistinctFlows(*scene.queue, 2);
        for (int i = 0; i < 20; ++i)
        {
            scene.Enqueue(flow[0], 1000); // 20,000 B
        }
        for (int i = 0; i < 80; ++i)
        {
            scene.Enqueue(flow[1], 200); // 16,000 B
        }
        CHECK(scene.Drops() == 0);
        scene.Enqueue(flow[1], 200);
        CHECK(scene.Drops() == std::min<int64_t>(batch, 10));
        CHECK(scene.Serve() == std::pair<uint32_t, int64_t>(flow[0], scene.Drops()));
    }
    Setting setting;
    setting.maxBytes = 10'000;
    Scene scene(setting);
    for (int i = 0; i < 11; ++i)
    {
        scene.Enqueue(1, 1000);
    }
    CHECK(scene.Drops() == 6); // 5500 B of 11,000 B in whole packets
    CHECK(scene.queue->Backlog() == nexsim::Bytes(5000));
}

// Fails when the flow's own backlog is not what CoDel sees.
TEST_CASE("FQ-CoDel decides packet by packet as ns-3's")
{
    struct Point
    {
        int64_t quantum;
        int64_t maxPackets;
        int64_t dropBatch;
        size_t flows;
        int64_t target;
    };

    for (const Point& point : {Point{1514, 1000, 64, 3, 5000},
                               Point{300, 1000, 64, 10, 2000},
                               Point{1514, 60, 8, 6, 5000}})
    {
        CAPTURE(point.quantum);
        CAPTURE(point.maxPackets);
        const Simulation simulation;
        RunContext run;
        Setting setting;
        setting.quantum = point.quantum;
        setting.maxPackets = point.maxPackets;
        setting.dropBatch = point.dropBatch;
        setting.target = MicroSeconds(point.target);
        setting.interval = MilliSeconds(20);
        setting.minBytes = 1499; // theirs compares with <
        setting.ecn = false;
        setting.law = NewtonStepCoDelLaw::GetTypeId();
        const auto ours = Make(setting);
        ours->Attach(run, "ours");
        const auto theirs = ns3::CreateObject<ns3::FqCoDelQueueDisc>();
        theirs->SetAttribute("Target", ns3::StringValue(std::to_string(point.target) + "us"));
        theirs->SetAttribute("Interval", ns3::StringValue("20ms"));
        theirs->SetAttribute("UseEcn", ns3::BooleanValue(false));
        theirs->SetAttribute(
            "MaxSize",
            ns3::QueueSizeValue(ns3::QueueSize(ns3::QueueSizeUnit::PACKETS,
                                               static_cast<uint32_t>(point.maxPackets))));
        theirs->SetAttribute("DropBatchSize",
                             ns3::UintegerValue(static_cast<uint32_t>(point.dropBatch)));
        theirs->SetQuantum(static_cast<uint32_t>(point.quantum));
        TwinQueues twins(run, ours, theirs);
        const auto flows = DistinctFlows(*ours, point.flows);
        const auto arrive = [&](size_t which, uint32_t size) {
            twins.Arrive(size, Ecn::NotCapable, flows[which], ours->QueueOf(flows[which]));
        };
        // Theirs prefers, of equally fat flows, the one seen first: let that be the order of queues.
        for (size_t i = 0; i < flows.size(); ++i)
        {
            arrive(i, 100 + static_cast<uint32_t>(i));
        }
        PlayTwins(
            run,
            twins,
            SimTime(777'000),
            1'000'000,
            25'000'000,
            [](uint32_t size) { return static_cast<int64_t>(size); },
            [&](TwinQueues&, nexsim::RandomStream& random) {
                const uint32_t size = 64 + random.UniformInteger(1437);
                // A few flows send most of the packets.
                const double skewed = random.Uniform() * random.Uniform();
                arrive(static_cast<size_t>(skewed * static_cast<double>(flows.size())), size);
                return size;
            });
        CHECK(twins.same > 20'000);
        CHECK(run.GetLedger().Dropped().packets > 200);
    }
}

// Fails when a set is searched for a free queue before it is searched for the flow's own.
TEST_CASE("FQ-CoDel: as many flows as a set has queues never share one, and keep their order")
{
    for (const int64_t ways : {4, 8})
    {
        Setting setting;
        setting.queues = 64;
        setting.ways = ways;
        setting.quantum = 100;
        Scene scene(setting);
        std::vector<uint32_t> flows; // all of one set
        for (uint32_t flow = 1; flows.size() < static_cast<size_t>(ways); ++flow)
        {
            if (scene.queue->QueueOf(flow) / static_cast<uint32_t>(ways) == 3)
            {
                flows.push_back(flow);
            }
        }
        std::map<uint32_t, int64_t> last;
        nexsim::RandomStream random(1, 0, "test", "steps");
        for (int i = 0; i < 5000; ++i)
        {
            scene.Enqueue(flows[random.UniformInteger(static_cast<uint32_t>(ways))], 100);
            if (random.UniformInteger(3) != 0)
            {
                const auto [flow, number] = scene.Serve();
                REQUIRE((last.count(flow) == 0 || last[flow] < number));
                last[flow] = number;
            }
        }
        while (scene.Serve().second >= 0)
        {
        }
        for (const uint32_t flow : flows) // each a packet of its quantum: they take turns
        {
            scene.Enqueue(flow, 100);
            scene.Enqueue(flow, 100);
        }
        std::set<uint32_t> first;
        for (size_t i = 0; i < flows.size(); ++i)
        {
            first.insert(scene.Serve().first);
        }
        CHECK(first.size() == flows.size());
    }
}

TEST_CASE("FQ-CoDel: the salt of the hash is drawn by seed, and spreads flows over all queues")
{
    Setting setting;
    setting.perturb = true;
    setting.queues = 16;
    const Scene one(setting, 1);
    CHECK(one.run.HasDrawn());
    int64_t count[16] = {};
    std::vector<uint32_t> queuesOfOne;
    for (uint32_t flow = 0; flow < 16'000; ++flow)
    {
        ++count[one.queue->QueueOf(flow)];
        queuesOfOne.push_back(one.queue->QueueOf(flow));
    }
    for (const int64_t flows : count)
    {
        CHECK(flows > 1000 - 4 * 31); // four standard deviations
        CHECK(flows < 1000 + 4 * 31);
    }
    int64_t same = 0;
    RunContext other(2);
    const auto two = Make(setting);
    two->Attach(other, "queue");
    for (uint32_t flow = 0; flow < 16'000; ++flow)
    {
        same += two->QueueOf(flow) == queuesOfOne[flow] ? 1 : 0;
    }
    CHECK(same > 1000 - 4 * 31);
    CHECK(same < 1000 + 4 * 31);
    setting.perturb = false;
    RunContext plain(3);
    Make(setting)->Attach(plain, "queue");
    CHECK_FALSE(plain.HasDrawn());
}

TEST_CASE("FQ-CoDel: nothing lost, order kept in each flow, limits held")
{
    CHECK(rc::check([] {
        Setting setting;
        setting.queues = *rc::gen::element<int64_t>(1, 8, 1024);
        setting.ways = setting.queues == 1 ? 1 : *rc::gen::element<int64_t>(1, 4);
        setting.quantum = *rc::gen::element<int64_t>(50, 1514);
        setting.maxPackets = *rc::gen::elementOf(std::vector<int64_t>{1, 6, 10'240});
        setting.maxBytes = *rc::gen::element<int64_t>(9000, 32'000'000);
        setting.dropBatch = *rc::gen::element<int64_t>(1, 64);
        setting.target = MicroSeconds(*rc::gen::inRange<int64_t>(0, 300));
        setting.interval = MicroSeconds(*rc::gen::inRange<int64_t>(50, 1000));
        const auto steps = *rc::gen::container<std::vector<std::pair<uint32_t, uint32_t>>>(
            rc::gen::pair(rc::gen::inRange(0U, 6U),
                          rc::gen::oneOf(rc::gen::just(0U), rc::gen::inRange(28U, 9000U))));
        Scene scene(setting);
        std::map<uint32_t, int64_t> last;
        int64_t inside = 0;
        SimTime now(0);
        for (const auto& [flow, size] : steps)
        {
            now += MicroSeconds(20);
            RunUntil(scene.run, now);
            const int64_t before = scene.Drops();
            const int64_t room = scene.queue->Backlog().Value();
            if (size != 0)
            {
                scene.Enqueue(flow, size);
                ++inside;
                RC_ASSERT(scene.Drops() == before || inside > setting.maxPackets ||
                          room + size > setting.maxBytes);
            }
            else
            {
                const auto [served, number] = scene.Serve();
                RC_ASSERT((number >= 0) == (inside > scene.Drops() - before));
                if (number >= 0)
                {
                    RC_ASSERT(last.count(served) == 0 || last[served] < number);
                    last[served] = number;
                    --inside;
                }
            }
            inside -= scene.Drops() - before;
            RC_ASSERT(scene.queue->Length().Value() == inside);
            RC_ASSERT(inside <= setting.maxPackets);
            RC_ASSERT(scene.queue->Backlog().Value() <= setting.maxBytes);
            RC_ASSERT(IsBalanced(scene.run));
        }
    }));
}

} // namespace fq_codel_queue_disc_test
