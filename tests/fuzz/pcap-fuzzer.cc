// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/capture-file.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>

using namespace nexsim;

/** @brief Any bytes are read as pcap or pcapng or refused with CaptureError; what is read makes sense. */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    auto bytes = std::make_unique<std::istringstream>(
        std::string(reinterpret_cast<const char*>(data), size));
    try
    {
        CaptureFile file(std::move(bytes), "fuzz", TimeOrder::Clamp);
        SimTime before;
        for (CapturedPacket packet; file.Next(packet);)
        {
            if (packet.time < before || packet.payloadBytes > packet.networkLength ||
                packet.networkLength > packet.wireLength || packet.dscp > 63)
            {
                std::abort();
            }
            before = packet.time;
        }
        if (file.LeftOut() > file.Frames() || file.Elapsed() < before ||
            file.Warnings().size() > 33 || (file.LeftOut() > 0 && file.Warnings().empty()))
        {
            std::abort();
        }
    }
    catch (const CaptureError&)
    {
    }
    return 0;
}
