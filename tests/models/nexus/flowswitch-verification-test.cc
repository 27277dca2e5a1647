// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/uniform-quantity.h"
#include "models/nexus/pool-memory.h"
#include "models/nexus/working-set-pool-policy.h"
#include "tests/support/spoofing-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

namespace flowswitch_verification_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

constexpr std::array<int64_t, kSpoofKindCount> kTupleOnly = {100, 0, 0, 0};
constexpr std::array<Verification, 3> kAll = {Verification::Copy,
                                              Verification::SharedMemory,
                                              Verification::None};

/** What becomes of one packet of 1000 B whose spoof is written so long after it is handed over. */
MetricMap
FateOf(Verification verification, SimTime after, const CostTable& costs = NexusCostTable())
{
    SpoofingScene scene(NexusThat(verification), costs);
    const auto attack = Flipping(AttackOf(kTupleOnly), Always(after.Value()));
    scene.Add(attack, Always(1000), 1000, MicroSeconds(10), 1);
    scene.net.Run(MilliSeconds(1));
    MetricMap fate(*attack);
    CHECK(fate["spoofs"] == 1);
    CHECK(fate["leaks"] + fate["caught"] + fate["harmless"] == 1);
    return fate;
}

int64_t
Uses(const Host& host, const std::string& figure, SimTime each)
{
    return MetricMap(host)["cpu/" + figure] / each.Value();
}

} // namespace

// A packet of 1000 B is with the stack until 400 ns. Verified on its copy: call until 650, copy until
// 750, verdict at 950. In shared memory: call, classification and look-up until 750, copy until 850.
TEST_CASE(
    "what is written before the copy the check of the copy sees, what is written later nobody")
{
    CHECK(FateOf(Verification::Copy, NanoSeconds(0))["caught"] == 1);
    CHECK(FateOf(Verification::Copy, NanoSeconds(750))["caught"] == 1);
    for (const SimTime after : {NanoSeconds(750) + SimTime(1), NanoSeconds(949), NanoSeconds(951)})
    {
        MetricMap fate = FateOf(Verification::Copy, after);
        CHECK(fate["harmless"] == 1);
        CHECK(fate["races"] == 1);
        CHECK(fate["race_wins"] == 0);
    }
}

TEST_CASE("what is written between a check in shared memory and the end of the copy leaves unseen")
{
    CHECK(FateOf(Verification::SharedMemory, NanoSeconds(750))["caught"] == 1);
    for (const SimTime after : {NanoSeconds(750) + SimTime(1), NanoSeconds(800), NanoSeconds(850)})
    {
        MetricMap fate = FateOf(Verification::SharedMemory, after);
        CHECK(fate["leaks"] == 1);
        CHECK(fate["race_wins"] == 1);
    }
    MetricMap late = FateOf(Verification::SharedMemory, NanoSeconds(850) + SimTime(1));
    CHECK(late["harmless"] == 1);
    CHECK(late["races"] == 1);
    CHECK(late["race_wins"] == 0);
}

TEST_CASE("without a check all leaves that is written before the copy is made")
{
    CHECK(FateOf(Verification::None, NanoSeconds(750))["leaks"] == 1);
    MetricMap late = FateOf(Verification::None, NanoSeconds(750) + SimTime(1));
    CHECK(late["harmless"] == 1);
    CHECK(late["races"] == 0);
}

