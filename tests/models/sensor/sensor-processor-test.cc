// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/sensor-scene.h"

#include <stdexcept>

namespace sensor_processor_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kFrame = 4000; //!< B, 40 lines
constexpr SimTime kReadOut = MilliSeconds(8);
constexpr SimTime kLine = MicroSeconds(200);

/** Simultaneous sensors, a frame each 50 ms. */
struct Together : SensorScene
{
    explicit Together(Bytes local = Bytes(0))
    {
        processor.SetPart("Plan", PlanOf("Simultaneous"));
        Give(processor, "LocalBuffer", local);
        Give(sensor, "Period", MilliSeconds(50));
    }
};

/** Two sensors, the second triggered half a read-out after the first. */
struct Overlapping : SensorScene
{
    explicit Overlapping(Bytes local)
    {
        processor.SetPart("Plan", PlanOf("Explicit"));
        Give(processor, "LocalBuffer", local);
        Give(sensor, "Period", MilliSeconds(50));
    }

    void AddBoth()
    {
        Add();
        Give(sensor, "Offset", SimTime(kReadOut.Value() / 2));
        Add();
    }

    SimTime LatencyOfSecond()
    {
        return SimTime(MetricsOf(1).Distribution("frame_latency").Max());
    }
};

} // namespace

TEST_CASE(
    "sensor processor: frames that come together are served one after the other, to their end")
{
    // Mutation seen to fail: the youngest frame is served first.
    Together scene;
    scene.Add(3);
    scene.Run(MilliSeconds(100));
    for (size_t i = 0; i < 3; ++i)
    {
        const MetricMap metrics = scene.MetricsOf(i);
        const auto& latency = metrics.Distribution("frame_latency");
        CHECK(latency.Count() == 2);
        CHECK(latency.Min() == latency.Max());
        CHECK(latency.Max() == kReadOut.Value() * static_cast<int64_t>(i + 1));
        CHECK(metrics.Distribution("frame_wait").Max() ==
              kReadOut.Value() * static_cast<int64_t>(i));
    }
    const MetricMap metrics = scene.Metrics();
    CHECK(metrics["frames"] == 6);
    CHECK(metrics["max_concurrency"] == 3);
    CHECK(metrics["max_waiting_frames"] == 2);
    CHECK(metrics["overlap_time"] == 2 * kReadOut.Value());
    CHECK(metrics["busy"] == 6 * kReadOut.Value());
    CHECK(metrics["concurrency"] == 6 * kReadOut.Value());
    CHECK(metrics.Quotient("delayed") == std::pair<int64_t, int64_t>(4, 6));
}

