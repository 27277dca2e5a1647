// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Eight hosts send datagrams of 1448 B at 1.2 Gb/s each over 10 Gb/s links through a router into one
// 10 Gb/s port, with ns-3's own UDP sockets, IPv4, traffic control and point-to-point devices.
//
//     bench-stock-8-into-1 [simulated milliseconds [fq-codel]]
//
// With fq-codel, the port has that queue disc instead of a FIFO.

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

int
main(int argc, char** argv)
{
    using namespace ns3;
    constexpr uint32_t kHosts = 8;
    constexpr uint32_t kPayload = 1448;
    const int64_t milliseconds = argc > 1 ? std::atoll(argv[1]) : 200;
    const bool isFair = argc > 2 && std::strcmp(argv[2], "fq-codel") == 0;

    Time::SetResolution(Time::PS);
    NodeContainer nodes;
    nodes.Create(kHosts + 2); // 0 is the router, 1 the sink
    InternetStackHelper().Install(nodes);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
    link.SetChannelAttribute("Delay", StringValue("1us"));
    // What waits shall wait in FQ-CoDel, where there is one.
    const StringValue deviceQueue(isFair ? "1p" : "100p");
    link.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", deviceQueue);
    TrafficControlHelper fifo;
    fifo.SetRootQueueDisc("ns3::FifoQueueDisc", "MaxSize", StringValue("1000p"));
    TrafficControlHelper fair;
    fair.SetRootQueueDisc("ns3::FqCoDelQueueDisc");
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    Ipv4InterfaceContainer sinkLink;
    for (uint32_t i = 1; i < kHosts + 2; ++i)
    {
        const NetDeviceContainer devices = link.Install(nodes.Get(0), nodes.Get(i));
        (isFair && i == 1 ? fair : fifo).Install(devices.Get(0));
        fifo.Install(devices.Get(1));
        const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
        addresses.NewNetwork();
        sinkLink = i == 1 ? interfaces : sinkLink;
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();

    const InetSocketAddress target(sinkLink.GetAddress(1), 9);
    PacketSinkHelper sink("ns3::UdpSocketFactory", target);
    const ApplicationContainer sinks = sink.Install(nodes.Get(1));
    OnOffHelper source("ns3::UdpSocketFactory", target);
    source.SetConstantRate(DataRate("1200Mbps"), kPayload);
    for (uint32_t i = 2; i < kHosts + 2; ++i)
    {
        source.Install(nodes.Get(i));
    }

    Simulator::Stop(MilliSeconds(milliseconds));
    const auto begin = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    const uint64_t packets = DynamicCast<PacketSink>(sinks.Get(0))->GetTotalRx() / kPayload;
    const uint64_t events = Simulator::GetEventCount();
    std::printf("delivered_packets %llu\nevents %llu\nwall_seconds %.6f\n",
                static_cast<unsigned long long>(packets),
                static_cast<unsigned long long>(events),
                wall.count());
    std::printf("packets_per_wall_second %.0f\n", static_cast<double>(packets) / wall.count());
    Simulator::Destroy();
    return 0;
}
