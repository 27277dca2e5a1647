// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_IPV4_TEXT_H
#define NEXSIM_IPV4_TEXT_H

#include <cstdint>
#include <optional>
#include <string_view>

namespace nexsim
{

/** @brief Four decimal numbers with dots, without leading zeros, in host byte order. */
std::optional<uint32_t> ParseIpv4(std::string_view text);

/** @brief As ParseIpv4, of an address that one host can have: 1.0.0.0 to 223.255.255.255. */
std::optional<uint32_t> ParseHostAddress(std::string_view text);

} // namespace nexsim

#endif // NEXSIM_IPV4_TEXT_H
