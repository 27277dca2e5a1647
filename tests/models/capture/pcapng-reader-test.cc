// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/capture-file.h"
#include "tests/models/capture/frame-bytes.h"
#include "tests/models/capture/pcapng-bytes.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace nexsim::pcapng_reader_test
{

namespace
{

std::string
Ip(unsigned port, size_t payload)
{
    return frame::Ipv4(17, frame::Udp(port, 9, frame::Data(payload)));
}

std::string
Datagram(unsigned port, size_t payload)
{
    return frame::Ethernet(0x0800, Ip(port, payload));
}

struct Read
{
    std::vector<CapturedPacket> packets;
    std::vector<std::string> warnings;
};

Read
ReadAll(const std::string& bytes, TimeOrder order = TimeOrder::Strict)
{
    CaptureFile file(std::make_unique<std::istringstream>(bytes), "in.pcapng", order);
    Read read;
    for (CapturedPacket packet; file.Next(packet);)
    {
        read.packets.push_back(packet);
    }
    read.warnings = file.Warnings();
    return read;
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

/** @brief A section with one Ethernet interface. */
PcapngBytes
Begun(bool bigEndian = false)
{
    PcapngBytes bytes;
    bytes.Section(bigEndian).Interface();
    return bytes;
}

/** @brief Time of the second of two packets, of the first that is 0, in picoseconds. */
int64_t
TimeBetween(const std::string& options, uint64_t first, uint64_t second)
{
    PcapngBytes bytes;
    bytes.Section(false).Interface(1, 0, options);
    bytes.Enhanced(0, first, Datagram(1, 1)).Enhanced(0, second, Datagram(1, 1));
    return ReadAll(bytes.Bytes()).packets.at(1).time.Value();
}

} // namespace

TEST_CASE("enhanced, obsolete and simple packets of both byte orders are read")
{
    for (const bool bigEndian : {false, true})
    {
        CAPTURE(bigEndian);
        const Read read = ReadAll(Begun(bigEndian)
                                      .Enhanced(0, 0x5'0000'0007, Datagram(1, 11))
                                      .Obsolete(0, 0x5'0000'0009, Datagram(2, 222))
                                      .Simple(42 + 3, Datagram(3, 3))
                                      .Enhanced(0, 0x5'0000'000c, Datagram(4, 4).substr(0, 43), 46)
                                      .Bytes());
        REQUIRE(read.packets.size() == 4);
        CHECK(read.packets[0].time == SimTime(0));
        CHECK(read.packets[1].time == MicroSeconds(2));
        CHECK(read.packets[1].payloadBytes == 222);
        CHECK(read.packets[2].time == MicroSeconds(2));
        CHECK(read.packets[2].key.sourcePort == 3);
        CHECK(read.packets[3].time == MicroSeconds(5));
        CHECK(read.packets[3].payloadBytes == 4);
        CHECK(read.warnings == std::vector<std::string>{
                                   "1 of 4 frames have no time and get that of the frame before "
                                   "them; the first is frame 3"});
    }
}

TEST_CASE("each section has its own byte order, interfaces, resolutions and link types")
{
    PcapngBytes bytes;
    bytes.Section(true);
    bytes.Interface(1, 0, bytes.Resolution(9));
    bytes.Interface(101, 0, bytes.Resolution(3));
    bytes.Enhanced(1, 1'000, Ip(1, 10));
    bytes.Enhanced(0, 1'000'000'001, Datagram(2, 20));
    bytes.Section(false);
    bytes.Interface(228);
    bytes.Enhanced(0, 1'000'001, Ip(3, 30));
    const Read read = ReadAll(bytes.Bytes());
    REQUIRE(read.packets.size() == 3);
    CHECK(read.packets[1].time == NanoSeconds(1));
    CHECK(read.packets[2].time == MicroSeconds(1));
    CHECK(read.packets[2].payloadBytes == 30);
    CHECK(read.packets[0].wireLength == 38);
    CHECK(read.packets[1].wireLength == 62);
    CHECK(read.warnings.empty());
}

TEST_CASE("time resolutions are powers of ten and of two, exact in picoseconds or rounded down")
{
    const PcapngBytes make;
    CHECK(TimeBetween("", 1, 4) == 3'000'000);
    CHECK(TimeBetween(make.Resolution(0), 1'700'000'000, 1'700'000'003) == 3'000'000'000'000);
    CHECK(TimeBetween(make.Resolution(9), UINT64_MAX - 3, UINT64_MAX) == 3'000);
    CHECK(TimeBetween(make.Resolution(12), 5, 7) == 2);
    CHECK(TimeBetween(make.Resolution(13), 5, 39) == 3); // 0.5 and 3.9 ps
    CHECK(TimeBetween(make.Resolution(127), 0, UINT64_MAX) == 0);
    CHECK(TimeBetween(make.Resolution(0x80), 1, 2) == 1'000'000'000'000);
    CHECK(TimeBetween(make.Resolution(0x80 | 32), 1ULL << 32, (1ULL << 32) + (1U << 31)) ==
          500'000'000'000);
    CHECK(TimeBetween(make.Resolution(0x80 | 40), 0, 3) == 2); // 2.73 ps
    CHECK(TimeBetween(make.Resolution(0x80 | 63), 0, 1ULL << 63) == 1'000'000'000'000);
    CHECK(TimeBetween(make.Resolution(0x80 | 64), 0, 1ULL << 63) == 500'000'000'000);
    CHECK(TimeBetween(make.Resolution(0x80 | 127), 0, UINT64_MAX) == 0);
}

TEST_CASE("time offsets move whole interfaces, also before 1970")
{
    PcapngBytes bytes;
    bytes.Section(false);
    bytes.Interface(1, 0, bytes.Offset(-100) + bytes.Option(0, ""));
    bytes.Interface(1, 0, bytes.Resolution(0) + bytes.Offset(5));
    bytes.Enhanced(0, 1'000'000, Datagram(1, 1)); // -99 s
    bytes.Enhanced(1, 0, Datagram(1, 1));         // 5 s
    CHECK(ReadAll(bytes.Bytes()).packets[1].time == Seconds(104));
}

TEST_CASE("a first frame before the others began is time 0, and a far future is an error")
{
    PcapngBytes bytes;
    bytes.Section(false);
    bytes.Interface(1, 0, bytes.Resolution(0));
    bytes.Enhanced(0, 1, Datagram(1, 1)).Enhanced(0, 9'223'373 + 1, Datagram(1, 1));
    CHECK(ErrorOf(bytes.Bytes()) ==
          "in.pcapng: byte 132, block 4: its time lies 9223373 s after the first frame, more than "
          "the 106 days that simulated time reaches");
}

TEST_CASE("blocks and options that are not packets are passed over, whatever they hold")
{
    PcapngBytes bytes;
    bytes.Section(false, 1, bytes.Option(1, "a comment") + bytes.Option(4711, "?"));
    bytes.Interface(1,
                    0,
                    bytes.Option(2, "eth0") + bytes.Option(11, std::string("\0tcp", 4)) +
                        bytes.Option(0, "") + "junk behind the end ");
    bytes.Block(4, frame::Data(40));          // names
    bytes.Block(5, frame::Data(20));          // statistics
    bytes.Block(9, frame::Data(8));           // a journal
    bytes.Block(10, frame::Data(16));         // secrets
    bytes.Block(0xbad, "");                   // custom
    bytes.Block(0x40000bad, frame::Data(12)); // custom, not to be copied
    bytes.Block(0x80000001, frame::Data(4));  // somebody's own
    bytes.Enhanced(0, 0, Datagram(1, 33));
    const Read read = ReadAll(bytes.Bytes());
    REQUIRE(read.packets.size() == 1);
    CHECK(read.packets[0].payloadBytes == 33);
    CHECK(read.warnings.empty());
}

TEST_CASE("a simple packet is cut at the snap length of the first interface")
{
    PcapngBytes bytes;
    bytes.Section(false).Interface(1, 50).Simple(1042, Datagram(1, 1000).substr(0, 50));
    const Read read = ReadAll(bytes.Bytes());
    REQUIRE(read.packets.size() == 1);
    CHECK(read.packets[0].payloadBytes == 1000);
    CHECK(read.packets[0].time == SimTime(0));
}

TEST_CASE("a section without packets, interfaces or anything is an empty capture")
{
    PcapngBytes bytes;
    CHECK(ReadAll(bytes.Section(false).Bytes()).packets.empty());
    CHECK(ReadAll(bytes.Section(true).Interface().Bytes()).packets.empty());
}

TEST_CASE("damaged pcapng files are refused with byte, block and what was expected")
{
    struct Odd
    {
        const char* what;
        std::string bytes;
        std::string message;
    };

    const std::string good = Begun().Bytes(); // 28 + 20 bytes
    const PcapngBytes make;
    const auto body = [&make](uint64_t captured, uint64_t original, const std::string& frame) {
        return make.Number(0, 4) + make.Stamp(0) + make.Number(captured, 4) +
               make.Number(original, 4) + frame;
    };
    const auto block = [](uint32_t type, const std::string& inside) {
        return Begun().Block(type, inside).Bytes();
    };
    std::string wrongEnd = block(6, body(42, 42, PcapngBytes::Padded(Datagram(1, 0))));
    wrongEnd[wrongEnd.size() - 4] = 77;
    std::string mark = good;
    mark[8] = 0x4e;
    const std::string at = "in.pcapng: byte 48, block 3: ";
    const std::string header = "in.pcapng: byte 0, file header: ";
    const std::string second = "in.pcapng: byte 28, block 2: ";
    const std::string damaged = ": the file is damaged here or before";
    const std::string keep = " (to keep the packets before it: \"editcap IN OUT\")";
    const std::vector<Odd> odd = {
        {"only the magic", good.substr(0, 4), header + "the file ends inside a section header"},
        {"cut byte order mark",
         good.substr(0, 11),
         header + "the file ends inside a section header"},
        {"cut version",
         good.substr(0, 20),
         header + "the file ends inside a block of 28 bytes" + keep},
        {"cut second length",
         good.substr(0, 27),
         header + "the file ends inside a block of 28 bytes" + keep},
        {"a strange byte order mark",
         mark,
         header + "expected a pcapng section, whose byte order mark is 4d 3c 2b 1a or 1a 2b 3c 4d; "
                  "got 4e 3c 2b 1a"},
        {"a later version",
         PcapngBytes().Section(false, 2).Bytes(),
         header + "expected pcapng version 1, got 2.0"},
        {"a section too short for a section header",
         make.Number(0x0a0d0d0a, 4) + make.Number(20, 4) + make.Number(0x1a2b3c4d, 4) +
             make.Number(1, 4) + make.Number(20, 4),
         header + "the block of 20 bytes is too short for a section header"},
        {"cut block type", good.substr(0, 30), second + "the file ends after 2 bytes of a block"},
        {"cut block length",
         good.substr(0, 35),
         second + "the file ends before the length of a block"},
        {"a block length of 8",
         good + make.Number(6, 4) + make.Number(8, 4),
         at + "expected a block length of at least 12 that is a multiple of 4, got 8" + damaged},
        {"a block length that is no multiple of 4",
         good + make.Number(6, 4) + make.Number(61, 4),
         at + "expected a block length of at least 12 that is a multiple of 4, got 61" + damaged},
        {"an unknown block of 4 GB that is not there",
         good + make.Number(77, 4) + make.Number(0xfffffffc, 4) + "abcd",
         at + "the file ends inside a block of 4294967292 bytes" + keep},
        {"different lengths at both ends",
         wrongEnd,
         at + "the block begins with the length 76 and ends with 77" + damaged},
        {"an interface too short",
         PcapngBytes(make).Section(false).Block(1, "abcd").Bytes(),
         second + "the block of 16 bytes is too short for an interface"},
        {"an option beyond its block",
         PcapngBytes()
             .Section(false)
             .Interface(1, 0, make.Number(2, 2) + make.Number(9, 2) + "12345678")
             .Bytes(),
         second + "the option 2 of 9 bytes does not fit in the 8 bytes left of the block"},
        {"an option head beyond its block",
         PcapngBytes().Section(false).Block(1, make.Number(1, 8) + "ab").Bytes(),
         second + "expected a block length of at least 12 that is a multiple of 4, got 22" +
             damaged},
        {"a resolution of two bytes",
         PcapngBytes().Section(false).Interface(1, 0, make.Option(9, "ab")).Bytes(),
         second + "expected 1 byte for the option if_tsresol, got 2 bytes"},
        {"an offset of four bytes",
         PcapngBytes().Section(false).Interface(1, 0, make.Option(14, "abcd")).Bytes(),
         second + "expected 8 bytes for the option if_tsoffset, got 4 bytes"},
        {"a packet without any interface",
         PcapngBytes().Section(false).Enhanced(0, 0, Datagram(1, 1)).Bytes(),
         second + "a packet of interface 0, but the section describes 0 before it, counted from 0"},
        {"a simple packet without any interface",
         PcapngBytes().Section(false).Simple(43, Datagram(1, 1)).Bytes(),
         second + "a packet of interface 0, but the section describes 0 before it, counted from 0"},
        {"a packet of an interface of the section before",
         Begun().Section(false).Enhanced(0, 0, Datagram(1, 1)).Bytes(),
         "in.pcapng: byte 76, block 4: a packet of interface 0, but the section describes 0 before "
         "it, counted from 0"},
        {"an enhanced packet too short",
         block(6, "12345678"),
         at + "the block of 20 bytes is too short for a packet"},
        {"a simple packet too short",
         block(3, ""),
         at + "the block of 12 bytes is too short for a simple packet"},
        {"more recorded than the block has",
         block(6, body(100, 100, "12345678")),
         at + "100 recorded bytes in a block that has 8 for them"},
        {"more recorded than there was",
         block(6, body(8, 7, "12345678")),
         at + "8 bytes were recorded of a frame of 7"},
        {"lengths of 4 GB",
         block(6, body(0xffffffff, 0xffffffff, "12345678")),
         at +
             "expected lengths up to 262144, got 4294967295 recorded bytes of a frame of "
             "4294967295" +
             damaged},
        {"a frame cut off by the end of the file",
         block(6, body(42, 42, PcapngBytes::Padded(Datagram(1, 0)))).substr(0, 100),
         at + "the file ends inside a block of 76 bytes" + keep},
        {"time going backwards",
         Begun().Enhanced(0, 5, Datagram(1, 2)).Enhanced(0, 3, Datagram(1, 2)).Bytes(),
         "in.pcapng: byte 124, block 4: its time lies 2 us before that of the frame before it (to "
         "sort: \"reordercap IN OUT\"; to play it at the time of the frame before it: "
         "\"TimeOrder\": \"clamp\")"},
    };
    for (const Odd& file : odd)
    {
        CAPTURE(file.what);
        CHECK(ErrorOf(file.bytes) == file.message);
    }
}

TEST_CASE("time going backwards is clamped on request")
{
    const Read read = ReadAll(Begun()
                                  .Enhanced(0, 5, Datagram(1, 2))
                                  .Enhanced(0, 3, Datagram(1, 2))
                                  .Enhanced(0, 7, Datagram(1, 2))
                                  .Enhanced(0, 6, Datagram(1, 2))
                                  .Bytes(),
                              TimeOrder::Clamp);
    CHECK(read.packets[1].time == SimTime(0));
    CHECK(read.packets[3].time == MicroSeconds(2));
}

TEST_CASE("property: every cut and every damage of a pcapng file is read or refused")
{
    PcapngBytes bytes;
    bytes.Section(false);
    bytes.Interface(1, 0, bytes.Resolution(9) + bytes.Offset(7) + bytes.Option(2, "eth0"));
    bytes.Enhanced(0, 5, Datagram(1, 22));
    bytes.Obsolete(0, 6, frame::Ethernet(0x86dd, frame::Ipv6(0, frame::Data(64))));
    bytes.Section(true).Interface(113).Simple(60, frame::Data(60));
    const std::string good = bytes.Bytes();
    CHECK(rc::check([&good] {
        std::string damaged = good.substr(0, *rc::gen::inRange<size_t>(0, good.size() + 1));
        const auto damages = *rc::gen::container<std::vector<std::pair<size_t, uint8_t>>>(
            rc::gen::pair(rc::gen::inRange<size_t>(0, good.size()), rc::gen::arbitrary<uint8_t>()));
        for (const auto& [at, value] : damages)
        {
            if (at < damaged.size())
            {
                damaged[at] = static_cast<char>(value);
            }
        }
        try
        {
            SimTime before;
            for (const CapturedPacket& packet : ReadAll(damaged).packets)
            {
                RC_ASSERT(packet.time >= before);
                RC_ASSERT(packet.networkLength <= packet.wireLength);
                RC_ASSERT(packet.payloadBytes <= packet.networkLength);
                before = packet.time;
            }
        }
        catch (const CaptureError& error)
        {
            RC_ASSERT(std::string(error.what()).rfind("in.pcapng: byte ", 0) == 0);
        }
    }));
}

} // namespace nexsim::pcapng_reader_test
