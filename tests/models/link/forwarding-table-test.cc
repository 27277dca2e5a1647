// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/forwarding-table.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

namespace
{

using nexsim::ForwardingTable;
using nexsim::HashInteger;
using nexsim::Packet;

Packet
PacketOf(uint32_t flow, uint32_t destination = 3)
{
    Packet packet{};
    packet.flowHash = static_cast<uint32_t>(HashInteger(flow) >> 32);
    packet.destination = destination;
    return packet;
}

ForwardingTable
TableOf(uint64_t salt, const std::vector<uint32_t>& ports)
{
    ForwardingTable table;
    table.SetSalt(HashInteger(salt));
    table.Set(3, ports);
    return table;
}

/** Five standard deviations around n x share. */
bool
IsNear(int count, int n, double share)
{
    return std::fabs(count - n * share) < 5 * std::sqrt(n * share * (1 - share));
}

} // namespace

TEST_CASE("equal-cost ports get equal parts of the flows, each flow always the same port")
{
    for (const size_t count : {2U, 3U, 4U, 7U})
    {
        std::vector<uint32_t> ports;
        for (uint32_t i = 0; i < count; ++i)
        {
            ports.push_back(10 + 3 * i);
        }
        const ForwardingTable table = TableOf(1, ports);
        std::map<uint32_t, int> chosen;
        for (uint32_t flow = 0; flow < 20'000; ++flow)
        {
            const uint32_t port = table.PortFor(PacketOf(flow));
            CHECK(table.PortFor(PacketOf(flow)) == port);
            ++chosen[port];
        }
        CHECK(chosen.size() == count);
        for (const uint32_t port : ports)
        {
            CHECK(IsNear(chosen[port], 20'000, 1.0 / static_cast<double>(count)));
        }
    }
}

TEST_CASE("choices at successive nodes are independent, so no path of equal cost stays unused")
{
    const ForwardingTable first = TableOf(1, {0, 1, 2, 3});
    const ForwardingTable second = TableOf(2, {0, 1, 2, 3});
    std::map<uint32_t, int> chosen;
    for (uint32_t flow = 0; flow < 40'000; ++flow)
    {
        ++chosen[first.PortFor(PacketOf(flow)) * 4 + second.PortFor(PacketOf(flow))];
    }
    CHECK(chosen.size() == 16);
    for (const auto& [both, count] : chosen)
    {
        CHECK(IsNear(count, 40'000, 1.0 / 16));
    }
}

TEST_CASE("a destination that was never set has no port, before and beyond those that were")
{
    const ForwardingTable table = TableOf(1, {7});
    CHECK(table.PortFor(PacketOf(1)) == 7);
    CHECK(table.PortFor(PacketOf(1, 2)) == ForwardingTable::kNoPort);
    CHECK(table.PortFor(PacketOf(1, 4)) == ForwardingTable::kNoPort);
    CHECK(ForwardingTable().PortFor(PacketOf(1, 0)) == ForwardingTable::kNoPort);
}

TEST_CASE("destinations with the same ports share them, and a route can be replaced")
{
    ForwardingTable table;
    table.Set(0, {1, 2});
    table.Set(5, {4});
    table.Set(9, {1, 2});
    CHECK(table.PortFor(PacketOf(8, 5)) == 4);
    CHECK(table.PortFor(PacketOf(8, 0)) == table.PortFor(PacketOf(8, 9)));
    table.Set(0, {4});
    CHECK(table.PortFor(PacketOf(8, 0)) == 4);
    CHECK(table.PortFor(PacketOf(8, 9)) != 4);
}
