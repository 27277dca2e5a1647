// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/network-memory.h"
#include "models/nexus/pool-segments.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace network_memory_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

struct Client : NetworkMemoryClient
{
    void OnShortage() override
    {
        ++shortages;
    }

    void OnReleased() override
    {
        ++releases;
    }

    int shortages = 0;
    int releases = 0;
};

struct Memory : NetworkMemory
{
    explicit Memory(Bytes limit)
    {
        Connect(client, net.Context());
        SetLimit(limit);
    }

    MiniNetwork net;
    Client client;
};

} // namespace

TEST_CASE("an allocation is allowed up to the limit and not a byte beyond; failures are told")
{
    Memory memory(Bytes(1000));
    CHECK(memory.Allow(1000));
    memory.Add(400);
    CHECK(memory.Allow(600));
    CHECK(memory.client.shortages == 0);
    CHECK(!memory.Allow(601));
    CHECK(memory.client.shortages == 1);
    CHECK(memory.Failures() == 1);
    CHECK(!memory.AllowAgain(601)); // told, and not counted
    CHECK(memory.client.shortages == 2);
    CHECK(memory.Failures() == 1);
    CHECK(memory.AllowAgain(600));
    memory.Add(600);
    memory.Remove(700);
    CHECK(memory.client.releases == 1);
    CHECK(memory.Used() == 300);
    CHECK(memory.Most() == 1000);
    memory.BeginMeasurement();
    CHECK(memory.Most() == 300);
    CHECK_THROWS_AS(memory.Remove(301), std::logic_error);
}

TEST_CASE("segments of buffers and of metadata take their memory from the host and give it back")
{
    PoolRequest request;
    request.packets = Packets(48);
    request.object = Bytes(2048);
    request.segment = Bytes(16 * 1024);
    request.page = Bytes(16 * 1024);
    request.metadata = Bytes(1024);    // 16 to a segment, two of buffers
    for (const int64_t limit : {3, 4}) // of no use is a third one of buffers without its metadata
    {
        Memory memory(Bytes(limit * 16 * 1024));
        PoolSegments slabs{PoolLayout(request), SegmentState::Wired};
        slabs.Within(&memory);
        std::vector<PoolObject> objects;
        while (const PoolObject object = slabs.Take())
        {
            objects.push_back(object);
        }
        CHECK(objects.size() == 16); // two of buffers and one of metadata
        CHECK(memory.Used() == 3 * 16 * 1024);
        CHECK(memory.Failures() == 1);
        CHECK(slabs.Left() == 32);
        for (const PoolObject object : objects)
        {
            slabs.Give(object);
        }
        CHECK(memory.Used() == 0);
        CHECK(!slabs.FindError());
    }
}

TEST_CASE("what is taken down gives back all of a static pool, and may be built again")
{
    Memory memory{Bytes(kUnlimited)};
    PoolRequest request;
    request.packets = Packets(24);
    request.object = Bytes(2048);
    request.segment = Bytes(16 * 1024);
    request.page = Bytes(16 * 1024);
    request.metadata = Bytes(512);
    PoolSegments slabs{PoolLayout(request), SegmentState::Mapped};
    slabs.Within(&memory);
    for (int i = 0; i < 2; ++i)
    {
        slabs.PopulateAll();
        CHECK(memory.Used() == 4 * 16 * 1024);
        CHECK(PoolLayout(request).TotalBytes() == memory.Used());
        const PoolObject object = slabs.Take();
        CHECK_THROWS_AS(slabs.TearDown(), std::logic_error);
        slabs.Give(object);
        CHECK(memory.Used() == 4 * 16 * 1024); // a static pool keeps its segments
        slabs.TearDown();
        CHECK(memory.Used() == 0);
        CHECK(slabs.Resident() == 0);
        CHECK(!slabs.FindError());
    }
}

} // namespace network_memory_test
