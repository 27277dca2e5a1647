// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/pcapng-reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr CaptureMagic kSectionMagic = {0x0a, 0x0d, 0x0d, 0x0a};
constexpr uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr uint32_t kBlockFrame = 12; //!< type, length, and the length again at the end
constexpr CaptureTime kPicoseconds = 1'000'000'000'000;

// Block types and options, draft-ietf-opsawg-pcapng section 11.1.
constexpr uint32_t kSectionHeader = 0x0a0d0d0a; //!< reads the same in both byte orders
constexpr uint32_t kInterfaceDescription = 1;
constexpr uint32_t kObsoletePacket = 2;
constexpr uint32_t kSimplePacket = 3;
constexpr uint32_t kEnhancedPacket = 6;
constexpr uint64_t kEndOfOptions = 0;
constexpr uint64_t kTimeResolution = 9;
constexpr uint64_t kTimeOffset = 14;

constexpr uint32_t
Padded(uint32_t size)
{
    return (size + 3) / 4 * 4;
}

/** @brief A count of units in picoseconds, rounded down. */
CaptureTime
TimeOf(uint64_t units, uint8_t resolution)
{
    const unsigned exponent = resolution & 0x7fU;
    const auto count = static_cast<CaptureTime>(units);
    if ((resolution & 0x80) != 0)
    {
        if (exponent >= 64)
        {
            return count * kPicoseconds >> exponent; // less than 2^104 before the shift
        }
        const CaptureTime fraction = count & ((CaptureTime{1} << exponent) - 1);
        return (count >> exponent) * kPicoseconds + (fraction * kPicoseconds >> exponent);
    }
    CaptureTime time = count;
    for (unsigned digits = exponent; digits < 12; ++digits)
    {
        time *= 10;
    }
    for (unsigned digits = exponent; digits > 12 && time != 0; --digits)
    {
        time /= 10;
    }
    return time;
}

} // namespace

bool
PcapngReader::Knows(const CaptureMagic& magic)
{
    return magic == kSectionMagic;
}

PcapngReader::PcapngReader(CaptureStream& stream) : m_stream(stream)
{
    m_type = kSectionHeader;
    m_block = 1;
    ReadSection();
}

bool
PcapngReader::Next(CaptureRecord& record)
{
    while (BeginBlock())
    {
        switch (m_type)
        {
        case kSectionHeader:
            ReadSection();
            break;
        case kInterfaceDescription:
            ReadInterface();
            break;
        case kEnhancedPacket:
            ReadPacket(4, record);
            return true;
        case kObsoletePacket:
            ReadPacket(2, record); // the other two bytes count drops
            return true;
        case kSimplePacket:
            ReadSimple(record);
            return true;
        default:
            EndBlock();
        }
    }
    return false;
}

bool
PcapngReader::BeginBlock()
{
    m_stream.BeginPart("block", ++m_block);
    std::array<uint8_t, 4> type{};
    const size_t size = m_stream.Read(type.data(), type.size());
    if (size == 0)
    {
        return false;
    }
    if (size < type.size())
    {
        m_stream.Fail(fmt::format("the file ends after {} bytes of a block", size));
    }
    m_type = m_stream.Integer32(type.data());
    if (m_type == kSectionHeader)
    {
        return true; // its length is read once its byte order is known
    }
    std::array<uint8_t, 4> length{};
    if (m_stream.Read(length.data(), length.size()) < length.size())
    {
        m_stream.Fail("the file ends before the length of a block");
    }
    BeginBody(m_stream.Integer32(length.data()));
    return true;
}

void
PcapngReader::BeginBody(uint32_t length)
{
    if (length < kBlockFrame || length % 4 != 0)
    {
        m_stream.Fail(fmt::format("expected a block length of at least 12 that is a multiple of 4, "
                                  "got {}: the file is damaged here or before",
                                  length));
    }
    m_length = length;
    m_left = length - kBlockFrame;
}

void
PcapngReader::EndBlock()
{
    SkipBody(m_left);
    std::array<uint8_t, 4> again{};
    if (m_stream.Read(again.data(), again.size()) < again.size())
    {
        m_stream.Fail(fmt::format("the file ends inside a block of {} bytes (to keep the packets "
                                  "before it: \"editcap IN OUT\")",
                                  m_length));
    }
    if (m_stream.Integer32(again.data()) != m_length)
    {
        m_stream.Fail(fmt::format("the block begins with the length {} and ends with {}: the file "
                                  "is damaged here or before",
                                  m_length,
                                  m_stream.Integer32(again.data())));
    }
}

void
PcapngReader::ReadBody(uint8_t* to, size_t count, const char* what)
{
    if (count > m_left)
    {
        m_stream.Fail(fmt::format("the block of {} bytes is too short for {}", m_length, what));
    }
    if (m_stream.Read(to, count) < count)
    {
        m_stream.Fail(fmt::format("the file ends inside a block of {} bytes (to keep the packets "
                                  "before it: \"editcap IN OUT\")",
                                  m_length));
    }
    m_left -= static_cast<uint32_t>(count);
}

void
PcapngReader::SkipBody(uint64_t count)
{
    m_left -= static_cast<uint32_t>(std::min<uint64_t>(m_left, m_stream.Skip(count)));
}

