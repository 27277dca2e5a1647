// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/helper/nexsim-helper.h"
#include "tests/support/simulation.h"

#include "ns3/data-rate.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

// The Nic as ns-3 sees it, without an Internet stack.

namespace frame_device_test
{

namespace
{

using nexsim::FrameDevice;
using nexsim::LinkState;
using nexsim::NexsimHelper;
using nexsim::testing::Simulation;
using ns3::Address;
using ns3::Mac48Address;
using ns3::NetDevice;
using ns3::Packet;
using ns3::Ptr;

constexpr uint16_t kType = 0x88b5; // IEEE local experimental

/** Two plain nodes with a Nic each, on one link of 1 Gb/s. */
class Pair
{
  public:
    explicit Pair(uint32_t queuePackets = 1000)
    {
        helper.SetLinkAttribute("Rate", ns3::DataRateValue(ns3::DataRate("1Gbps")));
        helper.SetDeviceAttribute("TxRing", ns3::UintegerValue(1));
        helper.SetDeviceQueue(NexsimHelper::MakeBlueprint("nexsim::FifoQueueDisc",
                                                          "MaxPackets",
                                                          ns3::UintegerValue(queuePackets)));
        nodes.Create(2);
        devices = helper.Install(nodes.Get(0), nodes.Get(1));
        for (const char* trace : {"MacTx",
                                  "MacTxDrop",
                                  "PhyTxBegin",
                                  "PhyRxEnd",
                                  "PhyRxDrop",
                                  "MacPromiscRx",
                                  "MacRx",
                                  "Sniffer",
                                  "PromiscSniffer"})
        {
            for (uint32_t i = 0; i < 2; ++i)
            {
                CHECK(Device(i).TraceConnect(trace,
                                             std::to_string(i) + " " + trace,
                                             ns3::MakeCallback(&Pair::Note, this)));
            }
        }
        Device(1).SetReceiveCallback(ns3::MakeCallback(&Pair::Receive, this));
    }

    FrameDevice& Device(uint32_t i) const
    {
        return dynamic_cast<FrameDevice&>(*devices.Get(i));
    }

    bool Send(const Address& to, uint32_t size = 100)
    {
        return Device(0).Send(ns3::Create<Packet>(size), to, kType);
    }

    int Count(const std::string& trace) const
    {
        const auto found = m_traced.find(trace);
        return found == m_traced.end() ? 0 : found->second;
    }

    const Simulation simulation;
    NexsimHelper helper;
    ns3::NodeContainer nodes;
    ns3::NetDeviceContainer devices;
    std::vector<uint32_t> received;
    Address lastSender;
    std::vector<NetDevice::PacketType> overheard;

    bool Overhear(Ptr<NetDevice> /*device*/,
                  Ptr<const Packet> /*packet*/,
                  uint16_t /*type*/,
                  const Address& /*from*/,
                  const Address& /*to*/,
                  NetDevice::PacketType kind)
    {
        overheard.push_back(kind);
        return true;
    }

  private:
    void Note(std::string trace, Ptr<const Packet> packet)
    {
        ++m_traced[trace];
        CHECK(packet->GetSize() > 14); // the Ethernet header is there
    }

    bool Receive(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t type,
                 const Address& from)
    {
        CHECK(device == devices.Get(1));
        CHECK(type == kType);
        received.push_back(packet->GetSize());
        lastSender = from;
        return true;
    }

