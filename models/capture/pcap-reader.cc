// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/pcap-reader.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

constexpr size_t kFileHeader = 24;
constexpr size_t kRecordHeader = 16;
constexpr size_t kModifiedRecordHeader = 24; // interface, protocol and packet type stand behind
constexpr uint32_t kMicroseconds = 0xa1b2c3d4;
constexpr uint32_t kNanoseconds = 0xa1b23c4d;
constexpr uint32_t kModified = 0xa1b2cd34;
constexpr CaptureTime kPicoseconds = 1'000'000'000'000;

// The upper bits of the field would say how long a frame check sequence the frames end with. It
// stands behind the network packet, where padding may stand as well.
constexpr uint32_t kLinkTypeMask = 0xffff;

uint32_t
Number(const CaptureMagic& magic, bool bigEndian)
{
    uint32_t value = 0;
    for (size_t i = 0; i < magic.size(); ++i)
    {
        value = value << 8 | magic[bigEndian ? i : magic.size() - 1 - i];
    }
    return value;
}

bool
IsMagic(uint32_t number)
{
    return number == kMicroseconds || number == kNanoseconds || number == kModified;
}

} // namespace

bool
PcapReader::Knows(const CaptureMagic& magic)
{
    return IsMagic(Number(magic, false)) || IsMagic(Number(magic, true));
}

PcapReader::PcapReader(CaptureStream& stream, const CaptureMagic& magic) : m_stream(stream)
{
    const bool bigEndian = IsMagic(Number(magic, true));
    const uint32_t number = Number(magic, bigEndian);
    stream.SetBigEndian(bigEndian);
    m_unitsPerSecond = number == kNanoseconds ? 1'000'000'000 : 1'000'000;
    m_headerSize = number == kModified ? kModifiedRecordHeader : kRecordHeader;

    std::array<uint8_t, kFileHeader - sizeof(CaptureMagic)> header{};
    const size_t size = stream.Read(header.data(), header.size());
    if (size < header.size())
    {
        stream.Fail(fmt::format("the file ends after {} of {} bytes of its header",
                                size + magic.size(),
                                kFileHeader));
    }
    const uint64_t major = stream.Integer(&header[0], 2);
    const uint64_t minor = stream.Integer(&header[2], 2);
    if (major != 2 || minor != 4)
    {
        stream.Fail(fmt::format("expected pcap version 2.4, got {}.{}", major, minor));
    }
    m_snapLength = stream.Integer32(&header[12]);
    m_linkType = stream.Integer32(&header[16]) & kLinkTypeMask;
}

bool
PcapReader::Next(CaptureRecord& record)
{
    m_stream.BeginPart("record", ++m_record);
    RecordHeader header{};
    if (!ReadHeader(header))
    {
        return false;
    }
    CheckHeader(header);
    m_frame.resize(header.captured);
    const size_t size = m_stream.Read(m_frame.data(), header.captured);
    if (size < header.captured)
    {
        m_stream.Fail(fmt::format("the file ends after {} of {} bytes of a frame (to keep the "
                                  "records before it: \"editcap IN OUT\")",
                                  size,
                                  header.captured));
    }
    record.bytes = m_frame.data();
    record.captured = header.captured;
    record.original = header.original;
    record.snapLength = m_snapLength;
    record.linkType = m_linkType;
    record.time =
        header.seconds * kPicoseconds + header.fraction * (kPicoseconds / m_unitsPerSecond);
    return true;
}

bool
PcapReader::ReadHeader(RecordHeader& header)
{
    std::array<uint8_t, kModifiedRecordHeader> bytes{};
    const size_t size = m_stream.Read(bytes.data(), m_headerSize);
    if (size == 0)
    {
        return false;
    }
    if (size < m_headerSize)
    {
        m_stream.Fail(fmt::format("the file ends after {} of {} bytes of a record header (to keep "
                                  "the records before it: \"editcap IN OUT\")",
                                  size,
                                  m_headerSize));
    }
    header = {m_stream.Integer32(&bytes[0]),
              m_stream.Integer32(&bytes[4]),
              m_stream.Integer32(&bytes[8]),
              m_stream.Integer32(&bytes[12])};
    return true;
}

void
PcapReader::CheckHeader(const RecordHeader& header) const
{
    if (header.captured > kLongestFrame || header.original > kLongestFrame)
    {
        m_stream.Fail(
            fmt::format("expected lengths up to {}, got {} recorded bytes of a frame of {}: the "
                        "file is damaged here or before",
                        kLongestFrame,
                        header.captured,
                        header.original));
    }
    if (header.captured > header.original)
    {
        m_stream.Fail(fmt::format("{} bytes were recorded of a frame of {}",
                                  header.captured,
                                  header.original));
    }
    if (header.fraction >= m_unitsPerSecond)
    {
        m_stream.Fail(fmt::format("expected less than {} {} in a second, got {}",
                                  m_unitsPerSecond,
                                  m_unitsPerSecond == 1'000'000 ? "microseconds" : "nanoseconds",
                                  header.fraction));
    }
}

} // namespace nexsim
