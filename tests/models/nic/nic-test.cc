// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/nic/nic.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/queue/strict-priority-scheduler.h"
#include "tests/support/far-end.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/plain-wire.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace nic_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::BlueprintValue;
using nexsim::FifoQueueDisc;
using nexsim::IntegerValue;
using nexsim::Nic;
using nexsim::NicClient;
using nexsim::PacketPtr;
using nexsim::RunContext;
using nexsim::SimplexLink;
using nexsim::SimTime;
using nexsim::Stage;
using nexsim::testing::AnyOffers;
using nexsim::testing::FarEnd;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::NewPacket;
using nexsim::testing::Passage;
using nexsim::testing::PassagesOf;
using nexsim::testing::PlainWire;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

/** A NIC on a link of one picosecond per byte, without overhead or delay. */
struct Scene : public NicClient
{
    explicit Scene(int64_t txRing = 256, int64_t rxRing = 256, int64_t queue = 1000)
    {
        link = PlainWire(run, far, 1500);
        Blueprint disc(FifoQueueDisc::GetTypeId());
        disc.Set("MaxPackets", ns3::Create<IntegerValue>(queue));
        Blueprint blueprint(Nic::GetTypeId());
        blueprint.Set("TxRing", ns3::Create<IntegerValue>(txRing));
        blueprint.Set("RxRing", ns3::Create<IntegerValue>(rxRing));
        blueprint.Set("Queue", ns3::Create<BlueprintValue>(disc));
        nic = blueprint.CreateAs<Nic>();
        nic->Connect(*link, *this, 4);
        nic->Attach(run, "nic");
    }

    void OnReceived(uint32_t number, uint32_t queue) override
    {
        CHECK(number == 4);
        CHECK(queue == 0);
        ++told;
    }

    void Send(uint32_t size)
    {
        nic->Send(NewPacket(run, size, next++));
    }

    /** Packets that the component of this path holds. */
    int64_t HeldBy(const std::string& path) const
    {
        for (const nexsim::Component* component : run.Components())
        {
            if (component->Path() == path)
            {
                return component->Held().packets;
            }
        }
        return -1;
    }

    std::map<std::string, int64_t> Drops() const
    {
        std::map<std::string, int64_t> drops;
        for (const auto& reason : run.GetLedger().Reasons())
        {
            if (reason.dropped.packets > 0)
            {
                drops[reason.component + ":" + reason.reason] = reason.dropped.packets;
            }
        }
        return drops;
    }

    Simulation simulation;
    RunContext run;
    FarEnd far{run};
    ns3::Ptr<SimplexLink> link;
    ns3::Ptr<Nic> nic;
    uint32_t next = 0;
    int told = 0;
};

} // namespace

