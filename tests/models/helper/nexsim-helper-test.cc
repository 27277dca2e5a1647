// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/helper/nexsim-helper.h"
#include "tests/support/simulation.h"

#include "ns3/applications-module.h"
#include "ns3/config.h"
#include "ns3/ethernet-header.h"
#include "ns3/internet-module.h"
#include "ns3/simulator.h"
#include <doctest/doctest.h>

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim_helper_test
{

namespace
{

using nexsim::Conversion;
using nexsim::LinkState;
using nexsim::NexsimHelper;
using nexsim::testing::kNs3Kernel;
using nexsim::testing::kOurKernel;
using nexsim::testing::Simulation;

/** Hosts with ns-3's Internet stack, one at each of several switches that form a ring. */
class Ring
{
  public:
    explicit Ring(uint32_t size, const char* kernel = kOurKernel) : simulation(kernel)
    {
        hosts.Create(size);
        ns3::InternetStackHelper().Install(hosts);
        helper.SetLinkAttribute("Rate", ns3::DataRateValue(ns3::DataRate("1Gbps")));
        for (uint32_t i = 0; i < size; ++i)
        {
            switches.Add(helper.CreateSwitch("s" + std::to_string(i)));
            devices.Add(helper.Install(hosts.Get(i), switches.Get(i)));
        }
        for (uint32_t i = 0; i < size; ++i)
        {
            helper.Install(switches.Get(i), switches.Get((i + 1) % size));
        }
        interfaces = ns3::Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    }

    /** Echoes between two hosts, one in 40 ms: ns-3 answers ARP after up to 10 ms. @return answers received by `from` */
    uint64_t Echo(uint32_t from, uint32_t to, uint32_t count)
    {
        ns3::UdpEchoServerHelper(7).Install(hosts.Get(to)).Start(ns3::Simulator::Now());
        ns3::UdpEchoClientHelper client(interfaces.GetAddress(to), 7);
        client.SetAttribute("MaxPackets", ns3::UintegerValue(count));
        client.SetAttribute("Interval", ns3::TimeValue(ns3::MilliSeconds(40)));
        const auto app = client.Install(hosts.Get(from)).Get(0);
        uint64_t answers = 0;
        app->TraceConnectWithoutContext(
            "Rx",
            ns3::Callback<void, ns3::Ptr<const ns3::Packet>>(
                [&answers](ns3::Ptr<const ns3::Packet>) { ++answers; }));
        ns3::Simulator::Stop(ns3::Seconds(1));
        ns3::Simulator::Run();
        helper.CheckBalance();
        app->TraceDisconnectWithoutContext("Rx",
                                           ns3::Callback<void, ns3::Ptr<const ns3::Packet>>());
        return answers;
    }

    const Simulation simulation;
    NexsimHelper helper;
    ns3::NodeContainer hosts;
    ns3::NodeContainer switches;
    ns3::NetDeviceContainer devices;
    ns3::Ipv4InterfaceContainer interfaces;
};

int64_t
DroppedFor(const NexsimHelper& helper, const std::string& reason)
{
    int64_t packets = 0;
    for (const auto& dropped : helper.Run().GetLedger().Reasons())
    {
        packets += dropped.reason == reason ? dropped.dropped.packets : 0;
    }
    return packets;
}

} // namespace

TEST_CASE("ARP and UDP cross a ring of switches without a storm, under both kernels")
{
    for (const char* kernel : {kOurKernel, kNs3Kernel})
    {
        CAPTURE(kernel);
        Ring ring(5, kernel);
        CHECK(ring.Echo(0, 2, 20) == 20);
        // Two ARP requests flood, once each, to four other hosts over a tree of nine links; by the
        // second, who answers is known, and the answers and the echoes are not flooded.
        const nexsim::Ledger& ledger = ring.helper.Run().GetLedger();
        CHECK(ledger.Made(Conversion::Duplicate).packets > 0);
        CHECK(ledger.Made(Conversion::Duplicate).packets <= 2 * 4);
        CHECK(DroppedFor(ring.helper, "other-host") == 0);
    }
}

TEST_CASE("when a link of the tree fails, frames take the ring's other side")
{
    Ring ring(4);
    CHECK(ring.Echo(0, 1, 5) == 5);
    ring.helper.SetLinkState(ring.switches.Get(0), ring.switches.Get(1), LinkState::Down);
    CHECK(ring.Echo(0, 1, 5) == 5);
    CHECK_THROWS_AS(
        ring.helper.SetLinkState(ring.switches.Get(0), ring.switches.Get(2), LinkState::Down),
        std::invalid_argument);
}

TEST_CASE("Config paths reach a Nic's attributes and trace sources")
{
    Ring ring(3);
    const std::string path = "/NodeList/*/DeviceList/*/$nexsim::Nic/";
    CHECK(ns3::Config::SetFailSafe(path + "TxRing", ns3::StringValue("64")));
    for (uint32_t i = 0; i < 3; ++i)
    {
        nexsim::IntegerValue value;
        ring.devices.Get(i)->GetAttribute("TxRing", value);
        CHECK(value.Get() == 64);
    }
    CHECK_FALSE(ns3::Config::SetFailSafe(path + "TxRing", ns3::StringValue("0")));
    CHECK_FALSE(ns3::Config::SetFailSafe(path + "NoRing", ns3::StringValue("64")));
    int seen = 0;
    const ns3::Callback<void, std::string, ns3::Ptr<const ns3::Packet>> note(
        [&seen](std::string context, ns3::Ptr<const ns3::Packet>) {
            CHECK(context.find("/$nexsim::Nic/MacRx") != std::string::npos);
            ++seen;
        });
    CHECK(ns3::Config::ConnectFailSafe(path + "MacRx", note));
    CHECK_FALSE(ns3::Config::ConnectFailSafe(path + "NoSuchTrace", note));
    ring.Echo(0, 1, 3);
    CHECK(seen >= 6);
}

TEST_CASE("all devices behind switches are on one channel, as global routing wants it")
{
    Ring ring(3);
    const auto channel = ring.devices.Get(0)->GetChannel();
    CHECK(channel->GetNDevices() == 3);
    CHECK(ring.devices.Get(2)->GetChannel() == channel);
    // A router joins this network to another.
    ns3::NodeContainer others(2);
    ns3::InternetStackHelper().Install(others);
    const auto near = ring.helper.Install(others.Get(0), ring.switches.Get(1));
    const auto far = ring.helper.Install(others.Get(0), others.Get(1));
    CHECK(channel->GetNDevices() == 4);
    CHECK(far.Get(0)->GetChannel() != channel);
    CHECK(far.Get(0)->GetChannel()->GetNDevices() == 2);
    ns3::Ipv4AddressHelper("10.0.0.0", "255.255.255.0", "0.0.0.100").Assign(near);
    const auto away = ns3::Ipv4AddressHelper("10.0.1.0", "255.255.255.0").Assign(far);
    ns3::Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    ring.hosts.Add(others.Get(1));
    ring.interfaces.Add(away.Get(1).first, away.Get(1).second);
    CHECK(ring.Echo(0, 3, 4) == 4);
}

TEST_CASE("a mark of a switch's queue reaches ns-3's TCP, which answers with ECE")
{
    ns3::Config::SetDefault("ns3::TcpSocketBase::UseEcn", ns3::StringValue("On"));
    const Simulation simulation;
    ns3::NodeContainer hosts(3);
    ns3::InternetStackHelper().Install(hosts);
    NexsimHelper helper;
    helper.SetLinkAttribute("Rate", ns3::DataRateValue(ns3::DataRate("100Mbps")));
    helper.SetPortQueue(
        NexsimHelper::MakeBlueprint("nexsim::FifoQueueDisc", "MarkPackets", ns3::UintegerValue(5)));
    const auto sw = helper.CreateSwitch("sw");
    const auto devices = helper.Install(hosts, sw);
    const auto interfaces = ns3::Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    int marked = 0;
    int echoed = 0;
    const ns3::Callback<void, ns3::Ptr<const ns3::Packet>> watch(
        [&marked](ns3::Ptr<const ns3::Packet> packet) {
            const auto copy = packet->Copy();
            ns3::EthernetHeader ethernet(false);
            ns3::Ipv4Header ip;
            copy->RemoveHeader(ethernet);
            copy->PeekHeader(ip);
            marked += ip.GetEcn() == ns3::Ipv4Header::ECN_CE ? 1 : 0;
        });
    const ns3::Callback<void, ns3::Ptr<const ns3::Packet>> watchAcks(
        [&echoed](ns3::Ptr<const ns3::Packet> packet) {
            const auto copy = packet->Copy();
            ns3::EthernetHeader ethernet(false);
            ns3::Ipv4Header ip;
            ns3::TcpHeader tcp;
            copy->RemoveHeader(ethernet);
            copy->RemoveHeader(ip);
            if (ethernet.GetLengthType() == 0x0800)
            {
                copy->PeekHeader(tcp);
                const bool handshake = (tcp.GetFlags() & ns3::TcpHeader::SYN) != 0;
                echoed += !handshake && (tcp.GetFlags() & ns3::TcpHeader::ECE) != 0 ? 1 : 0;
            }
        });
    devices.Get(2)->TraceConnectWithoutContext("MacRx", watch);
    devices.Get(0)->TraceConnectWithoutContext("MacRx", watchAcks);
    ns3::PacketSinkHelper sinks("ns3::TcpSocketFactory",
                                ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), 80));
    const auto sink = ns3::DynamicCast<ns3::PacketSink>(sinks.Install(hosts.Get(2)).Get(0));
    ns3::BulkSendHelper bulk("ns3::TcpSocketFactory",
                             ns3::InetSocketAddress(interfaces.GetAddress(2), 80));
    bulk.SetAttribute("MaxBytes", ns3::UintegerValue(500'000));
    bulk.Install(hosts.Get(0));
    bulk.Install(hosts.Get(1));
    ns3::Simulator::Stop(ns3::Seconds(5));
    ns3::Simulator::Run();
    ns3::Config::Reset();
    CHECK(sink->GetTotalRx() == 1'000'000);
    CHECK(marked > 0);
    CHECK(echoed > 0);
    helper.CheckBalance();
}

TEST_CASE("the helper refuses what it cannot build, and prints where packets went")
{
    const Simulation simulation;
    NexsimHelper helper;
    const auto sw = helper.CreateSwitch("sw");
    CHECK_THROWS_AS(helper.CreateSwitch("sw"), std::invalid_argument);
    CHECK_THROWS_AS(helper.Install(sw, sw), std::invalid_argument);
    CHECK_THROWS_AS(helper.Install(sw, ns3::CreateObject<nexsim::Switch>()), std::invalid_argument);
    ns3::NodeContainer node(1);
    const auto devices = helper.Install(node, sw);
    devices.Get(0)->Send(ns3::Create<ns3::Packet>(50), devices.Get(0)->GetBroadcast(), 0x88b5);
    ns3::Simulator::Run();
    std::ostringstream text;
    helper.PrintLedger(text);
    CHECK(text.str() == "born        1 packets, 50 B of payload\n"
                        "duplicated  0 packets, 0 B of payload\n"
                        "delivered   0 packets, 0 B of payload\n"
                        "dropped     1 packets, 50 B of payload\n"
                        "  sw/bridge no-other-port 1 packets, 50 B of payload\n"
                        "inside      0 packets, 0 B of payload\n");
    helper.CheckBalance();
    ns3::Simulator::Destroy();
    CHECK_THROWS_AS(helper.CheckBalance(), std::logic_error);
}

} // namespace nexsim_helper_test
