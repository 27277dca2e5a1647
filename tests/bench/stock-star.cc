// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/bench/stock-star.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

#include <chrono>
#include <cstdio>

using namespace ns3;

namespace
{

constexpr uint32_t kHosts = 8;

} // namespace

StockStar::StockStar(const Setup& setup)
{
    m_nodes.Create(kHosts + 2);
    InternetStackHelper().Install(m_nodes);
    PointToPointHelper link;
    link.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue(setup.deviceQueue));
    TrafficControlHelper fifo;
    fifo.SetRootQueueDisc("ns3::FifoQueueDisc", "MaxSize", StringValue("1000p"));
    TrafficControlHelper other;
    if (!setup.sinkQueueDisc.empty())
    {
        other.SetRootQueueDisc(setup.sinkQueueDisc);
    }
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 1; i < kHosts + 2; ++i)
    {
        const bool isSink = i == 1;
        link.SetDeviceAttribute("DataRate", StringValue(isSink ? setup.sinkRate : "10Gbps"));
        link.SetChannelAttribute("Delay", StringValue(isSink ? setup.sinkDelay : "1us"));
        const NetDeviceContainer devices = link.Install(m_nodes.Get(0), m_nodes.Get(i));
        (isSink && !setup.sinkQueueDisc.empty() ? other : fifo).Install(devices.Get(0));
        fifo.Install(devices.Get(1));
        const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
        addresses.NewNetwork();
        if (isSink)
        {
            m_target = InetSocketAddress(interfaces.GetAddress(1), 9);
        }
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
}

NodeContainer
StockStar::Hosts() const
{
    NodeContainer hosts;
    for (uint32_t i = 2; i < m_nodes.GetN(); ++i)
    {
        hosts.Add(m_nodes.Get(i));
    }
    return hosts;
}

void
StockStar::Run(const std::string& socketFactory, int64_t milliseconds)
{
    PacketSinkHelper sink(socketFactory, m_target);
    const ApplicationContainer sinks = sink.Install(m_nodes.Get(1));
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
}
