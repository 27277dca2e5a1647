// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Eight hosts send by ns-3's own TCP CUBIC over 10 Gb/s links through a router and its FQ-CoDel into
// one port of 1 Gb/s, 10 ms of round trip away: the work of tcp-fq-codel.json.
//
//     bench-stock-tcp [simulated milliseconds]

#include "tests/bench/stock-star.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"

#include <cstdlib>

namespace
{

using namespace ns3;

void
SetTcp()
{
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", StringValue("ns3::TcpCubic"));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(StockStar::kPayload));
    Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(10));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(6 << 20));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(6 << 20));
    Config::SetDefault("ns3::TcpSocket::DelAckTimeout", TimeValue(MilliSeconds(40)));
    Config::SetDefault("ns3::TcpSocketBase::MinRto", TimeValue(MilliSeconds(200)));
    Config::SetDefault("ns3::TcpCubic::HyStart", BooleanValue(false));
}

} // namespace

int
main(int argc, char** argv)
{
    const int64_t milliseconds = argc > 1 ? std::atoll(argv[1]) : 1000;

    Time::SetResolution(Time::PS);
    SetTcp();
    // What waits shall wait in the queue disc.
    StockStar star({"1p", "1Gbps", "5ms", "ns3::FqCoDelQueueDisc"});
    BulkSendHelper source("ns3::TcpSocketFactory", star.Target());
    source.SetAttribute("SendSize", UintegerValue(StockStar::kPayload));
    source.Install(star.Hosts());
    star.Run("ns3::TcpSocketFactory", milliseconds);
    return 0;
}
