// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/pcap-file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <utility>

namespace nexsim
{

namespace
{

constexpr size_t kFileHeader = 24;
constexpr size_t kRecordHeader = 16;
constexpr uint32_t kMagicMicroseconds = 0xa1b2c3d4;
constexpr uint32_t kMagicNanoseconds = 0xa1b23c4d;
constexpr uint32_t kMagicPcapng = 0x0a0d0d0a;
constexpr uint32_t kLinkTypeEthernet = 1;
constexpr int64_t kPicoseconds = 1'000'000'000'000;

// What libpcap takes for the largest sensible frame; more is a damaged length field.
constexpr uint32_t kLongestFrame = 262'144;

std::unique_ptr<std::istream>
Open(const std::string& path)
{
    auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!*file)
    {
        throw PcapError(fmt::format("{}: cannot be opened for reading", path));
    }
    return file;
}

} // namespace

PcapFile::PcapFile(const std::string& path, TimeOrder order) : PcapFile(Open(path), path, order) {}

PcapFile::PcapFile(std::unique_ptr<std::istream> bytes, std::string name, TimeOrder order)
    : m_bytes(std::move(bytes)), m_name(std::move(name)), m_order(order)
{
    ReadFileHeader();
}

void
PcapFile::ReadFileHeader()
{
    std::array<uint8_t, kFileHeader> header{};
    const size_t size = Read(header.data(), header.size());
    m_bigEndian = true;
    uint32_t magic = Integer(header.data(), 4);
    if (size >= 4 && magic == kMagicPcapng)
    {
        Fail("this is a pcapng file, expected classic pcap: convert it with "
             "\"editcap -F nsecpcap IN OUT\"");
    }
    if (magic != kMagicMicroseconds && magic != kMagicNanoseconds)
    {
        m_bigEndian = false;
        magic = Integer(header.data(), 4);
    }
    if (size < 4 || (magic != kMagicMicroseconds && magic != kMagicNanoseconds))
    {
        Fail(fmt::format("expected a classic pcap file, which begins with the bytes d4 c3 b2 a1, "
                         "4d 3c b2 a1, a1 b2 c3 d4 or a1 b2 3c 4d; got {:02x} of {} bytes",
                         fmt::join(header.begin(), header.begin() + 4, " "),
                         size));
    }
    if (size < kFileHeader)
    {
        Fail(fmt::format("the file ends after {} of {} bytes of its header", size, kFileHeader));
    }
    m_unitsPerSecond = magic == kMagicNanoseconds ? 1'000'000'000 : 1'000'000;
    const uint32_t major = Integer(&header[4], 2);
    const uint32_t minor = Integer(&header[6], 2);
    if (major != 2 || minor != 4)
    {
        Fail(fmt::format("expected pcap version 2.4, got {}.{}", major, minor));
    }
    m_snapLength = Integer(&header[16], 4);
    if (m_snapLength == 0 || m_snapLength > kLongestFrame)
    {
        m_snapLength = kLongestFrame; // as libpcap reads it: no limit
    }
    // The whole field, since its upper bits would say that frames end with an FCS.
    const uint32_t linkType = Integer(&header[20], 4);
    if (linkType != kLinkTypeEthernet)
    {
        Fail(fmt::format("expected link type 1 (Ethernet without FCS), got {} (0x{:x})",
                         linkType,
                         linkType));
    }
}

bool
PcapFile::Next(CapturedPacket& packet)
{
    ++m_record;
    m_offset = m_read;
    RecordHeader header{};
    if (!ReadRecordHeader(header))
    {
        return false;
    }
    CheckRecordHeader(header);
    const SimTime time = TimeOf(header);
    ReadFrame(header.captured);
    try
    {
        packet = DecodeFrame({m_frame.data(), header.captured, header.original});
    }
    catch (const FrameError& error)
    {
        Fail(fmt::format("{} (to leave this record out: \"editcap IN OUT {}\")",
                         error.what(),
                         m_record));
    }
    packet.time = time;
    return true;
}

