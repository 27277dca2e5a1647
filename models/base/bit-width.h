// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BIT_WIDTH_H
#define NEXSIM_BIT_WIDTH_H

#include <cstdint>

namespace nexsim
{

/** @brief Bits up to the highest one that is set; 0 for 0. */
inline unsigned
BitWidth(uint64_t value)
{
    return value == 0 ? 0 : 64 - static_cast<unsigned>(__builtin_clzll(value));
}

} // namespace nexsim

#endif // NEXSIM_BIT_WIDTH_H
