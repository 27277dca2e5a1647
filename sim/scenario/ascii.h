// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ASCII_H
#define NEXSIM_ASCII_H

namespace nexsim
{

/** @brief Whether a byte is a decimal digit, in any locale. */
constexpr bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace nexsim

#endif // NEXSIM_ASCII_H
