// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/nexus-pool.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

namespace nexus_pool_test
{

namespace
{

using nexsim::Bytes;
using nexsim::kPacketOwnerCount;
using nexsim::NexusPool;
using nexsim::PacketOwner;
using nexsim::Packets;
using nexsim::PoolObject;
using nexsim::SegmentState;

NexusPool::Setup
Of(int64_t packets, uint32_t rounds = 0, uint32_t cores = 1)
{
    NexusPool::Setup setup;
    setup.memory.packets = Packets(packets);
    setup.memory.object = Bytes(2048);
    setup.memory.segment = Bytes(16 * 1024);
    setup.memory.page = Bytes(16 * 1024);
    setup.rounds = rounds;
    setup.cores = cores;
    return setup;
}

/** Segments of two objects each. */
NexusPool::Setup
Small(int64_t packets, uint32_t rounds, uint32_t cores)
{
    NexusPool::Setup setup = Of(packets, rounds, cores);
    setup.memory.object = Bytes(8192);
    return setup;
}

constexpr std::array kOwners = {PacketOwner::AllocRing,
                                PacketOwner::User,
                                PacketOwner::TransmitSlot,
                                PacketOwner::Kernel,
                                PacketOwner::ReceiveHidden,
                                PacketOwner::ReceiveShown,
                                PacketOwner::FreeRing};

/** The lives of a packet, as they are told: who may follow whom. */
const std::set<std::pair<PacketOwner, PacketOwner>> kLives = {
    {PacketOwner::AllocRing, PacketOwner::User},
    {PacketOwner::User, PacketOwner::TransmitSlot},
    {PacketOwner::TransmitSlot, PacketOwner::Kernel},
    {PacketOwner::Kernel, PacketOwner::ReceiveHidden},
    {PacketOwner::ReceiveHidden, PacketOwner::ReceiveShown},
    {PacketOwner::ReceiveShown, PacketOwner::User},
    {PacketOwner::User, PacketOwner::FreeRing}};

using Owners = std::vector<PacketOwner>;

/** How an owner comes to a packet: the owners before it. */
const std::map<PacketOwner, Owners> kWays = {
    {PacketOwner::Free, {}},
    {PacketOwner::AllocRing, {PacketOwner::AllocRing}},
    {PacketOwner::User, {PacketOwner::AllocRing, PacketOwner::User}},
    {PacketOwner::TransmitSlot,
     {PacketOwner::AllocRing, PacketOwner::User, PacketOwner::TransmitSlot}},
    {PacketOwner::Kernel, {PacketOwner::Kernel}},
    {PacketOwner::ReceiveHidden, {PacketOwner::Kernel, PacketOwner::ReceiveHidden}},
    {PacketOwner::ReceiveShown,
     {PacketOwner::Kernel, PacketOwner::ReceiveHidden, PacketOwner::ReceiveShown}},
    {PacketOwner::FreeRing, {PacketOwner::AllocRing, PacketOwner::User, PacketOwner::FreeRing}}};

/** A pool of which packet i + 1 has the owner i. */
void
BringTo(NexusPool& pool, const Owners& owners)
{
    NexusPool::Setup setup = Of(static_cast<int64_t>(owners.size()));
    setup.memory.object = Bytes(16 * 1024);
    pool.Configure(setup, "pool");
    for (size_t i = 0; i < owners.size(); ++i)
    {
        const Owners& way = kWays.at(owners[i]);
        const PacketOwner first = way.empty() ? PacketOwner::Kernel : way.front();
        REQUIRE(pool.Allocate(first, 0) == i + 1);
        for (size_t step = 1; step < way.size(); ++step)
        {
            pool.Move(static_cast<PoolObject>(i + 1), way[step - 1], way[step]);
        }
    }
    CHECK(pool.Allocate(PacketOwner::Kernel, 0) == 0);
    for (size_t i = 0; i < owners.size(); ++i)
    {
        if (owners[i] == PacketOwner::Free)
        {
            pool.Free(static_cast<PoolObject>(i + 1), PacketOwner::Kernel, 0);
        }
    }
}

bool
IsLent(PacketOwner owner)
{
    return owner != PacketOwner::Free && owner != PacketOwner::Kernel &&
           owner != PacketOwner::ReceiveHidden;
}

void
CheckBooks(const NexusPool& pool, const Owners& owners)
{
    CHECK(!pool.FindError());
    for (const PacketOwner owner : owners)
    {
        CHECK(pool.Count(owner) == std::count(owners.begin(), owners.end(), owner));
    }
    CHECK(pool.Loaned() == std::count_if(owners.begin(), owners.end(), IsLent));
}

} // namespace

TEST_CASE("pool: every way of up to 4 packets through their owners, legal or not")
{
    for (size_t packets = 1; packets <= 4; ++packets)
    {
        // A state is an owner for each packet; all are visited.
        std::set<Owners> known;
        std::vector<Owners> open;
        const auto visit = [&](Owners state, size_t packet, PacketOwner to) {
            state[packet] = to;
            if (known.insert(state).second)
            {
                open.push_back(state);
            }
        };
        visit(Owners(packets, PacketOwner::Free), 0, PacketOwner::Free);
        while (!open.empty())
        {
            const Owners state = open.back();
            open.pop_back();
            NexusPool pool;
            BringTo(pool, state);
            CheckBooks(pool, state);
            for (size_t packet = 0; packet < packets; ++packet)
            {
                for (const PacketOwner to : kOwners)
                {
                    if (kLives.count({state[packet], to}) > 0)
                    {
                        visit(state, packet, to);
                    }
                    else
                    {
                        const auto object = static_cast<PoolObject>(packet + 1);
                        CHECK_THROWS_AS(pool.Move(object, state[packet], to), std::logic_error);
                    }
                }
                visit(state, packet, PacketOwner::Free);
                if (state[packet] == PacketOwner::Free)
                {
                    visit(state, packet, PacketOwner::AllocRing);
                    visit(state, packet, PacketOwner::Kernel);
                }
            }
            CheckBooks(pool, state);
        }
        size_t all = 1;
        for (size_t i = 0; i < packets; ++i)
        {
            all *= kPacketOwnerCount;
        }
        CHECK(known.size() == all);
    }
}

TEST_CASE("pool: who has a packet is asked by name; a second free is an error")
{
    NexusPool pool;
    pool.Configure(Of(16), "server/app/pool");
    const PoolObject object = pool.Allocate(PacketOwner::AllocRing, 0);
    CHECK_THROWS_AS(pool.Move(object, PacketOwner::User, PacketOwner::FreeRing), std::logic_error);
    CHECK_THROWS_AS(pool.Free(object, PacketOwner::User, 0), std::logic_error);
    CHECK_THROWS_AS(pool.Free(object + 1, PacketOwner::User, 0), std::logic_error);
    CHECK_THROWS_AS(pool.Move(0, PacketOwner::User, PacketOwner::FreeRing), std::logic_error);
    pool.Free(object, PacketOwner::AllocRing, 0);
    CHECK_THROWS_AS(pool.Free(object, PacketOwner::AllocRing, 0), std::logic_error);
    CHECK(!pool.FindError());
}

TEST_CASE("pool: a segment gets memory with its first packet and gives it up with its last")
{
    NexusPool pool;
    auto setup = Of(255);
    setup.memory.metadata = Bytes(512);
    pool.Configure(setup, "pool");
    const auto& memory = pool.Memory();
    CHECK(memory.Resident() == 0);
    CHECK(memory.Count(SegmentState::Detached) == 32);
    std::vector<PoolObject> out;
    for (int i = 0; i < 9; ++i)
    {
        out.push_back(pool.Allocate(PacketOwner::Kernel, 0));
    }
    CHECK(memory.Resident() == 32 * 1024);
    CHECK(memory.ResidentMetadata() == 16 * 1024);
    CHECK(pool.TakeBuilt() == 3);
    CHECK(pool.TakeBuilt() == 0);
    pool.Free(out.back(), PacketOwner::Kernel, 0);
    CHECK(memory.Resident() == 16 * 1024);
    CHECK(memory.Count(SegmentState::Free) == 1);
    CHECK(memory.Count(SegmentState::Wired) == 1);
    CHECK(memory.Count(SegmentState::Detached) == 30);
    // Packets come from the segment that is in use; then the free one is wired again, and paid for.
    pool.Free(out[0], PacketOwner::Kernel, 0);
    CHECK(pool.Allocate(PacketOwner::Kernel, 0) == out[0]);
    CHECK(pool.TakeBuilt() == 0);
    CHECK(pool.Allocate(PacketOwner::Kernel, 0) == 9);
    CHECK(pool.TakeBuilt() == 1);
    pool.Free(9, PacketOwner::Kernel, 0);
    pool.Purge();
    CHECK(memory.Count(SegmentState::Free) == 0);
    CHECK(memory.Count(SegmentState::Detached) == 31);
    CHECK(memory.Resident() == 16 * 1024);
    CHECK(!pool.FindError());
    for (size_t i = 0; i < 8; ++i)
    {
        pool.Free(out[i], PacketOwner::Kernel, 0);
    }
    CHECK(memory.Resident() == 0);
    CHECK(memory.ResidentMetadata() == 0);
    CHECK(!pool.FindError());
}

TEST_CASE("pool: who maps memory for a device is told when a segment has none any more")
{
    class Listener : public nexsim::MappingListener
    {
      public:
        void OnUnmapped(int64_t address, int64_t bytes) override
        {
            unmapped.emplace_back(address, bytes);
        }

        std::vector<std::pair<int64_t, int64_t>> unmapped;
    };

    Listener listener;
    NexusPool pool;
    pool.Configure(Of(64), "pool");
    pool.TellUnmapped(&listener);
    for (int i = 0; i < 9; ++i)
    {
        pool.Allocate(PacketOwner::Kernel, 0);
    }
    pool.Free(3, PacketOwner::Kernel, 0);
    CHECK(listener.unmapped.empty());
    pool.Free(9, PacketOwner::Kernel, 0);
    CHECK(listener.unmapped == std::vector<std::pair<int64_t, int64_t>>{{16 * 1024, 16 * 1024}});
}

TEST_CASE("pool: a static one has all its memory, always")
{
    NexusPool pool;
    auto setup = Of(255);
    setup.populate = true;
    setup.memory.metadata = Bytes(512);
    pool.Configure(setup, "pool");
    CHECK(pool.Memory().Resident() == 512 * 1024);
    CHECK(pool.Memory().ResidentMetadata() == 128 * 1024);
    CHECK(pool.TakeBuilt() == 32 + 8);
    const PoolObject object = pool.Allocate(PacketOwner::Kernel, 0);
    pool.Free(object, PacketOwner::Kernel, 0);
    pool.Purge();
    CHECK(pool.Memory().Resident() == 512 * 1024);
    CHECK(pool.Memory().ResidentMetadata() == 128 * 1024);
    CHECK(pool.TakeBuilt() == 0);
    CHECK(!pool.FindError());
}

TEST_CASE("pool: where packets lie, for a device: segment and offset")
{
    NexusPool pool;
    auto setup = Of(1024);
    setup.memory.segment = Bytes(64 * 1024);
    pool.Configure(setup, "pool");
    CHECK(pool.Memory().PlaceOf(1).segment == 0);
    CHECK(pool.Memory().PlaceOf(32).offset == 31 * 2048);
    CHECK(pool.Memory().PlaceOf(33).segment == 1);
    CHECK(pool.Memory().PlaceOf(33).offset == 0);
}

TEST_CASE("magazines: the last freed comes first, and what lies in one keeps its segment alive")
{
    NexusPool pool;
    pool.Configure(Small(4, 2, 1), "pool"); // and 4 for the core
    std::vector<PoolObject> out;
    for (int i = 0; i < 8; ++i)
    {
        out.push_back(pool.Allocate(PacketOwner::Kernel, 0));
    }
    CHECK(pool.Allocate(PacketOwner::Kernel, 0) == 0);
    for (const PoolObject object : out)
    {
        pool.Free(object, PacketOwner::Kernel, 0);
    }
    CHECK(pool.Memory().Resident() == 4 * 16 * 1024);
    CHECK(pool.Allocate(PacketOwner::Kernel, 0) == out.back());
    pool.Free(out.back(), PacketOwner::Kernel, 0);
    // Four are in the core's two magazines, four in the depot, which did without them.
    pool.Trim(); // the first only begins to watch
    CHECK(pool.Memory().Resident() == 4 * 16 * 1024);
    pool.Trim();
    CHECK(pool.Memory().Resident() == 2 * 16 * 1024);
    pool.Purge();
    CHECK(pool.Memory().Resident() == 0);
    CHECK(!pool.FindError());
}

TEST_CASE("magazines: a depot that was needed keeps what it needed")
{
    NexusPool pool;
    pool.Configure(Small(8, 2, 1), "pool");
    std::vector<PoolObject> out;
    for (int i = 0; i < 12; ++i)
    {
        out.push_back(pool.Allocate(PacketOwner::Kernel, 0));
    }
    for (const PoolObject object : out)
    {
        pool.Free(object, PacketOwner::Kernel, 0);
    }
    pool.Trim(); // four magazines in the depot
    out.clear();
    for (int i = 0; i < 6; ++i)
    {
        out.push_back(
            pool.Allocate(PacketOwner::Kernel, 0)); // four of the core's, two of the depot's
    }
    for (const PoolObject object : out)
    {
        pool.Free(object, PacketOwner::Kernel, 0);
    }
    pool.Trim(); // three were never needed
    CHECK(pool.Memory().Resident() == 3 * 16 * 1024);
}

TEST_CASE("magazines: what one core keeps another cannot have")
{
    NexusPool pool;
    pool.Configure(Small(1, 2, 2), "pool"); // and 8 for the cores
    std::vector<PoolObject> out;
    while (const PoolObject object = pool.Allocate(PacketOwner::Kernel, 0))
    {
        out.push_back(object);
    }
    CHECK(out.size() == 10);
    for (int i = 0; i < 4; ++i)
    {
        pool.Free(out[static_cast<size_t>(i)], PacketOwner::Kernel, 1);
    }
    CHECK(pool.Allocate(PacketOwner::Kernel, 0) == 0);
    CHECK(pool.Count(PacketOwner::Free) == 4);
    CHECK(pool.Allocate(PacketOwner::Kernel, 1) == out[3]);
    CHECK(!pool.FindError());
}

TEST_CASE("pool: random lives of packets of mixed cores keep all books")
{
    CHECK(rc::check([] {
        NexusPool pool;
        const auto cores = *rc::gen::inRange<uint32_t>(1, 4);
        auto setup =
            Small(*rc::gen::inRange<int64_t>(1, 20), *rc::gen::inRange<uint32_t>(0, 4), cores);
        setup.memory.metadata = Bytes(*rc::gen::element<int64_t>(0, 512, 9000));
        pool.Configure(setup, "pool");
        std::vector<PoolObject> out;
        int64_t built = 0;
        for (int i = 0; i < 60; ++i)
        {
            const auto core = *rc::gen::inRange<uint32_t>(0, cores);
            const int action = *rc::gen::inRange(0, 10);
            if (action < 5)
            {
                const PoolObject object = pool.Allocate(PacketOwner::AllocRing, core);
                RC_ASSERT(std::count(out.begin(), out.end(), object) == 0);
                if (object != 0)
                {
                    out.push_back(object);
                }
            }
            else if (action < 9 && !out.empty())
            {
                const auto place = *rc::gen::inRange<size_t>(0, out.size());
                pool.Free(out[place], PacketOwner::AllocRing, core);
                out.erase(out.begin() + static_cast<std::ptrdiff_t>(place));
            }
            else if (action == 9)
            {
                pool.Purge();
                // Without magazines only segments with packets that are out have memory.
                std::set<int64_t> segments;
                for (const PoolObject object : out)
                {
                    segments.insert(pool.Memory().PlaceOf(object).segment);
                }
                const auto used = static_cast<int64_t>(segments.size());
                RC_ASSERT(pool.Memory().Count(SegmentState::Wired) == used);
            }
            built += pool.TakeBuilt();
            const auto error = pool.FindError();
            RC_ASSERT(!error);
            RC_ASSERT(pool.Loaned() == static_cast<int64_t>(out.size()));
        }
        RC_ASSERT(built == pool.Memory().Built());
        if (setup.memory.metadata == Bytes(0))
        {
            RC_ASSERT(pool.Memory().Built() - pool.Memory().Released() ==
                      pool.Memory().Count(SegmentState::Wired));
        }
    }));
}

} // namespace nexus_pool_test
