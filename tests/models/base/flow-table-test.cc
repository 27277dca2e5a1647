// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/flow-table.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

namespace flow_table_test
{

namespace
{

using nexsim::FlowIndex;
using nexsim::FlowKey;
using nexsim::FlowTable;

FlowKey
WebKey()
{
    FlowKey key;
    key.protocol = nexsim::kProtocolTcp;
    key.source = nexsim::Ipv4Bytes(0x0a000001);
    key.destination = nexsim::Ipv4Bytes(0x0a000002);
    key.sourcePort = 40000;
    key.destinationPort = 80;
    return key;
}

FlowKey
NumberedKey(unsigned number)
{
    FlowKey key = WebKey();
    key.sourcePort = static_cast<uint16_t>(number);
    return key;
}

} // namespace

TEST_CASE("the hash of a flow key is the same on every machine and in every version")
{
    CHECK(WebKey().Hash() == 0xef00593d02cb8f96U);
    FlowKey arp;
    arp.etherType = nexsim::kEtherTypeArp;
    CHECK(arp.Hash() == 0xd9fec0545eba73eU);
}

TEST_CASE("the hash of a flow key depends on every field and on every byte of the addresses")
{
    const FlowKey key = WebKey();
    std::set<uint64_t> hashes{key.Hash()};
    std::vector<FlowKey> others(5, key);
    others[0].etherType = nexsim::kEtherTypeIpv6;
    others[1].protocol = nexsim::kProtocolUdp;
    others[2].sourcePort ^= 1;
    others[3].destinationPort ^= 1;
    others[4] = key.Reversed();
    for (size_t i = 0; i < 16; ++i)
    {
        others.push_back(key);
        others.back().source[i] ^= 0x80;
        others.push_back(key);
        others.back().destination[i] ^= 0x80;
    }
    for (const FlowKey& other : others)
    {
        CHECK_FALSE(other == key);
        CHECK(hashes.insert(other.Hash()).second);
    }
}

TEST_CASE("a flow key reversed twice is itself, and reads as people write it")
{
    const FlowKey key = WebKey();
    CHECK(key.Reversed().Reversed() == key);
    CHECK(key.ToString() == "10.0.0.1:40000 > 10.0.0.2:80 tcp");
    CHECK(key.Reversed().ToString() == "10.0.0.2:80 > 10.0.0.1:40000 tcp");
    FlowKey six = key;
    six.etherType = nexsim::kEtherTypeIpv6;
    six.protocol = 58;
    six.source = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    CHECK(six.ToString() == "[2001:db8:0:0:0:0:0:1]:40000 > [0:0:0:0:0:0:a00:2]:80 protocol 58");
    FlowKey arp;
    arp.etherType = nexsim::kEtherTypeArp;
    CHECK(arp.ToString() == "ethertype 0x0806");
}

TEST_CASE("FlowTable gives each key its own index, and always the same one")
{
    CHECK(rc::check([] {
        // A key is opened, or the flow of a key is closed (negative).
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-20, 21));
        FlowTable table;
        std::map<unsigned, FlowIndex> open;
        size_t most = 0;
        for (const int step : steps)
        {
            const auto number = static_cast<unsigned>(step < 0 ? -step : step);
            const auto known = open.find(number);
            if (step >= 0)
            {
                const FlowIndex index = table.Intern(NumberedKey(number));
                RC_ASSERT((known == open.end() || known->second == index));
                if (known == open.end())
                {
                    RC_ASSERT(table[index].sentNumber == 0U);
                    table[index].sentNumber = 1 + number;
                }
                open[number] = index;
            }
            else if (known != open.end())
            {
                table.Retire(known->second);
                open.erase(known);
            }
            most = std::max(most, open.size());
            std::set<FlowIndex> used;
            for (const auto& [key, index] : open)
            {
                RC_ASSERT(used.insert(index).second);
                RC_ASSERT(table[index].key == NumberedKey(key));
                RC_ASSERT(table[index].sentNumber == 1 + key);
                RC_ASSERT(table[index].hash == NumberedKey(key).Hash() >> 32);
            }
            RC_ASSERT(table.Size() == most);
        }
    }));
}

TEST_CASE("a flow cannot be retired twice, not even after its key or index is in use again")
{
    FlowTable table;
    const FlowIndex a = table.Intern(NumberedKey(1));
    const FlowIndex b = table.Intern(NumberedKey(2));
    table.Retire(a);
    CHECK_THROWS_AS(table.Retire(a), std::logic_error);
    table.Retire(b);
    CHECK(table.Intern(NumberedKey(1)) == b);
    CHECK_THROWS_AS(table.Retire(a), std::logic_error);
    CHECK(table.Intern(NumberedKey(1)) == b);
}

} // namespace flow_table_test
