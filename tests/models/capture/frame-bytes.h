// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TESTS_FRAME_BYTES_H
#define NEXSIM_TESTS_FRAME_BYTES_H

#include <cstdint>
#include <initializer_list>
#include <string>

namespace nexsim
{

/** @brief Frames and their headers as byte strings, each function wrapping what it is given. */
namespace frame
{

inline std::string
Octets(std::initializer_list<unsigned> values)
{
    std::string bytes;
    for (const unsigned value : values)
    {
        bytes += static_cast<char>(value);
    }
    return bytes;
}

/** @brief Big-endian, as headers have it. */
inline std::string
Word(size_t value)
{
    return Octets({static_cast<unsigned>(value >> 8 & 0xff), static_cast<unsigned>(value & 0xff)});
}

inline std::string
Data(size_t size)
{
    return std::string(size, 'x');
}

inline std::string
Udp(unsigned source, unsigned destination, const std::string& payload)
{
    return Word(source) + Word(destination) + Word(8 + payload.size()) + Word(0) + payload;
}

inline std::string
Tcp(unsigned source,
    unsigned destination,
    unsigned flags,
    size_t options,
    const std::string& payload)
{
    return Word(source) + Word(destination) + Data(8) +
           Octets({static_cast<unsigned>((20 + options) / 4) << 4, flags}) + Data(6 + options) +
           payload;
}

struct Ipv4Fields
{
    unsigned trafficClass = 0;
    size_t options = 0;
    unsigned fragment = 0x4000; //!< flags and offset
};

/** @brief From 10.1.2.3 to 172.16.254.1. */
inline std::string
Ipv4(unsigned protocol, const std::string& payload, const Ipv4Fields& fields = {})
{
    return Octets({0x40 | static_cast<unsigned>(20 + fields.options) / 4, fields.trafficClass}) +
           Word(20 + fields.options + payload.size()) + Word(1) + Word(fields.fragment) +
           Octets({64, protocol}) + Word(0) + Octets({10, 1, 2, 3, 172, 16, 254, 1}) +
           Data(fields.options) + payload;
}

/** @brief From 2001:db8::1 to 2001:db8::fffe. */
inline std::string
Ipv6(unsigned nextHeader, const std::string& payload, unsigned trafficClass = 0)
{
    return Octets({0x60 | trafficClass >> 4, (trafficClass & 0xf) << 4 | 0xf, 0xff, 0xff}) +
           Word(payload.size()) + Octets({nextHeader, 64}) + Octets({0x20, 0x01, 0x0d, 0xb8}) +
           std::string(11, '\0') + Octets({1}) + Octets({0x20, 0x01, 0x0d, 0xb8}) +
           std::string(10, '\0') + Octets({0xff, 0xfe}) + payload;
}

inline std::string
Ethernet(unsigned etherType, const std::string& payload)
{
    return Octets({2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}) + Word(etherType) + payload;
}

} // namespace frame

} // namespace nexsim

#endif // NEXSIM_TESTS_FRAME_BYTES_H
