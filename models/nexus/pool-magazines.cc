// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/pool-magazines.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

PoolMagazines::PoolMagazines(PoolSegments& slabs, uint32_t cores, uint32_t rounds)
    : m_slabs(slabs), m_rounds(rounds), m_cores(cores)
{
}

PoolObject
PoolMagazines::FromSlabs()
{
    const PoolObject object = m_slabs.Take();
    ++(object == 0 ? m_failures : m_fromSlabs);
    return object;
}

PoolObject
PoolMagazines::Allocate(uint32_t core)
{
    Core& own = m_cores[core];
    if (own.loaded.empty() && !own.previous.empty())
    {
        std::swap(own.loaded, own.previous);
    }
    if (own.loaded.empty())
    {
        if (m_depot.empty())
        {
            return FromSlabs();
        }
        own.loaded = std::move(m_depot.back());
        m_depot.pop_back();
        m_leastInDepot = std::min(m_leastInDepot, m_depot.size());
    }
    const PoolObject object = own.loaded.back();
    own.loaded.pop_back();
    --m_cached;
    return object;
}

void
PoolMagazines::Free(PoolObject object, uint32_t core)
{
    if (m_rounds == 0)
    {
        m_slabs.Give(object);
        return;
    }
    Core& own = m_cores[core];
    if (own.loaded.size() == m_rounds)
    {
        if (!own.previous.empty())
        {
            m_depot.push_back(std::exchange(own.previous, {}));
        }
        std::swap(own.loaded, own.previous);
    }
    own.loaded.push_back(object);
    ++m_cached;
}

void
PoolMagazines::Empty(Magazine& magazine)
{
    for (const PoolObject object : magazine)
    {
        m_slabs.Give(object);
    }
    m_cached -= static_cast<int64_t>(magazine.size());
    magazine.clear();
}

void
PoolMagazines::Trim()
{
    for (; m_leastInDepot > 0; --m_leastInDepot)
    {
        Empty(m_depot.back());
        m_depot.pop_back();
    }
    m_leastInDepot = m_depot.size();
}

void
PoolMagazines::Prune()
{
    for (Core& core : m_cores)
    {
        Empty(core.previous);
    }
    for (Magazine& magazine : m_depot)
    {
        Empty(magazine);
    }
    m_depot.clear();
    m_leastInDepot = 0;
}

void
PoolMagazines::Purge()
{
    for (Core& core : m_cores)
    {
        Empty(core.loaded);
        Empty(core.previous);
    }
    for (Magazine& magazine : m_depot)
    {
        Empty(magazine);
    }
    m_depot.clear();
    m_leastInDepot = 0;
    m_slabs.Reclaim();
}

} // namespace nexsim
