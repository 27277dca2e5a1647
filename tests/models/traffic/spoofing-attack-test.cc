// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/socket-datapath.h"
#include "tests/support/spoofing-scene.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace spoofing_attack_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** What is said of an attack that cannot be; a text that has "no error" in it when it can. */
template <typename Make>
std::string
ErrorOf(Make&& make)
{
    try
    {
        make();
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "no error";
}

bool
Tells(const std::string& error, const std::string& part)
{
    return error.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("each kind of spoof leaves where nothing verifies, and comes to where its tuple leads")
{
    for (size_t kind = 0; kind < kSpoofKindCount; ++kind)
    {
        CAPTURE(kind);
        std::array<int64_t, kSpoofKindCount> shares{};
        shares[kind] = 100;
        SpoofingScene scene(NexusThat(Verification::None));
        const auto attack = AttackOf(shares);
        scene.Add(attack, Always(400), 400, MicroSeconds(5), 100);
        scene.net.Run(MilliSeconds(5));
        MetricMap fate(*attack);
        CHECK(fate["spoofs"] == 100);
        CHECK(fate["leaks"] == 100);
        CHECK(fate["caught"] == 0);
        const bool isFragment = kind == static_cast<size_t>(SpoofKind::BadFragment);
        CHECK(scene.entry.arrivals.size() ==
              (isFragment ? 0 : 100)); // fragments wait for the first
        CHECK(MetricMap(scene.Find("far/nexus"))["RxPackets"] == 100);
    }
}

TEST_CASE("spoofs of each kind have their share, and their tuple: what arrives tells the same")
{
    SpoofingScene scene(NexusThat(Verification::None));
    const auto attack = AttackOf({40, 30, 20, 10}, 25);
    scene.Add(attack, Always(400), 400, MicroSeconds(5), 20'000);
    scene.net.Run(MilliSeconds(200));
    MetricMap fate(*attack);
    const auto near = [](int64_t count, double n, double p) {
        return std::abs(static_cast<double>(count) - n * p) < 4 * std::sqrt(n * p * (1 - p));
    };
    CHECK(near(fate["spoofs"], 20'000, 0.25));
    CHECK(near(fate["other_tuple_spoofs"], 20'000, 0.1));
    CHECK(near(fate["unknown_tuple_spoofs"], 20'000, 0.075));
    CHECK(near(fate["forged_id_spoofs"], 20'000, 0.05));
    CHECK(near(fate["bad_fragment_spoofs"], 20'000, 0.025));
    // The source's own flow, then one for each kind, by port; fragments lie in the reassembly.
    std::vector<int64_t> arrived;
    for (const auto& [port, count] : scene.ArrivalsByPort())
    {
        arrived.push_back(count);
    }
    CHECK(arrived == std::vector<int64_t>{20'000 - fate["spoofs"],
                                          fate["other_tuple_leaks"],
                                          fate["unknown_tuple_leaks"],
                                          fate["forged_id_leaks"]});
}

TEST_CASE("the check of the copy drops each kind under its name, and nothing honest")
{
    SpoofingScene scene(NexusThat(Verification::Copy));
    const auto attack = AttackOf({40, 30, 20, 10}, 25);
    scene.Add(attack, Always(900), 900, MicroSeconds(5), 5'000);
    scene.net.Run(MilliSeconds(50));
    MetricMap fate(*attack);
    MetricMap nexus(scene.Find("evil/nexus"));
    CHECK(fate["leaks"] == 0);
    CHECK(fate["caught"] == fate["spoofs"]);
    CHECK(fate["false_drops"] == 0);
    CHECK(nexus["TxFlowNotFound"] == fate["unknown_tuple_spoofs"]);
    CHECK(nexus["TxFLowBadID"] == fate["other_tuple_spoofs"] + fate["forged_id_spoofs"]);
    CHECK(nexus["TxContFrag"] == fate["bad_fragment_spoofs"]);
    CHECK(scene.ArrivalsByPort().size() == 1);
    CHECK(static_cast<int64_t>(scene.entry.arrivals.size()) == 5'000 - fate["spoofs"]);
    for (const Arrival& arrival : scene.entry.arrivals)
    {
        REQUIRE(arrival.packet.flags == 0); // the attacker's notes stay behind
    }
}

TEST_CASE("what is written over a packet is born in its place, and the books know both")
{
    SpoofingScene scene(NexusThat(Verification::SharedMemory));
    const auto attack =
        Flipping(AttackOf({100, 0, 0, 0}), Always(NanoSeconds(800).Value())); // in the window
    scene.Add(attack, Always(1000), 1000, MicroSeconds(10), 10);
    scene.net.Run(MilliSeconds(1));
    CHECK(MetricMap(*attack)["race_wins"] == 10);
    const Ledger& ledger = scene.net.GetLedger();
    CHECK(ledger.Born().packets == 20);
    CHECK(ledger.Taken(Conversion::Replace).packets == 10);
    CHECK(ledger.Delivered().packets == 10);
    REQUIRE(scene.entry.arrivals.size() == 10);
    const FlowRecord& own = scene.net.Context().Flows()[0];
    const FlowRecord& spoofed = scene.net.Context().Flows()[scene.entry.arrivals[0].packet.flow];
    CHECK(own.replaced.packets == 10);
    CHECK(own.delivered.packets == 0);
    CHECK(own.measuredInside == 0);
    CHECK(spoofed.delivered.packets == 10);
    CHECK(spoofed.measuredInside == 0);
    CHECK(spoofed.owner != own.owner);
}

TEST_CASE("attacks that cannot be are refused with what to write instead")
{
    const auto add = [](const ns3::Ptr<SpoofingAttack>& attack, int64_t size = 100) {
        SpoofingScene scene(NexusThat(Verification::Copy));
        scene.Add(attack, Always(size), size, MicroSeconds(10), 1);
    };
    CHECK(ErrorOf([&] { add(AttackOf({100, 0, 0, 0})); }) == "no error");
    CHECK(Tells(ErrorOf([&] { add(AttackOf({50, 0, 0, 49})); }), "add up to 99 %"));
    auto nobody = AttackOf({100, 0, 0, 0});
    nobody->SetAttribute("Victim", ns3::StringValue("bonk"));
    CHECK(Tells(ErrorOf([&] { add(nobody); }), "Victim is \"bonk\""));
    auto unnamed = AttackOf({100, 0, 0, 0});
    unnamed->SetAttribute("Victim", ns3::StringValue(""));
    CHECK(Tells(ErrorOf([&] { add(unnamed); }), "Victim is \"\""));
    CHECK(Tells(ErrorOf([&] { add(AttackOf({100, 0, 0, 0}), 28); }), "no PacketSize below 29 B"));
    CHECK(Tells(ErrorOf([&] {
                    SpoofingScene scene(NexusThat(Verification::Copy), NexusCostTable(), AppOf());
                    scene.Add(AttackOf({0, 100, 0, 0}), Always(99), 99, MicroSeconds(1), 1);
                }),
                "\"Datapath\": {\"type\": \"Nexus\"}"));
    CHECK(Tells(ErrorOf([&] {
                    SocketScene scene(NexusHostOf(1, NexusCostTable()), NexusAppOf());
                    auto source = ns3::CreateObject<ConstantRateSource>();
                    source->SetAttribute("Attack", PolicyValue(AttackOf({0, 50, 0, 50})));
                    scene.net.AddSource(source, scene.net.AddEntry("web"), scene.b, scene.a);
                }),
                "\"BadFragment\": \"0%\""));
}

} // namespace spoofing_attack_test
