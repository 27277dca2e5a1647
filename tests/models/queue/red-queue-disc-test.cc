// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/red-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/ns3-queue-disc.h"
#include "tests/support/packets.h"
#include "tests/support/queue-scene.h"
#include "tests/support/shared-draws.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/queue-size.h"
#include "ns3/red-queue-disc.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <deque>
#include <vector>

namespace red_queue_disc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::Ecn;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MicroSeconds;
using nexsim::PacketPtr;
using nexsim::Packets;
using nexsim::RedQueueDisc;
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
    int64_t min = 5;
    int64_t max = 15;
    int64_t maxRatio = 20'000'000; //!< 1e-9
    int64_t weight = 2'000'000;    //!< 1e-9
    bool gentle = true;
    bool wait = true;
    bool byteMode = false;
    bool countArriving = false;
    bool ecn = true;
    bool hardDrop = true;
    int64_t meanSize = 500;
    int64_t linkRate = 10'000'000;
    int64_t maxPackets = kUnlimited;
    int64_t maxBytes = kUnlimited;
};

ns3::Ptr<RedQueueDisc>
Make(const Setting& setting)
{
    Blueprint blueprint(RedQueueDisc::GetTypeId());
    const auto number = [&](const char* name, int64_t value) {
        blueprint.Set(name, ns3::Create<IntegerValue>(value));
    };
    const auto mode = [&](const char* name, bool value) {
        blueprint.Set(name, ns3::Create<ns3::BooleanValue>(value));
    };
    number("MinThreshold", setting.min);
    number("MaxThreshold", setting.max);
    number("MaxProbability", setting.maxRatio);
    number("Weight", setting.weight);
    mode("Gentle", setting.gentle);
    mode("Wait", setting.wait);
    mode("ByteMode", setting.byteMode);
    mode("CountArriving", setting.countArriving);
    mode("Ecn", setting.ecn);
    mode("HardDrop", setting.hardDrop);
    number("MeanPacketSize", setting.meanSize);
    number("LinkRate", setting.linkRate);
    number("MaxPackets", setting.maxPackets);
    number("MaxBytes", setting.maxBytes);
    return blueprint.CreateAs<RedQueueDisc>();
}

struct Scene : QueueScene<RedQueueDisc>
{
    explicit Scene(const Setting& setting, uint32_t seed = 1) : QueueScene(Make(setting), seed) {}
};

/** How often each gap between two marks came up while the average stood still at `length`. */
std::vector<int64_t>
Gaps(Setting setting, int length, int marks, uint32_t seed)
{
    setting.weight = 1'000'000'000; // the average is the present length
    Scene scene(setting, seed);
    while (scene.queue->Length() < Packets(length))
    {
        scene.Enqueue(500);
    }
    std::vector<int64_t> gaps(1000);
    size_t gap = 0;
    while (marks > 0)
    {
        ++gap;
        if (scene.Enqueue(500, Ecn::Capable0) == Ecn::Congestion)
        {
            ++gaps.at(gap);
            --marks;
            gap = 0;
        }
        scene.Serve();
    }
    return gaps;
}

} // namespace

// Fails when the count includes the arriving packet, and when a mark does not reset it.
TEST_CASE("RED: gaps are uniform on 1..1/p, with Wait on 1/p+1..2/p, counting arrivals 1..1/p-1")
{
    struct Point
    {
        bool wait;
        bool countArriving;
        int length;
        int from;
        int to;
    };

    // p = 0.1 (length - 10) / 100
    for (const Point& point : {Point{false, false, 30, 1, 50},
                               Point{false, false, 60, 1, 20},
                               Point{false, false, 110, 1, 10},
                               Point{true, false, 30, 51, 100},
                               Point{true, false, 60, 21, 40},
                               Point{false, true, 30, 1, 49},
                               Point{true, true, 60, 20, 39}})
    {
        CAPTURE(point.length);
        CAPTURE(point.from);
        Setting setting;
        setting.min = 10;
        setting.max = 110;
        setting.maxRatio = 100'000'000;
        setting.wait = point.wait;
        setting.countArriving = point.countArriving;
        constexpr int kMarks = 40'000;
        const auto gaps = Gaps(setting, point.length, kMarks, 3);
        const int kinds = point.to - point.from + 1;
        const double expected = static_cast<double>(kMarks) / kinds;
        double chiSquare = 0;
        double sum = 0;
        int64_t outside = 0;
        for (int gap = 0; gap < static_cast<int>(gaps.size()); ++gap)
        {
            const auto seen = static_cast<double>(gaps[static_cast<size_t>(gap)]);
            sum += seen * gap;
            const bool inside = gap >= point.from && gap <= point.to;
            outside += inside ? 0 : gaps[static_cast<size_t>(gap)];
            chiSquare += inside ? (seen - expected) * (seen - expected) / expected : 0;
        }
        CHECK(outside <= 1); // the first gap begins before the average stood still
        // Mean k - 1 and variance 2 (k - 1) of chi square: four standard deviations.
        CHECK(chiSquare < kinds - 1 + 4 * std::sqrt(2.0 * (kinds - 1)));
        const double deviation = std::sqrt((kinds * kinds - 1) / 12.0 / kMarks);
        CHECK(std::fabs(sum / kMarks - (point.from + point.to) / 2.0) < 4 * deviation);
    }
}

