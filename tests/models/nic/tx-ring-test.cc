// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/segments.h"
#include "models/nic/nic.h"
#include "tests/support/far-end.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/plain-wire.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <vector>

namespace tx_ring_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::BlueprintValue;
using nexsim::IntegerValue;
using nexsim::More;
using nexsim::Nic;
using nexsim::NicClient;
using nexsim::PacketPtr;
using nexsim::Pcie;
using nexsim::RunContext;
using nexsim::SimplexLink;
using nexsim::SimTime;
using nexsim::testing::FarEnd;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::PlainWire;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

/** Interrupts when three descriptors are done. */
class EveryThirdInterruptModeration : public nexsim::InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid = ns3::TypeId("nexsim::EveryThirdInterruptModeration")
                                           .SetParent<nexsim::InterruptModeration>()
                                           .AddConstructor<EveryThirdInterruptModeration>();
        return tid;
    }

    void OnPacket(nexsim::Packets waiting) override
    {
        if (waiting.Value() >= 3)
        {
            Line().Raise();
        }
    }
};

/** What a NIC models; nothing by default. */
struct Features
{
    bool segmentation = false;
    int64_t flight = 0;
    bool dma = false;
    bool completions = false;
    int64_t ring = 256;
};

/** A NIC on a wire of one picosecond per byte with an MTU of 1500 B. */
struct Scene : public NicClient
{
    explicit Scene(const Features& features)
    {
        link = PlainWire(run, far, 1500);
        Blueprint blueprint(Nic::GetTypeId());
        blueprint.Set("TxRing", ns3::Create<IntegerValue>(features.ring));
        blueprint.Set("DoorbellFlight", ns3::Create<IntegerValue>(features.flight));
        blueprint.Set("Segmentation", ns3::Create<ns3::BooleanValue>(features.segmentation));
        if (features.dma)
        {
            blueprint.SetPart("Dma", Blueprint(Pcie::GetTypeId()));
        }
        if (features.completions)
        {
            blueprint.Set(
                "TxCompletion",
                ns3::Create<BlueprintValue>(Blueprint(EveryThirdInterruptModeration::GetTypeId())));
        }
        nic = blueprint.CreateAs<Nic>();
        nic->Connect(*link, *this, 4);
        nic->Attach(run, "nic");
    }

    void OnReceived(uint32_t, uint32_t) override {}

    void OnDoorbell(uint32_t number) override
    {
        CHECK(number == 4);
        ++doorbells;
    }

    void OnTransmitted(uint32_t number, int64_t packets) override
    {
        CHECK(number == 4);
        transmitted.push_back(packets);
    }

    /** A packet whose segments have a payload of `segment`; headers of 28 B. */
    PacketPtr Make(uint32_t size, int64_t segment = nexsim::kLargestSegment)
    {
        PacketPtr packet = run.Pool().Allocate();
        packet->created = packet->lastMark = run.Now();
        packet->flow = run.Flows().Intern(nexsim::FlowKey{});
        packet->flowHash = run.Flows()[packet->flow].hash;
        packet->number = run.Flows()[packet->flow].sentNumber++;
        packet->size = size;
        packet->payloadBytes = size - 28;
        nexsim::MakeSegments(run, *packet, segment);
        run.GetLedger().Born(*packet, run.Now(), 0);
        return packet;
    }

    int64_t Dropped(const std::string& why) const
    {
        for (const auto& reason : run.GetLedger().Reasons())
        {
            if (reason.component + ":" + reason.reason == why)
            {
                return reason.dropped.packets;
            }
        }
        return -1;
    }

    Simulation simulation;
    RunContext run;
    FarEnd far{run};
    ns3::Ptr<SimplexLink> link;
    ns3::Ptr<Nic> nic;
    int doorbells = 0;
    std::vector<int64_t> transmitted;
};

} // namespace

TEST_CASE("transmit ring: a packet of several segments leaves as packets of their own, in one go")
{
    Scene scene({true});
    scene.nic->Send(scene.Make(16332 + 28, 1448));
    scene.nic->Send(scene.Make(100));
    ns3::Simulator::Run();
    REQUIRE(scene.far.arrivals.size() == 13);
    int64_t at = 0;
    for (uint32_t i = 0; i < 13; ++i)
    {
        const FarEnd::Arrival& arrival = scene.far.arrivals[i];
        CHECK(arrival.packet.number == i);
        CHECK(arrival.packet.size == (i < 11 ? 1448 + 28 : i == 11 ? 404 + 28 : 100));
        at += arrival.packet.size;
        CHECK(arrival.at == SimTime(at));
        CHECK(arrival.stageSum == at);
    }
    const MetricMap metrics(*scene.nic);
    CHECK(metrics["sent_packets"] == 13);
    CHECK(metrics["split_packets"] == 1);
    CHECK(metrics["split_segments"] == 12);
    CHECK(IsBalanced(scene.run));
}

