// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/batch-or-chain-end-release-policy.h"
#include "models/nexus/per-packet-release-policy.h"
#include "tests/support/nexus-net.h"

#include <doctest/doctest.h>

#include <cmath>

namespace flow_batching_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** The costs of the reckoning: look-up 60, book-keeping 100, stack 400, wake-up 1500 ns. */
CostTable
ReckoningCosts(SimTime previousHit = NanoSeconds(60))
{
    CostTable costs = NexusCostTable({{"irq_entry_softirq", SimTime(0)},
                                      {"kevent", SimTime(0)},
                                      {"classify", SimTime(0)},
                                      {"flow_previous_hit", previousHit}});
    for (const char* name : {"copy", "checksum", "copy_checksum"})
    {
        CostFigure pass = *costs.Find(name);
        pass.value = 0;
        costs.Set(std::move(pass));
    }
    return costs;
}

Blueprint
BatchesOf(int64_t limit)
{
    Blueprint release(BatchOrChainEndReleasePolicy::GetTypeId());
    release.Set("Limit", ns3::Create<IntegerValue>(QuantityDefault(Packets(limit))));
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.SetPart("Release", release);
    return nexus;
}

/** Chains of `chain` packets, each from the flow that `choose` says. */
template <typename Choose>
void
Feed(NexusNet& scene,
     const std::vector<MadeFlow*>& flows,
     int64_t chains,
     int64_t chain,
     Choose&& choose)
{
    for (int64_t number = 0; number < chains; ++number)
    {
        for (int64_t i = 0; i < chain; ++i)
        {
            scene.Send(*flows[choose()], 1500);
        }
        scene.net.Run(MilliSeconds(number + 1));
    }
}

std::vector<MadeFlow*>
Flows(NexusNet& scene, size_t count, uint8_t protocol)
{
    scene.AddApp("sink", Blueprint(NexusDatapath::GetTypeId()), 1);
    std::vector<MadeFlow*> flows;
    for (size_t i = 0; i < count; ++i)
    {
        flows.push_back(&scene.AddFlow("sink", protocol));
    }
    return flows;
}

/** Processor time of all cores per packet, ns/1000, of four flows in turn in chains of 32. */
int64_t
TimePerPacket(const Blueprint& nexus, uint8_t protocol)
{
    NexusNet scene(ReckoningCosts(), nexus, NicOfChains(32), 2);
    const std::vector<MadeFlow*> flows = Flows(scene, 4, protocol);
    size_t next = 0;
    Feed(scene, flows, 10, 32, [&] { return next++ % 4; });
    const Processor& cores = *scene.b.GetCores();
    return (cores.At(0).Busy() + cores.At(1).Busy()).Value() / 320;
}

} // namespace

// US11606302B2 and XNU's rules with the costs of a reconstruction; no figure of a product.
TEST_CASE("four flows in turn, chains of 32: 2060, 747.5 and, joined, 397.5 ns per packet")
{
    Blueprint perPacket(SkywalkNexus::GetTypeId());
    perPacket.SetPart("Release", Blueprint(PerPacketReleasePolicy::GetTypeId()));
    const Blueprint shipped(SkywalkNexus::GetTypeId());
    CHECK(TimePerPacket(perPacket, kProtocolUdp) == 2'060'000);
    CHECK(TimePerPacket(shipped, kProtocolUdp) == 747'500); // 2.76 times
    CHECK(TimePerPacket(shipped, kProtocolTcp) == 397'500); // 5.18 times
    CHECK(TimePerPacket(perPacket, kProtocolTcp) == 2'060'000);
}

TEST_CASE("a batch of n packets drawn from N flows has N (1 - (1 - 1/N)^n) of them")
{
    struct Case
    {
        size_t flows;
        int64_t batch;
        double expected; //!< distinct flows
    };

    // The four of the digest, and batches of 8 and 100 of 10 flows.
    for (const Case& c : {Case{4, 32, 3.9996},
                          Case{16, 32, 13.971},
                          Case{64, 32, 25.334},
                          Case{256, 32, 30.142},
                          Case{10, 8, 5.6953},
                          Case{10, 100, 9.9997}})
    {
        CAPTURE(c.flows);
        CAPTURE(c.batch);
        NexusNet scene(ReckoningCosts(), BatchesOf(c.batch), NicOfChains(c.batch), 2);
        const std::vector<MadeFlow*> flows = Flows(scene, c.flows, kProtocolUdp);
        RandomStream stream = scene.net.Context().Stream("test", "flow");
        const int64_t chains = 400;
        Feed(scene, flows, chains, c.batch, [&] {
            return static_cast<size_t>(stream.Uniform() * static_cast<double>(c.flows));
        });
        MetricMap metrics(scene.Nexus());
        REQUIRE(metrics["rx_batches"] == chains);
        const double distinct = static_cast<double>(metrics["releases"]) / chains;
        // Of one batch the standard deviation is below sqrt(F) / 2: four of the mean's here.
        CHECK(std::abs(distinct - c.expected) < 4 * std::sqrt(c.expected) / 2 / 20 + 1e-3);
    }
}

TEST_CASE("runs of mean length L of N flows: the packet before answers 1 - (1/L)(1 - 1/N)")
{
    struct Case
    {
        size_t flows;
        double run;
    };

    for (const Case& c : {Case{4, 1}, Case{16, 1}, Case{4, 3}, Case{16, 8}})
    {
        CAPTURE(c.flows);
        CAPTURE(c.run);
        NexusNet scene(ReckoningCosts(NanoSeconds(10)), BatchesOf(64), NicOfChains(64), 2);
        const std::vector<MadeFlow*> flows = Flows(scene, c.flows, kProtocolUdp);
        RandomStream stream = scene.net.Context().Stream("test", "flow");
        size_t flow = 0;
        Feed(scene, flows, 400, 64, [&] {
            if (stream.Uniform() < 1 / c.run)
            {
                flow = static_cast<size_t>(stream.Uniform() * static_cast<double>(c.flows));
            }
            return flow;
        });
        const auto [hits, chances] = MetricMap(scene.Nexus()).Quotient("previous_hit");
        CHECK(chances == 400 * 63);
        const double expected = 1 - (1 - 1 / static_cast<double>(c.flows)) / c.run;
        const double share = static_cast<double>(hits) / static_cast<double>(chances);
        const double deviation =
            std::sqrt(expected * (1 - expected) / static_cast<double>(chances));
        CHECK(std::abs(share - expected) < 4 * deviation);
    }
}

// A model that batches by time alone would go on gaining.
TEST_CASE("the gain of batching by flow vanishes when there are many more flows than packets")
{
    const auto perRelease = [](size_t count) {
        NexusNet scene(ReckoningCosts(), BatchesOf(32), NicOfChains(32), 2);
        const std::vector<MadeFlow*> flows = Flows(scene, count, kProtocolUdp);
        size_t next = 0;
        Feed(scene, flows, 40, 32, [&] { return next++ % count; });
        const auto [packets, releases] = MetricMap(scene.Nexus()).Quotient("packets_per_release");
        return packets / releases;
    };
    CHECK(perRelease(1) == 32);
    CHECK(perRelease(4) == 8);
    CHECK(perRelease(16) == 2);
    CHECK(perRelease(32) == 1);
    CHECK(perRelease(1000) == 1);
}

} // namespace flow_batching_test
