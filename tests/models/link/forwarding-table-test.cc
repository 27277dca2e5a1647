// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/forwarding-table.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

namespace forwarding_table_test
{

namespace
{

using nexsim::EcmpChoice;
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

namespace
{

/** The fraction of flows that take another port once the K-th of N (from 1) is gone. */
double
Moved(EcmpChoice choice, uint32_t n, uint32_t k)
{
    std::vector<uint32_t> all;
    for (uint32_t port = 1; port <= n; ++port)
    {
        all.push_back(port);
    }
    std::vector<uint32_t> left = all;
    left.erase(left.begin() + (k - 1));
    ForwardingTable before = TableOf(1, all);
    ForwardingTable after = TableOf(1, left);
    before.SetChoice(choice);
    after.SetChoice(choice);
    int moved = 0;
    for (uint32_t flow = 0; flow < 40'000; ++flow)
    {
        moved += before.PortFor(PacketOf(flow)) != after.PortFor(PacketOf(flow)) ? 1 : 0;
    }
    return moved;
}

/** Regions of the hash that do not overlap with themselves once the K-th of N is gone. */
double
ThresholdDisruption(uint32_t n, uint32_t k)
{
    double stays = 0;
    for (uint32_t i = 1; i <= n; ++i)
    {
        stays += i < k ? n - i : i > k ? i - 1 : 0;
    }
    return 1 - stays / (static_cast<double>(n) * (n - 1));
}

} // namespace

TEST_CASE("flows that move when one of N ports fails are as many as RFC 2992 says")
{
    CHECK(ThresholdDisruption(3, 2) == doctest::Approx(0.25 + 1.0 / 12)); // its least, 1/4 + 1/4N
    CHECK(ThresholdDisruption(7, 7) == doctest::Approx(0.5));             // its most
    for (const uint32_t n : {2U, 3U, 4U, 7U, 16U})
    {
        for (uint32_t k = 1; k <= n; ++k)
        {
            CAPTURE(n);
            CAPTURE(k);
            const double threshold = Moved(EcmpChoice::HashThreshold, n, k);
            CHECK(IsNear(static_cast<int>(threshold), 40'000, ThresholdDisruption(n, k)));
            const double least = Moved(EcmpChoice::Rendezvous, n, k);
            CHECK(IsNear(static_cast<int>(least), 40'000, 1.0 / n));
        }
        const double modulo = Moved(EcmpChoice::Modulo, n, n);
        CHECK(IsNear(static_cast<int>(modulo), 40'000, (n - 1.0) / n));
    }
}

TEST_CASE("every choice spreads the flows evenly")
{
    for (const EcmpChoice choice :
         {EcmpChoice::HashThreshold, EcmpChoice::Modulo, EcmpChoice::Rendezvous})
    {
        ForwardingTable table = TableOf(3, {2, 5, 6, 9, 11});
        table.SetChoice(choice);
        std::map<uint32_t, int> chosen;
        for (uint32_t flow = 0; flow < 20'000; ++flow)
        {
            ++chosen[table.PortFor(PacketOf(flow))];
        }
        CHECK(chosen.size() == 5);
        for (const auto& [port, count] : chosen)
        {
            CHECK(IsNear(count, 20'000, 0.2));
        }
    }
}

TEST_CASE("a destination that no port leads to any more has none")
{
    ForwardingTable table = TableOf(1, {7, 8});
    table.Set(3, {});
    CHECK(table.PortFor(PacketOf(1)) == ForwardingTable::kNoPort);
    table.Set(3, {8});
    CHECK(table.PortFor(PacketOf(1)) == 8);
}

TEST_CASE(
    "whatever is set for the neighbours, a destination has the ports that were set last for it")
{
    const bool passed = rc::check([] {
        // Rows, lists, single ports, none; over a few blocks, mostly in runs as topologies set them.
        const std::vector<std::vector<uint32_t>> kinds =
            {{}, {0}, {1}, {4, 5}, {4, 5, 6}, {4, 6}, {5, 4}, {70'000, 70'001}, {65'535, 65'536}};
        ForwardingTable table;
        table.SetSalt(HashInteger(*rc::gen::inRange<uint64_t>(0, 100)));
        std::map<uint32_t, std::vector<uint32_t>> set;
        const auto runs = *rc::gen::inRange(1, 12);
        for (int run = 0; run < runs; ++run)
        {
            const auto first = *rc::gen::inRange(0U, 200U);
            const auto count = *rc::gen::element(1U, 2U, 63U, 64U, 65U, 130U);
            const auto& ports = kinds[*rc::gen::inRange<size_t>(0, kinds.size())];
            for (uint32_t i = 0; i < count; ++i)
            {
                table.Set(first + i, ports);
                set[first + i] = ports;
            }
        }
        for (uint32_t destination = 0; destination < 400; ++destination)
        {
            const Packet packet = PacketOf(destination, destination);
            const auto known = set.find(destination);
            const std::vector<uint32_t> ports = known == set.end() ? kinds[0] : known->second;
            const uint32_t port = table.PortFor(packet);
            const bool isOne = std::find(ports.begin(), ports.end(), port) != ports.end();
            RC_ASSERT(isOne || (ports.empty() && port == ForwardingTable::kNoPort));
            // As a table that knows nothing else has it, of the same salt.
            ForwardingTable other = table;
            other.Set(destination, {9});
            RC_ASSERT(other.PortFor(packet) == 9U);
            other.Set(destination, ports);
            RC_ASSERT(other.PortFor(packet) == port);
        }
    });
    CHECK(passed);
}

TEST_CASE("ports in a row and the same ports in a list take the same flows, by every choice")
{
    for (const EcmpChoice choice :
         {EcmpChoice::HashThreshold, EcmpChoice::Modulo, EcmpChoice::Rendezvous})
    {
        // The first of a row may be 65535 at most: from 65536 on they are a list.
        for (const uint32_t first : {3U, 65'534U})
        {
            ForwardingTable table = TableOf(5, {first, first + 1, first + 2, first + 3});
            table.SetChoice(choice);
            for (uint32_t flow = 0; flow < 1'000; ++flow)
            {
                const Packet packet = PacketOf(flow);
                const uint64_t hash = HashInteger(packet.flowHash ^ HashInteger(5)) >> 32;
                uint32_t expected = static_cast<uint32_t>(hash * 4 >> 32);
                expected = choice == EcmpChoice::Modulo ? hash % 4 : expected;
                if (choice != EcmpChoice::Rendezvous)
                {
                    CHECK(table.PortFor(packet) == first + expected);
                }
                ForwardingTable list = TableOf(5, {first + 3, first + 2, first + 1, first});
                list.SetChoice(choice);
                const bool isSymmetric = choice == EcmpChoice::Rendezvous;
                CHECK((!isSymmetric || list.PortFor(packet) == table.PortFor(packet)));
            }
        }
    }
}

} // namespace forwarding_table_test
