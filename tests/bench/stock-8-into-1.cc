// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Eight hosts send datagrams of 1448 B at 1.2 Gb/s each over 10 Gb/s links through a router into one
// 10 Gb/s port, with ns-3's own UDP sockets, IPv4, traffic control and point-to-point devices.
//
//     bench-stock-8-into-1 [simulated milliseconds [fq-codel]]
//
// With fq-codel, the port has that queue disc instead of a FIFO.

#include "tests/bench/stock-star.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"

#include <cstdlib>
#include <cstring>

int
main(int argc, char** argv)
{
    using namespace ns3;
    const int64_t milliseconds = argc > 1 ? std::atoll(argv[1]) : 200;
    const bool isFair = argc > 2 && std::strcmp(argv[2], "fq-codel") == 0;

    Time::SetResolution(Time::PS);
    StockStar::Setup setup;
    // What waits shall wait in FQ-CoDel, where there is one.
    setup.deviceQueue = isFair ? "1p" : "100p";
    setup.sinkQueueDisc = isFair ? "ns3::FqCoDelQueueDisc" : "";
    StockStar star(setup);
    OnOffHelper source("ns3::UdpSocketFactory", star.Target());
    source.SetConstantRate(DataRate("1200Mbps"), StockStar::kPayload);
    source.Install(star.Hosts());
    star.Run("ns3::UdpSocketFactory", milliseconds);
    return 0;
}
