// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/pie-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/ns3-queue-disc.h"
#include "tests/support/packets.h"
#include "tests/support/queue-scene.h"
#include "tests/support/shared-draws.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/pie-queue-disc.h"
#include "ns3/queue-size.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <deque>
#include <vector>

namespace pie_queue_disc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::Ecn;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::PacketPtr;
using nexsim::Packets;
using nexsim::PieController;
using nexsim::PieQueueDisc;
using nexsim::QuantityDefault;
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
    SimTime target = MilliSeconds(15);
    SimTime period = MilliSeconds(15);
    SimTime maxBurst = MilliSeconds(150);
    int64_t markThreshold = 100'000'000;
    bool byteMode = false;
    bool derandomise = false;
    bool ecn = true;
    int64_t maxPackets = kUnlimited;
    int64_t maxBytes = kUnlimited;
};

ns3::Ptr<PieQueueDisc>
Make(const Setting& setting)
{
    Blueprint blueprint(PieQueueDisc::GetTypeId());
    blueprint.Set("Target", ns3::Create<IntegerValue>(QuantityDefault(setting.target)));
    blueprint.Set("Period", ns3::Create<IntegerValue>(QuantityDefault(setting.period)));
    blueprint.Set("MaxBurst", ns3::Create<IntegerValue>(QuantityDefault(setting.maxBurst)));
    blueprint.Set("MarkThreshold", ns3::Create<IntegerValue>(setting.markThreshold));
    blueprint.Set("ByteMode", ns3::Create<ns3::BooleanValue>(setting.byteMode));
    blueprint.Set("Derandomise", ns3::Create<ns3::BooleanValue>(setting.derandomise));
    blueprint.Set("Ecn", ns3::Create<ns3::BooleanValue>(setting.ecn));
    blueprint.Set("MaxPackets", ns3::Create<IntegerValue>(setting.maxPackets));
    blueprint.Set("MaxBytes", ns3::Create<IntegerValue>(setting.maxBytes));
    return blueprint.CreateAs<PieQueueDisc>();
}

struct Scene : QueueScene<PieQueueDisc>
{
    explicit Scene(const Setting& setting) : QueueScene(Make(setting)) {}
};

} // namespace

// Fails when beta weighs the delay instead of its growth, and when the step is not capped.
TEST_CASE("PIE: the update of RFC 8033 with its scaling, cap, decay and bounds")
{
    struct Point
    {
        double probability;
        int64_t now; //!< ms
        int64_t before;
        double expected;
    };

    for (const Point& point : {Point{0.05, 30, 30, 0.0509375},
                               Point{0.2, 100, 50, 0.22}, // 0.073125 more, capped
                               Point{0.2, 20, 16, 0.205625},
                               Point{0.005, 31, 15, 0.005 + (0.002 + 0.02) / 8},
                               Point{0.0005, 31, 15, 0.0005 + 0.022 / 32},
                               Point{0.00005, 31, 15, 0.00005 + 0.022 / 128},
                               Point{0.000005, 31, 15, 0.000005 + 0.022 / 512},
                               Point{0, 31, 15, 0.022 / 2048},
                               Point{0.02, 10, 20, 0.02 - 0.013125 / 2},
                               Point{0.02, 0, 0, (0.02 - 0.001875 / 2) * 0.98},
                               Point{0.001, 0, 500, 0},
                               Point{0.995, 100, 50, 1}})
    {
        CAPTURE(point.expected);
        PieController pie;
        pie.reference = MilliSeconds(15);
        pie.probability = point.probability;
        pie.previous = MilliSeconds(point.before);
        pie.Update(MilliSeconds(point.now));
        CHECK(pie.probability == doctest::Approx(point.expected).epsilon(1e-12));
        CHECK(pie.previous == MilliSeconds(point.now));
    }
}

