// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/socket-datapath.h"
#include "tests/support/hand-flow.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <stdexcept>

namespace socket_datapath_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

Blueprint
Socket()
{
    return Blueprint(SocketDatapath::GetTypeId());
}

/** Each packet takes its IP size and nothing else. */
Blueprint
ByteSocket(int64_t receiveBuffer, int64_t sendBuffer)
{
    Blueprint socket = Socket();
    socket.Set("ReceiveBuffer", ns3::Create<IntegerValue>(Bytes(receiveBuffer)));
    socket.Set("SendBuffer", ns3::Create<IntegerValue>(Bytes(sendBuffer)));
    socket.Set("BufferUnit", ns3::Create<IntegerValue>(Bytes(1)));
    socket.Set("BufferOverhead", ns3::Create<IntegerValue>(Bytes(0)));
    return socket;
}

Blueprint
WithSend(Blueprint socket, Blueprint call, const std::string& attribute = "", int64_t packets = 0)
{
    if (!attribute.empty())
    {
        call.Set(attribute, ns3::Create<IntegerValue>(Packets(packets)));
    }
    socket.SetPart("Send", call);
    return socket;
}

Blueprint
Mmsg(int64_t batch)
{
    return WithSend(Socket(), Blueprint(SendmmsgSendCall::GetTypeId()), "Batch", batch);
}

Blueprint
Gso(int64_t segments)
{
    return WithSend(Socket(), Blueprint(GsoSendCall::GetTypeId()), "Segments", segments);
}

const SocketDatapath&
SocketOf(Host& host)
{
    return dynamic_cast<SocketDatapath&>(host.FindApp("")->Port());
}

/** Packets that b's thread has sent by then, when nothing but its calls costs time. */
int64_t
SentBy(SimTime time, const Blueprint& socket, int64_t size = 1500)
{
    SocketScene scene(HostOf(1, RoundCosts()), AppOf(socket), BitRate(8'000'000'000'000));
    scene.Bulk(size);
    scene.net.Run(time);
    return MetricMap(SocketOf(scene.b))["sent_packets"];
}

} // namespace

