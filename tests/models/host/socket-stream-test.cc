// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/count-or-timer-moderation.h"
#include "models/traffic/tcp-bulk-source.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>

namespace socket_stream_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

TcpBulkSource&
Transfer(SocketScene& scene, RecordingEntry& entry, Host& from, Host& to, int64_t bytes)
{
    auto source = ns3::CreateObject<TcpBulkSource>();
    source->SetAttribute("Size", IntegerValue(Bytes(bytes)));
    source->SetAttribute("AckEvery", IntegerValue(1)); // no timer acknowledges
    source->SetAttribute("PacketSize", IntegerValue(Bytes(1500)));
    return scene.net.AddSource(source, entry, from, to);
}

const SocketDatapath&
SocketOf(Host& host)
{
    return dynamic_cast<SocketDatapath&>(host.FindApp("")->Port());
}

} // namespace

TEST_CASE("TCP received through a socket: every byte once, read by the thread, stages adding up")
{
    // 12 us of wire per segment, more than the kernel takes for it and its acknowledgement
    SocketScene scene(HostOf(2, RoundCosts()), AppOf(), BitRate(1'000'000'000));
    RecordingEntry& entry = scene.net.AddEntry("tcp");
    const TcpBulkSource& source = Transfer(scene, entry, scene.a, scene.b, 1'448'000);
    scene.net.Run(MilliSeconds(50));
    const auto results = source.FlowResults();
    REQUIRE(results.size() == 1);
    CHECK(results[0].IsComplete());
    CHECK(entry.arrivals.size() == 1000);
    CHECK(entry.StageSum() == entry.Latency().Sum());
    // Acknowledgements are sent in the softirq: the thread sends nothing, and reads all.
    CHECK(MetricMap(SocketOf(scene.b))["sent_packets"] == 0);
    CHECK(MetricMap(SocketOf(scene.b))["receive_calls"] > 0);
    CHECK(MetricMap(SocketOf(scene.b))["stream_bytes"] == 1'448'000);
    CHECK(MetricMap(SocketOf(scene.b))["send_buffer_used"] == 0);
}

TEST_CASE("TCP sent through a socket: the first window by the thread, the rest by the softirq")
{
    SocketScene scene(HostOf(2, RoundCosts()), AppOf(), BitRate(10'000'000'000));
    RecordingEntry& entry = scene.net.AddEntry("tcp");
    const TcpBulkSource& source = Transfer(scene, entry, scene.b, scene.a, 1'448'000);
    scene.net.Run(MilliSeconds(50));
    CHECK(source.FlowResults()[0].IsComplete());
    CHECK(entry.arrivals.size() == 1000);
    CHECK(entry.StageSum() == entry.Latency().Sum());
    CHECK(MetricMap(SocketOf(scene.b))["sent_packets"] == 1); // the SYN
    CHECK(MetricMap(SocketOf(scene.b))["send_buffer_used"] == 0);
    // 1000 segments at 1.5 us of kernel work each: no faster
    CHECK(source.FlowResults()[0].completion > MicroSeconds(1500));
}

TEST_CASE(
    "segments of a poll that GRO makes one packet of are acknowledged once; a train, each second")
{
    for (const bool isPacket : {false, true})
    {
        CAPTURE(isPacket);
        Blueprint moderation(CountOrTimerInterruptModeration::GetTypeId());
        moderation.Set("Count", ns3::Create<IntegerValue>(Packets(10)));
        moderation.Set("Delay", ns3::Create<IntegerValue>(QuantityDefault(MilliSeconds(1))));
        Blueprint nic(Nic::GetTypeId());
        nic.Set("Moderation", ns3::Create<BlueprintValue>(moderation));
        Blueprint receive(NapiKernelReceive::GetTypeId());
        receive.Set("TcpGro", ns3::Create<IntegerValue>(QuantityDefault(isPacket ? 1 : 0)));
        Blueprint host = HostOf(2, RoundCosts());
        host.Set("Nic", ns3::Create<BlueprintValue>(nic));
        host.SetPart("Receive", receive);
        SocketScene scene(host);
        RecordingEntry& entry = scene.net.AddEntry("tcp");
        auto source = ns3::CreateObject<TcpBulkSource>();
        source->SetAttribute("Size", IntegerValue(Bytes(10 * 1448)));
        source->SetAttribute("PacketSize", IntegerValue(Bytes(1500)));
        source->SetAttribute("Handshake", ns3::BooleanValue(false));
        scene.net.AddSource(source, entry, scene.a, scene.b);
        scene.net.Run(MilliSeconds(5));
        REQUIRE(source->FlowResults()[0].IsComplete());
        CHECK(entry.arrivals.size() == (isPacket ? 1 : 10));
        CHECK(entry.arrivals.back().packet.segments == (isPacket ? 10 : 1));
        CHECK(entry.StageSum() == entry.Latency().Sum());
        CHECK(scene.net.Context().Flows()[1].sent.packets == (isPacket ? 1 : 5));
        CHECK(MetricMap(SocketOf(scene.b))["stream_bytes"] == 10 * 1448);
        // Up to the socket one costs what the other does.
        CHECK(MetricMap(scene.b)["cpu/rx_sock_enqueue"] == NanoSeconds(60).Value());
        CHECK(MetricMap(scene.b)["cpu/gro_miss"] == NanoSeconds(10 * 30).Value());
    }
}

} // namespace socket_stream_test
