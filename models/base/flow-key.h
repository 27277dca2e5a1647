// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_KEY_H
#define NEXSIM_FLOW_KEY_H

#include <array>
#include <cstdint>
#include <string>
#include <tuple>

namespace nexsim
{

/** @brief EtherType values (IEEE 802 numbers). */
inline constexpr uint16_t kEtherTypeIpv4 = 0x0800;
inline constexpr uint16_t kEtherTypeArp = 0x0806;
inline constexpr uint16_t kEtherTypeIpv6 = 0x86dd;

/** @brief IP protocol numbers (IANA). */
inline constexpr uint8_t kProtocolTcp = 6;
inline constexpr uint8_t kProtocolUdp = 17;

/** @brief An IPv4 address (in the last four bytes, the rest zero) or an IPv6 address. */
using AddressBytes = std::array<uint8_t, 16>;

/** @brief The address `value` (host byte order, 0x0a000001 is 10.0.0.1) as AddressBytes. */
AddressBytes Ipv4Bytes(uint32_t value);

/**
 * @brief What makes a flow: ether type, and for IP the 5-tuple. Other ether types have zero fields.
 */
struct FlowKey
{
    uint16_t etherType = kEtherTypeIpv4;
    uint8_t protocol = 0;
    uint16_t sourcePort = 0;
    uint16_t destinationPort = 0;
    AddressBytes source{};
    AddressBytes destination{};

    /** @brief The same conversation in the other direction. */
    FlowKey Reversed() const;

    /** @brief Stable 64-bit hash of all fields. */
    uint64_t Hash() const;

    /** @brief For people: "10.0.0.1:4000 > 10.0.0.2:80 tcp". */
    std::string ToString() const;

    friend bool operator==(const FlowKey& a, const FlowKey& b)
    {
        return a.Tie() == b.Tie();
    }

    friend bool operator<(const FlowKey& a, const FlowKey& b)
    {
        return a.Tie() < b.Tie();
    }

  private:
    std::tuple<uint16_t, uint8_t, uint16_t, uint16_t, const AddressBytes&, const AddressBytes&>
    Tie() const
    {
        return {etherType, protocol, sourcePort, destinationPort, source, destination};
    }
};

/** @brief Dotted or colon form of an address of the given ether type. */
std::string AddressToString(uint16_t etherType, const AddressBytes& address);

} // namespace nexsim

#endif // NEXSIM_FLOW_KEY_H
