// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What a host's cores do, or need not do, by what its NIC can.

#include "models/nic/count-or-timer-moderation.h"
#include "tests/support/hand-flow.h"
#include "tests/support/socket-scene.h"

#include "ns3/boolean.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>

namespace nic_offload_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

constexpr int64_t kChecksumNone = 0;
constexpr int64_t kChecksumTx = 1;
constexpr int64_t kChecksumRx = 2;
constexpr int64_t kChecksumBoth = 3;

CostTable
CostsWithOffloads(const std::vector<std::pair<std::string, SimTime>>& changes = {})
{
    CostTable costs = RoundCosts(
        {{"tx_gso_whole_call", NanoSeconds(1000)}, {"tx_gso_whole_seg", NanoSeconds(20)}});
    for (const auto& [name, span] : changes)
    {
        CostFigure figure;
        figure.name = name;
        figure.value = span.Value() * 1000;
        costs.Set(figure);
    }
    CostFigure sum;
    sum.name = "csum_sw";
    sum.unit = CostUnit::PerByte;
    sum.value = 50'000; // 0.05 ns
    costs.Set(sum);
    return costs;
}

Blueprint
NicWith(int64_t checksum, bool cuts = false)
{
    Blueprint nic(Nic::GetTypeId());
    nic.Set("Checksum", ns3::Create<IntegerValue>(QuantityDefault(checksum)));
    nic.Set("Segmentation", ns3::Create<ns3::BooleanValue>(cuts));
    return nic;
}

Blueprint
HostWith(const Blueprint& nic, const CostTable& costs)
{
    Blueprint host = HostOf(1, costs);
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    return host;
}

Blueprint
GsoSocket(int64_t segments)
{
    Blueprint call(GsoSendCall::GetTypeId());
    call.Set("Segments", ns3::Create<IntegerValue>(Packets(segments)));
    Blueprint socket(SocketDatapath::GetTypeId());
    socket.SetPart("Send", call);
    return socket;
}

/** A source that writes packets of several segments, from b to a. */
RecordingEntry&
WriteWhole(SocketScene& scene, int64_t size)
{
    RecordingEntry& entry = scene.net.AddEntry("bulk");
    auto source = ns3::CreateObject<UdpBulkSource>();
    source->SetAttribute("PacketSize", IntegerValue(QuantityDefault(Bytes(size))));
    source->SetAttribute("Whole", ns3::BooleanValue(true));
    source->Connect({&scene.b, scene.b.FindApp("")},
                    scene.net.EndOf(scene.a),
                    1,
                    scene.net.PathOf(scene.b, scene.a));
    scene.net.AttachSource(source, entry);
    return entry;
}

const SocketDatapath&
SocketOf(Host& host)
{
    return dynamic_cast<SocketDatapath&>(host.FindApp("")->Port());
}

/** Stages of one datagram of 1000 B from a to b. */
struct Received
{
    SimTime classification;
    SimTime latency;
};

Received
ReceiveOne(int64_t checksum, const Blueprint& app)
{
    SocketScene scene(HostWith(NicWith(checksum), CostsWithOffloads()), app);
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(10));
    REQUIRE(entry.arrivals.size() == 1);
    CHECK(static_cast<int64_t>(entry.StageSum()) == entry.arrivals[0].at.Value());
    return {StageOf(entry, Stage::Classification), entry.arrivals[0].at};
}

SimTime
SendOne(int64_t checksum)
{
    SocketScene scene(HostWith(NicWith(checksum), CostsWithOffloads()));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.b, scene.a, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(10));
    REQUIRE(entry.arrivals.size() == 1);
    return StageOf(entry, Stage::SystemCall);
}

} // namespace

TEST_CASE("a checksum that the NIC does not compute, the sender's core does, by the byte")
{
    const SimTime sum(972 * 50); // of the payload, at 0.05 ns
    CHECK(SendOne(kChecksumBoth) == NanoSeconds(1600));
    CHECK(SendOne(kChecksumTx) == NanoSeconds(1600));
    CHECK(SendOne(kChecksumRx) == NanoSeconds(1600) + sum);
    CHECK(SendOne(kChecksumNone) == NanoSeconds(1600) + sum);
}

TEST_CASE("one that the NIC has not checked, the kernel does, for a socket and for nobody else")
{
    const SimTime kernel = NanoSeconds(150 + 30 + 120 + 60);
    const SimTime sum(972 * 50);
    CHECK(ReceiveOne(kChecksumBoth, AppOf()).classification == kernel);
    CHECK(ReceiveOne(kChecksumRx, AppOf()).classification == kernel);
    CHECK(ReceiveOne(kChecksumTx, AppOf()).classification == kernel + sum);
    CHECK(ReceiveOne(kChecksumNone, AppOf()).classification == kernel + sum);
    const Blueprint direct(App::GetTypeId());
    CHECK(ReceiveOne(kChecksumNone, direct).latency == ReceiveOne(kChecksumBoth, direct).latency);
}