bool
PcapFile::ReadRecordHeader(RecordHeader& header)
{
    std::array<uint8_t, kRecordHeader> bytes{};
    const size_t size = Read(bytes.data(), bytes.size());
    if (size == 0)
    {
        return false;
    }
    if (size < kRecordHeader)
    {
        Fail(fmt::format("the file ends after {} of {} bytes of a record header",
                         size,
                         kRecordHeader));
    }
    header = {Integer(&bytes[0], 4),
              Integer(&bytes[4], 4),
              Integer(&bytes[8], 4),
              Integer(&bytes[12], 4)};
    return true;
}

void
PcapFile::CheckRecordHeader(const RecordHeader& header) const
{
    if (header.captured == 0 || header.original == 0)
    {
        Fail(fmt::format("expected a frame, got {} recorded bytes of a frame of {}",
                         header.captured,
                         header.original));
    }
    if (header.captured > kLongestFrame || header.original > kLongestFrame)
    {
        Fail(fmt::format("expected lengths up to {}, got {} recorded bytes of a frame of {}: the "
                         "file is damaged here or before",
                         kLongestFrame,
                         header.captured,
                         header.original));
    }
    if (header.captured > header.original)
    {
        Fail(fmt::format("{} bytes were recorded of a frame of {}",
                         header.captured,
                         header.original));
    }
    if (header.captured > m_snapLength)
    {
        Fail(fmt::format("{} bytes were recorded, more than the snap length {} in the file header",
                         header.captured,
                         m_snapLength));
    }
    if (header.fraction >= m_unitsPerSecond)
    {
        Fail(fmt::format("expected less than {} {} in a second, got {}",
                         m_unitsPerSecond,
                         m_unitsPerSecond == 1'000'000 ? "microseconds" : "nanoseconds",
                         header.fraction));
    }
}

SimTime
PcapFile::TimeOf(const RecordHeader& header)
{
    if (m_record == 1)
    {
        m_first = header;
    }
    // At most 2^32 s in nanoseconds, which 64 bits hold.
    int64_t units = (int64_t{header.seconds} - int64_t{m_first.seconds}) * m_unitsPerSecond +
                    (int64_t{header.fraction} - int64_t{m_first.fraction});
    if (units < m_previousUnits && m_order == TimeOrder::Strict)
    {
        Fail(fmt::format("its time lies {} {} before that of the record before it (to sort: "
                         "\"reordercap IN OUT\")",
                         m_previousUnits - units,
                         m_unitsPerSecond == 1'000'000 ? "us" : "ns"));
    }
    units = std::max(units, m_previousUnits);
    const int64_t scale = kPicoseconds / m_unitsPerSecond;
    if (units > std::numeric_limits<int64_t>::max() / scale)
    {
        Fail(fmt::format("its time lies {} s after the first record, more than the 106 days that "
                         "simulated time reaches",
                         units / m_unitsPerSecond));
    }
    m_previousUnits = units;
    return SimTime(units * scale);
}

void
PcapFile::ReadFrame(uint32_t length)
{
    m_frame.resize(length);
    const size_t size = Read(m_frame.data(), length);
    if (size < length)
    {
        Fail(fmt::format("the file ends after {} of {} bytes of a frame", size, length));
    }
}

size_t
PcapFile::Read(uint8_t* to, size_t count)
{
    m_bytes->read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(count));
    const auto size = static_cast<size_t>(m_bytes->gcount());
    m_read += size;
    if (m_bytes->bad())
    {
        Fail("reading failed");
    }
    return size;
}

uint32_t
PcapFile::Integer(const uint8_t* at, size_t size) const
{
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i)
    {
        value = value << 8 | at[m_bigEndian ? i : size - 1 - i];
    }
    return value;
}

void
PcapFile::Fail(const std::string& what) const
{
    const std::string where =
        m_record == 0 ? std::string("file header") : fmt::format("record {}", m_record);
    throw PcapError(fmt::format("{}: byte {}, {}: {}", m_name, m_offset, where, what));
}

} // namespace nexsim
