// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/flow-key.h"

#include "models/base/hash.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

uint64_t
Word(const AddressBytes& bytes, size_t from)
{
    uint64_t word = 0;
    for (size_t i = from; i < from + 8; ++i)
    {
        word = (word << 8) | bytes[i];
    }
    return word;
}

std::string
ProtocolName(uint8_t protocol)
{
    switch (protocol)
    {
    case kProtocolTcp:
        return "tcp";
    case kProtocolUdp:
        return "udp";
    default:
        return fmt::format("protocol {}", protocol);
    }
}

} // namespace

AddressBytes
Ipv4Bytes(uint32_t value)
{
    AddressBytes bytes{};
    for (size_t i = 0; i < 4; ++i)
    {
        bytes[15 - i] = static_cast<uint8_t>(value >> (8 * i));
    }
    return bytes;
}

FlowKey
FlowKey::Reversed() const
{
    FlowKey key = *this;
    std::swap(key.source, key.destination);
    std::swap(key.sourcePort, key.destinationPort);
    return key;
}

uint64_t
FlowKey::Hash() const
{
    const uint64_t head = static_cast<uint64_t>(etherType) << 48 |
                          static_cast<uint64_t>(protocol) << 32 |
                          static_cast<uint64_t>(sourcePort) << 16 | destinationPort;
    uint64_t hash = HashInteger(head);
    for (const size_t from : {size_t{0}, size_t{8}})
    {
        hash = HashInteger(hash ^ Word(source, from)) + 1;
        hash = HashInteger(hash ^ Word(destination, from)) + 1;
    }
    return hash;
}

std::string
FlowKey::ToString() const
{
    if (etherType != kEtherTypeIpv4 && etherType != kEtherTypeIpv6)
    {
        return fmt::format("ethertype 0x{:04x}", etherType);
    }
    return fmt::format("{}:{} > {}:{} {}",
                       AddressToString(etherType, source),
                       sourcePort,
                       AddressToString(etherType, destination),
                       destinationPort,
                       ProtocolName(protocol));
}

std::string
AddressToString(uint16_t etherType, const AddressBytes& address)
{
    if (etherType == kEtherTypeIpv4)
    {
        return fmt::format("{}.{}.{}.{}", address[12], address[13], address[14], address[15]);
    }
    std::string text = "[";
    for (size_t i = 0; i < 16; i += 2)
    {
        text += fmt::format("{}{:x}", i == 0 ? "" : ":", address[i] << 8 | address[i + 1]);
    }
    return text + "]";
}

} // namespace nexsim
