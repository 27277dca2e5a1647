// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/capture-file.h"
#include "tests/models/capture/frame-bytes.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace nexsim::pcap_reader_test
{

namespace
{

/** @brief How a capture is written. */
struct Format
{
    bool bigEndian = false;
    bool nanoseconds = false;
    bool modified = false; //!< as Kuznetzov's libpcap wrote it
};

/** @brief Builds a capture in memory. */
class Capture
{
  public:
    explicit Capture(Format format = {}, uint32_t snapLength = 65535, uint32_t linkType = 1)
        : m_format(format)
    {
        Integer(format.modified ? 0xa1b2cd34 : format.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4);
        Integer(2, 2);
        Integer(4, 2);
        Integer(0, 4);
        Integer(0, 4);
        Integer(snapLength, 4);
        Integer(linkType, 4);
    }

    /** @brief A record; the default lengths are those of the frame. */
    Capture& Record(uint32_t seconds,
                    uint32_t fraction,
                    const std::string& frame,
                    uint32_t original = 0)
    {
        return Record(seconds,
                      fraction,
                      frame,
                      original == 0 ? static_cast<uint32_t>(frame.size()) : original,
                      static_cast<uint32_t>(frame.size()));
    }

    Capture& Record(uint32_t seconds,
                    uint32_t fraction,
                    const std::string& frame,
                    uint32_t original,
                    uint32_t captured)
    {
        Integer(seconds, 4);
        Integer(fraction, 4);
        Integer(captured, 4);
        Integer(original, 4);
        m_bytes += std::string(m_format.modified ? 8 : 0, 'k');
        m_bytes += frame;
        return *this;
    }

    std::string Bytes() const
    {
        return m_bytes;
    }

  private:
    void Integer(uint32_t value, int size)
    {
        for (int i = 0; i < size; ++i)
        {
            const int shift = 8 * (m_format.bigEndian ? size - 1 - i : i);
            m_bytes += static_cast<char>(value >> shift & 0xff);
        }
    }

    Format m_format;
    std::string m_bytes;
};

std::string
Datagram(unsigned port, size_t payload)
{
    return frame::Ethernet(0x0800, frame::Ipv4(17, frame::Udp(port, 9, frame::Data(payload))));
}

std::vector<CapturedPacket>
ReadAll(const std::string& bytes, TimeOrder order = TimeOrder::Strict)
{
    CaptureFile file(std::make_unique<std::istringstream>(bytes), "in.pcap", order);
    std::vector<CapturedPacket> packets;
    for (CapturedPacket packet; file.Next(packet);)
    {
        packets.push_back(packet);
    }
    CapturedPacket untouched;
    untouched.payloadBytes = 4711;
    CHECK_FALSE(file.Next(untouched));
    CHECK(untouched.payloadBytes == 4711);
    return packets;
}

std::string
ErrorOf(const std::string& bytes)
{
    try
    {
        ReadAll(bytes);
    }
    catch (const CaptureError& error)
    {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("both byte orders and both resolutions give the same packets")
{
    for (const bool bigEndian : {false, true})
    {
        for (const bool nanoseconds : {false, true})
        {
            CAPTURE(bigEndian);
            CAPTURE(nanoseconds);
            const uint32_t micro = nanoseconds ? 1000 : 1;
            const auto packets =
                ReadAll(Capture({bigEndian, nanoseconds})
                            .Record(1'700'000'000, 999'998 * micro, Datagram(1, 18))
                            .Record(1'700'000'001, 1 * micro, Datagram(2, 1400))
                            .Record(1'700'000'001, 1 * micro, Datagram(3, 0))
                            .Bytes());
            REQUIRE(packets.size() == 3);
            CHECK(packets[0].time == PicoSeconds(0));
            CHECK(packets[1].time == MicroSeconds(3));
            CHECK(packets[2].time == MicroSeconds(3));
            CHECK(packets[0].key.sourcePort == 1);
            CHECK(packets[1].key.sourcePort == 2);
            CHECK(packets[0].wireLength == 60);
            CHECK(packets[1].wireLength == 1442);
            CHECK(packets[2].payloadBytes == 0);
        }
    }
}

TEST_CASE("the longer record headers of the modified format are read")
{
    for (const bool bigEndian : {false, true})
    {
        const auto packets = ReadAll(Capture({bigEndian, false, true})
                                         .Record(1, 5, Datagram(1, 18))
                                         .Record(1, 7, Datagram(2, 19))
                                         .Bytes());
        REQUIRE(packets.size() == 2);
        CHECK(packets[1].time == MicroSeconds(2));
        CHECK(packets[1].payloadBytes == 19);
    }
}

TEST_CASE("a nanosecond capture keeps its nanoseconds")
{
    const auto packets = ReadAll(Capture({false, true})
                                     .Record(5, 999'999'999, Datagram(1, 18))
                                     .Record(6, 0, Datagram(1, 18))
                                     .Record(4'000'005, 999'999'998, Datagram(1, 18))
                                     .Bytes());
    CHECK(packets[1].time == NanoSeconds(1));
    CHECK(packets[2].time == Seconds(4'000'000) - NanoSeconds(1));
}

TEST_CASE("a snapped record counts with its length on the wire")
{
    const auto packets = ReadAll(Capture({}, 42)
                                     .Record(0, 0, Datagram(1, 1000).substr(0, 42), 1042)
                                     .Record(0, 1, Datagram(2, 0))
                                     .Bytes());
    REQUIRE(packets.size() == 2);
    CHECK(packets[0].wireLength == 1042);
    CHECK(packets[0].payloadBytes == 1000);
    CHECK(packets[1].key.sourcePort == 2);
}

TEST_CASE("a capture without records has no packets")
{
    CHECK(ReadAll(Capture().Bytes()).empty());
}

TEST_CASE("a snap length of 0, or above what a frame can have, is no limit")
{
    CHECK(ReadAll(Capture({}, 0).Record(0, 0, Datagram(1, 1000)).Bytes()).size() == 1);
    CHECK(ReadAll(Capture({}, 0xffffffff).Record(0, 0, Datagram(1, 1000)).Bytes()).size() == 1);
}

TEST_CASE("time that goes backwards is clamped on request")
{
    const auto packets = ReadAll(Capture()
                                     .Record(10, 500, Datagram(1, 18))
                                     .Record(10, 700, Datagram(1, 18))
                                     .Record(9, 999'999, Datagram(1, 18))
                                     .Record(10, 650, Datagram(1, 18))
                                     .Record(10, 701, Datagram(1, 18))
                                     .Bytes(),
                                 TimeOrder::Clamp);
    REQUIRE(packets.size() == 5);
    CHECK(packets[1].time == MicroSeconds(200));
    CHECK(packets[2].time == MicroSeconds(200));
    CHECK(packets[3].time == MicroSeconds(200));
    CHECK(packets[4].time == MicroSeconds(201));
}

TEST_CASE("a damaged file header is refused with what was expected")
{
    const std::string good = Capture().Bytes();
    std::string version = good;
    version[4] = 3;
    const std::string expected =
        "in.pcap: byte 0, file header: expected a capture, which begins with the bytes d4 c3 b2 "
        "a1, 4d 3c b2 a1, a1 b2 c3 d4 or a1 b2 3c 4d (pcap) or 0a 0d 0d 0a (pcapng); got ";
    const std::string header = "in.pcap: byte 0, file header: ";
    CHECK(ErrorOf("") == expected + "an empty file");
    CHECK(ErrorOf(good.substr(0, 3)) == expected + "d4 c3 b2");
    CHECK(ErrorOf("{\"nexsim\": 1}") == expected + "7b 22 6e 65");
    CHECK(ErrorOf("\x1f\x8b\x08 and more") == header + "this is a gzip file: unpack it (gunzip)");
    CHECK(ErrorOf("\x28\xb5\x2f\xfd") == header + "this is a Zstandard file: unpack it (unzstd)");
    CHECK(ErrorOf("\xfd\x37\x7a\x58") == header + "this is an xz file: unpack it (unxz)");
    CHECK(ErrorOf("snoop") ==
          header + "this is a snoop file: convert it (\"editcap -F pcapng IN OUT\")");
    CHECK(ErrorOf(good.substr(0, 23)) ==
          "in.pcap: byte 0, file header: the file ends after 23 of 24 bytes of its header");
    CHECK(ErrorOf(version) == "in.pcap: byte 0, file header: expected pcap version 2.4, got 3.4");
}

TEST_CASE("the length of a frame check sequence in the file header is passed over")
{
    CHECK(ReadAll(Capture({}, 65535, 0x24000001).Record(0, 0, Datagram(1, 100)).Bytes())
              .front()
              .payloadBytes == 100);
}

TEST_CASE("a damaged record is refused with its byte offset and number")
{
    const std::string frame = Datagram(1, 18); // 60 bytes
    const Capture one = Capture().Record(7, 5, frame);
    const std::string at = "in.pcap: byte 100, record 2: ";
    const std::string keep = " (to keep the records before it: \"editcap IN OUT\")";
    const std::string order =
        " before that of the frame before it (to sort: \"reordercap IN OUT\"; "
        "to play it at the time of the frame before it: \"TimeOrder\": "
        "\"clamp\")";
    const auto second = [&one](uint32_t seconds,
                               uint32_t fraction,
                               const std::string& bytes,
                               uint32_t original,
                               uint32_t captured) {
        return ErrorOf(Capture(one).Record(seconds, fraction, bytes, original, captured).Bytes());
    };

    CHECK(second(7, 5, frame, 60, 60) == "");
    CHECK(ErrorOf(one.Bytes() + frame::Data(1)) ==
          at + "the file ends after 1 of 16 bytes of a record header" + keep);
    CHECK(second(7, 5, frame.substr(0, 59), 60, 60) ==
          at + "the file ends after 59 of 60 bytes of a frame" + keep);
    CHECK(second(7, 5, "", 60, 60) == at + "the file ends after 0 of 60 bytes of a frame" + keep);
    CHECK(second(7, 5, frame, 0, 60) == at + "60 bytes were recorded of a frame of 0");
    CHECK(second(7, 5, frame, 262'145, 60) ==
          at +
              "expected lengths up to 262144, got 60 recorded bytes of a frame of 262145: the file "
              "is damaged here or before");
    CHECK(second(7, 5, frame, 0xffffffff, 0xfffffff0) ==
          at + "expected lengths up to 262144, got 4294967280 recorded bytes of a frame of "
               "4294967295: the file is damaged here or before");
    CHECK(second(7, 5, frame, 59, 60) == at + "60 bytes were recorded of a frame of 59");
    CHECK(second(8, 1'000'000, frame, 60, 60) ==
          at + "expected less than 1000000 microseconds in a second, got 1000000");
    CHECK(second(7, 4, frame, 60, 60) == at + "its time lies 1 us" + order);
    CHECK(second(6, 999'999, frame, 60, 60) == at + "its time lies 6 us" + order);
    CHECK(second(7 + 9'223'373, 5, frame, 60, 60) ==
          at + "its time lies 9223373 s after the first frame, more than the 106 days that "
               "simulated time reaches");
    CHECK(second(7 + 9'223'372, 5, frame, 60, 60) == "");
}

TEST_CASE("frames that cannot be understood are left out and counted by name")
{
    const std::string frame = Datagram(1, 18);
    auto bytes = std::make_unique<std::istringstream>(
        Capture({}, 50)
            .Record(1, 0, frame)
            .Record(2, 0, "", 60, 0)
            .Record(3, 0, frame.substr(0, 20), 60, 20)
            .Record(4, 0, frame.substr(0, 30), 60, 30)
            .Record(5, 0, frame::Ethernet(0x0806, frame::Data(46)))
            .Record(6, 0, frame::Ethernet(0x88cc, frame::Data(36)))
            .Record(7, 0, frame)
            .Record(8, 0, frame::Ethernet(0x0026, frame::Data(36)))
            .Record(9, 0, frame.substr(0, 13), 13, 13)
            .Bytes());
    CaptureFile file(std::move(bytes), "in.pcap", TimeOrder::Strict);
    int packets = 0;
    for (CapturedPacket packet; file.Next(packet);)
    {
        ++packets;
    }
    CHECK(packets == 5);
    CHECK(file.Frames() == 9);
    CHECK(file.LeftOut() == 4);
    CHECK(file.Elapsed() == Seconds(8));
    const std::vector<std::string> warnings = {
        "3 of 9 frames have more bytes recorded than the snap length that the file states; the "
        "first is frame 1: 60 above 50",
        "1 of 9 frames are left out: nothing of them was recorded; the first is frame 2",
        "2 of 9 frames are left out: too few bytes were recorded for their IPv4 header; the first "
        "is frame 3: only 20 of 60 bytes of the frame were recorded, too few for its IPv4 header: "
        "record at least 34 (tcpdump -s 34)",
        "1 of 9 frames have the EtherType 0x88cc and carry no IP; the first is frame 6",
        "1 of 9 frames have a length in place of an EtherType and carry no IP; the first is frame "
        "8",
        "1 of 9 frames are left out: they end inside their Ethernet header; the first is frame 9: "
        "the frame of 13 bytes ends inside its Ethernet header"};
    CHECK(file.Warnings() == warnings);
}

TEST_CASE("a link type that is not supported leaves every frame out and says which there are")
{
    auto bytes = std::make_unique<std::istringstream>(
        Capture({}, 0, 105).Record(1, 0, Datagram(1, 18)).Record(2, 0, Datagram(1, 18)).Bytes());
    CaptureFile file(std::move(bytes), "in.pcap", TimeOrder::Strict);
    CapturedPacket packet;
    CHECK_FALSE(file.Next(packet));
    CHECK(
        file.Warnings() ==
        std::vector<std::string>{
            "2 of 2 frames are left out: their link type 105 is not supported (there are Ethernet "
            "1, loopback 0 and 108, raw IP 12, 14, 101, 228 and 229, Linux cooked 113 and 276); "
            "the first is frame 1"});
}

TEST_CASE("more kinds of odd frames than anybody reads are counted as one")
{
    Capture capture;
    for (unsigned type = 0x9000; type < 0x9050; ++type)
    {
        capture.Record(0, 0, frame::Ethernet(type, frame::Data(20)));
    }
    CaptureFile file(std::make_unique<std::istringstream>(capture.Bytes()),
                     "in.pcap",
                     TimeOrder::Strict);
    for (CapturedPacket packet; file.Next(packet);)
    {
    }
    REQUIRE(file.Warnings().size() == 33);
    CHECK(file.Warnings().back() == "48 of 80 frames are odd in other ways; the first is frame 33");
}

TEST_CASE("nanoseconds are named in the errors of a nanosecond capture")
{
    const std::string frame = Datagram(1, 18);
    CHECK(ErrorOf(Capture({true, true}).Record(0, 1'000'000'000, frame).Bytes()) ==
          "in.pcap: byte 24, record 1: expected less than 1000000000 nanoseconds in a second, got "
          "1000000000");
    CHECK(ErrorOf(
              Capture({true, true}).Record(4'294'967'295, 5, frame).Record(0, 4, frame).Bytes()) ==
          "in.pcap: byte 100, record 2: its time lies 4294967295000000001 ns before that of the "
          "frame before it (to sort: \"reordercap IN OUT\"; to play it at the time of the frame "
          "before it: \"TimeOrder\": \"clamp\")");
}

TEST_CASE("every cut of a capture is whole up to a record or refused")
{
    const std::string bytes =
        Capture().Record(0, 0, Datagram(1, 18)).Record(0, 1, Datagram(2, 40)).Bytes();
    const std::map<size_t, size_t> whole = {{24, 0}, {24 + 76, 1}, {24 + 76 + 98, 2}};
    for (size_t size = 0; size <= bytes.size(); ++size)
    {
        CAPTURE(size);
        const auto found = whole.find(size);
        if (found != whole.end())
        {
            CHECK(ReadAll(bytes.substr(0, size)).size() == found->second);
        }
        else
        {
            CHECK(ErrorOf(bytes.substr(0, size)) != "");
        }
    }
}

TEST_CASE("property: a capture with damaged bytes is read or refused, never otherwise")
{
    const std::string good =
        Capture({false, true})
            .Record(0, 0, Datagram(1, 18))
            .Record(0, 1, frame::Ethernet(0x86dd, frame::Ipv6(0, frame::Data(64))))
            .Record(3, 7, Datagram(2, 40))
            .Bytes();
    CHECK(rc::check([&good] {
        std::string bytes = good;
        const auto damages = *rc::gen::container<std::vector<std::pair<size_t, uint8_t>>>(
            rc::gen::pair(rc::gen::inRange<size_t>(0, good.size()), rc::gen::arbitrary<uint8_t>()));
        for (const auto& [at, value] : damages)
        {
            bytes[at] = static_cast<char>(value);
        }
        try
        {
            SimTime before;
            for (const CapturedPacket& packet : ReadAll(bytes))
            {
                RC_ASSERT(packet.time >= before);
                RC_ASSERT(packet.networkLength + 14 <= packet.wireLength);
                RC_ASSERT(packet.payloadBytes <= packet.networkLength);
                before = packet.time;
            }
        }
        catch (const CaptureError& error)
        {
            RC_ASSERT(std::string(error.what()).rfind("in.pcap: byte ", 0) == 0);
        }
    }));
}

TEST_CASE("a file that is not there, and a folder, are errors with their name")
{
    CHECK_THROWS_WITH_AS(CaptureFile("scenarios/data/captures/none.pcap"),
                         "scenarios/data/captures/none.pcap: cannot be opened for reading",
                         CaptureError);
    CHECK_THROWS_WITH_AS(CaptureFile("scenarios/data/captures"),
                         "scenarios/data/captures: byte 0, file header: reading failed",
                         CaptureError);
}

// The expected numbers are tshark's, as the README beside the capture states them.
TEST_CASE("the shipped capture holds what its README says")
{
    struct Sum
    {
        int packets = 0;
        uint64_t network = 0;
        uint64_t payload = 0;
    };

    CaptureFile file("scenarios/data/captures/web-dns-bulk.pcap");
    std::map<std::string, Sum> bySender;
    std::map<FlowKey, Sum> byFlow;
    uint64_t wire = 0;
    int connections = 0;
    CapturedPacket packet;
    while (file.Next(packet))
    {
        const std::string sender = AddressToString(packet.addressType, packet.sender);
        const bool ip = packet.key.etherType == kEtherTypeIpv4;
        for (Sum* sum : {&bySender[ip ? sender : sender + " arp"], &byFlow[packet.key]})
        {
            ++sum->packets;
            sum->network += packet.networkLength;
            sum->payload += packet.payloadBytes;
        }
        wire += packet.wireLength;
        connections += packet.tcp.flags == 0x02 ? 1 : 0;
        CHECK(packet.wireLength <= 1514);
    }
    CHECK(packet.time == NanoSeconds(156'375'256));
    CHECK(wire == 510'547);
    CHECK(connections == 6);
    CHECK(bySender.size() == 4);
    CHECK(bySender["10.0.0.1 arp"].packets == 1);
    CHECK(bySender["10.0.0.2 arp"].packets == 1);
    CHECK(bySender["10.0.0.1"].packets == 292);
    CHECK(bySender["10.0.0.1"].network == 115'813);
    CHECK(bySender["10.0.0.1"].payload == 100'677);
    CHECK(bySender["10.0.0.2"].packets == 347);
    CHECK(bySender["10.0.0.2"].network == 385'704);
    CHECK(bySender["10.0.0.2"].payload == 367'708);

    CHECK(byFlow.size() == 1 + 2 * 4 + 2 * 6);
    FlowKey download;
    download.protocol = kProtocolTcp;
    download.source = Ipv4Bytes(0x0a000002);
    download.sourcePort = 80;
    download.destination = Ipv4Bytes(0x0a000001);
    download.destinationPort = 32984;
    CHECK(byFlow[download].packets == 211);
    CHECK(byFlow[download].payload == 300'211);
    CHECK(byFlow[download.Reversed()].packets == 144);
    CHECK(byFlow[download.Reversed()].payload == 79);
}

} // namespace nexsim::pcap_reader_test
