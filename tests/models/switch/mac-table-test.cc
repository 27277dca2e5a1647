// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/mac-table.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <tuple>
#include <vector>

namespace mac_table_test
{

namespace
{

using nexsim::MacTable;
using nexsim::Seconds;
using nexsim::SimTime;

ns3::Mac48Address
Mac(int number)
{
    const uint8_t bytes[6] = {2, 0, 0, 0, 0, static_cast<uint8_t>(number)};
    ns3::Mac48Address address;
    address.CopyFrom(bytes);
    return address;
}

} // namespace

TEST_CASE("an address is on the port where it was seen last, until the ageing time has passed")
{
    MacTable table(8, Seconds(300));
    CHECK_FALSE(table.Find(Mac(1), Seconds(0)));
    CHECK(table.Learn(Mac(1), 3, Seconds(0)));
    CHECK(table.Find(Mac(1), Seconds(300)) == 3U);
    CHECK_FALSE(table.Find(Mac(1), Seconds(300) + SimTime(1)));
    CHECK(table.Learn(Mac(1), 5, Seconds(200)));
    CHECK(table.Find(Mac(1), Seconds(500)) == 5U);
    table.Clear();
    CHECK_FALSE(table.Find(Mac(1), Seconds(200)));
}

TEST_CASE("a full table learns nothing new until an address is old enough to be forgotten")
{
    MacTable table(2, Seconds(10));
    CHECK(table.Learn(Mac(1), 1, Seconds(0)));
    CHECK(table.Learn(Mac(2), 2, Seconds(5)));
    CHECK_FALSE(table.Learn(Mac(3), 3, Seconds(10)));
    CHECK(table.Learn(Mac(1), 4, Seconds(10))); // a known one moves
    CHECK_FALSE(table.Learn(Mac(3), 3, Seconds(15)));
    CHECK(table.Learn(Mac(3), 3, Seconds(15) + SimTime(1)));
    CHECK(table.Size() == 2);
    CHECK_FALSE(table.Find(Mac(2), Seconds(15) + SimTime(1)));
    CHECK(table.Find(Mac(1), Seconds(15)) == 4U);
}

TEST_CASE("whatever is learned and when, the table says what a list of all sightings says")
{
    CHECK(rc::check("as a list of sightings", [] {
        const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
            rc::gen::tuple(rc::gen::inRange(0, 6), rc::gen::inRange(0, 4), rc::gen::inRange(0, 5)));
        MacTable table(100, Seconds(7));
        std::map<int, std::pair<int, int64_t>> seen;
        int64_t now = 0;
        for (const auto& [address, port, wait] : steps)
        {
            now += wait;
            table.Learn(Mac(address), static_cast<uint32_t>(port), Seconds(now));
            seen[address] = {port, now};
            for (int other = 0; other < 6; ++other)
            {
                const auto at = seen.find(other);
                const bool known = at != seen.end() && now - at->second.second <= 7;
                const auto found = table.Find(Mac(other), Seconds(now));
                RC_ASSERT(found.has_value() == known);
                const bool isSame = !known || static_cast<int>(*found) == at->second.first;
                RC_ASSERT(isSame);
            }
        }
    }));
}

} // namespace mac_table_test
