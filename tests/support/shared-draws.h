// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SHARED_DRAWS_H
#define NEXSIM_SHARED_DRAWS_H

#include "models/base/hash.h"

#include "ns3/rng-seed-manager.h"

#include <string_view>

namespace nexsim::testing
{

/**
 * @brief Makes ns-3's variables of one stream number draw what a stream of ours draws.
 *
 * ns-3 adds 2^63 to the numbers given to AssignStreams; it takes seed and run from globals, which
 * this sets and restores.
 */
class SharedDraws
{
  public:
    SharedDraws(uint32_t seed, uint64_t replication)
        : m_seed(ns3::RngSeedManager::GetSeed()), m_run(ns3::RngSeedManager::GetRun()), m_ours(seed)
    {
        ns3::RngSeedManager::SetSeed(seed);
        ns3::RngSeedManager::SetRun(replication);
    }

    ~SharedDraws()
    {
        ns3::RngSeedManager::SetSeed(m_seed);
        ns3::RngSeedManager::SetRun(m_run);
    }

    SharedDraws(const SharedDraws&) = delete;
    SharedDraws& operator=(const SharedDraws&) = delete;

    /** @brief What to give to AssignStreams for our stream of this component and purpose. */
    int64_t StreamOf(std::string_view path, std::string_view purpose) const
    {
        const uint64_t number =
            HashInteger(HashName(purpose, HashName(path)) ^ HashInteger(m_ours));
        return static_cast<int64_t>(number - (uint64_t{1} << 63));
    }

  private:
    uint32_t m_seed;
    uint64_t m_run;
    uint32_t m_ours;
};

} // namespace nexsim::testing

#endif // NEXSIM_SHARED_DRAWS_H
