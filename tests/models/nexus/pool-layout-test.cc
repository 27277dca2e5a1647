// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/pool-layout.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>

namespace pool_layout_test
{

namespace
{

using nexsim::Bytes;
using nexsim::Packets;
using nexsim::PoolLayout;
using nexsim::PoolRequest;

PoolRequest
Request(int64_t packets, int64_t object, int64_t segment)
{
    PoolRequest request;
    request.packets = Packets(packets);
    request.object = Bytes(object);
    request.segment = Bytes(segment);
    request.page = Bytes(16 * 1024);
    return request;
}

} // namespace

TEST_CASE("pool layout: 255 buffers of 2 KiB are 32 segments of 16 KiB, one buffer more")
{
    const PoolLayout layout(Request(255, 2048, 16 * 1024));
    CHECK(layout.objectsPerSegment == 8);
    CHECK(layout.segments == 32);
    CHECK(layout.Objects() == 256);
    const PoolLayout device(Request(1024, 2048, 64 * 1024));
    CHECK(device.objectsPerSegment == 32);
    CHECK(device.segments == 32);
}

TEST_CASE("pool layout: an object takes whole cache lines and divides its segment evenly")
{
    // 3,000 B: 3,008 B in cache lines; five fit, but only four share 16 KiB evenly.
    CHECK(PoolLayout(Request(100, 3000, 16 * 1024)).object == 4096);
    // A large object enlarges its segment by pages, a small pool shrinks it.
    CHECK(PoolLayout(Request(100, 40'000, 16 * 1024)).segment == 48 * 1024);
    CHECK(PoolLayout(Request(3, 2048, 64 * 1024)).segment == 16 * 1024);
    CHECK_THROWS_AS(PoolLayout(Request(100, 2048, 20'000)), std::invalid_argument);
}

TEST_CASE("pool layout: what magazines may keep comes on top, and counts are never less")
{
    CHECK(rc::check([] {
        PoolRequest request = Request(*rc::gen::inRange<int64_t>(1, 5000),
                                      *rc::gen::inRange<int64_t>(64, 40'000),
                                      *rc::gen::inRange<int64_t>(1, 9) * 16 * 1024);
        request.cachedByCores = Packets(*rc::gen::inRange<int64_t>(0, 200));
        request.metadata = Bytes(*rc::gen::inRange<int64_t>(0, 2000));
        const PoolLayout layout(request);
        const int64_t wanted = request.packets.Value() + request.cachedByCores.Value();
        RC_ASSERT(layout.Objects() >= wanted);
        RC_ASSERT(layout.Objects() - wanted < layout.objectsPerSegment);
        RC_ASSERT(layout.object >= request.object.Value());
        RC_ASSERT(layout.object % 64 == 0);
        RC_ASSERT(layout.object * layout.objectsPerSegment == layout.segment);
        RC_ASSERT(layout.segment % layout.page == 0);
        RC_ASSERT(layout.metadata >= request.metadata.Value());
        RC_ASSERT(layout.metadata * layout.metadataPerSegment <= PoolLayout::kMetadataSegment);
    }));
}

} // namespace pool_layout_test
