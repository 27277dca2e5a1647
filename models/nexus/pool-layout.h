// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POOL_LAYOUT_H
#define NEXSIM_POOL_LAYOUT_H

#include "models/base/quantity.h"

namespace nexsim
{

/** @brief What is asked for when the memory of a pool is laid out. */
struct PoolRequest
{
    Packets packets;          //!< objects that must be there, 1 and above
    Bytes object;             //!< a buffer, 64 B and above
    Bytes segment;            //!< multiple of a page; a larger object enlarges it
    Bytes page;               //!< power of two
    Bytes cacheLine{64};      //!< power of two
    Bytes metadata;           //!< the kernel's part of each object; 0 for none
    Packets cachedByCores{0}; //!< most objects that magazines may keep from others
};

/**
 * @brief How the memory of a pool is cut: region into segments, segments into objects.
 *
 * XNU, skmem_region_params_config: an object takes whole cache lines and divides its segment evenly,
 * the segment is enlarged by pages until an object fits and shrunk when the whole region is smaller,
 * and counts are rounded up, never down. What XNU does besides against waste (segments up to half
 * larger) is not modelled.
 */
struct PoolLayout
{
    /** @throws std::invalid_argument for a segment that is no multiple of a page */
    explicit PoolLayout(const PoolRequest& request);

    int64_t object;            //!< bytes
    int64_t segment;           //!< bytes
    int64_t page;              //!< bytes
    int64_t objectsPerSegment; //!< 1 and above
    int64_t segments;
    int64_t metadata;                                      //!< bytes of an object's; 0 for none
    int64_t metadataPerSegment;                            //!< of its own segments
    static constexpr int64_t kMetadataSegment = 16 * 1024; //!< bytes (XNU)

    int64_t Objects() const
    {
        return segments * objectsPerSegment;
    }

    /** @brief Bytes of all segments, those of metadata included. */
    int64_t TotalBytes() const
    {
        const int64_t parts =
            metadata == 0 ? 0 : (Objects() + metadataPerSegment - 1) / metadataPerSegment;
        return segments * segment + parts * kMetadataSegment;
    }
};

} // namespace nexsim

#endif // NEXSIM_POOL_LAYOUT_H
