// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Hosts around one switch under our kernel, with everything on: fingerprint, ledger, stage clock.
//
//     bench-star incast|permutation HOSTS [simulated microseconds]
//
// `bench-star incast 9` is the work of bench-stock-8-into-1.

#include "tests/bench/star-network.h"

#include "ns3/simulator.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace
{

using namespace nexsim;

constexpr Bytes kSize(1448 + 28);
/** 1.2 Gb/s of payload. */
constexpr BitRate kRate(int64_t{1'200'000'000} * 1476 / 1448);

long
PeakKilobytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int
Measure(testing::Pattern pattern, uint32_t hosts, SimTime end)
{
    DeterministicSimulatorImpl::Select();
    RunContext run;
    testing::StarNetwork star(run, hosts, pattern, kRate, kSize);
    star.Start();
    // What is there before time passes, and a tenth of the run that fills pools and caches.
    run.Kernel()->SetEnd(SimTime(end.Value() / 10));
    ns3::Simulator::Run();
    const int64_t deliveredBefore = star.Delivered();
    const int64_t sentBefore = star.Transmissions();
    const uint64_t eventsBefore = run.Kernel()->GetEventCount();
    const long memoryBefore = PeakKilobytes();

    run.Kernel()->SetEnd(end);
    const auto begin = std::chrono::steady_clock::now();
    ns3::Simulator::Run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;

    const auto delivered = static_cast<double>(star.Delivered() - deliveredBefore);
    const auto sent = static_cast<double>(star.Transmissions() - sentBefore);
    const auto events = static_cast<double>(run.Kernel()->GetEventCount() - eventsBefore);
    std::printf("delivered_packets %.0f\ntransmissions %.0f\nevents %.0f\nwall_seconds %.6f\n",
                delivered,
                sent,
                events,
                wall.count());
    std::printf("packets_per_wall_second %.0f\ntransmissions_per_wall_second %.0f\n",
                delivered / wall.count(),
                sent / wall.count());
    std::printf("events_per_packet %.3f\nevents_per_wall_second %.0f\n",
                events / delivered,
                events / wall.count());
    std::printf("nanoseconds_per_transmission %.2f\n", wall.count() * 1e9 / sent);
    std::printf("memory_growth_kilobytes %ld\npeak_kilobytes %ld\n",
                PeakKilobytes() - memoryBefore,
                PeakKilobytes());
    std::printf(
        "dropped_packets %lld\nfingerprint %016llx\n",
        static_cast<long long>(run.GetLedger().Dropped().packets),
        static_cast<unsigned long long>(run.GetFingerprint().Value(Fingerprint::Trajectory)));
    ns3::Simulator::Destroy();
    return 0;
}

} // namespace

int
main(int argc, char** argv)
{
    const std::string pattern = argc > 1 ? argv[1] : "";
    if (argc < 3 || (pattern != "incast" && pattern != "permutation"))
    {
        std::fprintf(stderr,
                     "usage: bench-star incast|permutation HOSTS [simulated microseconds]\n");
        return 2;
    }
    ns3::Time::SetResolution(ns3::Time::PS);
    const auto hosts = static_cast<uint32_t>(std::atoi(argv[2]));
    const int64_t microseconds = argc > 3 ? std::atoll(argv[3]) : 1'000'000;
    return Measure(pattern == "incast" ? nexsim::testing::Pattern::Incast
                                       : nexsim::testing::Pattern::Permutation,
                   hosts,
                   nexsim::MicroSeconds(microseconds));
}
