// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Eight hosts send by ns-3's own TCP CUBIC over 10 Gb/s links through a router and its FQ-CoDel into
// one port of 1 Gb/s, 10 ms of round trip away: the work of tcp-fq-codel.json.
//
//     bench-stock-tcp [simulated milliseconds]

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace
{

using namespace ns3;

constexpr uint32_t kHosts = 8;
constexpr uint32_t kPayload = 1448;

void
SetTcp()
{
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", StringValue("ns3::TcpCubic"));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(kPayload));
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
    NodeContainer nodes;
    nodes.Create(kHosts + 2); // 0 is the router, 1 the sink
    InternetStackHelper().Install(nodes);
    PointToPointHelper link;
    // What waits shall wait in the queue disc.
    link.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue("1p"));
    TrafficControlHelper fifo;
    fifo.SetRootQueueDisc("ns3::FifoQueueDisc", "MaxSize", StringValue("1000p"));
    TrafficControlHelper fair;
    fair.SetRootQueueDisc("ns3::FqCoDelQueueDisc");
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    Ipv4InterfaceContainer sinkLink;
    for (uint32_t i = 1; i < kHosts + 2; ++i)
    {
        link.SetDeviceAttribute("DataRate", StringValue(i == 1 ? "1Gbps" : "10Gbps"));
        link.SetChannelAttribute("Delay", StringValue(i == 1 ? "5ms" : "1us"));
        const NetDeviceContainer devices = link.Install(nodes.Get(0), nodes.Get(i));
        (i == 1 ? fair : fifo).Install(devices.Get(0));
        fifo.Install(devices.Get(1));
        const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
        addresses.NewNetwork();
        sinkLink = i == 1 ? interfaces : sinkLink;
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();

    const InetSocketAddress target(sinkLink.GetAddress(1), 9);
    PacketSinkHelper sink("ns3::TcpSocketFactory", target);
    const ApplicationContainer sinks = sink.Install(nodes.Get(1));
    BulkSendHelper source("ns3::TcpSocketFactory", target);
    source.SetAttribute("SendSize", UintegerValue(kPayload));
    for (uint32_t i = 2; i < kHosts + 2; ++i)
    {
        source.Install(nodes.Get(i));
    }

    Simulator::Stop(MilliSeconds(milliseconds));
    const auto begin = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    const uint64_t packets = DynamicCast<PacketSink>(sinks.Get(0))->GetTotalRx() / kPayload;
    std::printf("delivered_packets %llu\nevents %llu\nwall_seconds %.6f\n",
                static_cast<unsigned long long>(packets),
                static_cast<unsigned long long>(Simulator::GetEventCount()),
                wall.count());
    std::printf("packets_per_wall_second %.0f\n", static_cast<double>(packets) / wall.count());
    Simulator::Destroy();
    return 0;
}
