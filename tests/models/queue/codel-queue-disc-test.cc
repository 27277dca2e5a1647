// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/codel-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/ns3-queue-disc.h"
#include "tests/support/packets.h"
#include "tests/support/queue-scene.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include "ns3/codel-queue-disc.h"
#include "ns3/queue-size.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <deque>
#include <vector>

namespace codel_queue_disc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::Bytes;
using nexsim::CoDelQueueDisc;
using nexsim::CoDelState;
using nexsim::Ecn;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::NewtonStepCoDelLaw;
using nexsim::PacketPtr;
using nexsim::QuantityDefault;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::SquareRootCoDelLaw;
using nexsim::testing::AnySteps;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::QueueScene;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;
using nexsim::testing::TwinQueues;

struct Setting
{
    ns3::TypeId law = SquareRootCoDelLaw::GetTypeId();
    SimTime target = MilliSeconds(5);
    SimTime interval = MilliSeconds(100);
    int64_t minBytes = 1500;
    int64_t maxPackets = kUnlimited;
    bool ecn = true;
    SimTime ceThreshold = nexsim::kNever;
};

ns3::Ptr<CoDelQueueDisc>
Make(const Setting& setting)
{
    Blueprint blueprint(CoDelQueueDisc::GetTypeId());
    blueprint.Set("Target", ns3::Create<IntegerValue>(QuantityDefault(setting.target)));
    blueprint.Set("Interval", ns3::Create<IntegerValue>(QuantityDefault(setting.interval)));
    blueprint.Set("CeThreshold", ns3::Create<IntegerValue>(QuantityDefault(setting.ceThreshold)));
    blueprint.Set("MinBytes", ns3::Create<IntegerValue>(setting.minBytes));
    blueprint.Set("MaxPackets", ns3::Create<IntegerValue>(setting.maxPackets));
    blueprint.Set("Ecn", ns3::Create<ns3::BooleanValue>(setting.ecn));
    blueprint.SetPart("Law", Blueprint(setting.law));
    return blueprint.CreateAs<CoDelQueueDisc>();
}

struct Scene : QueueScene<CoDelQueueDisc>
{
    explicit Scene(const Setting& setting) : QueueScene(Make(setting)) {}
};

/**
 * When a queue that never gets shorter drops, from its first drop on. It is served every `step`,
 * so a drop comes with the first service at or after its due time.
 */
std::vector<int64_t>
DropOffsets(const Setting& setting, SimTime step, size_t wanted)
{
    Scene scene(setting);
    std::vector<int64_t> at;
    SimTime now(0);
    while (at.size() < wanted)
    {
        while (scene.queue->Length() < nexsim::Packets(3000))
        {
            scene.Enqueue(500 + scene.next % 7 * 100);
        }
        now += step;
        RunUntil(scene.run, now);
        const int64_t before = scene.Drops();
        PacketPtr packet = scene.queue->Dequeue();
        scene.run.GetLedger().Deliver(std::move(packet), scene.run.Now(), 1);
        for (int64_t i = before; i < scene.Drops(); ++i)
        {
            at.push_back(now.Value());
        }
    }
    for (size_t i = at.size(); i-- > 0;)
    {
        at[i] -= at[0];
    }
    return at;
}

} // namespace

