// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/bernoulli-loss.h"
#include "tests/support/nexus-scene.h"
#include "tests/support/sensor-scene.h"

namespace sensor_network_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** A camera on a link to its processor: 100 Mb/s, 10 us. */
struct Remote
{
    explicit Remote(double loss = 0, const Blueprint& host = Blueprint(Host::GetTypeId()))
        : soc(net.AddHost("soc", host))
    {
        Blueprint link = LinkOf(BitRate(100'000'000), MicroSeconds(10));
        if (loss > 0)
        {
            Blueprint model(BernoulliLossModel::GetTypeId());
            model.Set("Probability",
                      ns3::Create<IntegerValue>(static_cast<int64_t>(loss * 1'000'000'000)));
            link.SetPart("Loss", model);
        }
        net.Connect(camera, soc, link);
        net.Route();
        sensor.Set("Lines", ns3::Create<IntegerValue>(40));
        Give(sensor, "LineSize", Bytes(1000));
        Give(sensor, "Period", MilliSeconds(30));
    }

    void Add()
    {
        processorApp = dynamic_cast<SensorProcessorApp*>(&soc.AddApp("isp", processor));
        source = sensor.CreateAs<SensorSource>();
        source->Connect({&camera, camera.FindApp("")},
                        {&soc, processorApp},
                        1,
                        net.PathOf(camera, soc));
        net.AttachSource(source, entry);
    }

    MetricMap Metrics() const
    {
        return MetricMap(*processorApp);
    }

    MiniNetwork net;
    Host& camera = net.AddHost("camera");
    Host& soc;
    RecordingEntry& entry = net.AddEntry("video");
    Blueprint sensor = Blueprint(SensorSource::GetTypeId());
    Blueprint processor = Blueprint(SensorProcessorApp::GetTypeId());
    SensorProcessorApp* processorApp = nullptr;
    ns3::Ptr<SensorSource> source;
};

} // namespace

TEST_CASE("sensor over a link: a line is sent when it is read out, and processed when it has come")
{
    // Mutation seen to fail: lines leave as their read-out begins.
    Remote scene;
    scene.Add();
    scene.net.Run(MilliSeconds(90));
    // 1000 B, 28 B of headers and 38 B of the link at 100 Mb/s: 85.28 us, and 10 us; a line of
    // processing at the line rate is 200 us.
    const int64_t wire = NanoSeconds(85'280 + 10'000).Value();
    const MetricMap metrics = scene.Metrics();
    CHECK(metrics["frames"] == 3);
    CHECK(metrics.Distribution("frame_latency").Max() ==
          MilliSeconds(8).Value() + wire + MicroSeconds(200).Value());
    CHECK(metrics.Distribution("frame_wait").Max() == 0);
    CHECK(scene.entry.StageTimes(Stage::Propagation)->Max() == MicroSeconds(10).Value());
    CHECK(scene.entry.StageTimes(Stage::UserStack)->Max() == MicroSeconds(200).Value());
    CHECK(scene.entry.StageSum() == scene.entry.Latency().Sum());
}

TEST_CASE("sensor over a link: a line above PacketSize is cut, and no byte is lost")
{
    Remote scene;
    Give(scene.sensor, "PacketSize", Bytes(428)); // 400 B of payload
    scene.Add();
    scene.net.Run(MilliSeconds(90));
    CHECK(scene.Metrics()["frames"] == 3);
    CHECK(scene.entry.arrivals.size() == 3 * 40 * 3);
    int64_t bytes = 0;
    for (const Arrival& arrival : scene.entry.arrivals)
    {
        bytes += arrival.packet.payloadBytes;
        CHECK(arrival.packet.size <= 428);
    }
    CHECK(bytes == 3 * 40 * 1000);
}

TEST_CASE("sensor over a link: a frame that lost a line is incomplete, and does not block the next")
{
    // Mutation seen to fail: a frame is closed only when all of it has come.
    Remote scene(0.02);
    Give(scene.processor, "SetPeriod", MilliSeconds(30));
    scene.Add();
    scene.net.Run(Seconds(3));
    const MetricMap metrics = scene.Metrics();
    CHECK(metrics["incomplete_frames"] > 35); // 1 - 0.98^40 = 0.554 of 100
    CHECK(metrics["incomplete_frames"] < 75);
    CHECK(metrics["frames"] + metrics["incomplete_frames"] >= 98);
    CHECK(metrics["frames"] == metrics["complete_sets"]);
    CHECK(metrics["incomplete_sets"] == metrics["incomplete_frames"]);
}

TEST_CASE("sensor over a link: with a time-out, a broken frame is given up before the next one")
{
    // Mutation seen to fail: the time-out is never armed.
    int64_t busy = 0;
    for (const bool hasTimeout : {false, true})
    {
        Remote scene(0.02);
        if (hasTimeout)
        {
            Give(scene.processor, "FrameTimeout", MilliSeconds(10));
        }
        scene.Add();
        scene.net.Run(Seconds(3));
        const int64_t now = scene.Metrics()["busy"];
        CHECK((busy == 0 || now < busy / 2 + busy / 10));
        busy = now;
    }
}

TEST_CASE("sensor over a link: frames as packets are refused there")
{
    Remote scene;
    scene.sensor.Set("Granularity", ns3::Create<IntegerValue>(1));
    CHECK_THROWS_AS(scene.Add(), std::invalid_argument);
}

TEST_CASE("sensor over a channel: a line costs its host first, and the processor after that")
{
    // Mutation seen to fail: an event costs nothing.
    Remote scene(0, NexusHostOf(2, NexusCostTable()));
    scene.processor.SetPart("Datapath", Blueprint(NexusDatapath::GetTypeId()));
    scene.Add();
    scene.net.Run(MilliSeconds(90));
    const int64_t wire = NanoSeconds(85'280 + 10'000).Value();
    // Each line comes alone: entry, bookkeeping, classification and look-up; copy and notice; event
    // and stack.
    const int64_t kernel = NanoSeconds(1000 + 100 + 40 + 60 + 1500).Value() + 1028 * 100;
    const int64_t stack = NanoSeconds(300 + 400).Value();
    const MetricMap metrics = scene.Metrics();
    CHECK(metrics["frames"] == 3);
    CHECK(metrics.Distribution("frame_latency").Max() ==
          MilliSeconds(8).Value() + wire + kernel + stack + MicroSeconds(200).Value());
    CHECK(scene.entry.StageTimes(Stage::SystemCall)->Max() == NanoSeconds(300).Value());
    CHECK(scene.entry.StageTimes(Stage::Copy)->Max() == 1028 * 100);
    CHECK(scene.entry.StageTimes(Stage::UserStack)->Max() ==
          NanoSeconds(400).Value() + MicroSeconds(200).Value());
    CHECK(scene.entry.StageSum() == scene.entry.Latency().Sum());
}

} // namespace sensor_network_test
