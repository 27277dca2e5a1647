// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POOL_SEGMENTS_H
#define NEXSIM_POOL_SEGMENTS_H

#include "models/nexus/pool-layout.h"
#include "models/nic/buffer-source.h"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nexsim
{

class NetworkMemory;

/** @brief Number of an object in its pool, from 1; 0 for none. */
using PoolObject = uint32_t;

/** @brief What fits into TransportFields::poolBuffer; no pool has more objects. */
inline constexpr PoolObject kPoolBufferMask = 0xFF'FFFF;

/** @brief What a segment's memory is now. */
enum class SegmentState : uint8_t
{
    Detached, //!< a range of addresses without memory
    Mapped,   //!< memory that may be paged out
    Wired,    //!< memory that stays, known to the IOMMU where there is one
    Free      //!< given back, memory that anybody may take
};

inline constexpr size_t kSegmentStateCount = 4;

/**
 * @brief The segments of a pool and the objects in them (XNU: skmem_region and skmem_slab).
 *
 * A segment gets memory when its first object is taken and gives it up when its last one is back.
 * Objects come from the lowest segment that is in use and has one; this order is an assumption. Each
 * object has its part of the kernel's metadata, in segments of their own, mirrored: the same number,
 * the same life.
 */
class PoolSegments
{
  public:
    /** @brief Where an object lies, for a device. */
    struct Place
    {
        int64_t segment;
        int64_t offset; //!< bytes from the segment's beginning
    };

    /** @param inUse what a segment with objects out is: Wired for what is persistent or a device's, else Mapped */
    PoolSegments(const PoolLayout& layout, SegmentState inUse);

    /** @brief Segments take their memory from there; called before all else. Null: from anywhere. */
    void Within(NetworkMemory* memory)
    {
        m_host = memory;
    }

    /** @brief An object; 0 when all are out, or there is no memory for one more segment. */
    PoolObject Take();

    /** @param object is out */
    void Give(PoolObject object);

    /** @brief All segments get memory, until TearDown: what a static pool does. */
    void PopulateAll();

    /** @brief All memory goes; every object must be back. @throws std::logic_error when one is out */
    void TearDown();

    /** @brief The memory of segments that are Free goes. */
    void Reclaim();

    const PoolLayout& Layout() const
    {
        return m_layout;
    }

    /** @brief Objects that are not out. */
    int64_t Left() const
    {
        return m_left;
    }

    Place PlaceOf(PoolObject object) const
    {
        const int64_t index = object - 1;
        return {index / m_layout.objectsPerSegment,
                index % m_layout.objectsPerSegment * m_layout.object};
    }

    /** @brief Segments of buffers that are in this state now. */
    int64_t Count(SegmentState state) const
    {
        return m_counts[static_cast<size_t>(state)];
    }

    /** @brief Bytes of buffers that have memory: segments mapped or wired. */
    int64_t Resident() const
    {
        return (Count(SegmentState::Mapped) + Count(SegmentState::Wired)) * m_layout.segment;
    }

    /** @brief Bytes of the kernel's metadata that have memory. */
    int64_t ResidentMetadata() const
    {
        return m_metadataInUse * PoolLayout::kMetadataSegment;
    }

    /** @brief Times that a segment, of buffers or metadata, got memory: the work is for each. */
    int64_t Built() const
    {
        return m_built;
    }

    /** @brief Times that one gave it up. */
    int64_t Released() const
    {
        return m_released;
    }

    /** @brief From now on the listener is told when a segment of buffers gives its memory up. */
    void TellUnmapped(MappingListener* listener)
    {
        m_listener = listener;
    }

    /** @brief What is wrong with its books, if anything is. */
    std::optional<std::string> FindError() const;

  private:
    struct Segment
    {
        SegmentState state = SegmentState::Detached;
        std::vector<PoolObject> objects; //!< that are not out; empty before the first use
    };

    Segment& SegmentOf(PoolObject object)
    {
        return m_segments[static_cast<size_t>(PlaceOf(object).segment)];
    }

    void SetState(Segment& segment, SegmentState state);
    void Build();
    bool MayTake() const;
    void Return(size_t number);
    void UseMetadata(PoolObject object, int64_t change);
    void Book(int64_t bytes);

    PoolLayout m_layout;
    SegmentState m_inUse;
    bool m_isStatic = false;
    NetworkMemory* m_host = nullptr;       //!< null: without limit
    MappingListener* m_listener = nullptr; //!< null for nobody
    std::vector<Segment> m_segments;       //!< that have been in use
    std::set<size_t> m_partial;            //!< with memory and objects that are not out
    std::set<size_t> m_returned;           //!< without objects that are out
    std::array<int64_t, kSegmentStateCount> m_counts{};
    std::vector<int64_t> m_metadataUse; //!< objects out, by segment of metadata
    int64_t m_metadataInUse = 0;
    int64_t m_left;
    int64_t m_built = 0;
    int64_t m_released = 0;
};

} // namespace nexsim

#endif // NEXSIM_POOL_SEGMENTS_H
