// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/ledger.h"
#include "models/link/bernoulli-loss.h"
#include "models/traffic/tcp-bulk-source.h"
#include "models/transport/tcp-segment.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace tcp_gso_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

constexpr int64_t kPayload = 1448;
constexpr int64_t kWhole = 65'536; //!< GsoSize of Linux

enum class Cutter
{
    Kernel,
    Nic
};

CostTable
GsoCosts()
{
    return RoundCosts({{"tx_tcp_gso_call", NanoSeconds(1000)},
                       {"tx_tcp_gso_seg", NanoSeconds(700)},
                       {"tx_tcp_tso_call", NanoSeconds(1500)},
                       {"tx_tcp_tso_seg", NanoSeconds(200)},
                       {"csum_sw", NanoSeconds(0)}});
}

Blueprint
HostThatCuts(Cutter cutter, const CostTable& costs = GsoCosts())
{
    Blueprint host = HostOf(1, costs);
    Blueprint nic(Nic::GetTypeId());
    nic.Set("Segmentation", ns3::Create<ns3::BooleanValue>(cutter == Cutter::Nic));
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    return host;
}

Blueprint
GsoApp(int64_t size)
{
    Blueprint socket(SocketDatapath::GetTypeId());
    socket.Set("GsoSize", ns3::Create<IntegerValue>(Bytes(size)));
    return AppOf(socket);
}

ns3::Ptr<TcpBulkSource>
Bulk(int64_t bytes, int64_t initialWindow = 10)
{
    auto source = ns3::CreateObject<TcpBulkSource>();
    source->SetAttribute("Size", IntegerValue(Bytes(bytes)));
    source->SetAttribute("PacketSize", IntegerValue(Bytes(1500)));
    source->SetAttribute("InitialWindow", IntegerValue(initialWindow));
    source->SetAttribute("Handshake", ns3::BooleanValue(false));
    return source;
}

const SocketDatapath&
SocketOf(Host& host)
{
    return dynamic_cast<SocketDatapath&>(host.FindApp("")->Port());
}

using Segment = std::pair<uint64_t, int64_t>; //!< first byte, bytes

/** Between the host and the receiving end of the run's first flow: what reaches TCP. */
class Tap : public PacketSink
{
  public:
    explicit Tap(MiniNetwork& net)
    {
        net.Run(SimTime(1)); // the flow is there, and nothing has arrived
        FlowRecord& flow = net.Context().Flows()[0];
        m_next = flow.receiver;
        flow.receiver = this;
    }

    void Deliver(PacketPtr packet) override
    {
        segments.emplace_back(ByteOfSequence(TransportOf(*packet).sequence), packet->payloadBytes);
        m_next->Deliver(std::move(packet));
    }

    std::vector<Segment> segments;

  private:
    PacketSink* m_next;
};

} // namespace

TEST_CASE("a first window leaves as one packet; whoever cuts it, its segments follow each other")
{
    struct Case
    {
        Cutter cutter;
        int64_t work; //!< ns
    };

    for (const Case& one :
         {Case{Cutter::Kernel, 100 + 1000 + 10 * 700}, Case{Cutter::Nic, 100 + 1500 + 10 * 200}})
    {
        CAPTURE(one.work);
        SocketScene scene(HostThatCuts(one.cutter), GsoApp(kWhole));
        RecordingEntry& entry = scene.net.AddEntry("tcp");
        scene.net.AddSource(Bulk(10 * kPayload - 1), entry, scene.b, scene.a);
        scene.net.Run(MilliSeconds(1));
        REQUIRE(entry.arrivals.size() == 10);
        for (size_t i = 0; i < 10; ++i)
        {
            CAPTURE(i);
            const Arrival& arrival = entry.arrivals[i];
            // 120 ns of wire for 1500 B
            CHECK(arrival.at == NanoSeconds(one.work + 1000 + 120 * static_cast<int64_t>(i + 1)) -
                                    (i == 9 ? SimTime(80) : SimTime(0)));
            CHECK(arrival.packet.payloadBytes == kPayload - (i == 9 ? 1 : 0));
            CHECK((arrival.packet.flags & kTcpPsh) == (i == 9 ? kTcpPsh : 0));
        }
        const MetricMap metrics(SocketOf(scene.b));
        CHECK(metrics["send_calls"] == 1);
        CHECK(metrics["sent_packets"] == 10);
        CHECK(metrics["send_buffer_used"] == 0);
        CHECK(entry.StageSum() == entry.Latency().Sum());
        const Ledger& ledger = scene.net.GetLedger();
        CHECK(ledger.Taken(Conversion::Merge).packets == 18);
        CHECK(ledger.Taken(Conversion::Split).packets == 1);
        CHECK(ledger.Made(Conversion::Split).packets == 10);
        CHECK(ledger.Made(Conversion::Split).payloadBytes == 10 * kPayload - 1);
        CHECK(MetricMap(dynamic_cast<Nic&>(*scene.b.GetDevice(0)))["split_segments"] ==
              (one.cutter == Cutter::Nic ? 10 : 0));
    }
}

