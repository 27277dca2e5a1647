// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/ipv4-text.h"

#include <charconv>

namespace nexsim
{

std::optional<uint32_t>
ParseIpv4(std::string_view text)
{
    uint32_t address = 0;
    for (int i = 0; i < 4; ++i)
    {
        const std::string_view part = text.substr(0, text.find('.'));
        uint32_t number = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
        const bool plain = read.ec == std::errc{} && read.ptr == part.data() + part.size() &&
                           (part.size() == 1 || part.front() != '0');
        if (!plain || number > 255)
        {
            return std::nullopt;
        }
        address = address << 8U | number;
        const bool last = i == 3;
        if (last != (part.size() == text.size()))
        {
            return std::nullopt;
        }
        text.remove_prefix(part.size() + (last ? 0 : 1));
    }
    return address;
}

std::optional<uint32_t>
ParseHostAddress(std::string_view text)
{
    const auto address = ParseIpv4(text);
    const uint32_t first = address.value_or(0) >> 24U;
    return first >= 1 && first <= 223 ? address : std::nullopt;
}

} // namespace nexsim
