// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHANNEL_ARENA_H
#define NEXSIM_CHANNEL_ARENA_H

#include "models/base/quantity.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief The slots of a channel's rings, by whose descriptors they are. */
struct ArenaRequest
{
    int64_t sentSlots = 0;     //!< of the transmit and alloc rings
    int64_t receivedSlots = 0; //!< of the receive and free rings
};

/** @brief A part of an arena that is no pool's: whole segments of 16 KiB. */
struct ArenaRegion
{
    const char* name;
    int64_t bytes;
    bool isKept; //!< the task's mapping of it stays as it is when the channel is defunct
};

/** @brief A channel whose memory lies in an arena. */
class ArenaUser
{
  public:
    virtual ~ArenaUser() = default;

    /** @brief Nobody's mapping leads to the arena's memory any more: it may go. */
    virtual void OnArenaInactive() = 0;
};

/**
 * @brief The regions of a channel, or of several, that are mapped into tasks (XNU: skmem_arena).
 *
 * Each channel has a mapping, of its task. A mapping is redirected to a page of zeros before
 * anything is freed, so that a task that goes on reads zeros and never faults; only when all of the
 * arena's mappings are, its memory may go. Guards, schema and sysctls are kept (XNU:
 * skmem_region NOREDIRECT). The buffers are the channels' own pools'.
 */
class ChannelArena
{
  public:
    static constexpr int64_t kSegment = 16 * 1024; //!< bytes (XNU)
    static constexpr int64_t kSlot = 8;            //!< bytes of a slot's descriptor (XNU)

    /** @brief The regions of a channel besides its pool; that each takes a segment is an assumption. */
    static std::vector<ArenaRegion> RegionsFor(const ArenaRequest& request);

    /** @brief The channel is mapped. */
    void Map(ArenaUser& user);

    /**
     * @brief The task's mapping of this channel now leads to zeros. When it was the last, all users
     * that are mapped are told, in the order in which they were.
     * @throws std::logic_error when it is not mapped, or redirected already
     */
    void Redirect(ArenaUser& user);

    /** @brief The channel is closed, or its process gone: its mapping is no more. */
    void Unmap(ArenaUser& user);

    /** @brief Whether all mappings are redirected. */
    bool IsInactive() const;

    /** @brief Whether a load from a region that is not kept reads zeros. */
    bool ReadsZeros(const ArenaUser& user) const;

    size_t Mappings() const
    {
        return m_mappings.size();
    }

  private:
    struct Mapping
    {
        ArenaUser* user;
        bool isRedirected;
    };

    std::vector<Mapping>::iterator Find(const ArenaUser& user);
    void TellIfInactive();

    std::vector<Mapping> m_mappings;
};

/** @brief Bytes of regions, of those that are kept or of the others. */
int64_t BytesOf(const std::vector<ArenaRegion>& regions, bool areKept);

} // namespace nexsim

#endif // NEXSIM_CHANNEL_ARENA_H
