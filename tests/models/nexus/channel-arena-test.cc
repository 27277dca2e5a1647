// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-arena.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace channel_arena_test
{

namespace
{

using namespace nexsim;

struct User : ArenaUser
{
    void OnArenaInactive() override
    {
        ++told;
    }

    int told = 0;
};

} // namespace

TEST_CASE("guards, schema and sysctls are kept; slot descriptors take whole segments")
{
    const auto small = ChannelArena::RegionsFor({2048, 2048}); // 16 KiB each
    CHECK(BytesOf(small, true) == 4 * 16 * 1024);
    CHECK(BytesOf(small, false) == 6 * 16 * 1024);
    const auto large = ChannelArena::RegionsFor({2049, 4097});
    CHECK(BytesOf(large, true) == 4 * 16 * 1024);
    CHECK(BytesOf(large, false) == (4 + 2 + 3) * 16 * 1024);
}

TEST_CASE("an arena is inactive when all of its mappings are redirected, and users are told then")
{
    ChannelArena arena;
    User first;
    User second;
    arena.Map(first);
    arena.Map(second);
    CHECK(!arena.IsInactive());
    CHECK(!arena.ReadsZeros(first));
    arena.Redirect(first);
    CHECK(arena.ReadsZeros(first));
    CHECK(!arena.ReadsZeros(second));
    CHECK(!arena.IsInactive());
    CHECK(first.told == 0);
    CHECK_THROWS_AS(arena.Redirect(first), std::logic_error);
    arena.Redirect(second);
    CHECK(arena.IsInactive());
    CHECK(first.told == 1);
    CHECK(second.told == 1);
}

TEST_CASE("a mapping that is gone holds nothing back")
{
    ChannelArena arena;
    User first;
    User second;
    arena.Map(first);
    arena.Map(second);
    arena.Redirect(first);
    arena.Unmap(second);
    CHECK(first.told == 1);
    CHECK(second.told == 0);
    CHECK_THROWS_AS(arena.Unmap(second), std::logic_error);
    arena.Map(second); // opened again: the other one's memory is gone already
    CHECK(!arena.IsInactive());
}

} // namespace channel_arena_test