TEST_CASE("a comparison with a figure of its own puts the check off by that, and costs it")
{
    const CostTable costs = NexusCostTable({{"flow_verify", NanoSeconds(5)}});
    CHECK(FateOf(Verification::SharedMemory, NanoSeconds(755), costs)["caught"] == 1);
    CHECK(FateOf(Verification::SharedMemory, NanoSeconds(855), costs)["leaks"] == 1);
    CHECK(FateOf(Verification::SharedMemory, NanoSeconds(856), costs)["harmless"] == 1);
    std::array<SimTime, kAll.size()> latencies{};
    for (size_t i = 0; i < kAll.size(); ++i)
    {
        SpoofingScene scene(NexusThat(kAll[i]), costs);
        scene.Add(AttackOf(kTupleOnly, 0), Always(1000), 1000, MicroSeconds(10), 7);
        scene.net.Run(MilliSeconds(1));
        const int64_t checks = kAll[i] == Verification::None ? 0 : 7;
        CHECK(Uses(scene.evil, "flow_verify", NanoSeconds(5)) == checks);
        CHECK(Uses(scene.evil, "classify", NanoSeconds(40)) == checks);
        CHECK(Uses(scene.evil, "flow_lookup", NanoSeconds(60)) == checks);
        CHECK(Uses(scene.evil, "packet_bookkeeping", NanoSeconds(100)) == 7);
        CHECK(MetricMap(scene.evil)["cpu/copy"] == 7 * 100'000);
        CHECK(MetricMap(scene.Find("evil/nexus"))["tx_look_ups"] == checks);
        REQUIRE(scene.entry.arrivals.size() == 7);
        latencies[i] = scene.entry.arrivals[6].at - scene.entry.arrivals[6].packet.created;
        CHECK(scene.entry.StageSum() == scene.entry.Latency().Sum());
    }
    CHECK(latencies[0] == latencies[1]); // the same work in another order
    CHECK(latencies[0] - latencies[2] == NanoSeconds(40 + 60 + 5));
}

TEST_CASE("what a check in shared memory drops is never copied; on the copy it has been")
{
    for (const Verification verification : {Verification::Copy, Verification::SharedMemory})
    {
        SpoofingScene scene(NexusThat(verification));
        const auto attack = AttackOf({40, 30, 20, 10}, 50);
        scene.Add(attack, Always(700), 700, MicroSeconds(10), 200);
        scene.net.Run(MilliSeconds(5));
        MetricMap fate(*attack);
        CHECK(fate["caught"] == fate["spoofs"]);
        const int64_t honest = 200 - fate["spoofs"];
        CHECK(scene.entry.arrivals.size() == static_cast<size_t>(honest));
        MetricMap nexus(scene.Find("evil/nexus"));
        CHECK(nexus["tx_packets"] == 200);
        CHECK(nexus["tx_bytes_written"] ==
              700 * (verification == Verification::Copy ? 200 : honest));
        CHECK(nexus["TxCopyPktToPkt"] == honest);
        CHECK(Uses(scene.evil, "classify", NanoSeconds(40)) == 200);
    }
}

TEST_CASE("a batch is checked before any of it is copied: its window is the copies of all")
{
    // The thread takes the first packet alone, and the others, 300 to 300 + 40 (n - 1) B, with the next
    // sync. Each is written over 2 ns before the last copy of the batch ends.
    for (const auto& [count, batch] : {std::pair<int64_t, int64_t>{9, 64}, {9, 8}, {17, 16}})
    {
        const auto countHere = count;
        CAPTURE(countHere);
        const SimTime copies = NanoSeconds(30 * (count - 1));
        const SimTime first = NanoSeconds(400 + 250 + 100 + 100 + 30);
        // Doorbell, stack of all others, call, check of all others (the first of them a look-up).
        const SimTime check = first + NanoSeconds(100 + 400 * (count - 1) + 250) +
                              NanoSeconds(40 * (count - 1) + 60 + 10 * (count - 2));
        for (const bool inTime : {false, true})
        {
            SpoofingScene scene(
                With(NexusThat(Verification::SharedMemory), "TxBatch", Packets(batch)));
            const SimTime after = check + copies - (inTime ? NanoSeconds(count) : SimTime(0));
            const auto attack = Flipping(AttackOf(kTupleOnly), Always(after.Value()));
            scene.Add(attack, Always(300), 300, NanoSeconds(1), count);
            scene.net.Run(MilliSeconds(1));
            MetricMap fate(*attack);
            CHECK(fate["race_wins"] == (inTime ? count - 1 : 0));
            CHECK(fate["races"] == count);
        }
    }
}

TEST_CASE(
    "races in shared memory are won with probability 1 - exp(-rate x window), on the copy never")
{
    for (const auto& [size, mean] : {std::pair<int64_t, SimTime>{10'000, MicroSeconds(10)},
                                     {1500, NanoSeconds(400)},
                                     {200, NanoSeconds(90)}})
    {
        for (const Verification verification : {Verification::Copy, Verification::SharedMemory})
        {
            SpoofingScene scene(NexusThat(verification));
            const auto attack = Flipping(AttackOf({60, 20, 15, 5}), Exponential(mean));
            scene.Add(attack, Always(size), size, MicroSeconds(10), 20'000);
            scene.net.Run(MilliSeconds(300));
            MetricMap fate(*attack);
            const auto races = static_cast<double>(fate["races"]);
            CHECK(fate["leaks"] == fate["race_wins"]);
            CHECK(fate["false_drops"] == 0);
            if (verification == Verification::Copy)
            {
                CHECK(fate["race_wins"] == 0);
                continue;
            }
            const double window = static_cast<double>(size) * 100;
            const double p = 1 - std::exp(-window / static_cast<double>(mean.Value()));
            const double wins = static_cast<double>(fate["race_wins"]);
            CHECK(std::abs(wins - races * p) < 4 * std::sqrt(races * p * (1 - p)));
            // Those that had been written before the check were dropped: 750 ns after they were given.
            const double early = 1 - std::exp(-750'000.0 / static_cast<double>(mean.Value()));
            const double caught = static_cast<double>(fate["caught"]);
            CHECK(std::abs(caught - 20'000 * early) <
                  4 * std::sqrt(20'000 * early * (1 - early)) + 1);
        }
    }
}

TEST_CASE("packets of all sizes: each has the window of its own copy")
{
    SpoofingScene scene(NexusThat(Verification::SharedMemory));
    auto sizes = ns3::CreateObject<UniformRandomQuantity>();
    sizes->SetAttribute("Min", IntegerValue(QuantityDefault(Bytes(100))));
    sizes->SetAttribute("Max", IntegerValue(QuantityDefault(Bytes(9000))));
    const SimTime mean = MicroSeconds(1);
    const auto attack = Flipping(AttackOf({60, 20, 15, 5}), Exponential(mean));
    scene.Add(attack, sizes, 4550, MicroSeconds(100), 20'000);
    scene.net.Run(Seconds(3));
    MetricMap fate(*attack);
    const auto races = static_cast<double>(fate["races"]);
    // The mean of 1 - exp(-s/10000) for s from 100 to 9000.
    const double p = 1 - (std::exp(-0.01) - std::exp(-0.9)) / 0.89;
    const double wins = static_cast<double>(fate["race_wins"]);
    CHECK(races > 5000);
    CHECK(std::abs(wins - races * p) < 4 * std::sqrt(races * p * (1 - p)));
}

TEST_CASE("an interrupt between check and copy widens the window by as long as it takes")
{
    // Another application's packet, from afar, whose interrupt takes the core at 752 ns.
    for (const bool isInterrupted : {false, true})
    {
        SpoofingScene scene(NexusThat(Verification::SharedMemory));
        const auto attack = Flipping(AttackOf(kTupleOnly), Always(NanoSeconds(860).Value()));
        scene.Add(attack, Always(1000), 1000, MicroSeconds(10), 1);
        if (isInterrupted)
        {
            // On the wire for 1000 ns + 8 ns before it comes, sent 248 ns before the attack begins.
            auto source = ns3::CreateObject<ConstantRateSource>();
            source->SetAttribute("PacketSize", PolicyValue(Always(1000)));
            source->SetAttribute("Rate", IntegerValue(QuantityDefault(BitRate(8'000'000))));
            source->SetAttribute("Stop", IntegerValue(QuantityDefault(SimTime(1))));
            RecordingEntry& back = scene.net.AddEntry("back");
            Host& quick = scene.net.AddHost("quick");
            scene.net.Connect(quick,
                              scene.evil,
                              LinkOf(BitRate(1'000'000'000'000), NanoSeconds(780), Bytes(0)));
            scene.net.Route();
            scene.net.AddSource(source, back, quick, scene.evil);
        }
        scene.net.Run(MilliSeconds(1));
        CHECK(MetricMap(*attack)["race_wins"] == (isInterrupted ? 1 : 0));
    }
}

TEST_CASE("whatever is attacked, all packets are accounted for, and the copy lets nothing through")
{
    CHECK(rc::check([] {
        const Verification verification = kAll[*rc::gen::inRange<size_t>(0, 3)];
        Blueprint nexus =
            With(NexusThat(verification), "TxBatch", Packets(*rc::gen::inRange<int64_t>(1, 20)));
        Blueprint app = NexusAppOf();
        if (*rc::gen::arbitrary<bool>())
        {
            Blueprint memory(PoolMemory::GetTypeId());
            memory.Set("Packets", ns3::Create<IntegerValue>(Packets(2048)));
            nexus.SetPart("DevicePool", memory);
            Blueprint datapath(NexusDatapath::GetTypeId());
            datapath.SetPart("Pool", Blueprint(WorkingSetPoolPolicy::GetTypeId()));
            datapath.SetPart("Memory", Blueprint(PoolMemory::GetTypeId()));
            app = NexusAppOf(datapath);
        }
        SpoofingScene scene(nexus, NexusCostTable({{"segment_wire_map", NanoSeconds(50)}}), app);
        auto sizes = ns3::CreateObject<UniformRandomQuantity>();
        sizes->SetAttribute("Min", IntegerValue(QuantityDefault(Bytes(29))));
        sizes->SetAttribute("Max",
                            IntegerValue(QuantityDefault(Bytes(*rc::gen::inRange(29, 2000)))));
        const int64_t a = *rc::gen::inRange<int64_t>(0, 101);
        const int64_t b = *rc::gen::inRange<int64_t>(0, 101 - a);
        const int64_t c = *rc::gen::inRange<int64_t>(0, 101 - a - b);
        auto attack = AttackOf({a, b, c, 100 - a - b - c}, *rc::gen::inRange<int64_t>(0, 101));
        if (*rc::gen::arbitrary<bool>())
        {
            attack = Flipping(attack, Exponential(NanoSeconds(*rc::gen::inRange(1, 5000))));
        }
        scene.Add(attack, sizes, 1000, NanoSeconds(*rc::gen::inRange(50, 3000)), 200);
        scene.net.Run(MilliSeconds(20));
        MetricMap fate(*attack);
        MetricMap net(scene.Find("evil/nexus"));
        RC_ASSERT(fate["leaks"] + fate["caught"] + fate["harmless"] == fate["spoofs"]);
        RC_ASSERT(fate["false_drops"] == 0);
        RC_ASSERT(net["TxFlowNotFound"] == fate["unknown_tuple_caught"]);
        RC_ASSERT(net["TxFLowBadID"] == fate["other_tuple_caught"] + fate["forged_id_caught"]);
        RC_ASSERT(net["TxContFrag"] == fate["bad_fragment_caught"]);
        const int64_t lost = fate["caught"] + fate["bad_fragment_leaks"];
        RC_ASSERT(static_cast<int64_t>(scene.entry.arrivals.size()) == net["tx_packets"] - lost);
        RC_ASSERT(verification != Verification::Copy || fate["leaks"] == 0);
        RC_ASSERT(verification != Verification::None || fate["caught"] == 0);
        RC_ASSERT(scene.entry.StageSum() == scene.entry.Latency().Sum());
        for (const Component* component : scene.net.Context().Components())
        {
            const auto error = component->FindError();
            RC_ASSERT(!error.has_value());
        }
    }));
}

} // namespace flowswitch_verification_test
