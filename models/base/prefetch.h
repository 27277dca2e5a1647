// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PREFETCH_H
#define NEXSIM_PREFETCH_H

#include <cstddef>
#include <cstdint>

namespace nexsim
{

/**
 * @brief Begins to fetch `Lines` cache lines from `object` on, to be changed; waits for nothing.
 *
 * A hint only: it changes no result, and may be given any address.
 */
template <size_t Lines = 4>
void
PrefetchLines(const void* object)
{
    // As a number: arithmetic on a null pointer is undefined.
    const auto first = reinterpret_cast<uintptr_t>(object);
    // GCC drops a call of a function that does nothing but prefetch, for want of an effect.
    asm volatile("" : : "r"(first));
    for (size_t line = 0; line < Lines; ++line)
    {
        __builtin_prefetch(reinterpret_cast<const void*>(first + 64 * line), 1);
    }
}

} // namespace nexsim

#endif // NEXSIM_PREFETCH_H