// Fails when the probability is not scaled by the packet's size, and without the rule of two
// packets.
TEST_CASE("PIE decides packet by packet as ns-3's with the same draws")
{
    struct Point
    {
        bool byteMode; //!< and mixed sizes; else all packets have the mean size
        bool derandomise;
        bool ecn;
        int64_t target; //!< us
    };

    for (const Point& point : {Point{true, false, true, 15'000},
                               Point{false, false, true, 5'000},
                               Point{true, true, false, 7'000},
                               Point{false, true, false, 15'000}})
    {
        CAPTURE(point.byteMode);
        CAPTURE(point.derandomise);
        const Simulation simulation;
        const SharedDraws draws(5, 3);
        RunContext run(5, 3);
        Setting setting;
        setting.target = MicroSeconds(point.target);
        setting.maxBurst = SimTime(0); // ns-3 protects bursts by other rules
        setting.byteMode = point.byteMode;
        setting.derandomise = point.derandomise;
        setting.ecn = point.ecn;
        (point.byteMode ? setting.maxBytes : setting.maxPackets) = point.byteMode ? 60'000 : 60;
        const auto ours = Make(setting);
        ours->Attach(run, "ours");
        ours->Start();
        const auto theirs = ns3::CreateObject<ns3::PieQueueDisc>();
        theirs->SetAttribute("MeanPktSize", ns3::UintegerValue(1000));
        theirs->SetAttribute("QueueDelayReference",
                             ns3::TimeValue(ns3::MicroSeconds(point.target)));
        theirs->SetAttribute("MaxBurstAllowance", ns3::TimeValue(ns3::Seconds(0)));
        theirs->SetAttribute("UseEcn", ns3::BooleanValue(point.ecn));
        theirs->SetAttribute("UseDerandomization", ns3::BooleanValue(point.derandomise));
        theirs->SetAttribute(
            "MaxSize",
            ns3::QueueSizeValue(point.byteMode ? ns3::QueueSize("60000B") : ns3::QueueSize("60p")));
        theirs->AssignStreams(draws.StreamOf("ours", "early"));
        TwinQueues twins(run, ours, theirs);
        PlayTwins(
            run,
            twins,
            SimTime(800'001), // a byte at 10 Mb/s; never at the instant of an update
            400'000,
            25'000'000,
            [](uint32_t size) { return static_cast<int64_t>(size); },
            [&point](TwinQueues& both, nexsim::RandomStream& random) {
                const uint32_t size = point.byteMode ? 64 + random.UniformInteger(1437) : 1000;
                both.Arrive(size, random.UniformInteger(2) == 0 ? Ecn::Capable0 : Ecn::NotCapable);
                return size;
            });
        CHECK(twins.same > 15'000);
        CHECK(MetricMap(*ours)["early_drops"] > 200);
        CHECK((MetricMap(*ours)["marked_packets"] > 50) == point.ecn);
    }
}

// Fails when the allowance is not counted down.
TEST_CASE("PIE: a burst after quiet passes for MaxBurst, then packets are at risk")
{
    for (const int64_t burst : {0, 60, 150})
    {
        CAPTURE(burst);
        Setting setting;
        setting.maxBurst = MilliSeconds(burst);
        Scene scene(setting);
        // Twice the rate of the server: 1 packet per ms served, so the delay grows 0.5 ms per ms.
        int64_t firstDrop = -1;
        for (int64_t ms = 1; ms <= 3000 && firstDrop < 0; ++ms)
        {
            RunUntil(scene.run, MilliSeconds(ms) + SimTime(1));
            scene.Enqueue(1000);
            scene.Enqueue(1000);
            firstDrop = scene.Drops() > 0 ? ms : -1;
            scene.Serve();
        }
        // The target is 15 ms; the allowance lasts from the first update with a delay of 7.5 ms,
        // at 30 ms where the delay is 15 ms, and is counted down to 0 by whole periods.
        CHECK(firstDrop >= 30 - 15 + burst);
        CHECK(firstDrop < 30 + burst + 150);
    }
}

TEST_CASE("PIE marks below the threshold and drops from it on")
{
    for (const int64_t threshold : {0, 1'000'000'000})
    {
        Setting setting;
        setting.maxBurst = SimTime(0);
        setting.markThreshold = threshold;
        Scene scene(setting);
        for (int64_t ms = 1; ms <= 600; ++ms)
        {
            RunUntil(scene.run, MilliSeconds(ms) + SimTime(1));
            scene.Enqueue(1000, Ecn::Capable1);
            scene.Enqueue(1000, Ecn::Capable1);
            scene.Serve();
        }
        CHECK((scene.Drops() > 0) == (threshold == 0));
        CHECK((MetricMap(*scene.queue)["marked_packets"] > 0) == (threshold != 0));
    }
}

TEST_CASE("PIE: order kept, nothing lost, nothing dropped by chance with two packets or fewer")
{
    CHECK(rc::check([] {
        Setting setting;
        setting.target = MicroSeconds(*rc::gen::inRange<int64_t>(1, 500));
        setting.period = MicroSeconds(*rc::gen::inRange<int64_t>(20, 500));
        setting.maxBurst = MicroSeconds(*rc::gen::element<int64_t>(0, 1000));
        setting.byteMode = *rc::gen::arbitrary<bool>();
        setting.derandomise = *rc::gen::arbitrary<bool>();
        setting.maxPackets = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 20});
        const auto steps = *AnySteps();
        Scene scene(setting);
        std::deque<std::pair<uint32_t, int64_t>> model; // number and size
        int64_t bytes = 0;
        SimTime now(0);
        for (const uint32_t step : steps)
        {
            now += MicroSeconds(30);
            RunUntil(scene.run, now);
            const int64_t before = scene.Drops();
            if (step != 0)
            {
                const uint32_t number = scene.next;
                scene.Enqueue(step);
                const bool dropped = scene.Drops() > before;
                const bool isFull = static_cast<int64_t>(model.size()) >= setting.maxPackets;
                RC_ASSERT(!isFull || dropped);
                RC_ASSERT(!dropped || isFull || bytes > 2000);
                if (!dropped)
                {
                    model.emplace_back(number, step);
                    bytes += step;
                }
            }
            else if (!model.empty())
            {
                PacketPtr packet = scene.queue->Dequeue();
                RC_ASSERT(packet->number == model.front().first);
                bytes -= model.front().second;
                model.pop_front();
                scene.run.GetLedger().Deliver(std::move(packet), now, 1);
            }
            RC_ASSERT(scene.queue->Length().Value() == static_cast<int64_t>(model.size()));
            RC_ASSERT(scene.queue->Backlog().Value() == bytes);
            RC_ASSERT(IsBalanced(scene.run));
        }
    }));
}

} // namespace pie_queue_disc_test
