// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/cobalt-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/ns3-queue-disc.h"
#include "tests/support/packets.h"
#include "tests/support/queue-scene.h"
#include "tests/support/shared-draws.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include "ns3/cobalt-queue-disc.h"
#include "ns3/double.h"
#include "ns3/queue-size.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <deque>
#include <vector>

namespace cobalt_queue_disc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::CobaltQueueDisc;
using nexsim::Ecn;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::PacketPtr;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::testing::AnySteps;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::QueueScene;
using nexsim::testing::RunUntil;
using nexsim::testing::SharedDraws;
using nexsim::testing::Simulation;
using nexsim::testing::TwinQueues;

struct Setting
{
    SimTime target = MilliSeconds(5);
    SimTime interval = MilliSeconds(100);
    SimTime blueThreshold = MilliSeconds(400);
    SimTime ceThreshold = nexsim::kNever;
    bool ecn = true;
    int64_t maxPackets = kUnlimited;
};

ns3::Ptr<CobaltQueueDisc>
Make(const Setting& setting)
{
    Blueprint blueprint(CobaltQueueDisc::GetTypeId());
    const auto number = [&](const char* name, int64_t value) {
        blueprint.Set(name, ns3::Create<IntegerValue>(value));
    };
    number("Target", setting.target.Value());
    number("Interval", setting.interval.Value());
    number("BlueThreshold", setting.blueThreshold.Value());
    number("CeThreshold", setting.ceThreshold.Value());
    number("MaxPackets", setting.maxPackets);
    blueprint.Set("Ecn", ns3::Create<ns3::BooleanValue>(setting.ecn));
    return blueprint.CreateAs<CobaltQueueDisc>();
}

struct Scene : QueueScene<CobaltQueueDisc>
{
    explicit Scene(const Setting& setting) : QueueScene(Make(setting)) {}
};

} // namespace

