// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/capture-file.h"

#include "models/capture/pcap-reader.h"
#include "models/capture/pcapng-reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace nexsim
{

namespace
{

constexpr CaptureTime kSecond = 1'000'000'000'000;

/** @brief A format that is known only well enough to say how to convert it. */
struct ForeignFormat
{
    std::string_view begin;
    const char* advice;
};

constexpr ForeignFormat kForeignFormats[] = {
    {"\x1f\x8b", "this is a gzip file: unpack it (gunzip)"},
    {"\x28\xb5\x2f\xfd", "this is a Zstandard file: unpack it (unzstd)"},
    {"\xfd\x37\x7a\x58", "this is an xz file: unpack it (unxz)"},
    {"snoo", "this is a snoop file: convert it (\"editcap -F pcapng IN OUT\")"},
};

/** @brief A span of time for people, exactly, in the largest unit that needs no fraction. */
std::string
SpanText(CaptureTime span)
{
    constexpr const char* kUnits[] = {"ps", "ns", "us", "ms", "s"};
    size_t unit = 0;
    while (unit < 4 && span != 0 && span % 1000 == 0)
    {
        span /= 1000;
        ++unit;
    }
    return fmt::format("{} {}", span, kUnits[unit]);
}

/** @brief Frames without IP that are worth a word; address resolution is this network's own. */
bool
IsForeign(const CapturedPacket& packet)
{
    const uint16_t type = packet.key.etherType;
    return type != kEtherTypeIpv4 && type != kEtherTypeIpv6 && type != kEtherTypeArp;
}

std::string
NameOf(uint16_t etherType)
{
    return etherType == 0 ? std::string("have a length in place of an EtherType and carry no IP")
                          : fmt::format("have the EtherType 0x{:04x} and carry no IP", etherType);
}

} // namespace

CaptureFile::CaptureFile(const std::string& path, TimeOrder order) : m_stream(path), m_order(order)
{
    Begin();
}

CaptureFile::CaptureFile(std::unique_ptr<std::istream> bytes, std::string name, TimeOrder order)
    : m_stream(std::move(bytes), std::move(name)), m_order(order)
{
    Begin();
}

void
CaptureFile::Begin()
{
    CaptureMagic magic{};
    const size_t size = m_stream.Read(magic.data(), magic.size());
    if (size == magic.size() && PcapReader::Knows(magic))
    {
        m_reader = std::make_unique<PcapReader>(m_stream, magic);
        return;
    }
    if (size == magic.size() && PcapngReader::Knows(magic))
    {
        m_reader = std::make_unique<PcapngReader>(m_stream);
        return;
    }
    const std::string_view begin(reinterpret_cast<const char*>(magic.data()), size);
    for (const ForeignFormat& format : kForeignFormats)
    {
        if (begin.substr(0, format.begin.size()) == format.begin)
        {
            m_stream.Fail(format.advice);
        }
    }
    m_stream.Fail(fmt::format(
        "expected a capture, which begins with the bytes d4 c3 b2 a1, 4d 3c "
        "b2 a1, a1 b2 c3 d4 or a1 b2 3c 4d (pcap) or 0a 0d 0d 0a (pcapng); "
        "got {}",
        size == 0
            ? std::string("an empty file")
            : fmt::format(
                  "{:02x}",
                  fmt::join(magic.begin(), magic.begin() + static_cast<ptrdiff_t>(size), " "))));
}

bool
CaptureFile::Next(CapturedPacket& packet)
{
    for (CaptureRecord record; m_reader->Next(record);)
    {
        ++m_frames;
        m_elapsed = TimeOf(record);
        if (record.snapLength != 0 && record.captured > record.snapLength)
        {
            m_notes.Add("have more bytes recorded than the snap length that the file states",
                        m_frames,
                        fmt::format("{} above {}", record.captured, record.snapLength));
        }
        if (Decode(record, packet))
        {
            packet.time = m_elapsed;
            return true;
        }
        ++m_leftOut;
    }
    return false;
}

bool
CaptureFile::Decode(const CaptureRecord& record, CapturedPacket& packet)
{
    try
    {
        if (record.captured == 0)
        {
            throw FrameError("nothing of them was recorded", "");
        }
        packet = DecodeFrame({record.bytes, record.captured, record.original}, record.linkType);
    }
    catch (const FrameError& error)
    {
        m_notes.Add("are left out: " + error.Reason(), m_frames, error.what());
        return false;
    }
    if (IsForeign(packet))
    {
        m_notes.Add(NameOf(packet.key.etherType), m_frames, "");
    }
    return true;
}

SimTime
CaptureFile::TimeOf(const CaptureRecord& record)
{
    if (!record.time)
    {
        m_notes.Add("have no time and get that of the frame before them", m_frames, "");
        return m_elapsed;
    }
    m_begin = m_begin.value_or(*record.time);
    const CaptureTime since = *record.time - *m_begin;
    if (since < m_elapsed.Value() && m_order == TimeOrder::Strict)
    {
        m_stream.Fail(fmt::format("its time lies {} before that of the frame before it (to sort: "
                                  "\"reordercap IN OUT\"; to play it at the time of the frame "
                                  "before it: \"TimeOrder\": \"clamp\")",
                                  SpanText(m_elapsed.Value() - since)));
    }
    if (since > std::numeric_limits<int64_t>::max())
    {
        m_stream.Fail(fmt::format("its time lies {} s after the first frame, more than the 106 "
                                  "days that simulated time reaches",
                                  since / kSecond));
    }
    return std::max(m_elapsed, SimTime(static_cast<int64_t>(since)));
}

} // namespace nexsim
