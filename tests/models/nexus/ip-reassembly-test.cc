// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/fragments.h"
#include "models/base/segments.h"
#include "models/nexus/ip-reassembly.h"
#include "tests/support/nexus-net.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <vector>

namespace ip_reassembly_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

Blueprint
Reassembly()
{
    return Blueprint(IpReassembly::GetTypeId());
}

Blueprint
NexusOf(const Blueprint& reassembly, int64_t poolPackets = 0)
{
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.Set("Reassembly", ns3::Create<BlueprintValue>(reassembly));
    if (poolPackets > 0)
    {
        nexus.SetPart(
            "DevicePool",
            With(With(Blueprint(PoolMemory::GetTypeId()), "Packets", Packets(poolPackets)),
                 "Magazine",
                 Packets(0)));
    }
    return nexus;
}

CostTable
Costs()
{
    return NexusCostTable({{"segment_wire_map", NanoSeconds(0)}});
}

/** @brief A datagram of so many IP bytes, in fragments of at most `most`, at one instant. */
struct Datagram
{
    int64_t size;
    int64_t most;
    std::vector<size_t> order; //!< of its fragments; those left out are not sent
};

size_t
FragmentsOf(int64_t size, int64_t most)
{
    const int64_t part = (most - 20) / 8 * 8;
    return static_cast<size_t>((size - 20 + part - 1) / part);
}

Datagram
Whole(int64_t size, int64_t most)
{
    Datagram datagram{size, most, {}};
    for (size_t i = 0; i < FragmentsOf(size, most); ++i)
    {
        datagram.order.push_back(i);
    }
    return datagram;
}

void
Send(NexusNet& scene, const MadeFlow& flow, const Datagram& datagram)
{
    RunContext& run = scene.net.Context();
    FlowRecord& record = run.Flows()[flow.index];
    const uint32_t identification = record.sentNumber;
    std::vector<PacketPtr> fragments;
    ForEachPart(datagram.size - 20,
                (datagram.most - 20) / 8 * 8,
                [&](int64_t before, int64_t bytes, int64_t) {
                    PacketPtr packet = run.Pool().Allocate();
                    packet->created = packet->lastMark = run.Now();
                    packet->flow = flow.index;
                    packet->flowHash = record.hash;
                    packet->number = record.sentNumber++;
                    packet->destination = record.destination;
                    packet->size = static_cast<uint32_t>(20 + bytes);
                    packet->payloadBytes = static_cast<uint32_t>(bytes - (before == 0 ? 8 : 0));
                    MakeFragment(*packet, identification, before, datagram.size - 20);
                    fragments.push_back(std::move(packet));
                });
    for (const size_t place : datagram.order)
    {
        run.GetLedger().Born(*fragments.at(place), run.Now(), 0);
        scene.a.FindApp("")->Port().Send(std::move(fragments.at(place)));
    }
}

Blueprint
Channel()
{
    return Blueprint(NexusDatapath::GetTypeId());
}

Blueprint
Socket()
{
    return Blueprint(SocketDatapath::GetTypeId());
}

} // namespace

TEST_CASE("the fragments of a datagram reach their application as one packet, whatever their order")
{
    for (const Blueprint& datapath : {Channel(), Socket()})
    {
        NexusNet scene(Costs());
        scene.AddApp("one", datapath, 1);
        const MadeFlow& flow = scene.AddFlow("one");
        Send(scene, flow, Datagram{4000, 1500, {2, 0, 1}});
        scene.Run(MilliSeconds(1));
        REQUIRE(scene.entry->arrivals.size() == 1);
        const Packet& packet = scene.entry->arrivals[0].packet;
        CHECK(packet.size == 4000);
        CHECK(packet.payloadBytes == 3972);
        CHECK(packet.segments == 3);
        CHECK(packet.flags == 0);
        const MetricMap metrics(scene.Find<IpReassembly>());
        CHECK(metrics["RxFragV4"] == 3);
        CHECK(metrics["RxFragReassed"] == 1);
        CHECK(metrics["held"] == 0);
        CHECK(metrics["most_held"] == 3);
        CHECK(MetricMap(scene.Nexus())["look_ups"] == 1);
    }
}

