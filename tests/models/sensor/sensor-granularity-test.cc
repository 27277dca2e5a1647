// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/sensor-scene.h"

#include <rapidcheck.h>

#include <map>

namespace sensor_granularity_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

const std::vector<std::string> kTotals = {"frames",
                                          "late_frames",
                                          "dropped_frames",
                                          "busy",
                                          "waiting_frames",
                                          "max_waiting_frames",
                                          "concurrency",
                                          "overlap_time",
                                          "spilled_frames",
                                          "local_bytes",
                                          "remote_written_bytes",
                                          "remote_read_bytes",
                                          "remote_bytes",
                                          "max_remote_bytes",
                                          "energy",
                                          "catch_up_lines",
                                          "on_the_fly",
                                          "spilling",
                                          "spilled",
                                          "returning",
                                          "complete_sets"};

struct Setting
{
    int64_t period = 33'333'333'333;
    int64_t readOut = 8'000'000'000;
    int64_t lines = 40;
    int64_t speed = 1'000'000'000;
    int64_t catchUp = 1'000'000'000;
    int64_t local = 1000;
    int64_t low = 0;
    int64_t high = kUnlimited;
    int64_t remoteRate = kUnlimited;
    int64_t limit = kUnlimited;
    int64_t jitter = 0;
    int sensors = 3;
    std::string plan = "RandomPhase";
};

/** All that is told of frames. */
std::map<std::string, int64_t>
Outcome(const Setting& setting, int64_t granularity, SimTime end)
{
    SensorScene scene;
    scene.processor.SetPart("Plan", PlanOf(setting.plan));
    Give(scene.processor, "Speed", Ratio(setting.speed));
    Give(scene.processor, "CatchUpSpeed", Ratio(setting.catchUp));
    Give(scene.processor, "LocalBuffer", Bytes(setting.local));
    Give(scene.processor, "LowMark", Bytes(setting.low));
    Give(scene.processor, "HighMark", Bytes(setting.high));
    Give(scene.processor, "RemoteRate", BitRate(setting.remoteRate));
    Give(scene.processor, "QueueLimit", Packets(setting.limit));
    Give(scene.processor, "FrameDeadline", SimTime(2 * setting.readOut));
    Give(scene.processor, "SetPeriod", SimTime(setting.period));
    Give(scene.sensor, "Period", SimTime(setting.period));
    Give(scene.sensor, "ReadOut", SimTime(setting.readOut));
    scene.sensor.Set("Lines", ns3::Create<IntegerValue>(setting.lines));
    scene.sensor.Set("Granularity", ns3::Create<IntegerValue>(granularity));
    if (setting.jitter > 0)
    {
        scene.sensor.SetPart("Jitter", UpTo(setting.jitter));
    }
    scene.Add(setting.sensors);
    // Looks in between, as series take them, change nothing.
    for (int64_t look = 1; look <= 5; ++look)
    {
        scene.Run(SimTime(end.Value() / 5 * look));
        scene.Metrics();
    }
    const MetricMap metrics = scene.Metrics();
    std::map<std::string, int64_t> outcome;
    for (const std::string& name : kTotals)
    {
        outcome[name] = metrics[name];
    }
    const auto& latency = metrics.Distribution("frame_latency");
    outcome["latency sum"] = static_cast<int64_t>(latency.Sum());
    outcome["latency max"] = latency.Max();
    outcome["wait sum"] = static_cast<int64_t>(metrics.Distribution("frame_wait").Sum());
    outcome["local"] = scene.MetricsOf(0)["local_bytes"];
    outcome["state"] = scene.MetricsOf(0)["state"];
    return outcome;
}

} // namespace

TEST_CASE("sensor granularity: frames as packets give what lines give, to the picosecond")
{
    // Mutations seen to fail: a line that comes as the one before is done is stored; processing does
    // not wait for lines; broken sets count as complete.
    CHECK(rc::check([] {
        Setting setting;
        setting.period = *rc::gen::inRange<int64_t>(1'000'000, 100'000'000);
        setting.readOut = *rc::gen::inRange<int64_t>(500'000, 1 + setting.period);
        setting.lines = *rc::gen::inRange<int64_t>(1, 60);
        setting.speed = *rc::gen::inRange<int64_t>(300'000'000, 4'000'000'000);
        setting.catchUp = *rc::gen::inRange<int64_t>(300'000'000, 4'000'000'000);
        setting.local = *rc::gen::inRange<int64_t>(0, 6000);
        setting.low = *rc::gen::inRange<int64_t>(0, 3000);
        setting.high = *rc::gen::inRange<int64_t>(0, 3000);
        setting.remoteRate =
            *rc::gen::element(kUnlimited, int64_t{1'000'000'000}, int64_t{400'000'000});
        setting.limit = *rc::gen::element(kUnlimited, int64_t{1}, int64_t{3});
        setting.jitter = *rc::gen::inRange<int64_t>(0, setting.period);
        setting.sensors = *rc::gen::inRange(1, 5);
        setting.plan = *rc::gen::element(std::string("Simultaneous"), std::string("RandomPhase"));
        const SimTime end(setting.period * 10);
        RC_ASSERT(Outcome(setting, 0, end) == Outcome(setting, 1, end));
    }));
}

TEST_CASE("sensor granularity: ten seconds of four cameras, with jitter, are the same either way")
{
    Setting setting;
    setting.sensors = 4;
    setting.jitter = 5'000'000'000;
    setting.speed = 1'200'000'000;
    CHECK(Outcome(setting, 0, Seconds(10)) == Outcome(setting, 1, Seconds(10)));
    setting.plan = "Simultaneous";
    CHECK(Outcome(setting, 0, Seconds(10)) == Outcome(setting, 1, Seconds(10)));
}

} // namespace sensor_granularity_test