void
PcapngReader::ReadSection()
{
    std::array<uint8_t, 8> begin{};
    if (m_stream.Read(begin.data(), begin.size()) < begin.size())
    {
        m_stream.Fail("the file ends inside a section header");
    }
    bool known = false;
    for (const bool bigEndian : {false, true})
    {
        if (!known)
        {
            m_stream.SetBigEndian(bigEndian);
            known = m_stream.Integer32(&begin[4]) == kByteOrderMagic;
        }
    }
    if (!known)
    {
        m_stream.Fail(fmt::format("expected a pcapng section, whose byte order mark is 4d 3c 2b 1a "
                                  "or 1a 2b 3c 4d; got {:02x}",
                                  fmt::join(begin.begin() + 4, begin.end(), " ")));
    }
    BeginBody(m_stream.Integer32(begin.data()));
    m_left -= std::min(m_left, uint32_t{4}); // the byte order mark
    std::array<uint8_t, 12> rest{};          // version and length of the section
    ReadBody(rest.data(), rest.size(), "a section header");
    const uint64_t major = m_stream.Integer(&rest[0], 2);
    if (major != 1)
    {
        m_stream.Fail(fmt::format("expected pcapng version 1, got {}.{}",
                                  major,
                                  m_stream.Integer(&rest[2], 2)));
    }
    m_interfaces.clear();
    EndBlock();
}

void
PcapngReader::ReadInterface()
{
    std::array<uint8_t, 8> fixed{};
    ReadBody(fixed.data(), fixed.size(), "an interface");
    Interface interface;
    interface.linkType = static_cast<uint16_t>(m_stream.Integer(&fixed[0], 2));
    interface.snapLength = m_stream.Integer32(&fixed[4]);
    while (m_left > 0)
    {
        std::array<uint8_t, 4> head{};
        ReadBody(head.data(), head.size(), "an option");
        const uint64_t code = m_stream.Integer(&head[0], 2);
        const auto size = static_cast<uint32_t>(m_stream.Integer(&head[2], 2));
        if (code == kEndOfOptions)
        {
            break;
        }
        if (Padded(size) > m_left)
        {
            m_stream.Fail(fmt::format("the option {} of {} bytes does not fit in the {} bytes left "
                                      "of the block",
                                      code,
                                      size,
                                      m_left));
        }
        ReadOption(code, size, interface);
    }
    EndBlock();
    m_interfaces.push_back(interface);
}

void
PcapngReader::ReadOption(uint64_t code, size_t size, Interface& interface)
{
    std::array<uint8_t, 8> value{};
    const auto padded = Padded(static_cast<uint32_t>(size));
    const size_t expected = code == kTimeResolution ? 1 : 8;
    if (code != kTimeResolution && code != kTimeOffset)
    {
        SkipBody(padded);
        return;
    }
    if (size != expected)
    {
        m_stream.Fail(fmt::format("expected {} for the option {}, got {} bytes",
                                  expected == 1 ? "1 byte" : "8 bytes",
                                  code == kTimeResolution ? "if_tsresol" : "if_tsoffset",
                                  size));
    }
    ReadBody(value.data(), padded, "its options");
    if (code == kTimeResolution)
    {
        interface.resolution = value[0];
    }
    else
    {
        interface.offset = static_cast<int64_t>(m_stream.Integer(value.data(), 8));
    }
}

const PcapngReader::Interface&
PcapngReader::InterfaceAt(uint64_t number) const
{
    if (number >= m_interfaces.size())
    {
        m_stream.Fail(fmt::format("a packet of interface {}, but the section describes {} before "
                                  "it, counted from 0",
                                  number,
                                  m_interfaces.size()));
    }
    return m_interfaces[number];
}

void
PcapngReader::ReadPacket(size_t numberSize, CaptureRecord& record)
{
    std::array<uint8_t, 20> fixed{};
    ReadBody(fixed.data(), fixed.size(), "a packet");
    const Interface& interface = InterfaceAt(m_stream.Integer(&fixed[0], numberSize));
    const uint64_t units =
        uint64_t{m_stream.Integer32(&fixed[4])} << 32 | m_stream.Integer32(&fixed[8]);
    record.time = TimeOf(units, interface.resolution) + interface.offset * kPicoseconds;
    record.captured = m_stream.Integer32(&fixed[12]);
    record.original = m_stream.Integer32(&fixed[16]);
    ReadFrame(interface, record);
}

void
PcapngReader::ReadSimple(CaptureRecord& record)
{
    std::array<uint8_t, 4> fixed{};
    ReadBody(fixed.data(), fixed.size(), "a simple packet");
    const Interface& interface = InterfaceAt(0);
    record.time.reset();
    record.original = m_stream.Integer32(fixed.data());
    record.captured = interface.snapLength == 0 ? record.original
                                                : std::min(record.original, interface.snapLength);
    ReadFrame(interface, record);
}

void
PcapngReader::ReadFrame(const Interface& interface, CaptureRecord& record)
{
    if (record.captured > kLongestFrame || record.original > kLongestFrame)
    {
        m_stream.Fail(
            fmt::format("expected lengths up to {}, got {} recorded bytes of a frame of {}: the "
                        "file is damaged here or before",
                        kLongestFrame,
                        record.captured,
                        record.original));
    }
    if (record.captured > record.original)
    {
        m_stream.Fail(fmt::format("{} bytes were recorded of a frame of {}",
                                  record.captured,
                                  record.original));
    }
    if (record.captured > m_left)
    {
        m_stream.Fail(fmt::format("{} recorded bytes in a block that has {} for them",
                                  record.captured,
                                  m_left));
    }
    record.linkType = interface.linkType;
    record.snapLength = interface.snapLength;
    m_frame.resize(record.captured);
    ReadBody(m_frame.data(), m_frame.size(), "its packet");
    record.bytes = m_frame.data();
    EndBlock();
}

} // namespace nexsim
