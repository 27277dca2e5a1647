// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HASH_H
#define NEXSIM_HASH_H

#include <cstdint>
#include <string_view>

namespace nexsim
{

/** @brief Folds the 128-bit product of two words into one: a fast mixer of words that are not 0. */
constexpr uint64_t
MixWords(uint64_t a, uint64_t b)
{
    const auto product = static_cast<unsigned __int128>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

/** @brief Stable 64-bit hash of an integer (an odd-constant finaliser; equal on every machine). */
constexpr uint64_t
HashInteger(uint64_t value)
{
    value ^= value >> 32;
    value *= 0x9fb21c651e98df25ULL;
    value ^= value >> 29;
    value *= 0xd6e8feb86659fd93ULL;
    value ^= value >> 32;
    return value;
}

/** @brief Stable 64-bit hash of a name, chained from `start`; the same on every machine and run. */
constexpr uint64_t
HashName(std::string_view name, uint64_t start = 0xcbf29ce484222325ULL)
{
    uint64_t hash = start;
    for (const char c : name)
    {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return HashInteger(hash ^ (static_cast<uint64_t>(name.size()) << 56));
}

} // namespace nexsim

#endif // NEXSIM_HASH_H