TEST_CASE(
    "transmit ring: without the offload, or with segments above the MTU, it is dropped as before")
{
    Scene without({false});
    without.nic->Send(without.Make(16360, 1448));
    CHECK(without.Dropped("nic:above-mtu") == 1);
    without.nic->Send(without.Make(1500, 100)); // fits a wire that carries it whole
    CHECK(without.far.arrivals.empty());
    ns3::Simulator::Run();
    CHECK(without.far.arrivals.size() == 1);
    CHECK(without.run.Flows()[0].dropped.packets == 12);
    CHECK(without.run.Flows()[0].delivered.packets == 15);
}

TEST_CASE("transmit ring: segments above the MTU do not pass with the offload either")
{
    Scene scene({true});
    scene.nic->Send(scene.Make(16360, 1473));
    CHECK(scene.Dropped("nic:above-mtu") == 1);
    scene.nic->Send(scene.Make(16360, 1472));
    CHECK(scene.Dropped("nic:above-mtu") == 1);
    ns3::Simulator::Run();
    CHECK(scene.far.arrivals.size() == 12);
}

TEST_CASE("transmit ring: a packet starts when its doorbell has arrived, one doorbell for several")
{
    Scene scene({false, 400});
    scene.nic->Send(scene.Make(100), More::Yes);
    scene.nic->Send(scene.Make(50), More::Yes);
    CHECK(scene.doorbells == 0);
    scene.nic->Send(scene.Make(28), More::No);
    CHECK(scene.doorbells == 1);
    RunUntil(scene.run, SimTime(300));
    scene.nic->Send(scene.Make(64));
    CHECK(scene.doorbells == 2);
    ns3::Simulator::Run();
    scene.run.Kernel()->SetEnd(nexsim::kNever);
    ns3::Simulator::Run();
    REQUIRE(scene.far.arrivals.size() == 4);
    CHECK(scene.far.arrivals[0].at == SimTime(500));
    CHECK(scene.far.arrivals[2].at == SimTime(578));
    CHECK(scene.far.arrivals[3].at == SimTime(764));
    CHECK(MetricMap(*scene.nic)["doorbells"] == 2);
    CHECK(MetricMap(*scene.nic).Quotient("packets_per_doorbell") ==
          std::pair<int64_t, int64_t>(4, 2));
}

TEST_CASE("transmit ring: without a flight time too, nothing starts before the doorbell")
{
    Scene scene({});
    scene.nic->Send(scene.Make(100), More::Yes);
    RunUntil(scene.run, SimTime(1000));
    CHECK(scene.far.arrivals.empty());
    scene.nic->Send(scene.Make(9000), More::No); // dropped, but the doorbell is rung
    RunUntil(scene.run, SimTime(2000));
    REQUIRE(scene.far.arrivals.size() == 1);
    CHECK(scene.far.arrivals[0].at == SimTime(1100));
}

TEST_CASE("transmit ring: with DMA a packet starts when descriptor and data have been read")
{
    Scene scene({false, 0, true});
    scene.nic->Send(scene.Make(242));
    ns3::Simulator::Run();
    REQUIRE(scene.far.arrivals.size() == 1);
    // Descriptor of 16 B, then a frame of 256 B: each a request of 24 B, 550 ns, an answer.
    const nexsim::TransmissionTime link(nexsim::PcieLink({}).Rate());
    const SimTime latency = nexsim::NanoSeconds(550);
    const SimTime descriptor = link.Span(24) + latency + link.Span(16 + 20);
    const SimTime data = link.Span(24) + latency + link.Span(256 + 20);
    CHECK(scene.far.arrivals[0].at == descriptor + data + SimTime(242));
    CHECK(scene.far.arrivals[0].stageSum == scene.far.arrivals[0].at.Value());
    CHECK(MetricMap(*scene.nic)["tx_ring_used"] == 0);
}

TEST_CASE("transmit ring: segments are read one by one, the headers once")
{
    Scene scene({true, 0, true});
    scene.nic->Send(scene.Make(3000 + 28, 1000));
    ns3::Simulator::Run();
    CHECK(scene.far.arrivals.size() == 3);
    for (const nexsim::Component* component : scene.run.Components())
    {
        if (component->Path() == "nic/dma")
        {
            CHECK(MetricMap(*component)["read"] == 8 * (3000 + 28 + 14));
        }
    }
}

