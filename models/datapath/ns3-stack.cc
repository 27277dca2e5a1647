// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/datapath/ns3-stack.h"

#include "ns3/arp-cache.h"
#include "ns3/arp-l3-protocol.h"
#include "ns3/double.h"
#include "ns3/icmpv4-l4-protocol.h"
#include "ns3/integer.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/pointer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/udp-l4-protocol.h"
#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief The wait before an ARP request, by its attribute: none from a stream of ns-3's choice. */
ns3::Ptr<ns3::ArpL3Protocol>
MakeArp(uint64_t pathHash)
{
    // ns-3 takes streams of this half for numbered by hand; one may not be negative.
    const auto stream = static_cast<int64_t>(HashName("ns3-arp", pathHash) >> 1);
    const auto wait =
        ns3::CreateObjectWithAttributes<ns3::UniformRandomVariable>("Min",
                                                                    ns3::DoubleValue(0),
                                                                    "Max",
                                                                    ns3::DoubleValue(10),
                                                                    "Stream",
                                                                    ns3::IntegerValue(stream));
    return ns3::CreateObjectWithAttributes<ns3::ArpL3Protocol>("RequestJitter",
                                                               ns3::PointerValue(wait));
}

void
SetAddress(ns3::Ipv4L3Protocol& ip, ns3::Ptr<ns3::Ipv4StaticRouting> routing, const Host& host)
{
    const uint32_t interface = ip.AddInterface(host.GetDevice(0));
    ip.AddAddress(
        interface,
        ns3::Ipv4InterfaceAddress(ns3::Ipv4Address(host.Address()), ns3::Ipv4Mask("255.0.0.0")));
    ip.SetMetric(interface, 1);
    ip.SetUp(interface);
    // Without a gateway: whoever has an address is on the same network.
    routing->AddNetworkRouteTo(ns3::Ipv4Address::GetZero(), ns3::Ipv4Mask::GetZero(), interface);
}

} // namespace

void
InstallNs3Stack(Host& host)
{
    if (host.GetObject<ns3::Ipv4L3Protocol>())
    {
        return;
    }
    if (host.GetNDevices() != 1)
    {
        throw std::invalid_argument(
            fmt::format("{}: ns-3's stack needs a host with one link, this one has {}",
                        host.Path(),
                        host.GetNDevices()));
    }
    const auto arp = MakeArp(host.PathHash());
    const auto ip = ns3::CreateObject<ns3::Ipv4L3Protocol>();
    const auto control = ns3::CreateObject<ns3::TrafficControlLayer>();
    const auto routing = ns3::CreateObject<ns3::Ipv4StaticRouting>();
    host.AggregateObject(arp);
    host.AggregateObject(ip);
    host.AggregateObject(ns3::CreateObject<ns3::Icmpv4L4Protocol>());
    ip->SetRoutingProtocol(routing);
    host.AggregateObject(control);
    host.AggregateObject(ns3::CreateObject<ns3::UdpL4Protocol>());
    host.AggregateObject(ns3::CreateObject<ns3::TcpL4Protocol>());
    arp->SetTrafficControl(control);
    SetAddress(*ip, routing, host);
}

void
AddNs3Neighbour(const Host& host, const Host& peer)
{
    const auto ip = host.GetObject<ns3::Ipv4L3Protocol>();
    const auto interface = static_cast<uint32_t>(ip->GetInterfaceForDevice(host.GetDevice(0)));
    const auto cache = ip->GetInterface(interface)->GetArpCache();
    const ns3::Ipv4Address address(peer.Address());
    if (cache->Lookup(address) == nullptr)
    {
        ns3::ArpCache::Entry* entry = cache->Add(address);
        entry->SetMacAddress(peer.GetDevice(0)->GetAddress());
        entry->MarkPermanent();
    }
}

} // namespace nexsim