TEST_CASE("a fragment that waits for others of another pass waits in reassembly, and nowhere else")
{
    NexusNet scene(Costs());
    scene.AddApp("one", Channel(), 1);
    const MadeFlow& flow = scene.AddFlow("one");
    scene.Run(SimTime(0));
    Datagram first = Whole(2000, 1500);
    RunContext& run = scene.net.Context();
    const uint32_t number = run.Flows()[flow.index].sentNumber;
    first.order = {0};
    Send(scene, flow, first);
    scene.Run(MicroSeconds(100));
    CHECK(MetricMap(scene.Find<IpReassembly>())["held"] == 1);
    CHECK(scene.entry->arrivals.empty());
    run.Flows()[flow.index].sentNumber = number; // the same datagram, its other part
    Datagram second = first;
    second.order = {1};
    Send(scene, flow, second);
    scene.Run(MilliSeconds(1));
    REQUIRE(scene.entry->arrivals.size() == 1);
    const FlowRecord& record = run.Flows()[flow.index];
    // From the end of the first one's pass until the kernel takes the second: 40 ns more on the wire
    // of 100 Gb/s for the first, both passes begin when their packet is there; and the first one's
    // wait for its end in the stack.
    const SimTime firstPass = NanoSeconds(120) + NanoSeconds(1000 + 140);
    const SimTime secondPass = MicroSeconds(100) + SimTime(520 * 80);
    CHECK(static_cast<int64_t>(record.stageSums[static_cast<size_t>(Stage::Reassembly)]) ==
          (secondPass - firstPass + NanoSeconds(400)).Value());
}

TEST_CASE(
    "a fragment lost is a datagram lost, at the first look after its lifetime, memory and all")
{
    NexusNet scene(
        Costs(),
        NexusOf(With(With(Reassembly(), "Lifetime", MicroSeconds(100)), "Period", MicroSeconds(30)),
                64),
        With(Blueprint(Nic::GetTypeId()), "RxRing", Packets(16)));
    scene.AddApp("one", Channel(), 1);
    const MadeFlow& flow = scene.AddFlow("one");
    scene.Run(SimTime(0));
    Send(scene, flow, Datagram{4000, 1500, {0, 2}});
    Send(scene, flow, Whole(1000, 300));
    const auto held = [&] { return MetricMap(scene.Find<IpReassembly>())["held"]; };
    // Begun at 120 ns, when its first fragment is there; looks at 30.12, 60.12, 90.12, 120.12 us.
    scene.Run(MicroSeconds(120));
    CHECK(held() == 2);
    CHECK(MetricMap(scene.Find<DevicePool>())["receiving"] == 2);
    CHECK(scene.entry->arrivals.size() == 1);
    scene.Run(MicroSeconds(121));
    CHECK(held() == 0);
    CHECK(MetricMap(scene.Find<DevicePool>())["receiving"] == 0);
    const MetricMap metrics(scene.Find<IpReassembly>());
    CHECK(metrics["RxFragTimeOut"] == 1);
    CHECK(metrics["dropped_fragments"] == 2);
    CHECK(metrics["mean_held"] >= 2 * MicroSeconds(119).Value());
    CHECK(metrics["mean_held"] <= 7 * MicroSeconds(121).Value());
}