TEST_CASE("a packet has no more IP bytes than GsoSize, in whole segments")
{
    for (const auto& point : {std::pair<int64_t, int64_t>{52 + 3 * kPayload, 4},
                              {52 + 3 * kPayload - 1, 5},
                              {52 + 2 * kPayload - 1, 10},
                              {1, 10}})
    {
        const int64_t size = point.first;
        const int64_t calls = point.second;
        CAPTURE(size);
        SocketScene scene(HostThatCuts(Cutter::Kernel), GsoApp(size));
        RecordingEntry& entry = scene.net.AddEntry("tcp");
        scene.net.AddSource(Bulk(10 * kPayload), entry, scene.b, scene.a);
        scene.net.Run(MilliSeconds(1));
        CHECK(entry.arrivals.size() == 10);
        CHECK(MetricMap(SocketOf(scene.b))["send_calls"] == calls);
    }
}

TEST_CASE("what an acknowledgement lets go leaves the softirq as one packet")
{
    for (const Cutter cutter : {Cutter::Kernel, Cutter::Nic})
    {
        SocketScene scene(HostThatCuts(cutter), GsoApp(kWhole), BitRate(1'000'000'000));
        RecordingEntry& entry = scene.net.AddEntry("tcp");
        const auto source = Bulk(20 * kPayload, 2);
        source->SetAttribute("AckEvery", IntegerValue(1));
        scene.net.AddSource(source, entry, scene.b, scene.a);
        scene.net.Run(MilliSeconds(20));
        REQUIRE(source->FlowResults()[0].IsComplete());
        CHECK(entry.StageSum() == entry.Latency().Sum());
        const MetricMap host(scene.b);
        const bool isNic = cutter == Cutter::Nic;
        const std::string figure = isNic ? "cpu/tx_tcp_tso" : "cpu/tx_tcp_gso";
        // Slow start: the first two by the thread, then two for each of nine acknowledgements.
        CHECK(host[figure + "_seg"] == NanoSeconds(20 * (isNic ? 200 : 700)).Value());
        CHECK(host[figure + "_call"] == NanoSeconds(10 * (isNic ? 1500 : 1000)).Value());
        CHECK(MetricMap(SocketOf(scene.b))["send_calls"] == 1);
        CHECK(MetricMap(SocketOf(scene.b))["send_buffer_used"] == 0);
    }
}

TEST_CASE("the segments are those that would have left one by one")
{
    for (const int64_t size : {int64_t{0}, kWhole})
    {
        SocketScene scene(HostThatCuts(Cutter::Nic), GsoApp(size), BitRate(1'000'000'000));
        RecordingEntry& entry = scene.net.AddEntry("tcp");
        const auto source = Bulk(500 * kPayload + 77);
        scene.net.AddSource(source, entry, scene.b, scene.a);
        const Tap tap(scene.net);
        scene.net.Run(MilliSeconds(200));
        REQUIRE(source->FlowResults()[0].IsComplete());
        REQUIRE(tap.segments.size() == 501);
        for (size_t i = 0; i < 501; ++i)
        {
            CHECK(tap.segments[i] == Segment(i * kPayload, i == 500 ? 77 : kPayload));
        }
        CHECK(entry.StageSum() == entry.Latency().Sum());
        const bool joins = scene.net.GetLedger().Taken(Conversion::Merge).packets > 0;
        CHECK(joins == (size > 0));
    }
}

TEST_CASE("segments that are paced leave one by one, each at its own instant")
{
    SocketScene scene(HostThatCuts(Cutter::Nic), GsoApp(kWhole), BitRate(1'000'000'000));
    RecordingEntry& entry = scene.net.AddEntry("tcp");
    const auto source = Bulk(100 * kPayload);
    source->SetAttribute("Handshake", ns3::BooleanValue(true)); // a round trip to pace by
    source->SetAttribute("Pacing", ns3::BooleanValue(true));
    scene.net.AddSource(source, entry, scene.b, scene.a);
    scene.net.Run(MilliSeconds(100));
    REQUIRE(source->FlowResults()[0].IsComplete());
    CHECK(entry.arrivals.size() == 100);
    CHECK(scene.net.GetLedger().Taken(Conversion::Merge).packets == 0);
}

TEST_CASE("a socket with large packets and one without share a softirq, each at its own figures")
{
    SocketScene scene(HostThatCuts(Cutter::Kernel), GsoApp(kWhole), BitRate(1'000'000'000));
    scene.b.AddApp("plain", GsoApp(0));
    RecordingEntry& large = scene.net.AddEntry("large");
    RecordingEntry& plain = scene.net.AddEntry("plain");
    const auto source = Bulk(200 * kPayload, 2);
    scene.net.AddSource(source, large, scene.b, scene.a);
    const auto other = Bulk(200 * kPayload, 2);
    other->Connect({&scene.b, scene.b.FindApp("plain")},
                   scene.net.EndOf(scene.a),
                   1,
                   scene.net.PathOf(scene.b, scene.a));
    scene.net.AttachSource(other, plain);
    scene.net.Run(MilliSeconds(200));
    REQUIRE(source->FlowResults()[0].IsComplete());
    REQUIRE(other->FlowResults()[0].IsComplete());
    CHECK(MetricMap(scene.b)["cpu/tx_tcp_gso_seg"] == NanoSeconds(200 * 700).Value());
}

TEST_CASE("a NIC that sums up nothing cuts nothing: the kernel does both")
{
    CostTable costs = GsoCosts();
    CostFigure sum;
    sum.name = "csum_sw";
    sum.unit = CostUnit::PerByte;
    sum.value = 1'000'000; // 1 ns
    costs.Set(std::move(sum));
    Blueprint host = HostOf(1, costs);
    Blueprint nic(Nic::GetTypeId());
    nic.Set("Segmentation", ns3::Create<ns3::BooleanValue>(true));
    nic.Set("Checksum", ns3::Create<IntegerValue>(QuantityDefault(0)));
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    SocketScene scene(host, GsoApp(kWhole));
    RecordingEntry& entry = scene.net.AddEntry("tcp");
    scene.net.AddSource(Bulk(4 * kPayload), entry, scene.b, scene.a);
    scene.net.Run(MilliSeconds(1));
    REQUIRE(entry.arrivals.size() == 4);
    CHECK(entry.arrivals[0].at == NanoSeconds(100 + 1000 + 4 * 700 + 4 * kPayload + 120 + 1000));
}

TEST_CASE("large packets need figures of their own, as a host without them says")
{
    CHECK_THROWS_AS(SocketScene(HostThatCuts(Cutter::Kernel, RoundCosts()), GsoApp(kWhole)),
                    std::invalid_argument);
    const CostTable kernelOnly =
        RoundCosts({{"tx_tcp_gso_call", NanoSeconds(1000)}, {"tx_tcp_gso_seg", NanoSeconds(700)}});
    CHECK_THROWS_AS(SocketScene(HostThatCuts(Cutter::Nic, kernelOnly), GsoApp(kWhole)),
                    std::invalid_argument);
    CHECK_NOTHROW(SocketScene(HostThatCuts(Cutter::Kernel, kernelOnly), GsoApp(kWhole)));
    CHECK_NOTHROW(SocketScene(HostThatCuts(Cutter::Nic, RoundCosts()), GsoApp(0)));
}

TEST_CASE("whatever is lost, joined, cut and merged, the stream is whole and in order")
{
    CHECK(rc::check([] {
        const auto seed = *rc::gen::inRange<uint32_t>(1, 1000);
        const Cutter cutter = *rc::gen::element(Cutter::Kernel, Cutter::Nic);
        const int64_t size = *rc::gen::element<int64_t>(0, 3000, 10'000, kWhole);
        const int64_t bytes = *rc::gen::inRange<int64_t>(1, 400'000);
        const bool usesRack = *rc::gen::arbitrary<bool>();
        const bool usesEcn = *rc::gen::arbitrary<bool>();
        const bool joinsReceived = *rc::gen::arbitrary<bool>();
        const auto lossPpm = *rc::gen::element<int64_t>(0, 5'000, 50'000);

        Blueprint host = HostThatCuts(cutter);
        Blueprint receive(NapiKernelReceive::GetTypeId());
        receive.Set("TcpGro", ns3::Create<IntegerValue>(QuantityDefault(joinsReceived ? 1 : 0)));
        host.SetPart("Receive", receive);
        MiniNetwork net(seed);
        Host& a = net.AddHost("a", host);
        Host& b = net.AddHost("b", host);
        Blueprint link = LinkOf(BitRate(1'000'000'000), MicroSeconds(20));
        Blueprint loss(BernoulliLossModel::GetTypeId());
        loss.Set("Probability", ns3::Create<IntegerValue>(QuantityDefault(Ratio(lossPpm * 1000))));
        link.SetPart("Loss", loss);
        net.Connect(a, b, link);
        net.Route();
        a.AddApp("", GsoApp(size));
        b.AddApp("", GsoApp(size));
        RecordingEntry& entry = net.AddEntry("tcp");
        const auto source = Bulk(bytes);
        source->SetAttribute("LossDetection", IntegerValue(QuantityDefault(usesRack ? 1 : 0)));
        source->SetAttribute("Ecn", ns3::BooleanValue(usesEcn));
        net.AddSource(source, entry, a, b);
        const Tap tap(net);
        net.Run(Seconds(60));

        RC_ASSERT(source->FlowResults()[0].IsComplete());
        RC_ASSERT(entry.StageSum() == entry.Latency().Sum());
        // Each byte has come, and no other.
        std::vector<bool> has(static_cast<size_t>(bytes), false);
        for (const auto& [begin, length] : tap.segments)
        {
            RC_ASSERT(begin + static_cast<uint64_t>(length) <= static_cast<uint64_t>(bytes));
            std::fill_n(has.begin() + static_cast<std::ptrdiff_t>(begin), length, true);
        }
        RC_ASSERT(std::find(has.begin(), has.end(), false) == has.end());
        int64_t segments = 0;
        for (const Arrival& arrival : entry.arrivals)
        {
            segments += arrival.packet.segments;
        }
        // What was sent has arrived or is lost, and without loss nothing was sent twice.
        const MetricMap metrics(*source);
        const int64_t sent = metrics["segments"] + metrics["retransmissions"];
        RC_ASSERT(metrics["segments"] == (bytes + kPayload - 1) / kPayload);
        RC_ASSERT(segments <= sent);
        RC_ASSERT((lossPpm > 0 || segments == metrics["segments"]));
        RC_ASSERT(MetricMap(SocketOf(a))["send_buffer_used"] == 0);
        RC_ASSERT(MetricMap(SocketOf(b))["send_buffer_used"] == 0);
    }));
}

} // namespace tcp_gso_test
