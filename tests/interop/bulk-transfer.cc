// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// One TCP transfer of ns-3's Internet stack, over nexsim's switches or over ns-3's own devices:
//
//   nexsim:          a == s1 == s2 -- s3 == b      s1 == s4 -- s3 closes a ring of switches
//   point-to-point:  a == r1 == r2 -- r3 == b      routers in place of the switches
//
// The bottleneck (--) has half the rate of the other links and room for 50 packets. A nexsim link is
// told to add two bytes to a packet as PPP does, so that the transfers can be compared.

#include "models/base/kernel.h"
#include "models/helper/nexsim-helper.h"

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

#include <iostream>
#include <optional>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

const Time kDelay = MicroSeconds(500);
const DataRate kFast("100Mbps");
const DataRate kSlow("50Mbps");
constexpr uint32_t kBottleneckPackets = 50;
constexpr uint32_t kHostPackets = 10'000;

void
BuildNexsim(nexsim::NexsimHelper& helper, const NodeContainer& hosts)
{
    helper.SetLinkAttribute("Delay", TimeValue(kDelay));
    helper.SetLinkAttribute("Overhead", UintegerValue(2));
    helper.SetDeviceQueue(nexsim::NexsimHelper::MakeBlueprint("nexsim::FifoQueueDisc",
                                                              "MaxPackets",
                                                              UintegerValue(kHostPackets)));
    helper.SetPortQueue(nexsim::NexsimHelper::MakeBlueprint("nexsim::FifoQueueDisc",
                                                            "MaxPackets",
                                                            UintegerValue(kBottleneckPackets)));
    std::vector<Ptr<Node>> s;
    for (const char* name : {"s1", "s2", "s3", "s4"})
    {
        s.push_back(helper.CreateSwitch(name));
    }
    helper.SetLinkAttribute("Rate", DataRateValue(kFast));
    NetDeviceContainer devices = helper.Install(hosts.Get(0), s[0]);
    helper.Install(s[0], s[1]);
    helper.Install(s[0], s[3]);
    helper.SetLinkAttribute("Rate", DataRateValue(kSlow));
    helper.Install(s[1], s[2]);
    helper.Install(s[3], s[2]);
    helper.SetLinkAttribute("Rate", DataRateValue(kFast));
    devices.Add(helper.Install(hosts.Get(1), s[2]));
    Ipv4AddressHelper("10.1.1.0", "255.255.255.0").Assign(devices);
}

void
BuildPointToPoint(const NodeContainer& hosts)
{
    NodeContainer routers(3);
    InternetStackHelper().Install(routers);
    const std::vector<Ptr<Node>> path = {hosts.Get(0),
                                         routers.Get(0),
                                         routers.Get(1),
                                         routers.Get(2),
                                         hosts.Get(1)};
    Ipv4AddressHelper addresses("10.1.0.0", "255.255.255.0");
    for (size_t i = 0; i + 1 < path.size(); ++i)
    {
        PointToPointHelper link;
        link.SetChannelAttribute("Delay", TimeValue(kDelay));
        link.SetDeviceAttribute("DataRate", DataRateValue(i == 2 ? kSlow : kFast));
        const NetDeviceContainer devices = link.Install(path[i], path[i + 1]);
        for (uint32_t end = 0; end < 2; ++end)
        {
            const bool isHost = path[i + end] == hosts.Get(0) || path[i + end] == hosts.Get(1);
            const auto queue = CreateObject<DropTailQueue<Packet>>();
            queue->SetMaxSize({PACKETS, isHost ? kHostPackets : kBottleneckPackets});
            DynamicCast<PointToPointNetDevice>(devices.Get(end))->SetQueue(queue);
        }
        addresses.Assign(devices);
        addresses.NewNetwork();
        TrafficControlHelper().Uninstall(devices); // the devices' queues are all there is
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
}

/** Goodput from the first arrival on: what comes before it is ARP with random waits, and hand-shake. */
struct Arrivals
{
    void Note(Ptr<const Packet> packet, const Address& /*from*/)
    {
        (first ? bytes : before) += packet->GetSize();
        first = first ? first : Simulator::Now();
        last = Simulator::Now();
    }

    int64_t Goodput() const
    {
        return first ? static_cast<int64_t>(bytes * 8 / (last - *first).GetSeconds()) : 0;
    }

    std::optional<Time> first;
    Time last;
    double before = 0; // of the first arrival, which took no time
    double bytes = 0;
};

Ipv4Address
AddressOf(Ptr<Node> node)
{
    return node->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal();
}

} // namespace

int
main(int argc, char** argv)
{
    std::string devices = "nexsim";
    std::string simulator = "nexsim";
    std::string tcp = "ns3::TcpNewReno";
    std::string pcap;
    uint64_t bytes = 10'000'000;
    CommandLine command(__FILE__);
    command.AddValue("devices", "nexsim or point-to-point", devices);
    command.AddValue("simulator", "nexsim or ns3", simulator);
    command.AddValue("tcp", "socket type", tcp);
    command.AddValue("bytes", "size of the transfer", bytes);
    command.AddValue("pcap", "prefix of capture files", pcap);
    command.Parse(argc, argv);

    Time::SetResolution(Time::PS);
    if (simulator == "nexsim")
    {
        nexsim::DeterministicSimulatorImpl::Select();
    }
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", TypeIdValue(TypeId::LookupByName(tcp)));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1448));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(4'000'000));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(4'000'000));
    NodeContainer hosts(2);
    InternetStackHelper().Install(hosts);
    std::optional<nexsim::NexsimHelper> helper;
    if (devices == "nexsim")
    {
        helper.emplace();
        BuildNexsim(*helper, hosts);
        if (!pcap.empty())
        {
            helper->EnablePcap(pcap, hosts);
        }
    }
    else
    {
        BuildPointToPoint(hosts);
    }

    PacketSinkHelper sinks("ns3::TcpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), 80));
    const auto sink = DynamicCast<PacketSink>(sinks.Install(hosts.Get(1)).Get(0));
    BulkSendHelper bulk("ns3::TcpSocketFactory", InetSocketAddress(AddressOf(hosts.Get(1)), 80));
    bulk.SetAttribute("MaxBytes", UintegerValue(bytes));
    bulk.Install(hosts.Get(0)).Start(MilliSeconds(100));
    Arrivals arrivals;
    sink->TraceConnectWithoutContext("Rx", MakeCallback(&Arrivals::Note, &arrivals));
    Simulator::Stop(Seconds(60));
    Simulator::Run();

    std::cout << "received_bytes " << sink->GetTotalRx() << "\n"
              << "goodput_bps " << arrivals.Goodput() << "\n";
    if (helper)
    {
        helper->CheckBalance();
        helper->PrintLedger(std::cout);
    }
    Simulator::Destroy();
    return sink->GetTotalRx() == bytes ? 0 : 1;
}