TEST_CASE("too many datagrams, too many fragments of one, too many of all")
{
    SUBCASE("a datagram beyond those makes the older half go")
    {
        NexusNet scene(Costs(), NexusOf(With(Reassembly(), "QueueLimit", Packets(8))));
        scene.AddApp("one", Channel(), 1);
        const MadeFlow& flow = scene.AddFlow("one");
        const auto metric = [&](const char* name) {
            return MetricMap(scene.Find<IpReassembly>())[name];
        };
        for (int i = 0; i < 9; ++i)
        {
            Send(scene, flow, Datagram{2000 + i, 1500, {0}});
        }
        scene.Run(MilliSeconds(1));
        CHECK(metric("queues") == 9); // eight, and one
        CHECK(metric("RxFragDrained") == 0);
        Send(scene, flow, Datagram{2009, 1500, {0}});
        scene.Run(MilliSeconds(2));
        CHECK(metric("RxFragDrained") == 5); // of nine four are left
        CHECK(metric("queues") == 5);
    }
    SUBCASE("and so does a look that finds as many datagrams, or fragments")
    {
        struct Point
        {
            const char* limit;
            int64_t value;
            int64_t datagrams;
            int64_t fragments; //!< of each
            int64_t left;      //!< datagrams
        };

        for (const Point& point : {Point{"QueueLimit", 5, 5, 1, 2},
                                   Point{"QueueLimit", 6, 5, 1, 5},
                                   Point{"FragmentLimit", 10, 2, 5, 1},
                                   Point{"FragmentLimit", 11, 2, 5, 2}})
        {
            NexusNet scene(Costs(),
                           NexusOf(With(With(Reassembly(), point.limit, Packets(point.value)),
                                        "Period",
                                        MicroSeconds(500))));
            scene.AddApp("one", Channel(), 1);
            const MadeFlow& flow = scene.AddFlow("one");
            Datagram datagram = Whole(20 + 48 * (point.fragments + 1), 68);
            datagram.order.pop_back();
            for (int64_t i = 0; i < point.datagrams; ++i)
            {
                Send(scene, flow, datagram);
            }
            const auto queues = [&] { return MetricMap(scene.Find<IpReassembly>())["queues"]; };
            scene.Run(MicroSeconds(400));
            CAPTURE(point.limit);
            CAPTURE(point.value);
            CHECK(queues() == point.datagrams);
            scene.Run(MicroSeconds(600));
            CHECK(queues() == point.left);
        }
    }
    SUBCASE(
        "a new datagram makes room before its fragment is looked at; refused, it is still known")
    {
        NexusNet scene(Costs(), NexusOf(With(Reassembly(), "FragmentLimit", Packets(2)))); // of one
        scene.AddApp("one", Channel(), 1);
        const MadeFlow& flow = scene.AddFlow("one");
        const auto metric = [&](const char* name) {
            return MetricMap(scene.Find<IpReassembly>())[name];
        };
        Send(scene, flow, Datagram{20 + 48 * 4, 68, {0, 1, 2}});
        Send(scene, flow, Datagram{2000, 1500, {0}});
        scene.Run(MilliSeconds(1));
        CHECK(metric("RxFragHitFragLimit") == 1);
        CHECK(metric("queues") == 2);
        CHECK(metric("held") == 3);
        Send(scene, flow, Datagram{2001, 1500, {0}}); // two are above one: the first goes
        scene.Run(MilliSeconds(2));
        CHECK(metric("RxFragHitFragLimit") == 1);
        CHECK(metric("RxFragDrained") == 1);
        CHECK(metric("queues") == 2);
        CHECK(metric("held") == 1);
    }
    SUBCASE("with one above the limit of a datagram all of it goes")
    {
        NexusNet scene(Costs(), NexusOf(With(Reassembly(), "PerQueueLimit", Packets(4))));
        scene.AddApp("one", Channel(), 1);
        const MadeFlow& flow = scene.AddFlow("one");
        Send(scene, flow, Whole(20 + 5 * 48, 68)); // five are one more, and are still let in
        Send(scene, flow, Whole(20 + 6 * 48, 68));
        scene.Run(MilliSeconds(1));
        const MetricMap metrics(scene.Find<IpReassembly>());
        CHECK(metrics["RxFragReassed"] == 1);
        CHECK(metrics["RxFragHitPerQueueLimit"] == 6);
        CHECK(metrics["held"] == 0);
    }
    SUBCASE("with more than the limit of all a further one is dropped, by default half the pool")
    {
        NexusNet scene(Costs(),
                       NexusOf(Reassembly(), 16),
                       With(Blueprint(Nic::GetTypeId()), "RxRing", Packets(16)));
        const int64_t limit = scene.Find<DevicePool>().Capacity() / 2;
        scene.AddApp("one", Channel(), 1);
        const MadeFlow& flow = scene.AddFlow("one");
        Datagram large = Whole(20 + 48 * (limit + 3), 68);
        large.order.pop_back();
        for (int64_t i = 0; i < limit + 2; ++i)
        {
            Datagram next = large;
            next.order = {static_cast<size_t>(i)};
            scene.net.Context().Flows()[flow.index].sentNumber = 0;
            Send(scene, flow, next);
            scene.Run(MicroSeconds(20 * (i + 1)));
        }
        const MetricMap metrics(scene.Find<IpReassembly>());
        CHECK(metrics["held"] == limit + 1);
        CHECK(metrics["RxFragHitFragLimit"] == 1);
    }
}

