// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-mask.h"

#include <array>

namespace nexsim
{

namespace
{

struct MaskFields
{
    bool version;
    bool localAddress;
    bool remoteAddress;
    bool localPort;
    bool remotePort;
};

constexpr std::array<MaskFields, kFlowMaskCount> kFields{{
    {true, true, true, true, true},     // FiveTuple
    {true, true, false, true, true},    // FourTuple
    {true, true, false, true, false},   // ThreeTuple
    {false, false, false, true, false}, // TwoTuple
    {true, true, true, false, false},   // IpFlow3
    {true, true, false, false, false},  // IpFlow2
    {false, false, false, false, false} // IpFlow1
}};

} // namespace

FlowKey
Masked(const FlowKey& key, FlowMask mask)
{
    const MaskFields& fields = kFields[static_cast<size_t>(mask)];
    FlowKey masked;
    masked.protocol = key.protocol;
    masked.etherType = fields.version ? key.etherType : uint16_t{0};
    masked.sourcePort = fields.remotePort ? key.sourcePort : uint16_t{0};
    masked.destinationPort = fields.localPort ? key.destinationPort : uint16_t{0};
    masked.source = fields.remoteAddress ? key.source : AddressBytes{};
    masked.destination = fields.localAddress ? key.destination : AddressBytes{};
    return masked;
}

} // namespace nexsim
