// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/recorded-frame.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

void
FrameBytes::Require(uint32_t end, const char* header) const
{
    if (end > m_frame.wireLength)
    {
        throw FrameError(fmt::format("they end inside their {} header", header),
                         fmt::format("the frame of {} bytes ends inside its {} header",
                                     m_frame.wireLength,
                                     header));
    }
    if (end > m_frame.captured)
    {
        throw FrameError(fmt::format("too few bytes were recorded for their {} header", header),
                         fmt::format("only {} of {} bytes of the frame were recorded, too few for "
                                     "its {} header: record at least {} (tcpdump -s {})",
                                     m_frame.captured,
                                     m_frame.wireLength,
                                     header,
                                     end,
                                     end));
    }
}

AddressBytes
FrameBytes::Ipv4Address(uint32_t offset) const
{
    AddressBytes address{};
    std::copy_n(m_frame.bytes + offset, 4, address.begin() + 12);
    return address;
}

AddressBytes
FrameBytes::Ipv6Address(uint32_t offset) const
{
    AddressBytes address{};
    std::copy_n(m_frame.bytes + offset, 16, address.begin());
    return address;
}

} // namespace nexsim