TEST_CASE("transmit ring: descriptors stay taken until the completion that frees them")
{
    Scene scene({false, 0, false, true, 4});
    for (int i = 0; i < 8; ++i)
    {
        scene.nic->Send(scene.Make(100)); // 4 in the ring, 4 in the queue
    }
    CHECK(scene.doorbells == 4);
    RunUntil(scene.run, SimTime(150));
    CHECK(MetricMap(*scene.nic)["tx_ring_used"] == 4); // two are done, none is free
    CHECK(scene.transmitted.empty());
    RunUntil(scene.run, SimTime(250));
    CHECK(scene.transmitted == std::vector<int64_t>{3});
    CHECK(scene.doorbells == 5); // three refilled at once
    RunUntil(scene.run, SimTime(5000));
    CHECK(scene.transmitted == std::vector<int64_t>{3, 3});
    CHECK(scene.far.arrivals.size() == 8);
    CHECK(MetricMap(*scene.nic)["tx_interrupts"] == 2);
    CHECK(MetricMap(*scene.nic)["tx_ring_used"] == 2); // two short of the third
}

TEST_CASE("transmit ring: whatever is modelled, all bytes leave once, in order, and time adds up")
{
    struct Offer
    {
        int64_t gap;
        uint32_t size;
        int64_t segment;
        bool more;
    };

    CHECK(rc::check([] {
        const auto offers = *rc::gen::container<std::vector<Offer>>(
            rc::gen::construct<Offer>(rc::gen::element<int64_t>(0, 0, 100, 700'000),
                                      rc::gen::inRange(28U, 20'000U),
                                      rc::gen::inRange<int64_t>(200, 1472),
                                      rc::gen::element(false, false, true)));
        const auto completions = *rc::gen::element(false, true);
        Scene scene({true,
                     *rc::gen::element<int64_t>(0, 400'000),
                     *rc::gen::element(false, true),
                     completions,
                     *rc::gen::element<int64_t>(3, 4, 256)});
        int64_t at = 0;
        int64_t bytes = 0;
        for (const Offer& offer : offers)
        {
            at += offer.gap;
            bytes += offer.size - 28;
            ns3::Simulator::Schedule(ns3::Time(at), [&scene, offer] {
                scene.nic->Send(scene.Make(offer.size, offer.segment),
                                offer.more ? More::Yes : More::No);
            });
        }
        ns3::Simulator::Schedule(ns3::Time(at + 1), [&scene] { scene.nic->Send(scene.Make(28)); });
        ns3::Simulator::Run();
        const int64_t last = scene.run.Flows()[0].sentNumber;
        RC_ASSERT(static_cast<int64_t>(scene.far.arrivals.size()) == last);
        for (size_t i = 0; i < scene.far.arrivals.size(); ++i)
        {
            const FarEnd::Arrival& arrival = scene.far.arrivals[i];
            RC_ASSERT(arrival.packet.number == i);
            RC_ASSERT(arrival.stageSum == (arrival.at - arrival.packet.created).Value());
            bytes -= arrival.packet.payloadBytes;
        }
        RC_ASSERT(bytes == 0);
        const auto sent = static_cast<int64_t>(offers.size() + 1);
        RC_ASSERT(MetricMap(*scene.nic)["tx_ring_used"] == (completions ? sent % 3 : 0));
        RC_ASSERT(IsBalanced(scene.run));
    }));
}

TEST_CASE("transmit ring: when the link fails all of it is dropped, what is being read included")
{
    CHECK(rc::check([] {
        const auto sizes =
            *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange(28U, 9'000U));
        const auto fails = *rc::gen::inRange<int64_t>(0, 3'000'000);
        Scene scene({true,
                     *rc::gen::element<int64_t>(0, 400'000),
                     *rc::gen::element(false, true),
                     false,
                     *rc::gen::element<int64_t>(4, 256)});
        for (const uint32_t size : sizes)
        {
            scene.nic->Send(scene.Make(size, 1000));
        }
        RunUntil(scene.run, SimTime(fails));
        scene.link->SetState(nexsim::LinkState::Down);
        RC_ASSERT(scene.run.Held().packets == 0);
        RC_ASSERT(MetricMap(*scene.nic)["tx_ring_used"] == 0);
        const size_t before = scene.far.arrivals.size();
        scene.link->SetState(nexsim::LinkState::Up);
        scene.nic->Send(scene.Make(100));
        scene.run.Kernel()->SetEnd(nexsim::kNever);
        ns3::Simulator::Run();
        RC_ASSERT(scene.far.arrivals.size() == before + 1);
        RC_ASSERT(IsBalanced(scene.run));
    }));
}

} // namespace tx_ring_test
