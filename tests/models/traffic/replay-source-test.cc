// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/replay-source.h"
#include "tests/models/capture/frame-bytes.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>

namespace replay_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

const char* const kRecorded = "scenarios/data/captures/web-dns-bulk.pcap";

/** A capture file with microsecond stamps, little-endian, removed at the end. */
class RecordedFile
{
  public:
    RecordedFile()
    {
        char name[] = "/tmp/nexsim-replay-XXXXXX";
        const int file = ::mkstemp(name);
        REQUIRE(file >= 0);
        ::close(file);
        m_path = name;
        for (const uint32_t word : {0xa1b2c3d4U, 0x00040002U, 0U, 0U, 65535U, 1U})
        {
            Word(word);
        }
    }

    ~RecordedFile()
    {
        std::remove(m_path.c_str());
    }

    RecordedFile(const RecordedFile&) = delete;
    RecordedFile& operator=(const RecordedFile&) = delete;

    void Add(uint32_t microseconds, const std::string& frame)
    {
        Word(microseconds / 1'000'000);
        Word(microseconds % 1'000'000);
        Word(static_cast<uint32_t>(frame.size()));
        Word(static_cast<uint32_t>(frame.size()));
        m_bytes += frame;
    }

    const std::string& Path()
    {
        std::ofstream(m_path, std::ios::binary) << m_bytes;
        return m_path;
    }

  private:
    void Word(uint32_t value)
    {
        for (int byte = 0; byte < 4; ++byte)
        {
            m_bytes += static_cast<char>(value >> (8 * byte) & 0xff);
        }
    }

    std::string m_path;
    std::string m_bytes;
};

struct Pair : MiniNetwork
{
    Host& a = AddHost("a");
    Host& b = AddHost("b");
    RecordingEntry& entry = AddEntry("replay");

    Pair()
    {
        Connect(a, b, LinkOf(BitRate(1'000'000'000), MicroSeconds(10)));
        Route();
    }

    ReplaySource& Replay(const std::string& file,
                         const std::map<std::string, Host*>& owners,
                         const ns3::Ptr<ReplaySource>& source = ns3::CreateObject<ReplaySource>(),
                         Bytes mtu = Bytes(1500))
    {
        ReplaySource::Owners ends;
        for (const auto& [address, host] : owners)
        {
            ends[address] = EndOf(*host);
        }
        source->SetAttribute("File", ns3::StringValue(file));
        source->Connect(ends, mtu);
        AttachSource(source, entry);
        return *source;
    }
};

/** A TCP segment from 10.1.2.3 to 172.16.254.1 with this much payload. */
std::string
Segment(size_t payload, unsigned trafficClass = 0)
{
    frame::Ipv4Fields fields;
    fields.trafficClass = trafficClass;
    return frame::Ethernet(
        0x0800,
        frame::Ipv4(6, frame::Tcp(4000, 80, 0x10, 12, frame::Data(payload)), fields));
}

const char* const kLeft = "10.1.2.3";
const char* const kRight = "172.16.254.1";

} // namespace

TEST_CASE("replay: the recorded capture arrives whole, in both directions, flow by flow")
{
    Pair net;
    ReplaySource& source = net.Replay(kRecorded, {{"10.0.0.1", &net.a}, {"10.0.0.2", &net.b}});
    net.Run(Seconds(1));
    const MetricMap metrics(source);
    CHECK(metrics["replayed_packets"] == 292 + 347);
    CHECK(metrics["skipped_foreign"] == 2); // ARP
    CHECK(metrics["skipped_unowned"] == 0);
    CHECK(metrics["cut_packets"] == 0);
    CHECK(net.GetLedger().Delivered().packets == 639);
    CHECK(net.GetLedger().Delivered().payloadBytes == 100'677 + 367'708);
    CHECK(MetricMap(net.entry)["throughput"] == 8 * (115'813 + 385'704));
    std::map<FlowIndex, int64_t> packets;
    for (const Arrival& arrival : net.entry.arrivals)
    {
        ++packets[arrival.packet.flow];
    }
    CHECK(packets.size() == 2 * 10); // 4 DNS exchanges, 6 connections
    const FlowIndex bulk = net.entry.arrivals.back().packet.flow;
    FlowKey download;
    download.protocol = kProtocolTcp;
    download.source = Ipv4Bytes(0x0a000002);
    download.destination = Ipv4Bytes(0x0a000001);
    download.sourcePort = 80;
    download.destinationPort = 32984;
    CHECK(packets[net.Context().Flows().Intern(download)] == 211);
    CHECK(net.Context().Flows()[bulk].key.protocol == kProtocolTcp);
}

TEST_CASE("replay: packets leave at Start + TimeScale x their time, repeated end to end")
{
    RecordedFile capture;
    capture.Add(1'000'000, Segment(100));
    capture.Add(1'000'040, Segment(7));
    capture.Add(1'000'060, Segment(0));
    Pair net;
    auto source = ns3::CreateObject<ReplaySource>();
    source->SetAttribute("Start", QuantityDefault(MicroSeconds(5)));
    source->SetAttribute("TimeScale", QuantityDefault(Ratio(500'000'000)));
    source->SetAttribute("Repeat", IntegerValue(2));
    net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}}, source);
    net.Run(MilliSeconds(1));
    REQUIRE(net.entry.arrivals.size() == 6);
    const int64_t expected[] = {5, 25, 35, 35, 55, 65};
    const uint32_t payload[] = {100, 7, 0, 100, 7, 0};
    for (size_t i = 0; i < 6; ++i)
    {
        const Packet& packet = net.entry.arrivals[i].packet;
        CHECK(packet.created == MicroSeconds(expected[i]));
        CHECK(packet.payloadBytes == payload[i]);
        CHECK(packet.size == 20 + 32 + payload[i]);
        CHECK(packet.number == i);
    }
}