// Fails when the gap is interval/count.
TEST_CASE("CoDel, RFC 8289: the k-th gap after the first drop is interval/sqrt(k)")
{
    for (const int64_t ms : {100, 50, 23})
    {
        CAPTURE(ms);
        Setting setting;
        setting.interval = MilliSeconds(ms);
        const SimTime step = MicroSeconds(10);
        const auto at = DropOffsets(setting, step, 12);
        double due = 0;
        for (size_t k = 0; k < at.size(); ++k)
        {
            // The first drop fell on a service; the others follow within one step.
            CHECK(static_cast<double>(at[k]) >= due - 12);
            CHECK(static_cast<double>(at[k]) < due + static_cast<double>(step.Value()));
            due += static_cast<double>(setting.interval.Value()) /
                   std::sqrt(static_cast<double>(k + 1));
        }
    }
    const auto at = DropOffsets({}, MicroSeconds(100), 5);
    CHECK(at == std::vector<int64_t>{0,
                                     MilliSeconds(100).Value(),
                                     MicroSeconds(170'800).Value(),
                                     MicroSeconds(228'500).Value(),
                                     MicroSeconds(278'500).Value()});
}

// Fails when the Newton step divides by 4 instead of 2.
TEST_CASE("CoDel, Linux and ns-3: the first gaps are 1, 0.5, 0.5625 and 0.488 of the interval")
{
    // One Newton step of x' = x(3 - n x^2)/2 per drop, from x = 1: 1/2, 9/16, 0.488...
    for (const int64_t ms : {100, 40})
    {
        CAPTURE(ms);
        Setting setting;
        setting.law = NewtonStepCoDelLaw::GetTypeId();
        setting.interval = MilliSeconds(ms);
        const auto at = DropOffsets(setting, MicroSeconds(10), 9);
        double x = 1;
        double due = 0;
        for (size_t k = 0; k < at.size(); ++k)
        {
            // Within a step, a tick per gap, and 2^-16 of an interval per gap.
            const double slack = 10e6 + static_cast<double>(k) *
                                            (1.024e6 + 1e9 / 65536 * static_cast<double>(ms) * 2);
            CHECK(std::fabs(static_cast<double>(at[k]) - due) <= slack);
            const auto count = static_cast<double>(k + 1);
            x = k == 0 ? 1 : x * (3 - count * x * x) / 2;
            due += x * static_cast<double>(setting.interval.Value());
        }
    }
    Setting setting;
    setting.law = NewtonStepCoDelLaw::GetTypeId();
    const auto at = DropOffsets(setting, MicroSeconds(100), 5);
    const double expected[] = {0, 100, 150.0, 206.2, 255.0};
    for (size_t k = 0; k < at.size(); ++k)
    {
        CHECK(static_cast<double>(at[k]) / 1e9 == doctest::Approx(expected[k]).epsilon(0.001));
    }
}

// Fails when a tick is not added to the end of the interval, and when the target is not rounded.
TEST_CASE("CoDel with the Newton step decides packet by packet as ns-3's")
{
    struct Point
    {
        int64_t target; //!< us
        int64_t interval;
        int64_t minBytes;
        int64_t maxPackets;
        int64_t speed; //!< bytes per tick
    };

    for (const Point& point : {Point{5000, 100'000, 1500, 1000, 1},
                               Point{1777, 20'111, 0, 1000, 1},
                               Point{5000, 30'000, 3000, 120, 1},
                               Point{100, 1000, 0, 10'000, 100}})
    {
        CAPTURE(point.interval);
        const Simulation simulation;
        RunContext run;
        Setting setting;
        setting.law = NewtonStepCoDelLaw::GetTypeId();
        setting.target = MicroSeconds(point.target);
        setting.interval = MicroSeconds(point.interval);
        setting.minBytes = point.minBytes;
        setting.maxPackets = point.maxPackets;
        setting.ecn = false;
        const auto ours = Make(setting);
        ours->Attach(run, "ours");
        const auto theirs = ns3::CreateObject<ns3::CoDelQueueDisc>();
        theirs->SetAttribute("Target", ns3::TimeValue(ns3::MicroSeconds(point.target)));
        theirs->SetAttribute("Interval", ns3::TimeValue(ns3::MicroSeconds(point.interval)));
        // Theirs spares what is below MinBytes, ours what is at most MinBytes (RFC 8289).
        theirs->SetAttribute("MinBytes",
                             ns3::UintegerValue(static_cast<uint32_t>(point.minBytes + 1)));
        theirs->SetAttribute(
            "MaxSize",
            ns3::QueueSizeValue(ns3::QueueSize(ns3::QueueSizeUnit::PACKETS,
                                               static_cast<uint32_t>(point.maxPackets))));
        TwinQueues twins(run, ours, theirs);
        // About 10 Mb/s, or 4 Gb/s, in ticks of 777 ns, which is no multiple of their clock's.
        PlayTwins(
            run,
            twins,
            SimTime(777'000),
            1'000'000 / point.speed,
            25'000'000 / point.speed,
            [&point](uint32_t size) { return size / point.speed + 1; },
            [](TwinQueues& both, nexsim::RandomStream& random) {
                const uint32_t size = 64 + random.UniformInteger(1437);
                both.Arrive(size);
                return size;
            });
        CHECK(twins.same > 20'000);
        // Without these the comparison would be empty.
        CHECK(run.GetLedger().Dropped().packets > 25);
    }
}

TEST_CASE("CoDel marks ECN-capable packets instead of dropping them, and drops the others")
{
    for (const bool ecn : {true, false})
    {
        Setting setting;
        setting.ecn = ecn;
        Scene scene(setting);
        for (int i = 0; i < 2000; ++i)
        {
            scene.Enqueue(1000, i % 2 == 0 ? Ecn::Capable0 : Ecn::NotCapable);
        }
        int64_t marked = 0;
        for (int i = 1; i <= 1000; ++i)
        {
            RunUntil(scene.run, MicroSeconds(500) * i);
            PacketPtr packet = scene.queue->Dequeue();
            marked += packet->ecn == Ecn::Congestion ? 1 : 0;
            scene.run.GetLedger().Deliver(std::move(packet), scene.run.Now(), 1);
        }
        CHECK(MetricMap(*scene.queue)["marked_packets"] == marked);
        // Late from 5 ms on, so the first is due at 105 ms and the seventh 364.0 ms later; the
        // eighth would be due at 506.8 ms.
        CHECK(marked + scene.Drops() == 7);
        CHECK((marked > 0) == ecn);
    }
}

// Fails when the threshold compares with >=.
TEST_CASE("CoDel marks every ECN-capable packet that has waited longer than the CE threshold")
{
    Setting setting;
    setting.ceThreshold = MilliSeconds(1);
    setting.ecn = false; // the threshold holds by itself
    Scene scene(setting);
    for (int i = 0; i < 4; ++i)
    {
        scene.Enqueue(1000, i == 2 ? Ecn::NotCapable : Ecn::Capable1);
    }
    const SimTime times[] = {MilliSeconds(1),
                             MilliSeconds(1) + SimTime(1),
                             MilliSeconds(2),
                             MilliSeconds(3)};
    const Ecn expected[] = {Ecn::Capable1, Ecn::Congestion, Ecn::NotCapable, Ecn::Congestion};
    for (int i = 0; i < 4; ++i)
    {
        RunUntil(scene.run, times[i]);
        CHECK(scene.queue->Dequeue()->ecn == expected[i]);
    }
}

TEST_CASE("CoDel: order kept, nothing lost, nothing dropped that waited less than the target")
{
    CHECK(rc::check([] {
        Setting setting;
        setting.law =
            *rc::gen::element(SquareRootCoDelLaw::GetTypeId(), NewtonStepCoDelLaw::GetTypeId());
        setting.target = MicroSeconds(*rc::gen::inRange<int64_t>(0, 300));
        setting.interval = MicroSeconds(*rc::gen::inRange<int64_t>(50, 1000));
        setting.minBytes = *rc::gen::element<int64_t>(0, 1500, 5000);
        setting.maxPackets = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 5, 40});
        const auto steps = *AnySteps();
        Scene scene(setting);
        std::deque<std::pair<uint32_t, SimTime>> model; // number and arrival
        SimTime now(0);
        for (size_t i = 0; i < steps.size(); ++i)
        {
            now += MicroSeconds(20);
            RunUntil(scene.run, now);
            const int64_t before = scene.Drops();
            if (steps[i] != 0)
            {
                const bool fits = static_cast<int64_t>(model.size()) < setting.maxPackets;
                if (fits)
                {
                    model.emplace_back(scene.next, now);
                }
                scene.Enqueue(steps[i], i % 3 == 0 ? Ecn::Capable0 : Ecn::NotCapable);
                RC_ASSERT(scene.Drops() - before == (fits ? 0 : 1));
            }
            else
            {
                PacketPtr packet = scene.queue->Dequeue();
                for (int64_t drops = scene.Drops() - before; drops > 0; --drops)
                {
                    RC_ASSERT(now - model.front().second >= setting.target - SimTime(1'024'000));
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

} // namespace codel_queue_disc_test