// Fails when the count is forgotten at once instead of step by step, and when a full queue does
// not raise Blue's probability.
TEST_CASE("COBALT decides packet by packet as ns-3's with the same draws")
{
    struct Point
    {
        int64_t target; //!< us
        int64_t interval;
        int64_t blueThreshold;
        int64_t ceThreshold;
        uint32_t maxPackets;
        bool ecn;
    };

    for (const Point& point : {Point{2000, 40'000, 400'000, 1'000'000, 60, true},
                               Point{1777, 20'111, 30'000, 9000, 1000, true},
                               Point{3000, 10'000, 400'000, 1'000'000, 40, false}})
    {
        CAPTURE(point.interval);
        const Simulation simulation;
        const SharedDraws draws(21, 4);
        RunContext run(21, 4);
        Setting setting;
        setting.target = MicroSeconds(point.target);
        setting.interval = MicroSeconds(point.interval);
        setting.blueThreshold = MicroSeconds(point.blueThreshold);
        setting.ceThreshold = MicroSeconds(point.ceThreshold);
        setting.maxPackets = point.maxPackets;
        setting.ecn = point.ecn;
        const auto ours = Make(setting);
        ours->Attach(run, "ours");
        const auto theirs = ns3::CreateObject<ns3::CobaltQueueDisc>();
        const auto time = [&](const char* name, int64_t us) {
            theirs->SetAttribute(name, ns3::TimeValue(ns3::MicroSeconds(us)));
        };
        time("Target", point.target);
        time("Interval", point.interval);
        time("BlueThreshold", point.blueThreshold);
        time("CeThreshold", point.ceThreshold);
        theirs->SetAttribute("Decrement", ns3::DoubleValue(0.000244141));
        theirs->SetAttribute("UseEcn", ns3::BooleanValue(point.ecn));
        theirs->SetAttribute(
            "MaxSize",
            ns3::QueueSizeValue(ns3::QueueSize(ns3::QueueSizeUnit::PACKETS, point.maxPackets)));
        theirs->AssignStreams(draws.StreamOf("ours", "blue"));
        TwinQueues twins(run, ours, theirs);
        // 100 Mb/s for 4 s: their time of Blue's last change has 32 bits of nanoseconds.
        PlayTwins(
            run,
            twins,
            SimTime(80'077),
            1'500'000,
            49'000'000,
            [](uint32_t size) { return static_cast<int64_t>(size); },
            [](TwinQueues& both, nexsim::RandomStream& random) {
                const uint32_t size = 64 + random.UniformInteger(1437);
                both.Arrive(size, random.UniformInteger(2) == 0 ? Ecn::Capable0 : Ecn::NotCapable);
                return size;
            });
        CHECK(twins.same > 20'000);
        CHECK(MetricMap(*ours)["late_drops"] > 100);
        CHECK((MetricMap(*ours)["marked_packets"] > 0) == point.ecn);
    }
}

// Fails when the probability rises more often than once per target.
TEST_CASE("COBALT: Blue's probability rises by 1/256 per target while the queue is full, and falls "
          "by 1/4096 per idle period")
{
    Setting setting;
    setting.maxPackets = 1;
    setting.interval = nexsim::Seconds(100); // CoDel keeps out of it
    Scene scene(setting);
    scene.Enqueue(500);
    for (int64_t ms = 1; ms <= 50; ++ms)
    {
        RunUntil(scene.run, MilliSeconds(ms));
        scene.Enqueue(500); // finds no room; above 5 ms after the last change: at 6, 12 ... 48
    }
    CHECK(scene.queue->Probability() == 8 / 256.0);
    scene.queue->Dequeue(); // CoDel drops the packet that has waited for 50 ms
    double before = 8 / 256.0;
    for (int64_t i = 0; i <= 3; ++i)
    {
        RunUntil(scene.run, MilliSeconds(60 + 10 * i));
        scene.Enqueue(500);
        PacketPtr packet = scene.queue->Dequeue(); // at once: an idle period ends
        scene.run.GetLedger().Deliver(std::move(packet), scene.run.Now(), 1);
        const double fall = before - scene.queue->Probability();
        CHECK(fall == (i == 0 ? 0 : doctest::Approx(0.000244141)));
        before -= fall;
    }
}

TEST_CASE("COBALT: order kept, nothing lost, nothing dropped early by a queue that is never late")
{
    CHECK(rc::check([] {
        Setting setting;
        setting.target = MicroSeconds(*rc::gen::inRange<int64_t>(0, 300));
        setting.interval = MicroSeconds(*rc::gen::inRange<int64_t>(50, 1000));
        setting.blueThreshold = MicroSeconds(*rc::gen::inRange<int64_t>(300, 1000));
        setting.maxPackets = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 20});
        const auto steps = *AnySteps();
        Scene scene(setting);
        std::deque<std::pair<uint32_t, SimTime>> model;
        SimTime now(0);
        for (const uint32_t step : steps)
        {
            now += MicroSeconds(20);
            RunUntil(scene.run, now);
            const int64_t before = scene.Drops();
            if (step != 0)
            {
                const bool fits = static_cast<int64_t>(model.size()) < setting.maxPackets;
                if (fits)
                {
                    model.emplace_back(scene.next, now);
                }
                scene.Enqueue(step);
                RC_ASSERT(scene.Drops() - before == (fits ? 0 : 1));
            }
            else
            {
                PacketPtr packet = scene.queue->Dequeue();
                for (int64_t drops = scene.Drops() - before; drops > 0; --drops)
                {
                    RC_ASSERT(now - model.front().second > setting.target ||
                              scene.queue->Probability() > 0);
                    model.pop_front();
                }
                RC_ASSERT(static_cast<bool>(packet) == !model.empty());
                if (packet)
                {
                    RC_ASSERT(packet->number == model.front().first);
                    model.pop_front();
                    scene.run.GetLedger().Deliver(std::move(packet), now, 1);
                }
            }
            RC_ASSERT(scene.queue->Length().Value() == static_cast<int64_t>(model.size()));
            RC_ASSERT(IsBalanced(scene.run));
        }
    }));
}

} // namespace cobalt_queue_disc_test