TEST_CASE("replay: DSCP and ECN are those of the capture, its marks unmade")
{
    RecordedFile capture;
    capture.Add(0, Segment(10, 46 << 2));
    capture.Add(1, Segment(10, 8 << 2 | 1));
    capture.Add(2, Segment(10, 3));
    Pair net;
    net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}});
    net.Run(MilliSeconds(1));
    REQUIRE(net.entry.arrivals.size() == 3);
    CHECK(net.entry.arrivals[0].packet.dscp == 46);
    CHECK(net.entry.arrivals[0].packet.ecn == Ecn::NotCapable);
    CHECK(net.entry.arrivals[1].packet.dscp == 8);
    CHECK(net.entry.arrivals[1].packet.ecn == Ecn::Capable1);
    CHECK(net.entry.arrivals[2].packet.ecn == Ecn::Capable0);
    CHECK(MetricMap(net.entry)["marked_packets"] == 0);
}

TEST_CASE("replay: what nobody owns is skipped and counted by why")
{
    RecordedFile capture;
    capture.Add(0, Segment(10));
    capture.Add(1, frame::Ethernet(0x88b5, frame::Data(100)));
    capture.Add(2, frame::Ethernet(0x86dd, frame::Ipv6(17, frame::Udp(1, 2, "xyz"))));
    capture.Add(3, frame::Ethernet(0x86dd, frame::Ipv6(17, frame::Udp(1, 2, "xyz"))));
    SUBCASE("IPv6 is not owned")
    {
        Pair net;
        auto& source = net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}});
        net.Run(MilliSeconds(1));
        CHECK(MetricMap(source)["replayed_packets"] == 1);
        CHECK(MetricMap(source)["skipped_foreign"] == 1);
        CHECK(MetricMap(source)["skipped_unowned"] == 2);
        CHECK(MetricMap(source)["skipped_local"] == 0);
    }
    SUBCASE("both IPv4 addresses belong to one host")
    {
        Pair net;
        auto& source = net.Replay(capture.Path(),
                                  {{kLeft, &net.a},
                                   {kRight, &net.a},
                                   {"[2001:db8:0:0:0:0:0:1]", &net.a},
                                   {"[2001:db8:0:0:0:0:0:fffe]", &net.b}});
        net.Run(MilliSeconds(1));
        CHECK(MetricMap(source)["replayed_packets"] == 2);
        CHECK(MetricMap(source)["skipped_local"] == 1);
        CHECK(net.entry.arrivals.front().packet.size == 40 + 8 + 3);
    }
    SUBCASE("nothing can be played")
    {
        Pair net;
        CHECK_THROWS_AS(net.Replay(capture.Path(), {{"10.9.9.9", &net.a}, {kRight, &net.b}}),
                        std::invalid_argument);
    }
}

TEST_CASE("replay: a packet above the MTU is cut into full parts and a last smaller one")
{
    RecordedFile capture;
    capture.Add(0, Segment(3000)); // 52 B of headers
    Pair net;
    auto& source = net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}});
    net.Run(MilliSeconds(1));
    REQUIRE(net.entry.arrivals.size() == 3);
    CHECK(net.entry.arrivals[0].packet.size == 1500);
    CHECK(net.entry.arrivals[1].packet.size == 1500);
    CHECK(net.entry.arrivals[2].packet.size == 52 + 3000 - 2 * 1448);
    CHECK(net.GetLedger().Delivered().payloadBytes == 3000);
    CHECK(MetricMap(source)["replayed_packets"] == 1);
    CHECK(MetricMap(source)["cut_packets"] == 1);
    CHECK(MetricMap(source)["cut_parts"] == 3);
}

