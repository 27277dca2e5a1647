// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/capture-writer.h"

#include "models/capture/pcap-writer.h"
#include "models/capture/pcapng-writer.h"

#include <algorithm>

namespace nexsim
{

void
AppendFrame(const BuiltFrame& frame, uint32_t captured, std::string& out)
{
    out.append(frame.headers, 0, captured);
    out.append(captured - std::min<size_t>(captured, frame.headers.size()), '\0');
}

std::unique_ptr<CaptureWriter>
MakeCaptureWriter(CaptureFormat format)
{
    if (format == CaptureFormat::Pcap)
    {
        return std::make_unique<PcapWriter>();
    }
    return std::make_unique<PcapngWriter>();
}

} // namespace nexsim
