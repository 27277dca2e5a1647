// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/ledger.h"
#include "models/base/packet-pool.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace ledger_test
{

namespace
{

using nexsim::Conversion;
using nexsim::DropReason;
using nexsim::Fingerprint;
using nexsim::FlowTable;
using nexsim::Ledger;
using nexsim::PacketPool;
using nexsim::PacketPtr;
using nexsim::SimTime;
using nexsim::Tally;

/** A ledger with what it writes to, and packets of two flows. */
struct Books
{
    Books()
    {
        nexsim::FlowKey key;
        flows.Intern(key);
        key.sourcePort = 1;
        flows.Intern(key);
    }

    PacketPtr NewPacket(uint32_t flow, uint32_t payload)
    {
        PacketPtr packet = pool.Allocate();
        packet->flow = flow;
        packet->payloadBytes = payload;
        packet->size = payload + 28;
        ledger.Born(*packet, SimTime(1), 10);
        return packet;
    }

    PacketPool pool;
    FlowTable flows;
    Fingerprint fingerprint;
    Ledger ledger{flows, fingerprint};
};

} // namespace

TEST_CASE("Ledger: what was born and has not ended is inside, in packets and payload bytes")
{
    CHECK(rc::check([] {
        Books books;
        DropReason& full = books.ledger.AddReason("sw/queue", "queue-full");
        DropReason& lost = books.ledger.AddReason("link", "link-loss");
        const auto sizes = *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange(0U, 9000U));
        std::vector<PacketPtr> inside;
        Tally expected;
        Tally ofFlow[2];
        for (size_t i = 0; i < sizes.size(); ++i)
        {
            inside.push_back(books.NewPacket(i % 2, sizes[i]));
            const auto fate = *rc::gen::inRange(0, 4);
            if (fate == 0)
            {
                books.ledger.Deliver(std::move(inside.back()), SimTime(2), 20);
            }
            else if (fate <= 2)
            {
                books.ledger.Drop(std::move(inside.back()), fate == 1 ? full : lost, SimTime(2));
            }
            else
            {
                expected += {1, sizes[i]};
                continue;
            }
            ofFlow[i % 2] += {1, sizes[i]};
            inside.pop_back();
        }
        RC_ASSERT(books.ledger.Inside() == expected);
        RC_ASSERT(books.pool.Live() == inside.size());
        Tally dropped = full.dropped;
        dropped += lost.dropped;
        RC_ASSERT(books.ledger.Dropped() == dropped);
        for (uint32_t flow = 0; flow < 2; ++flow)
        {
            Tally ended = books.flows[flow].delivered;
            ended += books.flows[flow].dropped;
            RC_ASSERT(ended == ofFlow[flow]);
        }
    }));
}

TEST_CASE("Ledger: each conversion takes and makes packets under its own name")
{
    const Conversion kinds[] = {Conversion::Copy,
                                Conversion::Split,
                                Conversion::Merge,
                                Conversion::Replace,
                                Conversion::Duplicate};
    for (const Conversion kind : kinds)
    {
        CAPTURE(nexsim::kConversionNames[static_cast<size_t>(kind)]);
        Books books;
        std::vector<PacketPtr> packets;
        packets.push_back(books.NewPacket(0, 3000));
        packets.push_back(books.NewPacket(0, 61));
        books.ledger.Convert(kind, {1, 3000}, {3, 2999});
        CHECK(books.ledger.Inside() == Tally{4, 3060});
        for (const Conversion other : kinds)
        {
            CHECK(books.ledger.Taken(other) == (other == kind ? Tally{1, 3000} : Tally{}));
            CHECK(books.ledger.Made(other) == (other == kind ? Tally{3, 2999} : Tally{}));
        }
    }
}

// Fails when the replaced packet counts as dropped, or stays inside.
TEST_CASE("Ledger: a replaced packet ends, for its flow too")
{
    Books books;
    PacketPtr old = books.NewPacket(1, 40);
    PacketPtr newer = books.NewPacket(1, 7);
    CHECK(books.flows[1].measuredInside == 2);
    books.ledger.Replaced(std::move(old), SimTime(2), 20);
    CHECK(books.ledger.Inside() == Tally{1, 7});
    CHECK(books.ledger.Taken(Conversion::Replace) == Tally{1, 40});
    CHECK(books.flows[1].replaced == Tally{1, 40});
    CHECK(books.flows[1].dropped == Tally{});
    CHECK(books.flows[1].measuredInside == 1);
    CHECK(books.pool.Live() == 1);
}

TEST_CASE("Ledger: a reason stays valid while others are added, and is known by component and name")
{
    Books books;
    DropReason& first = books.ledger.AddReason("a", "full");
    for (int i = 0; i < 1000; ++i)
    {
        books.ledger.AddReason("b" + std::to_string(i), "full");
    }
    books.ledger.Drop(books.NewPacket(1, 100), first, SimTime(3));
    CHECK(books.ledger.Reasons().front().component == "a");
    CHECK(books.ledger.Reasons().front().dropped == Tally{1, 100});
    CHECK(books.ledger.Reasons()[1].pathHash != first.pathHash);
    CHECK(books.ledger.AddReason("a", "lost").pathHash != first.pathHash);
    CHECK(books.ledger.AddReason("a", "full").pathHash == first.pathHash);
}

TEST_CASE("Ledger: births and deliveries enter the trajectory, drops the drops")
{
    Books books;
    const auto value = [&](Fingerprint::Ingredient which) {
        return books.fingerprint.Value(which);
    };
    const uint64_t trajectory = value(Fingerprint::Trajectory);
    const uint64_t drops = value(Fingerprint::Drops);
    PacketPtr packet = books.NewPacket(0, 1);
    const uint64_t born = value(Fingerprint::Trajectory);
    CHECK(born != trajectory);
    books.ledger.Deliver(std::move(packet), SimTime(2), 20);
    const uint64_t delivered = value(Fingerprint::Trajectory);
    CHECK(delivered != born);
    CHECK(value(Fingerprint::Drops) == drops);
    packet = books.NewPacket(0, 1);
    const uint64_t before = value(Fingerprint::Trajectory);
    books.ledger.Drop(std::move(packet), books.ledger.AddReason("a", "b"), SimTime(2));
    CHECK(value(Fingerprint::Trajectory) == before);
    CHECK(value(Fingerprint::Drops) != drops);
    CHECK(value(Fingerprint::Wire) == Fingerprint().Value(Fingerprint::Wire));
}

} // namespace ledger_test