    std::map<std::string, int> m_traced;
};

} // namespace

TEST_CASE("a packet goes from device to device, and every trace sees it once")
{
    Pair pair;
    REQUIRE(pair.Send(pair.Device(1).GetAddress(), 1000));
    ns3::Simulator::Run();
    CHECK(pair.received == std::vector<uint32_t>{1000});
    CHECK(pair.lastSender == pair.Device(0).GetAddress());
    // 1038 bytes at 1 Gb/s and 1 us of propagation
    CHECK(ns3::Simulator::Now() == ns3::NanoSeconds(8304 + 1000));
    for (const char* trace : {"0 MacTx",
                              "0 PhyTxBegin",
                              "0 Sniffer",
                              "0 PromiscSniffer",
                              "1 PhyRxEnd",
                              "1 MacPromiscRx",
                              "1 MacRx",
                              "1 Sniffer",
                              "1 PromiscSniffer"})
    {
        CAPTURE(trace);
        CHECK(pair.Count(trace) == 1);
    }
    CHECK(pair.Count("0 MacTxDrop") + pair.Count("1 PhyRxDrop") == 0);
    pair.helper.CheckBalance();
    CHECK(pair.helper.Run().GetLedger().Delivered().packets == 1);
}

TEST_CASE("only promiscuous listeners see what is for somebody else; it ends as other-host")
{
    Pair pair;
    pair.Device(1).SetPromiscReceiveCallback(ns3::MakeCallback(&Pair::Overhear, &pair));
    pair.Send(Mac48Address("02:00:00:00:00:99"));
    pair.Send(pair.Device(1).GetAddress());
    pair.Send(pair.Device(0).GetBroadcast());
    pair.Send(pair.Device(0).GetMulticast(ns3::Ipv4Address("224.0.0.5")));
    ns3::Simulator::Run();
    CHECK(pair.overheard == std::vector<NetDevice::PacketType>{NetDevice::PACKET_OTHERHOST,
                                                               NetDevice::PACKET_HOST,
                                                               NetDevice::PACKET_BROADCAST,
                                                               NetDevice::PACKET_MULTICAST});
    CHECK(pair.received.size() == 3);
    CHECK(pair.Count("1 PromiscSniffer") == 4);
    CHECK(pair.Count("1 Sniffer") == 3);
    CHECK(pair.Count("1 MacRx") == 3);
    CHECK(pair.helper.Run().GetLedger().Dropped().packets == 1);
    const nexsim::FlowTable& flows = pair.helper.Run().Flows();
    for (nexsim::FlowIndex flow = 0; flow < flows.Size(); ++flow)
    {
        CHECK(flows[flow].dropped.packets == 0); // none has lost it
    }
    CHECK(pair.Count("0 MacTxDrop") == 0); // it had been sent
    pair.helper.CheckBalance();
}

TEST_CASE("the MTU is the link's unless a smaller one is set; larger packets are refused")
{
    Pair pair;
    const Address to = pair.Device(1).GetAddress();
    CHECK(pair.Device(0).GetMtu() == 1500);
    CHECK(pair.Send(to, 1500));
    CHECK_FALSE(pair.Send(to, 1501));
    CHECK_FALSE(pair.Device(0).SetMtu(9000));
    CHECK(pair.Device(0).SetMtu(1400));
    CHECK(pair.Device(0).GetMtu() == 1400);
    CHECK_FALSE(pair.Send(to, 1401));
    CHECK(pair.Count("0 MacTxDrop") == 2);
    CHECK(pair.helper.Run().GetLedger().Born().packets == 1);
}

TEST_CASE("what the queue drops before it is sent is a MacTxDrop, and nothing later is")
{
    Pair pair(2);
    for (int i = 0; i < 10; ++i)
    {
        CHECK(pair.Send(pair.Device(1).GetAddress())); // as ns-3 has it: taken, then lost
    }
    // One on the wire, one in the ring, two in the queue.
    CHECK(pair.Count("0 MacTxDrop") == 6);
    pair.Send(Mac48Address("02:00:00:00:00:99"));
    CHECK(pair.Count("0 MacTxDrop") == 7);
    ns3::Simulator::Run();
    CHECK(pair.received.size() == 4);
    CHECK(pair.Count("0 MacTxDrop") == 7);
    pair.helper.CheckBalance();
}

TEST_CASE("a link that goes down is told to ns-3, sends nothing, and comes up again")
{
    Pair pair;
    int changes = 0;
    pair.Device(0).AddLinkChangeCallback(ns3::Callback<void>([&changes] { ++changes; }));
    CHECK(pair.Device(0).IsLinkUp());
    pair.helper.SetLinkState(pair.nodes.Get(0), pair.nodes.Get(1), LinkState::Down);
    CHECK_FALSE(pair.Device(0).IsLinkUp());
    CHECK(changes == 1);
    CHECK_FALSE(pair.Send(pair.Device(1).GetAddress()));
    pair.helper.SetLinkState(pair.nodes.Get(1), pair.nodes.Get(0), LinkState::Up);
    CHECK(changes == 2);
    CHECK(pair.Send(pair.Device(1).GetAddress()));
    ns3::Simulator::Run();
    CHECK(pair.received.size() == 1);
}

TEST_CASE("the device describes itself as Ethernet")
{
    Pair pair;
    const FrameDevice& device = pair.Device(0);
    CHECK(device.IsBroadcast());
    CHECK(device.IsMulticast());
    CHECK(device.NeedsArp());
    CHECK(device.SupportsSendFrom());
    CHECK_FALSE(device.IsBridge());
    CHECK_FALSE(device.IsPointToPoint());
    CHECK(device.GetMulticast(ns3::Ipv4Address("224.1.2.3")) == Mac48Address("01:00:5e:01:02:03"));
    CHECK(device.GetMulticast(ns3::Ipv6Address("ff02::1:2")) == Mac48Address("33:33:00:01:00:02"));
    CHECK(device.GetNode() == pair.nodes.Get(0));
    CHECK(device.GetIfIndex() == 0);
    CHECK(device.GetAddress() != pair.Device(1).GetAddress());
    REQUIRE(device.GetChannel());
    CHECK(device.GetChannel()->GetNDevices() == 2);
    CHECK(device.GetChannel()->GetDevice(1) == pair.devices.Get(1));
}

} // namespace frame_device_test
