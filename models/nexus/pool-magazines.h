// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POOL_MAGAZINES_H
#define NEXSIM_POOL_MAGAZINES_H

#include "models/nexus/pool-segments.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Free objects that cores keep at hand, in magazines (XNU: skmem_cache).
 *
 * Each core has two magazines, the depot what is full beyond these. What lies in one keeps its
 * segment alive. Sizes do not change: there is no contention to grow by.
 */
class PoolMagazines
{
  public:
    /**
     * @param cores 1 and above
     * @param rounds objects in a magazine; 0: objects go to the slabs at once
     */
    PoolMagazines(PoolSegments& slabs, uint32_t cores, uint32_t rounds);

    /** @brief An object, from this core's magazines, the depot or the slabs; 0 when there is none. */
    PoolObject Allocate(uint32_t core);

    void Free(PoolObject object, uint32_t core);

    /** @brief Full magazines that the depot has not needed since the last call go to the slabs. */
    void Trim();

    /** @brief The depot's magazines and each core's second one go to the slabs. */
    void Prune();

    /** @brief All that is in magazines goes to the slabs. */
    void Purge();

    /** @brief Objects in magazines. */
    int64_t Cached() const
    {
        return m_cached;
    }

    /** @brief Full magazines in the depot. */
    int64_t DepotFull() const
    {
        return static_cast<int64_t>(m_depot.size());
    }

    /** @brief Objects that came from the slabs. */
    int64_t SlabAllocations() const
    {
        return m_fromSlabs;
    }

    /** @brief Calls of Allocate in vain. */
    int64_t Failures() const
    {
        return m_failures;
    }

  private:
    using Magazine = std::vector<PoolObject>;

    struct Core
    {
        Magazine loaded;
        Magazine previous; //!< full or empty
    };

    void Empty(Magazine& magazine);
    PoolObject FromSlabs();

    PoolSegments& m_slabs;
    size_t m_rounds;
    std::vector<Core> m_cores;
    std::vector<Magazine> m_depot; //!< full ones
    size_t m_leastInDepot = 0;     //!< since the last Trim
    int64_t m_cached = 0;
    int64_t m_fromSlabs = 0;
    int64_t m_failures = 0;
};

} // namespace nexsim

#endif // NEXSIM_POOL_MAGAZINES_H
