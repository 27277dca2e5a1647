// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/link-layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nexsim
{

namespace
{

constexpr uint16_t kSmallestEtherType = 0x0600; // below it the field is a length (IEEE 802.3)
constexpr uint32_t kEthernetHeader = 14;
constexpr uint32_t kSllHeader = 16;
constexpr uint32_t kSll2Header = 20;
constexpr uint32_t kFamilyHeader = 4;
constexpr uint32_t kVlanTag = 4;

// 802.1Q, 802.1ad, and what switches used for the outer tag before there was a standard.
constexpr std::array<uint16_t, 4> kVlanTypes = {0x8100, 0x88a8, 0x9100, 0x9200};

// Address families of the loopback header: AF_INET is the same everywhere, AF_INET6 is Linux's,
// NetBSD's and OpenBSD's, FreeBSD's, Darwin's.
constexpr uint32_t kFamilyIpv4 = 2;
constexpr std::array<uint32_t, 4> kFamiliesIpv6 = {10, 24, 28, 30};

uint16_t
EtherTypeOfVersion(const FrameBytes& bytes)
{
    bytes.Require(1, "IP");
    switch (bytes.At(0) >> 4)
    {
    case 4:
        return kEtherTypeIpv4;
    case 6:
        return kEtherTypeIpv6;
    default:
        throw FrameError("they have no IP version 4 or 6",
                         fmt::format("IP version {}", bytes.At(0) >> 4));
    }
}

/** @brief The family in the byte order of the machine that recorded, which nothing tells. */
uint16_t
EtherTypeOfFamily(const FrameBytes& bytes)
{
    bytes.Require(kFamilyHeader, "loopback");
    const uint32_t number = bytes.Word32(0);
    const uint32_t family = number > 0xffff ? __builtin_bswap32(number) : number;
    if (family == kFamilyIpv4)
    {
        return kEtherTypeIpv4;
    }
    if (std::find(kFamiliesIpv6.begin(), kFamiliesIpv6.end(), family) != kFamiliesIpv6.end())
    {
        return kEtherTypeIpv6;
    }
    throw FrameError("their loopback header names no IP", fmt::format("address family {}", family));
}

NetworkLayer
Outermost(const FrameBytes& bytes, uint32_t linkType)
{
    switch (linkType)
    {
    case kLinkTypeEthernet:
        bytes.Require(kEthernetHeader, "Ethernet");
        return {bytes.Word(kEthernetHeader - 2), kEthernetHeader};
    case kLinkTypeLinuxSll:
        bytes.Require(kSllHeader, "Linux cooked");
        return {bytes.Word(kSllHeader - 2), kSllHeader};
    case kLinkTypeLinuxSll2:
        bytes.Require(kSll2Header, "Linux cooked v2");
        return {bytes.Word(0), kSll2Header};
    case kLinkTypeNull:
    case kLinkTypeLoop:
        return {EtherTypeOfFamily(bytes), kFamilyHeader};
    case kLinkTypeRaw:
    case kLinkTypeRawBsd:
    case kLinkTypeRawOpenBsd:
        return {EtherTypeOfVersion(bytes), 0};
    case kLinkTypeIpv4:
        return {kEtherTypeIpv4, 0};
    case kLinkTypeIpv6:
        return {kEtherTypeIpv6, 0};
    default:
        throw FrameError(fmt::format("their link type {} is not supported (there are Ethernet 1, "
                                     "loopback 0 and 108, raw IP 12, 14, 101, 228 and 229, Linux "
                                     "cooked 113 and 276)",
                                     linkType),
                         "");
    }
}

bool
IsVlanTag(uint16_t etherType)
{
    return std::find(kVlanTypes.begin(), kVlanTypes.end(), etherType) != kVlanTypes.end();
}

} // namespace

NetworkLayer
FindNetworkLayer(const FrameBytes& bytes, uint32_t linkType)
{
    NetworkLayer layer = Outermost(bytes, linkType);
    while (IsVlanTag(layer.etherType))
    {
        layer.begin += kVlanTag;
        bytes.Require(layer.begin, "VLAN");
        layer.etherType = bytes.Word(layer.begin - 2);
    }
    layer.etherType = layer.etherType < kSmallestEtherType ? uint16_t{0} : layer.etherType;
    return layer;
}

} // namespace nexsim