TEST_CASE("what finds no slot takes its datagram with it, and only that")
{
    NexusNet scene(Costs(), Blueprint(SkywalkNexus::GetTypeId()), NicOfChains(6));
    scene.AddApp("one", With(Channel(), "RxRing", Packets(5)), 1); // four slots
    const MadeFlow& flow = scene.AddFlow("one");
    Send(scene, flow, Whole(4000, 1500));
    Send(scene, flow, Whole(4001, 1500)); // its first fragment alone finds a slot
    scene.Run(MicroSeconds(200));
    CHECK(scene.entry->arrivals.size() == 1);
    // The kernel has no slot, since the application has made no call since it emptied them; that
    // there was something for it makes it call.
    Send(scene, flow, Whole(4002, 1500));
    scene.Run(MicroSeconds(400));
    CHECK(scene.entry->arrivals.size() == 1);
    CHECK(scene.net.GetLedger().Dropped().packets == 2 + 3);
    Send(scene, flow, Whole(4003, 1500));
    scene.Run(MilliSeconds(1));
    REQUIRE(scene.entry->arrivals.size() == 2);
    CHECK(scene.entry->arrivals[1].packet.size == 4003);
    CHECK(scene.net.GetLedger().Dropped().packets == 2 + 3 + 1); // what lay alone, at last
}

TEST_CASE("any datagrams, any fragments of them lost, in any order: what is whole arrives, once")
{
    CHECK(rc::check([] {
        const bool isChannel = *rc::gen::arbitrary<bool>();
        const int64_t slots = *rc::gen::element(3, 8, 1024);
        const int64_t pool = *rc::gen::element(0, 300);
        NexusNet scene(
            Costs(),
            NexusOf(
                With(With(Reassembly(), "Lifetime", MicroSeconds(300)), "Period", MicroSeconds(7)),
                pool),
            With(NicOfChains(*rc::gen::inRange(1, 12)), "RxRing", Packets(128)));
        scene.AddApp("one", isChannel ? With(Channel(), "RxRing", Packets(slots)) : Socket(), 1);
        const std::vector<MadeFlow*> flows{&scene.AddFlow("one"), &scene.AddFlow("one")};
        std::multiset<int64_t> whole;
        int64_t sent = 0;
        const int datagrams = *rc::gen::inRange(1, 20);
        for (int i = 0; i < datagrams; ++i)
        {
            const int64_t size = *rc::gen::inRange(29, 3000);
            const int64_t most = *rc::gen::inRange(68, 1501);
            if (size <= most)
            {
                scene.Send(*flows[0], size);
                ++sent;
                whole.insert(size);
                continue;
            }
            Datagram datagram = Whole(size, most);
            const size_t all = datagram.order.size();
            std::vector<std::pair<int, size_t>> keyed;
            for (const size_t place : datagram.order)
            {
                if (*rc::gen::inRange(0, 30) > 0)
                {
                    keyed.emplace_back(*rc::gen::inRange(0, 3), place);
                }
            }
            std::sort(keyed.begin(), keyed.end());
            datagram.order.clear();
            for (const auto& [key, place] : keyed)
            {
                datagram.order.push_back(place);
            }
            sent += static_cast<int64_t>(keyed.size());
            if (keyed.size() == all)
            {
                whole.insert(size);
            }
            Send(scene, *flows[static_cast<size_t>(i) % 2], datagram);
            scene.Run(MicroSeconds(*rc::gen::inRange(0, 20)) + scene.net.Context().Now());
        }
        scene.Run(MilliSeconds(3));
        std::multiset<int64_t> arrived;
        int64_t fragments = 0;
        for (const Arrival& arrival : scene.entry->arrivals)
        {
            arrived.insert(arrival.packet.size);
            fragments += arrival.packet.segments;
        }
        if (isChannel && slots < 1024)
        {
            RC_ASSERT(std::includes(whole.begin(), whole.end(), arrived.begin(), arrived.end()));
        }
        else
        {
            RC_ASSERT(arrived == whole);
        }
        RC_ASSERT(fragments + scene.net.GetLedger().Dropped().packets <= sent);
        RC_ASSERT(MetricMap(scene.Find<IpReassembly>())["held"] == 0);
        for (Component* component : scene.net.Context().Components())
        {
            const auto error = component->FindError();
            RC_ASSERT(!error);
        }
    }));
}

} // namespace ip_reassembly_test