// Fails when the average does not age while the queue is idle, and without gentle's second slope.
TEST_CASE("RED decides packet by packet as ns-3's with the same draws")
{
    struct Point
    {
        bool gentle;
        bool wait;
        bool byteMode;
        bool hardDrop;
    };

    for (const Point& point : {Point{true, true, false, true},
                               Point{false, true, false, true},
                               Point{true, false, false, false},
                               Point{false, false, false, false},
                               Point{true, true, true, true},
                               Point{false, false, true, true}})
    {
        CAPTURE(point.gentle);
        CAPTURE(point.wait);
        CAPTURE(point.byteMode);
        const Simulation simulation;
        const SharedDraws draws(11, 2);
        RunContext run(11, 2);
        Setting setting;
        setting.min = 8;
        setting.max = 30;
        setting.maxRatio = 100'000'000;
        setting.weight = 20'000'000;
        setting.meanSize = 499;
        setting.gentle = point.gentle;
        setting.wait = point.wait;
        setting.byteMode = point.byteMode;
        setting.hardDrop = point.hardDrop;
        setting.countArriving = true;
        (point.byteMode ? setting.maxBytes : setting.maxPackets) = point.byteMode ? 50'000 : 100;
        const auto ours = Make(setting);
        ours->Attach(run, "ours");
        const auto theirs = ns3::CreateObject<ns3::RedQueueDisc>();
        const double unit = point.byteMode ? 499 : 1;
        theirs->SetAttribute("MinTh", ns3::DoubleValue(8 * unit));
        theirs->SetAttribute("MaxTh", ns3::DoubleValue(30 * unit));
        theirs->SetAttribute("LInterm", ns3::DoubleValue(10));
        theirs->SetAttribute("QW", ns3::DoubleValue(0.02));
        theirs->SetAttribute("MeanPktSize", ns3::UintegerValue(499));
        theirs->SetAttribute("Gentle", ns3::BooleanValue(point.gentle));
        theirs->SetAttribute("Wait", ns3::BooleanValue(point.wait));
        theirs->SetAttribute("UseEcn", ns3::BooleanValue(true));
        theirs->SetAttribute("UseHardDrop", ns3::BooleanValue(point.hardDrop));
        theirs->SetAttribute("LinkBandwidth", ns3::DataRateValue(ns3::DataRate("10Mbps")));
        theirs->SetAttribute("MaxSize",
                             ns3::QueueSizeValue(point.byteMode ? ns3::QueueSize("50000B")
                                                                : ns3::QueueSize("100p")));
        theirs->AssignStreams(draws.StreamOf("ours", "early"));
        TwinQueues twins(run, ours, theirs);
        PlayTwins(
            run,
            twins,
            SimTime(800'000), // a byte at 10 Mb/s
            300'000,
            25'000'000,
            [](uint32_t size) { return static_cast<int64_t>(size); },
            [](TwinQueues& both, nexsim::RandomStream& random) {
                const uint32_t size = 64 + random.UniformInteger(1437);
                both.Arrive(size, random.UniformInteger(2) == 0 ? Ecn::Capable0 : Ecn::NotCapable);
                return size;
            });
        CHECK(twins.same > 20'000);
        CHECK(MetricMap(*ours)["early_drops"] > 200);
        CHECK(MetricMap(*ours)["forced_drops"] > 50);
        CHECK(MetricMap(*ours)["marked_packets"] > 200);
    }
}

TEST_CASE("RED: the average ages while the link is idle, not while it sends the last packet")
{
    Setting setting;
    setting.weight = 250'000'000;
    setting.meanSize = 1000;
    setting.linkRate = 8'000'000; // a byte per us
    Scene scene(setting);
    for (int i = 0; i < 5; ++i)
    {
        scene.Enqueue(1000);
    }
    // 0, 0.25, 0.6875, 1.265625, 1.94921875
    CHECK(scene.queue->Average() == 1.94921875);
    for (int i = 0; i < 5; ++i)
    {
        scene.Serve();
    }
    RunUntil(scene.run,
             MicroSeconds(1000 + 2999)); // 1 ms to send the last, then not yet three more
    scene.Enqueue(1000);
    CHECK(scene.queue->Average() == doctest::Approx(1.94921875 * 0.75 * 0.75 * 0.75));
}

TEST_CASE(
    "RED: above the region of chance all is dropped, ECN-capable packets unless HardDrop is off")
{
    for (const bool gentle : {true, false})
    {
        for (const bool hard : {true, false})
        {
            Setting setting;
            setting.weight = 1'000'000'000;
            setting.min = 2;
            setting.max = 4;
            setting.maxRatio = 1;
            setting.gentle = gentle;
            setting.hardDrop = hard;
            Scene scene(setting);
            const int edge = gentle ? 8 : 4;
            // Gentle: the probability is above 0.25 from 5 packets on; Wait lets 3 pass.
            while (scene.queue->Length() < Packets(edge))
            {
                scene.Enqueue(500);
            }
            const int64_t before = scene.Drops();
            scene.Enqueue(500);
            CHECK(scene.Drops() == before + 1);
            CHECK((scene.Enqueue(500, Ecn::Capable0) == Ecn::Congestion) == !hard);
        }
    }
}

TEST_CASE("RED: order kept, nothing lost, arrivals below the lower threshold never dropped")
{
    CHECK(rc::check([] {
        Setting setting;
        setting.min = *rc::gen::inRange<int64_t>(0, 6);
        setting.max = setting.min + *rc::gen::inRange<int64_t>(1, 6);
        setting.weight = *rc::gen::element<int64_t>(1'000'000'000, 100'000'000, 2'000'000);
        setting.maxRatio = *rc::gen::element<int64_t>(1'000'000'000, 500'000'000);
        setting.gentle = *rc::gen::arbitrary<bool>();
        setting.wait = *rc::gen::arbitrary<bool>();
        setting.byteMode = *rc::gen::arbitrary<bool>();
        setting.maxPackets = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 10});
        const auto steps = *AnySteps();
        Scene scene(setting);
        std::deque<uint32_t> model;
        for (const uint32_t step : steps)
        {
            const int64_t before = scene.Drops();
            if (step != 0)
            {
                const uint32_t number = scene.next;
                scene.Enqueue(step);
                const bool dropped = scene.Drops() > before;
                const double unit = setting.byteMode ? 500 : 1;
                RC_ASSERT(!dropped ||
                          scene.queue->Average() >= static_cast<double>(setting.min) * unit ||
                          static_cast<int64_t>(model.size()) == setting.maxPackets);
                if (!dropped)
                {
                    model.push_back(number);
                }
            }
            else if (!model.empty())
            {
                PacketPtr packet = scene.queue->Dequeue();
                RC_ASSERT(packet->number == model.front());
                model.pop_front();
                scene.run.GetLedger().Deliver(std::move(packet), scene.run.Now(), 1);
            }
            RC_ASSERT(scene.queue->Length().Value() == static_cast<int64_t>(model.size()));
            RC_ASSERT(static_cast<int64_t>(model.size()) <= setting.maxPackets);
            RC_ASSERT(IsBalanced(scene.run));
        }
    }));
}

TEST_CASE("RED: thresholds that are not in order are refused with the queue's path")
{
    const Simulation simulation;
    RunContext run;
    Setting setting;
    setting.min = 15;
    CHECK_THROWS_WITH_AS(
        Make(setting)->Attach(run, "sw/port[b]/queue"),
        "sw/port[b]/queue: a Red queue needs its MaxThreshold, 15p, above its MinThreshold, 15p",
        std::invalid_argument);
}

} // namespace red_queue_disc_test
