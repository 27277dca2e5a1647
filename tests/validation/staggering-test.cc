// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/sample.h"
#include "tests/support/sensor-scene.h"

#include <rapidcheck.h>

#include <cmath>
#include <string>
#include <vector>

namespace staggering_test
{

// Closed forms of several sensors that share one processor, v times as fast as their lines come.
// Frames are packets here; sensor-granularity-test.cc shows that lines give the same.

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

struct Sharing
{
    int sensors;
    SimTime period;
    SimTime readOut;
    std::string plan = "Simultaneous";
    double speed = 1;
    uint64_t replication = 0;
};

struct SharingScene : SensorScene
{
    explicit SharingScene(const Sharing& sharing) : SensorScene(1, sharing.replication)
    {
        processor.SetPart("Plan", PlanOf(sharing.plan));
        processor.Set("Infeasible", ns3::Create<IntegerValue>(1));
        Give(processor, "Speed", Ratio(std::llround(sharing.speed * 1e9)));
        Give(processor, "LocalBuffer", Bytes(0));
        sensor.Set("Granularity", ns3::Create<IntegerValue>(1));
        sensor.Set("Lines", ns3::Create<IntegerValue>(8));
        Give(sensor, "Period", sharing.period);
        Give(sensor, "ReadOut", sharing.readOut);
    }
};

constexpr int64_t kMicro = 1'000'000;

SimTime
Micro(double microseconds)
{
    return SimTime(std::llround(microseconds * 1e6));
}

const std::vector<Sharing> kSharings = {{4, Micro(33'333.333333), Micro(8000)},
                                        {2, Micro(16'666.7), Micro(5000)},
                                        {7, Micro(40'000), Micro(5700)},
                                        {5, Micro(10'000), Micro(1999.999)},
                                        {13, Micro(100'000), Micro(7001)}};

} // namespace

TEST_CASE(
    "staggering: together, the k-th frame is done at tau + (k-1) tau/v; staggered, each at tau")
{
    // Mutations seen to fail: the youngest frame is served first; a line that comes as the one before
    // is done is stored; even offsets are i x T/(N + 1).
    for (const double speed : {1.0, 1.5, 1.08, 3.0})
    {
        for (Sharing sharing : kSharings)
        {
            CAPTURE(speed);
            CAPTURE(sharing.sensors);
            sharing.speed = speed;
            const double service = static_cast<double>(sharing.readOut.Value()) / speed;
            {
                SharingScene together(sharing);
                together.Add(sharing.sensors);
                together.Run(sharing.period * 10);
                const MetricMap metrics = together.Metrics();
                const auto& latency = metrics.Distribution("frame_latency");
                for (int k = 0; k < sharing.sensors; ++k)
                {
                    const MetricMap one = together.MetricsOf(static_cast<size_t>(k));
                    const auto& own = one.Distribution("frame_latency");
                    const auto expected =
                        static_cast<double>(sharing.readOut.Value()) + service * k;
                    CHECK(std::abs(static_cast<double>(own.Max()) - expected) <= k + 1);
                    CHECK(std::abs(static_cast<double>(own.Min()) - expected) <= k + 1);
                }
                const double mean = static_cast<double>(sharing.readOut.Value()) +
                                    service * (sharing.sensors - 1) / 2;
                CHECK(std::abs(latency.Mean() - mean) <= sharing.sensors);
                CHECK(latency.Count() == static_cast<uint64_t>(sharing.sensors) * 10);
            }
            sharing.plan = "EvenStagger";
            SharingScene staggered(sharing);
            staggered.Add(sharing.sensors);
            staggered.Run(sharing.period * 10);
            const MetricMap metrics = staggered.Metrics();
            CHECK(metrics.Distribution("frame_latency").Min() == sharing.readOut.Value());
            CHECK(metrics.Distribution("frame_latency").Max() == sharing.readOut.Value());
            CHECK(metrics.Distribution("frame_wait").Max() == 0);
            CHECK(metrics["remote_written_bytes"] == 0);
        }
    }
}

TEST_CASE("staggering: synchronous frames wait (K-1)d at worst and (K-1)d/2 on average")
{
    // All but one of N are spilled. Mutations seen to fail: remote reads are not counted; a line that
    // comes as the one before is done is stored.
    for (const Sharing& sharing : kSharings)
    {
        CAPTURE(sharing.sensors);
        SharingScene scene(sharing);
        scene.Add(sharing.sensors);
        scene.Run(sharing.period * 12);
        const MetricMap metrics = scene.Metrics();
        const auto& wait = metrics.Distribution("frame_wait");
        const int64_t others = sharing.sensors - 1;
        CHECK(wait.Max() == others * sharing.readOut.Value());
        // Every frame is done within its period, so that the sum is exact.
        CHECK(2 * static_cast<int64_t>(wait.Sum()) ==
              12 * sharing.sensors * others * sharing.readOut.Value());
        CHECK(metrics["spilled_frames"] == 12 * others);
        CHECK(metrics["remote_written_bytes"] == 12 * others * 800);
        CHECK(metrics["remote_read_bytes"] == 12 * others * 800);
    }
}

TEST_CASE("staggering: K even offsets of busy time T in a period P overlap ceil(KT/P) at most")
{
    // Mutations seen to fail: a read-out that ends as another begins overlaps with it; offsets are
    // i x T/(N+1).
    const auto most = [](int sensors, int64_t busy, int64_t period) {
        SharingScene scene({sensors, SimTime(period), SimTime(busy), "EvenStagger"});
        scene.Add(sensors);
        scene.Run(SimTime(period * 4));
        return scene.Metrics()["max_concurrency"];
    };
    CHECK(most(13, 8 * kMicro, 100 * kMicro) == 2);
    CHECK(most(12, 8 * kMicro, 100 * kMicro) == 1);
    CHECK(most(12, 25 * kMicro, 100 * kMicro) == 3);
    CHECK(rc::check([&most] {
        const auto sensors = *rc::gen::inRange(1, 20);
        const auto period = *rc::gen::inRange<int64_t>(kMicro, 50 * kMicro);
        const auto busy = *rc::gen::inRange<int64_t>(10'000, period);
        RC_ASSERT(most(sensors, busy, period) == (busy * sensors + period - 1) / period);
    }));
}

TEST_CASE("staggering: random phases keep N read-outs apart with (1 - N tau/T)^(N-1)")
{
    // Mutation seen to fail: phases are drawn in half of the period.
    struct Point
    {
        int sensors;
        double readOut; //!< of a period
    };

    for (const Point& point : {Point{4, 0.15}, {3, 0.24}, {2, 0.24}, {5, 0.05}, {2, 0.4}})
    {
        CAPTURE(point.sensors);
        constexpr int kRuns = 1500;
        const SimTime period = Micro(10'000);
        int apart = 0;
        for (uint64_t run = 0; run < kRuns; ++run)
        {
            SharingScene scene(
                {point.sensors, period, Micro(10'000 * point.readOut), "RandomPhase", 1, run});
            scene.Add(point.sensors);
            scene.Run(period * 3);
            apart += scene.Metrics()["disjoint"] == 1 ? 1 : 0;
        }
        const double expected = std::pow(1 - point.sensors * point.readOut, point.sensors - 1);
        const double deviation = std::sqrt(expected * (1 - expected) / kRuns);
        CHECK(std::abs(static_cast<double>(apart) / kRuns - expected) <= 4 * deviation);
    }
}

namespace
{

/**
 * P(wait > x) of a frame among N - 1 others of random phase, with times in read-outs and period D:
 * Roberts and Virtamo, IEEE Trans. Commun. 39 (1991) 298, for N*D/D/1.
 */
double
WaitBeyond(double x, int sensors, double period)
{
    const int others = sensors - 1;
    double sum = 0;
    double choose = 1;
    for (int n = 1; n <= others; ++n)
    {
        choose *= static_cast<double>(others - n + 1) / n;
        if (n > x)
        {
            sum += choose * std::pow((n - x) / period, n) *
                   std::pow(1 - (n - x) / period, others - n) * (period - others + x) /
                   (period - n + x);
        }
    }
    return sum;
}

Sample
SampleOf(const std::vector<double>& values)
{
    return OverSeeds(static_cast<uint32_t>(values.size()),
                     [&values](uint32_t seed) { return values[seed - 1]; });
}

} // namespace

TEST_CASE("staggering: random phases make frames wait as the N*D/D/1 queue says")
{
    // Mutations seen to fail: the youngest frame is served first; phases are of half a period.
    struct Point
    {
        int sensors;
        double readOut; //!< of a period
    };

    for (const Point& point : {Point{4, 0.24}, {3, 0.24}, {2, 0.45}, {6, 0.1}})
    {
        CAPTURE(point.sensors);
        constexpr int kRuns = 800;
        const SimTime period = Micro(10'000);
        const SimTime readOut = Micro(10'000 * point.readOut);
        const std::vector<double> levels = {0, 0.5, 1, 1.7};
        std::vector<std::vector<double>> beyond(levels.size());
        std::vector<double> means;
        for (uint64_t run = 0; run < kRuns; ++run)
        {
            SharingScene scene({point.sensors, period, readOut, "RandomPhase", 1, run});
            scene.net.Context().SetMeasureFrom(period * 2);
            scene.Add(point.sensors);
            scene.Run(period * 4);
            std::vector<double> waits;
            for (size_t i = 0; i < static_cast<size_t>(point.sensors); ++i)
            {
                const MetricMap metrics = scene.MetricsOf(i);
                waits.push_back(static_cast<double>(metrics.Distribution("frame_wait").Max()) /
                                static_cast<double>(readOut.Value()));
            }
            const double count = point.sensors;
            double sum = 0;
            for (const double wait : waits)
            {
                sum += wait;
            }
            means.push_back(sum / count);
            for (size_t level = 0; level < levels.size(); ++level)
            {
                double above = 0;
                for (const double wait : waits)
                {
                    above += wait > levels[level] ? 1 : 0;
                }
                beyond[level].push_back(above / count);
            }
        }
        const double periodInReadOuts = 1 / point.readOut;
        for (size_t level = 0; level < levels.size(); ++level)
        {
            CAPTURE(levels[level]);
            const double expected = WaitBeyond(levels[level], point.sensors, periodInReadOuts);
            CHECK(SampleOf(beyond[level]).Agrees(expected, 0));
        }
        double mean = 0;
        constexpr int kSteps = 2000;
        const double step = static_cast<double>(point.sensors - 1) / kSteps;
        for (int i = 0; i < kSteps; ++i)
        {
            mean += step * WaitBeyond((i + 0.5) * step, point.sensors, periodInReadOuts);
        }
        CHECK(SampleOf(means).Agrees(mean, 0));
    }
}

TEST_CASE(
    "staggering: jitter of 0 or J makes frames wait at most J less the gap, and that is reached")
{
    // Mutations seen to fail: jitter is half; always late; adds up.
    for (const Sharing& base : kSharings)
    {
        const int64_t share = base.period.Value() / base.sensors;
        const int64_t gap = share - base.readOut.Value();
        for (const int64_t side : {0, 1})
        {
            for (const int64_t part : {20, 50, 100, 110, 200, 700})
            {
                const int64_t jitter = gap * part / 100;
                const int64_t spread = side == 0 ? jitter : 2 * jitter;
                if (spread > share)
                {
                    continue; // frames would change places
                }
                CAPTURE(base.sensors);
                CAPTURE(side);
                CAPTURE(part);
                Sharing sharing = base;
                sharing.plan = "EvenStagger";
                SharingScene scene(sharing);
                scene.sensor.SetPart("Jitter", side == 0 ? NoneOr(jitter) : Fixed(jitter));
                scene.sensor.Set("JitterSide", ns3::Create<IntegerValue>(side));
                scene.Add(sharing.sensors);
                scene.Run(sharing.period * 60);
                const MetricMap metrics = scene.Metrics();
                // Shares are rounded down by less than a picosecond.
                const int64_t bound = std::max(int64_t{0}, spread - gap);
                CHECK(metrics.Distribution("frame_wait").Max() <= bound);
                CHECK(metrics.Distribution("frame_wait").Max() >= std::max(int64_t{0}, bound - 1));
                CHECK((metrics["overlaps"] > 0) == (spread > gap + 1));
            }
        }
    }
}

TEST_CASE("staggering: clocks that drift apart close a gap in gap/drift; re-aligned before, never")
{
    // Mutations seen to fail: drift is half; re-alignment is left out.
    const SimTime period = Micro(20'000);
    for (const int64_t parts : {20'000, 50'000, 3000}) // 1e-9
    {
        const SimTime gap = Micro(20); // 10000 - 9980
        const double closing = static_cast<double>(gap.Value()) * 1e9 / static_cast<double>(parts);
        const auto overlapsAfter = [&](double time, SimTime realignment) {
            SharingScene scene({2, period, Micro(9980), "EvenStagger"});
            Give(scene.processor, "Realignment", realignment);
            scene.sensor.SetPart("Drift", Fixed(parts));
            scene.Add();
            scene.sensor.SetPart("Drift", Fixed(0));
            scene.Add();
            scene.Run(SimTime(std::llround(time)));
            return scene.Metrics()["overlaps"];
        };
        const auto round = static_cast<double>(period.Value());
        CHECK(overlapsAfter(closing - round, kNever) == 0);
        CHECK(overlapsAfter(closing + 3 * round, kNever) > 0);
        const auto often = SimTime(std::llround(closing - 2 * round));
        CHECK(overlapsAfter(closing * 5, often) == 0);
        const auto seldom = SimTime(std::llround(closing + 3 * round));
        CHECK(overlapsAfter(closing * 5, seldom) > 0);
    }
}

TEST_CASE("staggering: overload builds an unbounded backlog, or loses 1 - T/(N tau) of frames")
{
    // Mutation seen to fail: the queue limit is not asked.
    struct Point
    {
        int sensors;
        double period;
        double readOut;
    };

    for (const Point& point :
         {Point{4, 33'333.333333, 9000}, {3, 10'000, 4000}, {6, 50'000, 10'000}})
    {
        const double load = point.sensors * point.readOut / point.period;
        constexpr int kRounds = 400;
        for (const std::string plan : {"EvenStagger", "Simultaneous"})
        {
            CAPTURE(plan);
            CAPTURE(point.sensors);
            const Sharing sharing{point.sensors, Micro(point.period), Micro(point.readOut), plan};
            {
                SharingScene scene(sharing);
                scene.Add(point.sensors);
                scene.Run(sharing.period * kRounds);
                const double backlog = kRounds * point.sensors * (1 - 1 / load);
                CHECK(std::abs(static_cast<double>(scene.Metrics()["waiting_frames"]) - backlog) <=
                      point.sensors);
            }
            {
                SharingScene scene(sharing);
                Give(scene.processor, "QueueLimit", Packets(point.sensors));
                scene.Add(point.sensors);
                scene.Run(sharing.period * kRounds);
                const MetricMap metrics = scene.Metrics();
                const double lost = kRounds * point.sensors * (1 - 1 / load);
                CHECK(std::abs(static_cast<double>(metrics["dropped_frames"]) - lost) <=
                      2 * point.sensors);
                CHECK(metrics["max_waiting_frames"] == point.sensors);
            }
            SharingScene scene({point.sensors, sharing.period, sharing.readOut, plan, load + 1e-6});
            scene.Add(point.sensors);
            scene.Run(sharing.period * kRounds);
            const MetricMap metrics = scene.Metrics();
            CHECK(metrics["max_waiting_frames"] <= point.sensors);
            if (plan == "EvenStagger" && load < 1.5)
            {
                // Each read-out reaches (N tau - T)/N into the next one.
                const double overlap =
                    kRounds * (point.sensors * point.readOut - point.period) * 1e6;
                const double measured = static_cast<double>(metrics["overlap_time"]);
                CHECK(std::abs(measured - overlap) <= overlap * 2 / kRounds);
            }
        }
    }
}

TEST_CASE("staggering: with all times halved, all waits are half")
{
    // Mutation seen to fail: a fixed time of 1 us per frame.
    CHECK(rc::check([] {
        const auto sensors = *rc::gen::inRange(1, 6);
        const auto period = *rc::gen::inRange<int64_t>(kMicro, 10 * kMicro);
        const auto readOut = *rc::gen::inRange<int64_t>(10'000, period);
        const auto waits = [&](int64_t factor) {
            SharingScene scene(
                {sensors, SimTime(period * 16 * factor), SimTime(readOut * 16 * factor)});
            scene.Add(sensors);
            scene.Run(SimTime(period * 16 * factor * 5));
            const MetricMap metrics = scene.Metrics();
            return std::pair<int64_t, int64_t>(
                static_cast<int64_t>(metrics.Distribution("frame_wait").Sum()),
                static_cast<int64_t>(metrics.Distribution("frame_latency").Sum()));
        };
        const auto single = waits(1);
        const auto twice = waits(2);
        RC_ASSERT(single.first * 2 == twice.first);
        RC_ASSERT(single.second * 2 == twice.second);
    }));
}

} // namespace staggering_test
