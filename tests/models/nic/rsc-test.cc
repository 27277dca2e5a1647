// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/segments.h"
#include "models/nic/rsc.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <vector>

namespace rsc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::IntegerValue;
using nexsim::Packet;
using nexsim::PacketPtr;
using nexsim::Rsc;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

/** Coalescing with a window of 1000 ps and two merges at a time. */
struct Scene : public nexsim::PacketSink
{
    explicit Scene(int64_t maxSize = 65535)
    {
        Blueprint blueprint(Rsc::GetTypeId());
        blueprint.Set("Window", ns3::Create<IntegerValue>(1000));
        blueprint.Set("MaxSize", ns3::Create<IntegerValue>(maxSize));
        blueprint.Set("Flows", ns3::Create<IntegerValue>(2));
        rsc = blueprint.CreateAs<Rsc>();
        rsc->Connect(*this);
        rsc->Attach(run, "rsc");
    }

    void Deliver(PacketPtr packet) override
    {
        int64_t sum = 0;
        for (size_t i = 0; i < nexsim::kStageCount; ++i)
        {
            sum += (packet->stages >> i & 1) != 0 ? nexsim::StagesOf(*packet).picoseconds[i] : 0;
        }
        CHECK(sum == nexsim::AgeSum(*packet, run.Now()));
        passed.push_back({run.Now(), *packet});
        run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
    }

    void Receive(uint16_t flow, uint32_t payload, uint8_t flags = 0, uint8_t protocol = 17)
    {
        nexsim::FlowKey key;
        key.sourcePort = flow;
        key.protocol = protocol;
        PacketPtr packet = run.Pool().Allocate();
        packet->created = packet->lastMark = run.Now();
        packet->flow = run.Flows().Intern(key);
        nexsim::FlowRecord& record = run.Flows()[packet->flow];
        packet->number = record.sentNumber++;
        packet->payloadBytes = payload;
        packet->size = payload + 28;
        packet->flags = flags;
        nexsim::TransportOf(*packet) = {};
        nexsim::TransportOf(*packet).sequence = static_cast<uint64_t>(record.sent.payloadBytes);
        run.GetLedger().Born(*packet, run.Now(), 0);
        rsc->Receive(std::move(packet));
    }

    struct Passed
    {
        SimTime at;
        Packet packet;
    };

    Simulation simulation;
    RunContext run;
    ns3::Ptr<Rsc> rsc;
    std::vector<Passed> passed;
};

} // namespace

TEST_CASE("RSC: packets of a flow within the window become one, which leaves as the window ends")
{
    Scene scene;
    scene.Receive(1, 500);
    RunUntil(scene.run, SimTime(400));
    scene.Receive(1, 500);
    RunUntil(scene.run, SimTime(999));
    scene.Receive(1, 500);
    CHECK(scene.passed.empty());
    CHECK(IsBalanced(scene.run));
    RunUntil(scene.run, SimTime(1001));
    scene.Receive(1, 500);
    RunUntil(scene.run, SimTime(9000));
    REQUIRE(scene.passed.size() == 2);
    CHECK(scene.passed[0].at == SimTime(1000));
    CHECK(scene.passed[0].packet.segments == 3);
    CHECK(scene.passed[0].packet.payloadBytes == 1500);
    CHECK(scene.passed[0].packet.size == 1528);
    CHECK(scene.passed[1].at == SimTime(2001));
    CHECK(scene.passed[1].packet.segments == 1);
    const MetricMap metrics(*scene.rsc);
    CHECK(metrics["joined_packets"] == 2);
    CHECK(metrics.Quotient("packets_per_merge") == std::pair<int64_t, int64_t>(4, 2));
    CHECK(scene.run.Flows()[0].delivered == nexsim::Tally{4, 2000});
}

TEST_CASE("RSC: a short packet ends its merge, a full merge and a third flow do so, too")
{
    Scene scene(2028);
    scene.Receive(1, 500);
    scene.Receive(1, 100);
    REQUIRE(scene.passed.size() == 1); // short
    CHECK(scene.passed[0].packet.segments == 2);
    scene.Receive(2, 1000);
    scene.Receive(2, 1000);
    scene.Receive(2, 1000);
    REQUIRE(scene.passed.size() == 2); // full
    CHECK(scene.passed[1].packet.payloadBytes == 2000);
    scene.Receive(3, 10);
    CHECK(scene.passed.size() == 2);
    scene.Receive(4, 10);
    REQUIRE(scene.passed.size() == 3); // no room for a third
    CHECK(scene.passed[2].packet.payloadBytes == 1000);
}

TEST_CASE("RSC: what TCP must see at once passes, behind what waits of its flow")
{
    constexpr uint8_t kAck = 16;
    constexpr uint8_t kFin = 1;
    Scene scene;
    scene.Receive(1, 1000, kAck, 6);
    scene.Receive(1, 1000, kAck, 6);
    CHECK(scene.passed.empty());
    scene.Receive(1, 0, kAck, 6);
    REQUIRE(scene.passed.size() == 2);
    CHECK(scene.passed[0].packet.segments == 2);
    CHECK(scene.passed[1].packet.payloadBytes == 0);
    scene.Receive(1, 10, kAck | kFin, 6);
    CHECK(scene.passed.size() == 3);
}

TEST_CASE("RSC: whatever sizes, flows and gaps, bytes are kept and each flow stays in order")
{
    struct Offer
    {
        int64_t gap;
        uint16_t flow;
        uint32_t payload;
    };

    CHECK(rc::check([] {
        const auto offers = *rc::gen::container<std::vector<Offer>>(
            rc::gen::construct<Offer>(rc::gen::element<int64_t>(0, 0, 10, 600),
                                      rc::gen::inRange<uint16_t>(0, 4),
                                      rc::gen::element(0U, 100U, 1000U, 1472U)));
        Scene scene(*rc::gen::element<int64_t>(3000, 65535));
        SimTime at;
        std::map<uint16_t, nexsim::Tally> sent;
        for (const Offer& offer : offers)
        {
            at += SimTime(offer.gap);
            RunUntil(scene.run, at);
            scene.Receive(offer.flow, offer.payload);
            sent[offer.flow] += {1, offer.payload};
            RC_ASSERT(IsBalanced(scene.run));
        }
        RunUntil(scene.run, at + SimTime(1001));
        RC_ASSERT(scene.run.Held().packets == 0);
        std::map<uint32_t, uint32_t> next; // by flow
        std::map<uint16_t, nexsim::Tally> received;
        for (const Scene::Passed& passed : scene.passed)
        {
            const Packet& packet = passed.packet;
            RC_ASSERT(packet.number == next[packet.flow]);
            next[packet.flow] += packet.segments;
            received[scene.run.Flows()[packet.flow].key.sourcePort] +=
                {packet.segments, packet.payloadBytes};
        }
        RC_ASSERT(sent == received);
    }));
}

} // namespace rsc_test
