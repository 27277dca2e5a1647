// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETWORK_MEMORY_H
#define NEXSIM_NETWORK_MEMORY_H

#include "models/base/quantity.h"
#include "models/base/run-context.h"

#include <cstdint>

namespace nexsim
{

/** @brief Who is told what becomes of a host's networking memory; within the allocation itself. */
class NetworkMemoryClient
{
  public:
    virtual ~NetworkMemoryClient() = default;

    /** @brief An allocation has just failed for want of memory. */
    virtual void OnShortage() = 0;

    /** @brief Some memory has just come back. */
    virtual void OnReleased() = 0;
};

/**
 * @brief The physical memory that a host has for networking: all pools and arenas of its nexus.
 *
 * Whoever needs memory asks first, and books what it takes then. An allocation beyond the limit
 * fails; nobody waits here.
 */
class NetworkMemory
{
  public:
    /** @brief Called once, before all else: there is no limit yet. */
    void Connect(NetworkMemoryClient& client, const RunContext& clock)
    {
        m_client = &client;
        m_clock = &clock;
    }

    /** @brief From now on; what is taken already may be more. @param limit kUnlimited for none */
    void SetLimit(Bytes limit)
    {
        m_limit = limit.Value();
    }

    /** @brief Whether there is so much now; a failure is counted and told. @param bytes 0 and above */
    bool Allow(int64_t bytes);

    /** @brief As Allow, for one whose failure is counted already: it is told only. */
    bool AllowAgain(int64_t bytes);

    /** @brief So much has been taken. */
    void Add(int64_t bytes);

    /** @brief So much has come back. @throws std::logic_error when that is more than is in use */
    void Remove(int64_t bytes);

    int64_t Limit() const
    {
        return m_limit;
    }

    int64_t Used() const
    {
        return m_used;
    }

    /** @brief Allocations that were not allowed. */
    int64_t Failures() const
    {
        return m_failures;
    }

    /** @brief Most in use since BeginMeasurement. */
    int64_t Most() const
    {
        return m_most;
    }

    /** @brief Bytes in use x picoseconds, up to now. */
    unsigned __int128 Integral() const;

    void BeginMeasurement()
    {
        m_most = m_used;
    }

  private:
    void Change(int64_t bytes);

    int64_t m_limit = kUnlimited;
    NetworkMemoryClient* m_client = nullptr;
    const RunContext* m_clock = nullptr;
    int64_t m_used = 0;
    int64_t m_most = 0;
    int64_t m_failures = 0;
    SimTime m_since;
    unsigned __int128 m_integral = 0;
};

} // namespace nexsim

#endif // NEXSIM_NETWORK_MEMORY_H
