// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BYTE_TEXT_H
#define NEXSIM_BYTE_TEXT_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace nexsim
{

/** @brief Appends a number of `size` bytes, the least first. */
inline void
AppendLittle(uint64_t value, size_t size, std::string& out)
{
    for (size_t i = 0; i < size; ++i)
    {
        out += static_cast<char>(value >> (8 * i) & 0xff);
    }
}

/** @brief Appends a number of `size` bytes in network byte order. */
inline void
AppendBig(uint64_t value, size_t size, std::string& out)
{
    for (size_t i = size; i-- > 0;)
    {
        out += static_cast<char>(value >> (8 * i) & 0xff);
    }
}

} // namespace nexsim

#endif // NEXSIM_BYTE_TEXT_H
