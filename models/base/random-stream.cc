// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/random-stream.h"

#include "models/base/hash.h"

namespace nexsim
{

RandomStream::RandomStream(uint32_t seed,
                           uint64_t replication,
                           std::string_view path,
                           std::string_view purpose,
                           bool* drawn)
    : m_stream(seed, NumberOf(seed, path, purpose), replication), m_drawn(drawn)
{
}

uint64_t
RandomStream::NumberOf(uint32_t seed, std::string_view path, std::string_view purpose)
{
    // The generator is linear: alone, seed 2 would give seed 1's draws doubled, modulo 1.
    return HashInteger(HashName(purpose, HashName(path)) ^ HashInteger(seed));
}

} // namespace nexsim
