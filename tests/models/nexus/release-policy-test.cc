// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/nexus/adaptive-release-policy.h"
#include "models/nexus/batch-or-chain-end-release-policy.h"
#include "models/nexus/count-or-timer-release-policy.h"
#include "models/nexus/per-packet-release-policy.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

namespace release_policy_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

using Cause = std::optional<ReleaseCause>;

constexpr uint8_t kFin = 1;
constexpr uint8_t kRst = 4;
constexpr uint8_t kPsh = 8;
constexpr uint8_t kAck = 16;

struct Bench
{
    Bench& Append(int64_t at, uint8_t flags = kAck)
    {
        PacketPtr packet = NewPacket(run, 500);
        packet->flags = flags;
        batch.Append(std::move(packet), SimTime(at));
        return *this;
    }

    Simulation simulation;
    RunContext run;
    FlowBatch batch;
};

} // namespace

TEST_CASE("PerPacket: a pass is one packet, which leaves")
{
    Bench bench;
    const auto policy = ns3::CreateObject<PerPacketReleasePolicy>();
    CHECK(policy->PassLimit() == Packets(1));
    CHECK(policy->Decide(bench.Append(0).batch, PassEnd::Chain) == Cause(ReleaseCause::Packet));
}

TEST_CASE("BatchOrChainEnd: what a pass brought leaves with it, 32 packets at most by default")
{
    Bench bench;
    const auto policy = ns3::CreateObject<BatchOrChainEndReleasePolicy>();
    CHECK(policy->PassLimit() == Packets(32));
    bench.Append(0);
    CHECK(policy->Decide(bench.batch, PassEnd::Chain) == Cause(ReleaseCause::ChainEnd));
    CHECK(policy->Decide(bench.batch, PassEnd::Full) == Cause(ReleaseCause::BatchFull));
    const auto small =
        ns3::CreateObjectWithAttributes<BatchOrChainEndReleasePolicy>("Limit",
                                                                      QuantityDefault(Packets(5)));
    CHECK(small->PassLimit() == Packets(5));
}

TEST_CASE("CountOrTimer: a batch waits for the count or the delay of its oldest packet")
{
    Bench bench;
    const auto policy =
        ns3::CreateObjectWithAttributes<CountOrTimerReleasePolicy>("Count",
                                                                   QuantityDefault(Packets(3)),
                                                                   "Delay",
                                                                   QuantityDefault(SimTime(700)));
    bench.Append(100).Append(250);
    for (const PassEnd end : {PassEnd::Chain, PassEnd::Full})
    {
        CHECK(policy->Decide(bench.batch, end) == std::nullopt);
    }
    CHECK(policy->Deadline(bench.batch) == SimTime(800));
    bench.Append(300);
    CHECK(policy->Decide(bench.batch, PassEnd::Chain) == Cause(ReleaseCause::BatchFull));
}

TEST_CASE("port events: FIN is the end of the flow, RST and PSH want to be seen at once")
{
    const auto cause = [](const std::string& heeded, uint8_t flags) {
        Bench bench;
        const auto policy = ns3::CreateObject<CountOrTimerReleasePolicy>();
        REQUIRE(policy->SetAttributeFailSafe("PortEvents",
                                             QuantityDefault(heeded == "none" ? PortEvents::None
                                                             : heeded == "fin-rst"
                                                                 ? PortEvents::FinRst
                                                                 : PortEvents::FinRstPsh)));
        return policy->Decide(bench.Append(0, flags).Append(1).batch, PassEnd::Chain);
    };
    for (const uint8_t flags : {kFin, kRst, kPsh})
    {
        CHECK(cause("none", flags) == std::nullopt);
    }
    CHECK(cause("fin-rst", kFin | kAck) == Cause(ReleaseCause::AllArrived));
    CHECK(cause("fin-rst", kRst) == Cause(ReleaseCause::PortEvent));
    CHECK(cause("fin-rst", kPsh | kAck) == std::nullopt);
    CHECK(cause("fin-rst-psh", kPsh | kAck) == Cause(ReleaseCause::PortEvent));
    CHECK(cause("fin-rst-psh", kPsh | kFin) == Cause(ReleaseCause::AllArrived));
    CHECK(cause("fin-rst-psh", kAck) == std::nullopt);
}

TEST_CASE("Adaptive: only a flow whose next packet is near waits, and as long as it takes to fill")
{
    const auto policy =
        ns3::CreateObjectWithAttributes<AdaptiveReleasePolicy>("Count",
                                                               QuantityDefault(Packets(5)),
                                                               "MaxDelay",
                                                               QuantityDefault(SimTime(1500)));
    Bench unknown;
    unknown.Append(0);
    CHECK(policy->Decide(unknown.batch, PassEnd::Chain) == Cause(ReleaseCause::ChainEnd));
    CHECK(policy->Decide(unknown.batch, PassEnd::Full) == Cause(ReleaseCause::BatchFull));

    Bench fast;
    fast.Append(0).Append(200);
    CHECK(policy->Decide(fast.batch, PassEnd::Chain) == std::nullopt);
    CHECK(policy->Deadline(fast.batch) == SimTime(1000)); // 5 x 200

    Bench slower;
    slower.Append(0).Append(400);
    CHECK(policy->Deadline(slower.batch) == SimTime(1500)); // at most

    Bench slow;
    slow.Append(0).Append(1501);
    CHECK(policy->Decide(slow.batch, PassEnd::Chain) == Cause(ReleaseCause::ChainEnd));

    fast.Append(400).Append(600).Append(800);
    CHECK(policy->Decide(fast.batch, PassEnd::Chain) == Cause(ReleaseCause::BatchFull));
}

} // namespace release_policy_test