TEST_CASE("sensor processor: what finds no room in local memory is spilled, and costs its energy")
{
    // Mutations seen to fail: writing never returns to local memory, or leaves it a line early; remote
    // reads are not counted; remote energy is charged for local lines.
    for (const int64_t local : {0, 300, 4000})
    {
        CAPTURE(local);
        Together scene{Bytes(local)};
        Give(scene.processor, "RemoteEnergy", EnergyPerByte(70'000));
        Give(scene.processor, "LocalEnergy", EnergyPerByte(3'000));
        scene.Add(4);
        scene.Run(MilliSeconds(100));
        const int64_t spilled = 2 * 3 * (kFrame - local);
        const int64_t kept = 2 * 4 * kFrame - spilled;
        const MetricMap metrics = scene.Metrics();
        CHECK(metrics["remote_written_bytes"] == spilled);
        CHECK(metrics["remote_read_bytes"] == spilled);
        CHECK(metrics["remote_traffic"] == 2 * 8 * spilled);
        CHECK(metrics["local_bytes"] == kept);
        CHECK(metrics["energy"] == spilled * 70 + kept * 3);
        CHECK(metrics["spilled_frames"] == (local < kFrame ? 6 : 0));
        CHECK(metrics["max_remote_bytes"] == kFrame - local);
    }
}

TEST_CASE("sensor processor: time in each state of two streams, one of which waits")
{
    // Mutations seen to fail: a stream is never idle; writing never returns.
    Together scene;
    scene.Add(2);
    scene.Run(MilliSeconds(50));
    const MetricMap metrics = scene.Metrics();
    // The last line leaves remote memory when it is taken, and then takes its time.
    CHECK(metrics["spilled"] == (kReadOut * 2 - kLine).Value());
    CHECK(metrics["on_the_fly"] == (kReadOut + kLine).Value());
    CHECK(metrics["spilling"] == 0);
    CHECK(metrics["returning"] == 0);
}

TEST_CASE("sensor processor: a stream that returns goes through all four states")
{
    // Twice as fast as lines come, it reads what waits from 8 ms on; 10 of 20 lines are local.
    // Mutation seen to fail: the low mark is ignored.
    Overlapping scene(Bytes(1000));
    Give(scene.processor, "Speed", Ratio(2'000'000'000));
    Give(scene.processor, "LowMark", Bytes(500));
    scene.AddBoth();
    scene.Run(MilliSeconds(50));
    const MetricMap metrics = scene.Metrics();
    CHECK(scene.LatencyOfSecond() == kReadOut); // it has caught up with the last line
    // From the 11th line, at 4 + 2 ms, until the 11th is the oldest: 10 lines of 0.1 ms from 8 ms on.
    CHECK(metrics["spilling"] == MicroSeconds(3000 - 100).Value());
    CHECK(metrics["spilled"] > 0);
    CHECK(metrics["returning"] > 0);
    CHECK(metrics["remote_written_bytes"] < 3000);
    CHECK(metrics["remote_written_bytes"] == metrics["remote_read_bytes"]);
}

TEST_CASE("sensor processor: beyond the high mark it catches up, and then runs as before")
{
    // Mutations seen to fail: catch-up never begins; never ends.
    {
        Overlapping plain(Bytes(4000));
        plain.AddBoth();
        plain.Run(MilliSeconds(50));
        CHECK(plain.LatencyOfSecond() == kReadOut + SimTime(kReadOut.Value() / 2));
        CHECK(plain.Metrics()["catch_up_lines"] == 0);
    }
    Overlapping scene(Bytes(4000));
    Give(scene.processor, "HighMark", Bytes(1500));
    Give(scene.processor, "CatchUpSpeed", Ratio(3'000'000'000));
    scene.AddBoth();
    scene.Run(MilliSeconds(50));
    CHECK(scene.LatencyOfSecond() == kReadOut);
    // 20 lines wait at 8 ms; at three times the rate, 30 are done when none waits, 10 come later.
    const int64_t lines = scene.Metrics()["catch_up_lines"];
    CHECK(lines >= 29);
    CHECK(lines <= 31);
}

TEST_CASE("sensor processor: remote memory is read at its own rate where that is slower")
{
    // Mutation seen to fail: the rate is ignored.
    Together scene;
    Give(scene.processor, "RemoteRate", BitRate(kFrame * 8 * 50)); // a frame in 20 ms
    scene.Add(2);
    scene.Run(MilliSeconds(50));
    CHECK(scene.MetricsOf(0).Distribution("frame_latency").Max() == kReadOut.Value());
    CHECK(scene.MetricsOf(1).Distribution("frame_latency").Max() ==
          (kReadOut + MilliSeconds(20)).Value());
}

TEST_CASE("sensor processor: a frame beyond the queue limit is dropped, line by line, and told")
{
    // Mutation seen to fail: one frame more may wait.
    for (const int64_t limit : {0, 1, 2})
    {
        CAPTURE(limit);
        Together scene;
        Give(scene.processor, "QueueLimit", Packets(limit));
        scene.Add(4);
        scene.Run(MilliSeconds(100));
        const MetricMap metrics = scene.Metrics();
        CHECK(metrics["frames"] == 2 * (1 + limit));
        CHECK(metrics["dropped_frames"] == 2 * (3 - limit));
        CHECK(scene.net.GetLedger().Dropped().packets == 2 * (3 - limit) * 40);
        CHECK(scene.MetricsOf(3)["dropped_frames"] == 2);
    }
}

TEST_CASE("sensor processor: frames done after their deadline are late")
{
    Together scene;
    Give(scene.processor, "FrameDeadline", kReadOut * 2);
    scene.Add(4);
    scene.Run(MilliSeconds(100));
    CHECK(scene.Metrics()["late_frames"] == 4);
}

TEST_CASE("sensor processor: sets have the skew of the stagger")
{
    SensorScene scene;
    Give(scene.processor, "SetPeriod", MilliSeconds(40));
    Give(scene.sensor, "Period", MilliSeconds(40));
    scene.Add(4);
    scene.Run(MilliSeconds(400));
    const MetricMap metrics = scene.Metrics();
    CHECK(metrics["complete_sets"] == 10);
    CHECK(metrics.Distribution("set_skew").Min() == MilliSeconds(30).Value());
    CHECK(metrics.Distribution("set_skew").Max() == MilliSeconds(30).Value());
    CHECK(metrics.Distribution("set_latency").Max() == MilliSeconds(38).Value());
}

TEST_CASE("sensor processor: a set of which the queue refused a frame is incomplete")
{
    Together lossy;
    Give(lossy.processor, "SetPeriod", MilliSeconds(50));
    Give(lossy.processor, "QueueLimit", Packets(0));
    lossy.Add(2);
    lossy.Run(MilliSeconds(500));
    CHECK(lossy.Metrics()["complete_sets"] == 0);
    CHECK(lossy.Metrics()["incomplete_sets"] == 10);
}

TEST_CASE("sensor processor: who of a tie is first is the tie policy's choice, and counted")
{
    // Mutation seen to fail: the processor's touches are not watched.
    Together fifo;
    fifo.Add(2);
    fifo.Run(Seconds(1));
    CHECK(fifo.Metrics()["contended_ties"] ==
          19); // the first two triggers have one cause, the plan
    CHECK(fifo.MetricsOf(0).Distribution("frame_wait").Max() == 0);
}

TEST_CASE("sensor processor: ties go either way where they are seeded")
{
    Together seeded;
    seeded.net.Context().Kernel()->SetTiePolicy(TiePolicy::Seeded, 7);
    seeded.Add(2);
    seeded.Run(Seconds(2));
    const auto sum = static_cast<int64_t>(seeded.MetricsOf(0).Distribution("frame_wait").Sum() /
                                          kReadOut.Value());
    CHECK(sum > 8); // of 40 frames, by a fair coin
    CHECK(sum < 32);
}

TEST_CASE("sensor processor: a plan that cannot keep read-outs apart is refused, or run")
{
    // Mutation seen to fail: plans are never checked.
    SensorScene scene;
    Give(scene.sensor, "Period", MilliSeconds(20));
    scene.Add(2);
    const auto source = scene.sensor.CreateAs<SensorSource>();
    source->Connect({&scene.host, scene.host.FindApp("")},
                    {&scene.host, &scene.Processor()},
                    1,
                    {});
    CHECK_THROWS_WITH_AS(
        scene.net.AttachSource(source, scene.entry),
        "soc/isp: the read-outs of 3 sensors take 24 ms together, and the shortest period is 20 "
        "ms: "
        "they cannot be staggered without overlap; \"Infeasible\": \"run\" runs it all the same",
        std::invalid_argument);
}

TEST_CASE("sensor processor: an infeasible plan that is run is counted")
{
    SensorScene scene;
    Give(scene.sensor, "Period", MilliSeconds(20));
    scene.processor.Set("Infeasible", ns3::Create<IntegerValue>(1));
    scene.Add(3);
    scene.Run(MilliSeconds(100));
    CHECK(scene.Metrics()["plans"] == 1);
    CHECK(scene.Metrics()["infeasible_plans"] == 1);
    CHECK(scene.Metrics()["max_concurrency"] == 2);
}

} // namespace sensor_processor_test
