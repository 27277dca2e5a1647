// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/pcap-writer.h"

#include "models/capture/byte-text.h"
#include "models/capture/link-layer.h"

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr uint32_t kNanoseconds = 0xa1b23c4d;
constexpr int64_t kPicosecondsInNano = 1'000;
constexpr int64_t kNanosInSecond = 1'000'000'000;

} // namespace

void
PcapWriter::Begin(const std::string& comment,
                  const std::vector<CaptureInterface>& interfaces,
                  const CaptureSettings& settings,
                  std::string& out)
{
    static_cast<void>(comment);
    static_cast<void>(interfaces);
    m_settings = settings;
    AppendLittle(kNanoseconds, 4, out);
    AppendLittle(2, 2, out);
    AppendLittle(4, 2, out);
    AppendLittle(0, 8, out);
    AppendLittle(settings.snap, 4, out);
    AppendLittle(kLinkTypeEthernet, 4, out);
}

void
PcapWriter::Add(const CapturedFrame& frame, std::string& out)
{
    const int64_t nanos = frame.time.Value() / kPicosecondsInNano;
    const uint32_t captured = std::min(frame.frame.known, m_settings.snap);
    AppendLittle(static_cast<uint64_t>(nanos / kNanosInSecond), 4, out);
    AppendLittle(static_cast<uint64_t>(nanos % kNanosInSecond), 4, out);
    AppendLittle(captured, 4, out);
    AppendLittle(frame.frame.length, 4, out);
    AppendFrame(frame.frame, captured, out);
}

} // namespace nexsim
