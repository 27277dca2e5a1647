// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/packet-pool.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <vector>

namespace packet_pool_test
{

namespace
{

using nexsim::ForeignPayload;
using nexsim::Packet;
using nexsim::PacketPool;
using nexsim::PacketPtr;

/** Counts how often it was released. */
class CountedPayload : public ForeignPayload
{
  public:
    explicit CountedPayload(int& released) : m_released(released) {}

    ~CountedPayload() override
    {
        ++m_released;
    }

  private:
    int& m_released;
};

/** A payload that itself holds a packet, as a tunnel's would. */
class NestedPayload : public ForeignPayload
{
  public:
    explicit NestedPayload(PacketPtr inner) : m_inner(std::move(inner)) {}

  private:
    PacketPtr m_inner;
};

bool
IsZeroButSegments(const Packet& packet)
{
    Packet expected{};
    expected.segments = 1;
    return packet.next == nullptr && packet.payload == nullptr &&
           packet.created == expected.created && packet.lastMark == expected.lastMark &&
           packet.flow == 0 && packet.number == 0 && packet.flowHash == 0 && packet.size == 0 &&
           packet.payloadBytes == 0 && packet.destination == 0 && packet.segments == 1 &&
           packet.stages == 0 && packet.dscp == 0 && packet.ecn == nexsim::Ecn::NotCapable &&
           packet.flags == 0 && packet.hops == 0;
}

/** Writes something into every field that is not a pointer. */
void
Scribble(Packet& packet, uint32_t value)
{
    packet.created = nexsim::SimTime(value);
    packet.lastMark = nexsim::SimTime(value);
    packet.flow = packet.number = packet.flowHash = value;
    packet.size = packet.payloadBytes = packet.destination = value;
    packet.segments = packet.stages = static_cast<uint16_t>(value);
    packet.dscp = packet.flags = packet.hops = static_cast<uint8_t>(value);
    packet.ecn = nexsim::Ecn::Congestion;
    nexsim::TransportOf(packet).sequence = value;
    nexsim::StagesOf(packet).picoseconds.fill(value);
}

} // namespace

TEST_CASE("PacketPool gives distinct, aligned, clean packets, whatever is allocated and released")
{
    CHECK(rc::check([] {
        // A positive number allocates so many packets, a negative one releases one of them.
        const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-300, 300));
        PacketPool pool;
        std::vector<PacketPtr> out;
        std::set<const Packet*> live;
        size_t most = 0;
        for (const int step : steps)
        {
            for (int i = 0; i < step; ++i)
            {
                PacketPtr packet = pool.Allocate();
                RC_ASSERT(IsZeroButSegments(*packet));
                RC_ASSERT(reinterpret_cast<uintptr_t>(packet.Get()) % 64 == 0U);
                RC_ASSERT(live.insert(packet.Get()).second);
                Scribble(*packet, static_cast<uint32_t>(out.size()));
                out.push_back(std::move(packet));
            }
            for (int i = 0; i > step && !out.empty(); --i)
            {
                const size_t victim = static_cast<size_t>(-step * 7 - i) % out.size();
                std::swap(out[victim], out.back());
                live.erase(out.back().Get());
                out.pop_back();
            }
            most = std::max(most, out.size());
            RC_ASSERT(pool.Live() == out.size());
        }
        for (size_t i = 0; i < out.size(); ++i)
        {
            RC_ASSERT(live.count(out[i].Get()) == 1U);
        }
        // Released slots are used again: there are no more than the peak needs, by whole chunks.
        RC_ASSERT(pool.Capacity() < most + 255);
    }));
}

TEST_CASE("PacketPool keeps packets apart: writing one changes no other")
{
    PacketPool pool;
    std::vector<PacketPtr> packets;
    for (uint32_t i = 0; i < 1000; ++i)
    {
        packets.push_back(pool.Allocate());
        Scribble(*packets.back(), i);
    }
    for (uint32_t i = 0; i < 1000; ++i)
    {
        CHECK(packets[i]->number == i);
        CHECK(nexsim::TransportOf(*packets[i]).sequence == i);
        CHECK(nexsim::StagesOf(*packets[i]).picoseconds[15] == i);
    }
}

TEST_CASE("PacketPool reuses the slot released last")
{
    PacketPool pool;
    PacketPtr first = pool.Allocate();
    PacketPtr second = pool.Allocate();
    const Packet* const last = first.Get();
    second = PacketPtr();
    first = PacketPtr();
    CHECK(pool.Allocate().Get() == last);
}

TEST_CASE("a packet goes back to the pool it came from")
{
    PacketPool one;
    PacketPool other;
    PacketPtr packet = one.Allocate();
    PacketPtr elsewhere = other.Allocate();
    packet = std::move(elsewhere);
    CHECK(one.Live() == 0);
    CHECK(other.Live() == 1);
    packet = PacketPtr();
    CHECK(other.Live() == 0);
}

TEST_CASE("a foreign payload is released once, with its packet")
{
    int released = 0;
    PacketPool pool;
    PacketPtr packet = pool.Allocate();
    packet->payload = new CountedPayload(released);
    PacketPtr moved = std::move(packet);
    CHECK(released == 0);
    moved = PacketPtr();
    CHECK(released == 1);
    PacketPtr reused = pool.Allocate();
    CHECK(reused->payload == nullptr);
    reused = PacketPtr();
    CHECK(released == 1);
}

TEST_CASE("a foreign payload may hold packets of the same pool")
{
    PacketPool pool;
    PacketPtr outer = pool.Allocate();
    outer->payload = new NestedPayload(pool.Allocate());
    CHECK(pool.Live() == 2);
    outer = PacketPtr();
    CHECK(pool.Live() == 0);
    const PacketPtr a = pool.Allocate();
    const PacketPtr b = pool.Allocate();
    CHECK(a.Get() != b.Get());
}

TEST_CASE("PacketPtr moves: one owner at any time")
{
    PacketPool pool;
    PacketPtr a = pool.Allocate();
    Packet* const raw = a.Get();
    PacketPtr b(std::move(a));
    CHECK_FALSE(a);
    CHECK(b.Get() == raw);
    PacketPtr c = pool.Allocate();
    c = std::move(b);
    CHECK_FALSE(b);
    CHECK(c.Get() == raw);
    CHECK(pool.Live() == 1);
    PacketPtr& same = c;
    c = std::move(same);
    CHECK(c.Get() == raw);
    CHECK(pool.Live() == 1);
    Packet* const given = c.Release();
    CHECK_FALSE(c);
    CHECK(pool.Live() == 1);
    c = PacketPtr(given);
    CHECK(c.Get() == raw);
}

} // namespace packet_pool_test