TEST_CASE("replay: a TCP packet keeps its header, and the parts of a cut one continue each other")
{
    struct Headers : EventObserver
    {
        std::vector<std::pair<uint64_t, unsigned>> seen; // sequence and flags

        void OnEvent(SimTime now, uint64_t path, EventKind kind, const Packet& packet) override
        {
            static_cast<void>(now);
            static_cast<void>(path);
            if (kind == EventKind::Born)
            {
                seen.emplace_back(TransportOf(packet).sequence, packet.flags);
                CHECK(TransportOf(packet).acknowledgement == 0x78787878); // the frame's filling
                CHECK(TransportOf(packet).window == 0x7878);
            }
        }
    };

    RecordedFile capture;
    std::string push = Segment(3000);
    push[14 + 20 + 13] = 0x19; // ACK PSH FIN
    capture.Add(0, Segment(10));
    capture.Add(1, push);
    Pair net;
    Headers headers;
    net.Context().GetFingerprint().AddObserver(headers);
    net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}});
    net.Run(MilliSeconds(1));
    const uint64_t first = 0x78787878;
    CHECK(headers.seen == std::vector<std::pair<uint64_t, unsigned>>{{first, 0x10},
                                                                     {first, 0x10},
                                                                     {first + 1448, 0x10},
                                                                     {first + 2896, 0x19}});
    net.Context().GetFingerprint().RemoveObserver(headers);
}

TEST_CASE("replay: frames that cannot be understood are skipped, counted and keep their time")
{
    RecordedFile capture;
    capture.Add(0, "short");
    capture.Add(10, Segment(10));
    capture.Add(30, Segment(10).substr(0, 30));
    Pair net;
    auto source = ns3::CreateObject<ReplaySource>();
    source->SetAttribute("Repeat", IntegerValue(2));
    net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}}, source);
    net.Run(MilliSeconds(1));
    CHECK(MetricMap(*source)["replayed_packets"] == 2);
    CHECK(MetricMap(*source)["skipped_unreadable"] == 4);
    REQUIRE(net.entry.arrivals.size() == 2);
    // The second round begins as the first ends, with its last frame at 30 us.
    CHECK(net.entry.arrivals[1].at - net.entry.arrivals[0].at == MicroSeconds(30));
}

TEST_CASE("replay: Oversize refuse names the packet; headers alone above the MTU cannot be cut")
{
    RecordedFile capture;
    capture.Add(0, Segment(1448));
    capture.Add(1, Segment(1449));
    {
        Pair net;
        auto source = ns3::CreateObject<ReplaySource>();
        source->SetAttribute("Oversize", QuantityDefault(Oversize::Refuse));
        CHECK_THROWS_WITH_AS(
            net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}}, source),
            ("replay/source[0]: frame 2 of " + capture.Path() +
             " (10.1.2.3:4000 > 172.16.254.1:80 tcp) has 1501 B, above the MTU of 1500 B; Oversize "
             "\"segment\" would cut it")
                .c_str(),
            std::invalid_argument);
    }
    Pair net;
    CHECK_THROWS_AS(net.Replay(capture.Path(),
                               {{kLeft, &net.a}, {kRight, &net.b}},
                               ns3::CreateObject<ReplaySource>(),
                               Bytes(52)),
                    std::invalid_argument);
}

TEST_CASE("replay: records out of order are an error unless their times are to be clamped")
{
    RecordedFile capture;
    capture.Add(100, Segment(1));
    capture.Add(90, Segment(2));
    capture.Add(150, Segment(3));
    {
        Pair net;
        CHECK_THROWS_AS(net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}}),
                        CaptureError);
    }
    Pair net;
    auto source = ns3::CreateObject<ReplaySource>();
    source->SetAttribute("TimeOrder", QuantityDefault(TimeOrder::Clamp));
    net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}}, source);
    net.Run(MilliSeconds(1));
    REQUIRE(net.entry.arrivals.size() == 3);
    CHECK(net.entry.arrivals[1].packet.created == SimTime(0));
    CHECK(net.entry.arrivals[2].packet.created == MicroSeconds(50));
}

TEST_CASE("replay: a 5-tuple that another entry replays is refused")
{
    RecordedFile capture;
    capture.Add(0, Segment(1));
    Pair net;
    net.Replay(capture.Path(), {{kLeft, &net.a}, {kRight, &net.b}});
    RecordingEntry& second = net.AddEntry("second");
    auto source = ns3::CreateObject<ReplaySource>();
    source->SetAttribute("File", ns3::StringValue(capture.Path()));
    source->Connect({{kLeft, net.EndOf(net.b)}, {kRight, net.EndOf(net.a)}}, Bytes(1500));
    net.AttachSource(source, second);
    CHECK_THROWS_AS(net.Run(MilliSeconds(1)), std::invalid_argument);
}

} // namespace replay_source_test