TEST_CASE("a received packet's life, stage by stage, adds up to its latency")
{
    SocketScene scene(HostOf(1, RoundCosts({{"ctx_switch", NanoSeconds(500)}})));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(10));

    REQUIRE(entry.arrivals.size() == 1);
    CHECK(StageOf(entry, Stage::Serialisation) == NanoSeconds(80));
    CHECK(StageOf(entry, Stage::Propagation) == MicroSeconds(1));
    CHECK(StageOf(entry, Stage::InterruptHold) == NanoSeconds(1000));
    CHECK(StageOf(entry, Stage::Classification) == NanoSeconds(150 + 30 + 120 + 60));
    CHECK(StageOf(entry, Stage::WakeUp) == NanoSeconds(500));
    CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(400));
    CHECK(StageOf(entry, Stage::Copy) == SimTime(97'200)); // of 972 B at 0.1 ns
    CHECK(entry.arrivals[0].at ==
          SimTime(80'000 + 1'000'000 + 1'000'000 + 360'000 + 500'000 + 400'000 + 97'200));
    CHECK(static_cast<int64_t>(entry.StageSum()) == entry.arrivals[0].at.Value());
}

TEST_CASE("a sent packet's life: it waits for the call, and for those before it")
{
    SocketScene scene(HostOf(1, RoundCosts({{"ctx_switch", NanoSeconds(500)}})));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    scene.net.Run(SimTime(0));
    flow.Send(1000);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(20));

    REQUIRE(entry.arrivals.size() == 2);
    CHECK(entry.arrivals[0].at == SimTime(500'000 + 1'600'000 + 80'000 + 1'000'000));
    CHECK(entry.arrivals[1].at == entry.arrivals[0].at + NanoSeconds(1600));
    CHECK(StageOf(entry, Stage::WakeUp) == NanoSeconds(500));
    CHECK(StageOf(entry, Stage::SystemCall) == NanoSeconds(3200));
    CHECK(StageOf(entry, Stage::Application) == NanoSeconds(2100)); // the second behind the first
    CHECK(StageOf(entry, Stage::CoreWait) == SimTime(0));
    CHECK(entry.StageSum() == entry.Latency().Sum());
}

TEST_CASE("sendmmsg divides the system call among its packets, and nothing else")
{
    const SimTime span = MicroSeconds(1600 * 10) + SimTime(1);
    CHECK(SentBy(span, Socket()) == 10'000);
    // 100 ns of system call per 64 packets, 1500 ns for each
    CHECK(SentBy(span, Mmsg(64)) == 16'000'000 / (100 + 64 * 1500) * 64 + 31);
    CHECK(SentBy(span, Mmsg(1)) == 10'000);
}

TEST_CASE("GSO divides the passage through the stack: rate(s) = 1/(c + S/s), exactly")
{
    for (const int64_t segments : {1, 2, 7, 42})
    {
        CAPTURE(segments);
        const int64_t call = 960 + segments * 640; // ns
        const int64_t calls = 500;
        const SimTime end = NanoSeconds(calls * call);
        CHECK(SentBy(end + SimTime(1), Gso(segments)) == calls * segments);
        CHECK(SentBy(end - SimTime(1), Gso(segments)) == (calls - 1) * segments);
    }
}

TEST_CASE("a GSO call holds 65,507 B of payload at most")
{
    // 9000 B datagrams have 8972 B of payload: seven fit.
    const int64_t call = 960 + 7 * 640;
    CHECK(SentBy(NanoSeconds(100 * call) + SimTime(1), Gso(42), 9000) == 700);
}

TEST_CASE("a GSO call takes packets of one flow and size, a shorter one last")
{
    SocketScene scene(HostOf(1, RoundCosts()), AppOf(Gso(42)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow one(scene.net, scene.b, scene.a, entry, 9);
    HandFlow two(scene.net, scene.b, scene.a, entry, 10);
    scene.net.Run(SimTime(0));
    one.Send(100); // alone, since the thread takes it at once
    for (const int64_t size : {1000, 1000, 600, 1000, 1200})
    {
        one.Send(size);
    }
    two.Send(1200);
    scene.net.Run(MicroSeconds(50));
    const MetricMap metrics(SocketOf(scene.b));
    CHECK(metrics["sent_packets"] == 7);
    CHECK(metrics["send_calls"] == 5); // 100 | 1000 1000 600 | 1000 | 1200 | 1200
}

TEST_CASE("the thread sends no more than the send buffer holds until the wire has taken some")
{
    // 1500 B take 12 us on the wire, a call 1.6 us.
    SocketScene scene(HostOf(1, RoundCosts()), AppOf(ByteSocket(1, 6000)), BitRate(1'000'000'000));
    const RecordingEntry& bulk = scene.Bulk(1500);
    const SocketDatapath& socket = SocketOf(scene.b);
    int64_t most = 0;
    for (int64_t microseconds = 1; microseconds < 1000; ++microseconds)
    {
        scene.net.Run(MicroSeconds(microseconds));
        most = std::max(most, MetricMap(socket)["send_buffer_used"]);
    }
    CHECK(most == 6000);
    CHECK(bulk.arrivals.size() == (1000 - 2 - 1) / 12); // at line rate, after call and propagation
}

TEST_CASE("a packet that is dropped before the wire frees its send buffer")
{
    Blueprint host = HostOf(1, RoundCosts());
    Blueprint nic(Nic::GetTypeId());
    Blueprint queue(FifoQueueDisc::GetTypeId());
    queue.Set("MaxPackets", ns3::Create<IntegerValue>(Packets(1)));
    nic.Set("Queue", ns3::Create<BlueprintValue>(queue));
    nic.Set("TxRing", ns3::Create<IntegerValue>(Packets(1)));
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    SocketScene scene(host, AppOf(ByteSocket(1, 1'000'000)), BitRate(100'000'000));
    scene.Bulk(1500);
    scene.net.Run(MilliSeconds(2) + NanoSeconds(100));
    const MetricMap metrics(SocketOf(scene.b));
    CHECK(scene.net.GetLedger().Dropped().packets > 1000);
    // one in the ring, one in the queue, one in its call; what is on the wire is free
    CHECK(metrics["send_buffer_used"] == 4500);
}

TEST_CASE("the receive buffer takes packets while no more than its limit is used")
{
    // The reader is far slower than the arrivals.
    SocketScene scene(HostOf(2, RoundCosts({{"recvmsg_pkt", MicroSeconds(1000)}})),
                      AppOf(ByteSocket(2500, 1)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (int i = 0; i < 10; ++i)
    {
        flow.Send(1000);
    }
    scene.net.Run(MicroSeconds(900));
    const SocketDatapath& socket = SocketOf(scene.b);
    // 1000 and 2000 are not more than 2500, 3000 is: three, the first of which is being read
    CHECK(MetricMap(socket)["receive_buffer_drops"] == 7);
    CHECK(MetricMap(socket)["receive_buffer_used"] == 3000);
    scene.net.Run(MilliSeconds(10));
    CHECK(entry.arrivals.size() == 3);
    CHECK(MetricMap(socket)["receive_buffer_used"] == 0);
}

TEST_CASE("recvmmsg returns all its packets at once, and pays one system call for them")
{
    Blueprint socket = Socket();
    Blueprint call(RecvmmsgReceiveCall::GetTypeId());
    call.Set("Batch", ns3::Create<IntegerValue>(Packets(3)));
    socket.SetPart("Receive", call);
    SocketScene scene(HostOf(1, RoundCosts({{"syscall", NanoSeconds(300)}})), AppOf(socket));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (int i = 0; i < 5; ++i)
    {
        flow.Send(28);
    }
    scene.net.Run(MicroSeconds(50));
    REQUIRE(entry.arrivals.size() == 5);
    // On one core the softirq hands in all five before the thread gets to run.
    CHECK(entry.arrivals[0].at == entry.arrivals[2].at);
    CHECK(entry.arrivals[3].at == entry.arrivals[4].at);
    CHECK(entry.arrivals[4].at - entry.arrivals[2].at == NanoSeconds(300 + 2 * 100));
    CHECK(StageOf(entry, Stage::BatchWait) == NanoSeconds(200 + 100 + 100));
    CHECK(entry.StageSum() == entry.Latency().Sum());
}

TEST_CASE("an echo is sent by the thread that received the request, before the next one")
{
    SocketScene scene(HostOf(1, RoundCosts()));
    RecordingEntry& entry = scene.net.AddEntry("echo");
    auto source = ns3::CreateObject<EchoSource>();
    source->SetAttribute("PacketSize", PolicyValue(Always(28)));
    source->SetAttribute("ResponseSize", PolicyValue(Always(28)));
    scene.net.AddSource(source, entry, scene.a, scene.b);
    scene.net.Run(MicroSeconds(9));
    // trip, interrupt, softirq, receive, send, trip
    const SimTime trip = MicroSeconds(1) + SimTime(2240);
    CHECK(entry.arrivals[1].at == trip + trip + NanoSeconds(1000 + 360 + 400 + 1600));
    CHECK(entry.StageSum() == entry.Latency().Sum());
}

TEST_CASE("whatever is sent arrives once and in order or is dropped, stages adding up")
{
    const bool holds = rc::check([] {
        const auto draw = [](int64_t from, int64_t to) { return *rc::gen::inRange(from, to); };
        Blueprint socket = Socket();
        socket.Set("UdpGro", ns3::Create<ns3::BooleanValue>(draw(0, 2) == 1));
        socket.Set("ReceiveBuffer", ns3::Create<IntegerValue>(Bytes(draw(1, 100'000))));
        socket.Set("SendBuffer", ns3::Create<IntegerValue>(Bytes(draw(1, 100'000))));
        if (draw(0, 2) == 1)
        {
            socket.SetPart("Receive", Blueprint(RecvmmsgReceiveCall::GetTypeId()));
        }
        const std::array<ns3::TypeId, 3> calls{SendmsgSendCall::GetTypeId(),
                                               SendmmsgSendCall::GetTypeId(),
                                               GsoSendCall::GetTypeId()};
        socket.SetPart("Send", Blueprint(calls[static_cast<size_t>(draw(0, 3))]));
        const CostTable costs = RoundCosts({{"ctx_switch", NanoSeconds(draw(0, 2000))},
                                            {"recvmsg_pkt", NanoSeconds(draw(200, 5000))},
                                            {"tx_lock", NanoSeconds(draw(1, 300))}});
        Blueprint receive(draw(0, 4) == 0 ? InterruptsKernelReceive::GetTypeId()
                                          : NapiKernelReceive::GetTypeId());
        receive.Set("Rps", ns3::Create<ns3::BooleanValue>(draw(0, 2) == 1));
        receive.Set("Backlog", ns3::Create<IntegerValue>(Packets(draw(1, 50))));
        Blueprint host = HostOf(draw(1, 4), costs);
        host.SetPart("Receive", receive);
        SocketScene scene(host, AppOf(socket), BitRate(draw(1, 100) * 1'000'000'000));
        std::vector<RecordingEntry*> entries;
        std::vector<std::unique_ptr<HandFlow>> flows;
        for (uint16_t port = 0; port < 4; ++port)
        {
            entries.push_back(&scene.net.AddEntry("f" + std::to_string(port)));
            Host& from = port % 2 == 0 ? scene.a : scene.b;
            Host& to = port % 2 == 0 ? scene.b : scene.a;
            flows.push_back(std::make_unique<HandFlow>(scene.net, from, to, *entries.back(), port));
        }
        SimTime now;
        for (int64_t i = draw(1, 300); i > 0; --i)
        {
            flows[static_cast<size_t>(draw(0, 4))]->Send(draw(28, 9000));
            now += NanoSeconds(draw(0, 2) * draw(0, 2000));
            scene.net.Run(now);
        }
        scene.net.Run(now + MilliSeconds(20));
        int64_t delivered = 0;
        for (const RecordingEntry* entry : entries)
        {
            delivered += static_cast<int64_t>(entry->arrivals.size());
            RC_ASSERT(entry->StageSum() == entry->Latency().Sum());
            for (size_t i = 1; i < entry->arrivals.size(); ++i)
            {
                RC_ASSERT(entry->arrivals[i - 1].packet.number < entry->arrivals[i].packet.number);
            }
        }
        const Ledger& ledger = scene.net.GetLedger();
        RC_ASSERT(delivered + ledger.Dropped().packets == ledger.Born().packets);
        const MetricMap metrics(SocketOf(scene.b));
        RC_ASSERT(metrics["send_buffer_used"] == 0);
        RC_ASSERT(metrics["receive_buffer_used"] == 0);
    });
    CHECK(holds);
}

TEST_CASE("n threads and one transmit lock: min(n/(Z+S), 1/S)")
{
    for (const int64_t threads : {1, 2, 3, 4, 6})
    {
        CAPTURE(threads);
        // Z: 1600 ns of call, S: 400 ns under the lock
        SocketScene scene(HostOf(threads, RoundCosts({{"tx_lock", NanoSeconds(400)}})),
                          AppOf(),
                          BitRate(8'000'000'000'000));
        std::vector<const RecordingEntry*> entries{&scene.Bulk(1500)};
        for (int64_t i = 1; i < threads; ++i)
        {
            entries.push_back(&scene.Bulk(1500, "app" + std::to_string(i)));
        }
        scene.net.Run(MilliSeconds(4));
        size_t sent = 0;
        for (const RecordingEntry* entry : entries)
        {
            sent += entry->arrivals.size();
        }
        const double bound = std::min(static_cast<double>(threads) / 2000e-9, 1 / 400e-9);
        CHECK(static_cast<double>(sent) == doctest::Approx(bound * 4e-3).epsilon(0.001));
    }
}

TEST_CASE("a socket needs a host with cores")
{
    MiniNetwork net;
    Host& host = net.AddHost("h");
    CHECK_THROWS_WITH_AS(host.AddApp("", AppOf()),
                         doctest::Contains("write \"Cores\" and \"Costs\""),
                         std::invalid_argument);
}

TEST_CASE("a figure that includes another must not be less")
{
    MiniNetwork net;
    Host& host = net.AddHost("h", HostOf(1, RoundCosts({{"syscall", NanoSeconds(2000)}})));
    CHECK_THROWS_WITH_AS(host.AddApp("", AppOf()),
                         doctest::Contains("\"tx_sendmsg_pkt\" includes \"syscall\""),
                         std::invalid_argument);
}

} // namespace socket_datapath_test
