// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/poisson-source.h"
#include "tests/support/sample.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace bulk_service_test
{

// A thread that sends what waits by calls of GSO is the bulk-service queue M/D[1,b]/1: a batch of s
// takes S0 + c s, at most b join it, and those that come meanwhile wait for the next.

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

struct Bulk
{
    double arrivals; //!< 1/us
    double call;     //!< us
    double packet;   //!< us
    int64_t most;
};

struct Means
{
    double wait = 0; //!< us
    double batch = 0;
};

/** By the chain of what waits when a batch is done, up to a number far beyond what occurs. */
Means
ByChain(const Bulk& bulk)
{
    constexpr size_t kStates = 200;
    const auto batchOf = [&](size_t waiting) {
        return std::min(std::max<size_t>(waiting, 1), static_cast<size_t>(bulk.most));
    };
    const auto timeOf = [&](size_t waiting) {
        return bulk.call + bulk.packet * static_cast<double>(batchOf(waiting));
    };
    std::vector<double> now(kStates, 0.0);
    now[0] = 1;
    for (int round = 0; round < 1000; ++round)
    {
        std::vector<double> next(kStates, 0.0);
        for (size_t n = 0; n < kStates; ++n)
        {
            const double mean = bulk.arrivals * timeOf(n);
            const size_t left = n - std::min(n, batchOf(n));
            double probability = std::exp(-mean);
            for (size_t k = 0; k < kStates; ++k)
            {
                next[std::min(left + k, kStates - 1)] += now[n] * probability;
                probability *= mean / static_cast<double>(k + 1);
            }
        }
        now = next;
    }
    double waiting = 0; // packets x us of a cycle
    double span = 0;
    Means means;
    for (size_t n = 0; n < kStates; ++n)
    {
        const double time = timeOf(n);
        const double left = static_cast<double>(n - std::min(n, batchOf(n)));
        waiting += now[n] * (left * time + bulk.arrivals * time * time / 2);
        span += now[n] * (time + (n == 0 ? 1 / bulk.arrivals : 0));
        means.batch += now[n] * static_cast<double>(batchOf(n));
    }
    means.wait = waiting / span / bulk.arrivals;
    return means;
}

Means
BySimulation(const Bulk& bulk, uint32_t seed)
{
    const auto span = [](double us) { return SimTime(std::llround(us * 1e6)); };
    Blueprint call(GsoSendCall::GetTypeId());
    call.Set("Segments", ns3::Create<IntegerValue>(Packets(bulk.most)));
    Blueprint socket(SocketDatapath::GetTypeId());
    socket.SetPart("Send", call);
    socket.Set("SendBuffer", ns3::Create<IntegerValue>(Bytes(kUnlimited)));
    SocketScene scene(
        HostOf(1,
               RoundCosts({{"tx_gso_call", span(bulk.call)}, {"tx_gso_seg", span(bulk.packet)}})),
        AppOf(socket),
        BitRate(8'000'000'000'000),
        seed);
    RecordingEntry& entry = scene.net.AddEntry("load");
    auto source = ns3::CreateObject<PoissonSource>();
    source->SetAttribute("PacketSize", PolicyValue(Always(100)));
    source->SetAttribute("Rate",
                         IntegerValue(BitRate(std::llround(bulk.arrivals * 1e6) * 100 * 8)));
    scene.net.AddSource(source, entry, scene.b, scene.a);
    scene.net.Run(MilliSeconds(40));
    const auto& port = dynamic_cast<SocketDatapath&>(scene.b.FindApp("")->Port());
    const MetricMap metrics(port);
    Means means;
    means.wait = static_cast<double>(StageOf(entry, Stage::Application).Value()) / 1e6 /
                 static_cast<double>(entry.arrivals.size());
    means.batch =
        static_cast<double>(metrics["sent_packets"]) / static_cast<double>(metrics["send_calls"]);
    return means;
}

} // namespace

TEST_CASE("the chain gives the reference point: 2.302 us of waiting, batches of 10.00")
{
    const Means means = ByChain({2.5, 1.5, 0.25, 16});
    CHECK(means.wait == doctest::Approx(2.302).epsilon(0.0005));
    CHECK(means.batch == doctest::Approx(10.00).epsilon(0.0005));
}

TEST_CASE("a thread that sends by GSO is an M/D[1,b]/1 queue")
{
    for (const Bulk& bulk : {Bulk{2.5, 1.5, 0.25, 16},
                             Bulk{1.0, 1.5, 0.25, 16},
                             Bulk{2.5, 0.5, 0.25, 4},
                             Bulk{0.4, 1.0, 1.0, 1}})
    {
        CAPTURE(bulk.arrivals);
        CAPTURE(bulk.most);
        const Means means = ByChain(bulk);
        const auto simulate = [&](double Means::*value) {
            return OverSeeds(5, [&](uint32_t seed) { return BySimulation(bulk, seed).*value; });
        };
        CHECK(simulate(&Means::wait).Agrees(means.wait, 0.02));
        CHECK(simulate(&Means::batch).Agrees(means.batch, 0.02));
    }
}

} // namespace bulk_service_test