TEST_CASE("what the kernel sends of its own accord it sums up, too")
{
    const std::vector<std::pair<int64_t, int64_t>> expected{{kChecksumBoth, 0},
                                                            {kChecksumRx, 1448 * 50}};
    for (const auto& [checksum, sum] : expected)
    {
        SocketScene scene(HostWith(NicWith(checksum), CostsWithOffloads()));
        PacketPtr packet = scene.net.Context().Pool().Allocate();
        packet->payloadBytes = 1448;
        packet->destination = scene.a.Index();
        CoreWork work;
        dynamic_cast<SocketDatapath&>(scene.b.FindApp("")->Port()).AddOutputCost(*packet, work);
        CHECK(work.Total() == NanoSeconds(1500) + SimTime(sum));
    }
}

TEST_CASE("without a figure for it such a NIC is an error that names both")
{
    for (const int64_t checksum : {kChecksumNone, kChecksumTx, kChecksumRx})
    {
        std::string message;
        try
        {
            SocketScene scene(HostWith(NicWith(checksum), RoundCosts()));
        }
        catch (const std::invalid_argument& error)
        {
            message = error.what();
        }
        CHECK(message.find("\"csum_sw\"") != std::string::npos);
        CHECK(message.find("b/port[a]") != std::string::npos);
    }
}

TEST_CASE("a packet of several segments is cut by the kernel at its usual price, or by the NIC at "
          "that of a whole one")
{
    for (const int64_t segments : {1, 2, 7, 42})
    {
        for (const bool byNic : {false, true})
        {
            CAPTURE(segments);
            CAPTURE(byNic);
            const int64_t call =
                byNic && segments > 1 ? 1000 + 20 * segments : 960 + 640 * segments;
            const SimTime end = NanoSeconds(100 * call);
            SocketScene scene(HostWith(NicWith(kChecksumBoth, byNic), CostsWithOffloads()),
                              AppOf(GsoSocket(segments)),
                              BitRate(8'000'000'000'000));
            const RecordingEntry& entry = WriteWhole(scene, 1228);
            scene.net.Run(end + SimTime(1));
            CHECK(MetricMap(SocketOf(scene.b))["sent_packets"] == 100 * segments);
            CHECK(MetricMap(SocketOf(scene.b))["send_calls"] == 100 + 1);
            CHECK(entry.arrivals.size() > 0);
            for (const auto& arrival : entry.arrivals)
            {
                CHECK(arrival.packet.size == 1228);
            }
        }
    }
}

TEST_CASE("a NIC that cuts and does not sum up leaves both to the kernel")
{
    SocketScene scene(HostWith(NicWith(kChecksumRx, true), CostsWithOffloads()),
                      AppOf(GsoSocket(10)),
                      BitRate(8'000'000'000'000));
    WriteWhole(scene, 1028);
    const SimTime call = NanoSeconds(960 + 640 * 10) + SimTime(10 * 1000 * 50);
    scene.net.Run(SimTime(call.Value() * 20 + 1));
    CHECK(MetricMap(SocketOf(scene.b))["sent_packets"] == 200);
}

TEST_CASE("what a whole packet costs is asked for when there is one: its absence names the figure")
{
    SocketScene scene(HostWith(NicWith(kChecksumBoth, true), RoundCosts()), AppOf(GsoSocket(10)));
    std::string message;
    try
    {
        WriteWhole(scene, 1228);
    }
    catch (const std::invalid_argument& error)
    {
        message = error.what();
    }
    CHECK(message.find("\"tx_gso_whole_call\"") != std::string::npos);
}

TEST_CASE("whole packets are for sockets that send with Gso")
{
    SocketScene scene(HostWith(NicWith(kChecksumBoth, true), CostsWithOffloads()));
    CHECK_THROWS_AS(WriteWhole(scene, 1228), std::invalid_argument);
}

