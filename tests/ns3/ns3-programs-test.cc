// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/ns3/packet-trace.h"
#include "tests/support/simulation.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

// Programs as ns-3's own examples are written, without a line of ours. Under both kernels every
// device must do the same at the same time.

namespace ns3_programs_test
{

namespace
{

using namespace ns3;
using nexsim::testing::kNs3Kernel;
using nexsim::testing::kOurKernel;
using nexsim::testing::PacketTrace;
using nexsim::testing::TraceOf;

Time
At(double seconds)
{
    return Seconds(seconds);
}

/** Four clients echo with, and stream random bursts to, a server behind a slow link. */
void
UdpProgram(PacketTrace& trace)
{
    NodeContainer nodes;
    nodes.Create(6); // 0 is the router, 5 the server
    InternetStackHelper stack;
    stack.Install(nodes);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    link.SetChannelAttribute("Delay", StringValue("2ms"));
    link.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue("20p"));
    Ipv4AddressHelper addresses("10.1.0.0", "255.255.255.0");
    Ipv4InterfaceContainer server;
    for (uint32_t i = 1; i <= 5; ++i)
    {
        const NetDeviceContainer devices = link.Install(nodes.Get(0), nodes.Get(i));
        trace.Connect(devices);
        server = addresses.Assign(devices);
        addresses.NewNetwork();
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();

    UdpEchoServerHelper echo(9);
    echo.Install(nodes.Get(5)).Start(At(0));
    PacketSinkHelper sink("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), 80));
    sink.Install(nodes.Get(5)).Start(At(0));
    for (uint32_t i = 1; i <= 4; ++i)
    {
        UdpEchoClientHelper client(server.GetAddress(1), 9);
        client.SetAttribute("MaxPackets", UintegerValue(200));
        client.SetAttribute("Interval", TimeValue(MilliSeconds(5 + i % 2)));
        client.SetAttribute("PacketSize", UintegerValue(100 * i));
        client.Install(nodes.Get(i)).Start(At(0.1));
        OnOffHelper onOff("ns3::UdpSocketFactory", InetSocketAddress(server.GetAddress(1), 80));
        onOff.SetAttribute("DataRate", StringValue("6Mbps"));
        onOff.SetAttribute("PacketSize", UintegerValue(1000 + i));
        onOff.SetAttribute("OnTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.05]"));
        onOff.SetAttribute("OffTime", StringValue("ns3::ExponentialRandomVariable[Mean=0.05]"));
        onOff.Install(nodes.Get(i)).Start(At(0.2));
    }
}

/** Three bulk transfers over a lossy dumbbell: time-outs, delayed acknowledgements, removals. */
void
TcpProgram(PacketTrace& trace)
{
    NodeContainer nodes;
    nodes.Create(8); // 0 and 1 are the routers, 2 to 4 send, 5 to 7 receive
    InternetStackHelper stack;
    stack.Install(nodes);
    PointToPointHelper access;
    access.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    access.SetChannelAttribute("Delay", StringValue("1ms"));
    PointToPointHelper bottleneck;
    bottleneck.SetDeviceAttribute("DataRate", StringValue("8Mbps"));
    bottleneck.SetChannelAttribute("Delay", StringValue("10ms"));
    bottleneck.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue("5p"));
    const auto errors = CreateObject<RateErrorModel>();
    errors->SetAttribute("ErrorRate", DoubleValue(0.01));
    errors->SetAttribute("ErrorUnit", StringValue("ERROR_UNIT_PACKET"));
    bottleneck.SetDeviceAttribute("ReceiveErrorModel", PointerValue(errors));

    Ipv4AddressHelper addresses("10.2.0.0", "255.255.255.0");
    const NetDeviceContainer middle = bottleneck.Install(nodes.Get(0), nodes.Get(1));
    trace.Connect(middle);
    TrafficControlHelper control;
    control.SetRootQueueDisc("ns3::FqCoDelQueueDisc");
    control.Install(middle);
    addresses.Assign(middle);
    addresses.NewNetwork();
    for (uint32_t i = 0; i < 6; ++i)
    {
        const NetDeviceContainer devices =
            access.Install(nodes.Get(i < 3 ? 0 : 1), nodes.Get(2 + i));
        trace.Connect(devices);
        const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
        addresses.NewNetwork();
        if (i >= 3)
        {
            PacketSinkHelper sink("ns3::TcpSocketFactory",
                                  InetSocketAddress(Ipv4Address::GetAny(), 80));
            sink.Install(nodes.Get(2 + i)).Start(At(0));
            BulkSendHelper bulk("ns3::TcpSocketFactory",
                                InetSocketAddress(interfaces.GetAddress(1), 80));
            bulk.SetAttribute("MaxBytes", UintegerValue(1'500'000));
            bulk.Install(nodes.Get(2 + i - 3)).Start(At(0.1 * i));
        }
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
}

/** Identical traces, and `least` lines that hold `word`: the program did what it is here for. */
void
CompareKernels(void (*program)(PacketTrace&), const std::string& word, int64_t least)
{
    constexpr int64_t kEnd = 5'000'000'000'000;
    const std::vector<std::string> theirs = TraceOf(kNs3Kernel, program, kEnd);
    const std::vector<std::string> ours = TraceOf(kOurKernel, program, kEnd);
    CHECK(theirs.size() == ours.size());
    const auto difference =
        std::mismatch(theirs.begin(), theirs.end(), ours.begin(), ours.end()).first;
    if (difference != theirs.end())
    {
        FAIL_CHECK("the traces differ from here on: ", *difference);
    }
    const auto holds = [&word](const std::string& line) {
        return line.find(word) != std::string::npos;
    };
    CHECK(std::count_if(theirs.begin(), theirs.end(), holds) >= least);
}

} // namespace

TEST_CASE("an ns-3 program of UDP echo and random bursts is the same under both kernels")
{
    CompareKernels(UdpProgram, "node 5 device 1 MacRx", 1000);
}

TEST_CASE("an ns-3 program of TCP transfers with losses is the same under both kernels")
{
    CompareKernels(TcpProgram, "PhyRxDrop", 20);
}

} // namespace ns3_programs_test
