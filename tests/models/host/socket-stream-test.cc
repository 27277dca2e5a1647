// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-bulk-source.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>

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
