// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_PROGRESS_H
#define NEXSIM_RUN_PROGRESS_H

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace nexsim
{

/**
 * @brief How far a run is, in memory that its process shares with the parent. The run stores now and
 * then; nothing reads it but the display of progress.
 */
struct RunProgress
{
    std::atomic<std::int64_t> simulatedPs{0};
    std::atomic<std::uint64_t> events{0};
    std::atomic<std::uint64_t> transmissions{0}; //!< packets put on any wire
};

static_assert(std::atomic<std::int64_t>::is_always_lock_free, "shared between processes");

/** @brief How far all runs together are. */
struct PoolProgress
{
    std::size_t finished{0}; //!< one way or another
    std::size_t failed{0};   //!< of those
    std::size_t total{0};
    std::int64_t simulatedPs{0};
    std::uint64_t events{0};
    std::uint64_t transmissions{0};
};

} // namespace nexsim

#endif // NEXSIM_RUN_PROGRESS_H