TEST_CASE("NIC: packets wait in the queue discipline until the transmit ring has a descriptor")
{
    Scene scene(2);
    for (int i = 0; i < 10; ++i)
    {
        scene.Send(100);
    }
    CHECK(scene.HeldBy("link") == 1);
    CHECK(scene.HeldBy("nic") == 2);
    CHECK(scene.HeldBy("nic/queue") == 7);
    CHECK(IsBalanced(scene.run));
    RunUntil(scene.run, SimTime(101));
    // A descriptor is free again when its packet's transmission starts.
    CHECK(scene.HeldBy("nic") == 2);
    CHECK(scene.HeldBy("nic/queue") == 6);
    RunUntil(scene.run, SimTime(10'000));
    CHECK(scene.far.arrivals.size() == 10);
}

TEST_CASE("NIC: packets leave in order and exactly in time, whatever ring, sizes and gaps")
{
    CHECK(rc::check([] {
        const auto passages = PassagesOf(*AnyOffers(1501));
        const auto ring = *rc::gen::element<int64_t>(1, 2, 7, 256);
        Scene scene(ring, 256, nexsim::kUnlimited);
        for (const Passage& passage : passages)
        {
            ns3::Simulator::Schedule(ns3::Time(passage.comes),
                                     [&scene, bytes = passage.size] { scene.Send(bytes); });
        }
        ns3::Simulator::Run();
        RC_ASSERT(scene.far.arrivals.size() == passages.size());
        for (size_t i = 0; i < passages.size(); ++i)
        {
            const FarEnd::Arrival& arrival = scene.far.arrivals[i];
            RC_ASSERT(arrival.packet.number == i);
            RC_ASSERT(arrival.at == SimTime(passages[i].ends));
            RC_ASSERT(arrival.stageSum == (arrival.at - arrival.packet.created).Value());
        }
        RC_ASSERT(IsBalanced(scene.run));
    }));
}

TEST_CASE("NIC: waiting for a descriptor and waiting in the ring are accounted apart")
{
    Scene scene(1);
    for (int i = 0; i < 3; ++i)
    {
        scene.Send(1000);
    }
    ns3::Simulator::Run();
    // The third gets the descriptor when the second leaves it, at 1000, and leaves it at 2000.
    const nexsim::Packet& packet = scene.far.arrivals.at(2).packet;
    const auto bit = [](Stage stage) { return 1U << static_cast<unsigned>(stage); };
    CHECK(packet.stages == (bit(Stage::AqmQueue) | bit(Stage::NicRing) | bit(Stage::Serialisation) |
                            bit(Stage::Propagation)));
    CHECK(scene.far.arrivals[2].stageSum == 3000);
}

TEST_CASE("NIC: what is dropped is named by what had no room")
{
    Scene scene(3, 2, 4);
    scene.Send(1501); // above the MTU
    for (int i = 0; i < 10; ++i)
    {
        scene.Send(1500); // 1 on the wire, 3 in the ring, 4 in the queue
    }
    for (int i = 0; i < 5; ++i)
    {
        scene.nic->Receive(NewPacket(scene.run, 100));
    }
    CHECK(scene.Drops() == std::map<std::string, int64_t>{{"nic:above-mtu", 1},
                                                          {"nic/queue:queue-full", 2},
                                                          {"nic:rx-ring-full", 3}});
    CHECK(IsBalanced(scene.run));
    const MetricMap metrics(*scene.nic);
    CHECK(metrics["sent_packets"] == 1);
    CHECK(metrics["tx_ring_used"] == 3);
    CHECK(metrics["received_packets"] == 2);
    CHECK(metrics["rx_ring_drops"] == 3);
    CHECK(metrics["rx[0]/ring_drops"] == 3);
}

TEST_CASE("NIC: with a queue of 0 packets what finds no descriptor is lost")
{
    Scene scene(1, 2, 0);
    for (const uint32_t size : {1500U, 64U, 700U, 28U})
    {
        scene.Send(size); // 1 on the wire, 1 in the ring
    }
    CHECK(scene.Drops() == std::map<std::string, int64_t>{{"nic/queue:queue-full", 2}});
    RunUntil(scene.run, SimTime(10'000));
    scene.Send(64);
    CHECK(scene.HeldBy("link") == 1);
    CHECK(scene.HeldBy("nic/queue") == 0);
    CHECK(IsBalanced(scene.run));
}

TEST_CASE("NIC: received packets are taken in order, and taking one frees its descriptor")
{
    Scene scene(256, 2);
    scene.nic->Receive(NewPacket(scene.run, 100, 0));
    scene.nic->Receive(NewPacket(scene.run, 64, 1));
    CHECK(scene.told == 1); // the interrupt is masked from then on
    CHECK(scene.nic->Waiting(0) == nexsim::Packets(2));
    RunUntil(scene.run, SimTime(50));
    PacketPtr first = scene.nic->TakeReceived(0);
    CHECK(first->number == 0);
    CHECK(nexsim::StagesOf(*first).picoseconds[static_cast<size_t>(Stage::NicRing)] == 50);
    scene.nic->Receive(NewPacket(scene.run, 28, 2));
    CHECK(scene.Drops().empty());
    CHECK(scene.nic->TakeReceived(0)->number == 1);
    CHECK(scene.nic->TakeReceived(0)->number == 2);
    CHECK_FALSE(scene.nic->TakeReceived(0));
    CHECK(scene.told == 1);
    scene.nic->EnableInterrupt(0);
    CHECK(scene.told == 1);
    scene.nic->Receive(NewPacket(scene.run, 28, 3));
    CHECK(scene.told == 2);
}

TEST_CASE("NIC: an interrupt that is enabled while packets wait is raised again")
{
    Scene scene;
    scene.nic->Receive(NewPacket(scene.run, 100, 0));
    scene.nic->Receive(NewPacket(scene.run, 100, 1));
    scene.nic->TakeReceived(0);
    RunUntil(scene.run, SimTime(70));
    scene.nic->EnableInterrupt(0);
    CHECK(scene.told == 2);
    RunUntil(scene.run, SimTime(90));
    // It waited for the second interrupt to 70, and for the host from then on.
    const PacketPtr second = scene.nic->TakeReceived(0);
    const auto spent = [&](Stage stage) {
        return nexsim::StagesOf(*second).picoseconds[static_cast<size_t>(stage)];
    };
    CHECK(spent(Stage::InterruptHold) == 70);
    CHECK(spent(Stage::NicRing) == 20);
    const MetricMap metrics(*scene.nic);
    CHECK(metrics["rx[0]/interrupts"] == 2);
    CHECK(metrics.Quotient("rx[0]/packets_per_call") == std::pair<int64_t, int64_t>(2, 2));
    CHECK(metrics.Quotient("rx[0]/hold_time") == std::pair<int64_t, int64_t>(70, 2));
}

TEST_CASE("NIC: while the link is down nothing waits, and what is lost is named by where")
{
    Scene scene(3);
    for (int i = 0; i < 10; ++i)
    {
        scene.Send(1500); // 1 on the wire, 3 in the ring, 6 in the queue
    }
    RunUntil(scene.run, SimTime(700));
    scene.link->SetState(nexsim::LinkState::Down);
    CHECK(scene.run.Held().packets == 0);
    scene.Send(64);
    scene.Send(9000);
    CHECK(scene.Drops() ==
          std::map<std::string, int64_t>{{"link:link-down", 1}, {"nic:link-down", 9 + 2}});
    CHECK(IsBalanced(scene.run));
    scene.nic->Receive(NewPacket(scene.run, 100)); // the other direction is another link
    CHECK(scene.told == 1);
    scene.link->SetState(nexsim::LinkState::Up);
    scene.Send(200);
    RunUntil(scene.run, SimTime(5000));
    REQUIRE(scene.far.arrivals.size() == 1);
    CHECK(scene.far.arrivals.front().at == SimTime(900));
    CHECK(MetricMap(*scene.nic)["sent_packets"] == 2);
}

} // namespace nic_test
