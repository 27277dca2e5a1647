// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/pool-layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

namespace
{

int64_t
RoundUp(int64_t value, int64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

/** The most objects of at least so many bytes that share a segment evenly in whole cache lines. */
int64_t
EvenShare(int64_t segment, int64_t object, int64_t cacheLine)
{
    int64_t objects = std::max<int64_t>(1, segment / object);
    while (objects > 1 && (segment % objects != 0 || segment / objects % cacheLine != 0))
    {
        --objects;
    }
    return objects;
}

} // namespace

PoolLayout::PoolLayout(const PoolRequest& request)
    : object(RoundUp(request.object.Value(), request.cacheLine.Value())),
      segment(request.segment.Value()), page(request.page.Value()),
      metadata(RoundUp(request.metadata.Value(), request.cacheLine.Value()))
{
    if (segment % page != 0)
    {
        throw std::invalid_argument(
            fmt::format("a segment is a whole number of pages: {} B is not one of {} B",
                        segment,
                        page));
    }
    const int64_t wanted = request.packets.Value() + request.cachedByCores.Value();
    segment = std::max(segment, RoundUp(object, page));
    segment = std::min(segment, RoundUp(wanted * object, page));
    objectsPerSegment = EvenShare(segment, object, request.cacheLine.Value());
    object = segment / objectsPerSegment;
    segments = (wanted + objectsPerSegment - 1) / objectsPerSegment;
    metadataPerSegment =
        metadata == 0 ? 0 : EvenShare(kMetadataSegment, metadata, request.cacheLine.Value());
}

} // namespace nexsim