TEST_CASE("whoever cuts: any sizes leave the host, in order, and give the send buffer back")
{
    CHECK(rc::check([] {
        const bool byNic = *rc::gen::element(false, true);
        const auto segments = *rc::gen::inRange<int64_t>(1, 60);
        const auto size = *rc::gen::inRange<int64_t>(29, 9001);
        SocketScene scene(HostWith(NicWith(kChecksumBoth, byNic), CostsWithOffloads()),
                          AppOf(GsoSocket(segments)));
        RecordingEntry& entry = scene.net.AddEntry("bulk");
        auto source = ns3::CreateObject<UdpBulkSource>();
        source->SetAttribute("PacketSize", IntegerValue(QuantityDefault(Bytes(size))));
        source->SetAttribute("Whole", ns3::BooleanValue(true));
        source->SetAttribute("Stop", IntegerValue(QuantityDefault(MicroSeconds(200))));
        source->Connect({&scene.b, scene.b.FindApp("")},
                        scene.net.EndOf(scene.a),
                        1,
                        scene.net.PathOf(scene.b, scene.a));
        scene.net.AttachSource(source, entry);
        scene.net.Run(MilliSeconds(3));
        const MetricMap metrics(SocketOf(scene.b));
        RC_ASSERT(metrics["sent_packets"] == static_cast<int64_t>(entry.arrivals.size()));
        RC_ASSERT(metrics["send_buffer_used"] == 0);
        RC_ASSERT(entry.StageSum() == entry.Latency().Sum());
    }));
}

TEST_CASE("a thread that spins finds its datagram at the end of a look, and never sleeps")
{
    Blueprint socket(SocketDatapath::GetTypeId());
    socket.Set("Spin", ns3::Create<ns3::BooleanValue>(true));
    const CostTable costs = RoundCosts({{"ctx_switch", NanoSeconds(500)}});
    SocketScene scene(HostOf(2, costs), [&socket] {
        Blueprint app = AppOf(socket);
        app.Set("Core", ns3::Create<IntegerValue>(QuantityDefault(1)));
        return app;
    }());
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(50));
    flow.Send(1000);
    scene.net.Run(MicroSeconds(100));
    REQUIRE(entry.arrivals.size() == 2);
    const SimTime ready(80'000 + 1'000'000 + 1'000'000 + 360'000);
    const SimTime call(400'000 + 97'200);
    // The first wakes the thread; from then on it looks each 100 ns.
    CHECK(entry.arrivals[0].at == ready + NanoSeconds(500) + call);
    const int64_t since = (MicroSeconds(50) + ready - entry.arrivals[0].at).Value();
    const SimTime look((100'000 - since % 100'000) % 100'000);
    CHECK(entry.arrivals[1].at == MicroSeconds(50) + ready + look + call);
    CHECK(look > SimTime(0));
    CHECK(StageOf(entry, Stage::WakeUp) == NanoSeconds(500) + look);
    CHECK(MetricMap(SocketOf(scene.b))["wake_ups"] == 1);
    const Processor& cores = *const_cast<const Host&>(scene.b).GetCores();
    CHECK(cores.At(1).Busy() == MicroSeconds(100) - ready);
    CHECK(cores.Spent()[cores.PollKind()] ==
          MicroSeconds(100) - ready - NanoSeconds(500) - call - call);
}

TEST_CASE("spinning needs a time for a call that finds nothing")
{
    Blueprint socket(SocketDatapath::GetTypeId());
    socket.Set("Spin", ns3::Create<ns3::BooleanValue>(true));
    CHECK_THROWS_AS(SocketScene(HostOf(1, RoundCosts({{"syscall", SimTime(0)}})), AppOf(socket)),
                    std::invalid_argument);
}

TEST_CASE("completions take an interrupt's entry and a time per packet, where there is a figure")
{
    for (const bool isCharged : {false, true})
    {
        Blueprint nic(Nic::GetTypeId());
        Blueprint completion(CountOrTimerInterruptModeration::GetTypeId());
        completion.Set("Count", ns3::Create<IntegerValue>(Packets(4)));
        completion.Set("Delay", ns3::Create<IntegerValue>(QuantityDefault(MicroSeconds(100))));
        nic.Set("TxCompletion", ns3::Create<BlueprintValue>(completion));
        const auto costs = isCharged ? CostsWithOffloads({{"tx_completion", NanoSeconds(70)}})
                                     : CostsWithOffloads();
        SocketScene scene(HostWith(nic, costs));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        scene.net.Run(SimTime(0));
        for (int i = 0; i < 8; ++i)
        {
            flow.Send(1000);
        }
        scene.net.Run(MilliSeconds(1));
        const Processor& cores = *const_cast<const Host&>(scene.b).GetCores();
        const SimTime interrupts = cores.At(0).Busy(CoreClass::Interrupt);
        CHECK(interrupts == (isCharged ? NanoSeconds(2 * 1000 + 8 * 70) : SimTime(0)));
        CHECK(cores.At(0).Busy() == NanoSeconds(8 * 1600) + interrupts);
        CHECK(entry.arrivals.size() == 8);
    }
}

} // namespace nic_offload_test
