// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/pcapng-writer.h"

#include "models/capture/byte-text.h"
#include "models/capture/link-layer.h"

#include <algorithm>

namespace nexsim
{

namespace
{

// Block types and options, draft-ietf-opsawg-pcapng section 11.1.
constexpr uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr uint32_t kInterfaceDescription = 1;
constexpr uint32_t kEnhancedPacket = 6;
constexpr uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr uint16_t kComment = 1;
constexpr uint16_t kSectionApplication = 4;
constexpr uint16_t kInterfaceName = 2;
constexpr uint16_t kInterfaceDescriptionText = 3;
constexpr uint16_t kInterfaceSpeed = 8;
constexpr uint16_t kInterfaceResolution = 9;
constexpr uint16_t kPacketFlags = 2;
constexpr size_t kLongestOption = 65'535;
constexpr uint8_t kPicoseconds = 12; //!< as if_tsresol has it
constexpr int64_t kPicosecondsInNano = 1'000;

void
Pad(std::string& out)
{
    out.append((4 - out.size() % 4) % 4, '\0');
}

/** @brief Appends to a block's body, which begins at a multiple of 4 bytes. */
void
AppendOption(uint16_t code, std::string_view value, std::string& body)
{
    value = value.substr(0, kLongestOption);
    AppendLittle(code, 2, body);
    AppendLittle(value.size(), 2, body);
    body += value;
    Pad(body);
}

void
AppendText(uint16_t code, std::string_view text, std::string& body)
{
    if (!text.empty())
    {
        AppendOption(code, text, body);
    }
}

std::string
Number(uint64_t value, size_t size)
{
    std::string text;
    AppendLittle(value, size, text);
    return text;
}

void
AppendBlock(uint32_t type, const std::string& body, std::string& out)
{
    const std::string length = Number(body.size() + 12, 4);
    AppendLittle(type, 4, out);
    out += length;
    out += body;
    out += length;
}

} // namespace

void
PcapngWriter::Begin(const std::string& comment,
                    const std::vector<CaptureInterface>& interfaces,
                    const CaptureSettings& settings,
                    std::string& out)
{
    m_settings = settings;
    std::string section;
    AppendLittle(kByteOrderMagic, 4, section);
    AppendLittle(1, 2, section);
    AppendLittle(0, 2, section);
    AppendLittle(UINT64_MAX, 8, section); // length of the section: not known
    AppendText(kComment, comment, section);
    AppendText(kSectionApplication, "nexsim", section);
    AppendLittle(0, 4, section);
    AppendBlock(kSectionHeader, section, out);
    for (const CaptureInterface& interface : interfaces)
    {
        std::string body;
        AppendLittle(kLinkTypeEthernet, 2, body);
        AppendLittle(0, 2, body);
        AppendLittle(settings.snap, 4, body);
        AppendText(kInterfaceName, interface.name, body);
        AppendText(kInterfaceDescriptionText, interface.description, body);
        AppendOption(kInterfaceSpeed,
                     Number(static_cast<uint64_t>(interface.rate.Value()), 8),
                     body);
        AppendOption(kInterfaceResolution, Number(settings.digits, 1), body);
        AppendLittle(0, 4, body);
        AppendBlock(kInterfaceDescription, body, out);
    }
}

void
PcapngWriter::Add(const CapturedFrame& frame, std::string& out)
{
    const int64_t unit = m_settings.digits == kPicoseconds ? 1 : kPicosecondsInNano;
    const auto time = static_cast<uint64_t>(frame.time.Value() / unit);
    const uint32_t captured = std::min(frame.frame.known, m_settings.snap);
    std::string body;
    AppendLittle(frame.interface, 4, body);
    AppendLittle(time >> 32, 4, body);
    AppendLittle(time, 4, body);
    AppendLittle(captured, 4, body);
    AppendLittle(frame.frame.length, 4, body);
    AppendFrame(frame.frame, captured, body);
    Pad(body);
    AppendOption(kPacketFlags, Number(static_cast<uint64_t>(frame.direction), 4), body);
    AppendText(kComment, frame.comment, body);
    AppendLittle(0, 4, body);
    AppendBlock(kEnhancedPacket, body, out);
}

} // namespace nexsim
