// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/traffic-source.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TrafficSource);

namespace
{
constexpr uint16_t kFirstPort = 1024;
constexpr uint32_t kPorts = 65536 - kFirstPort;
} // namespace

ns3::TypeId
TrafficSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::TrafficSource")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim")
            .AddAttribute("Dscp",
                          "DSCP of its packets.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&TrafficSource::m_dscp),
                          MakeIntegerRangeChecker(0, 63))
            .AddAttribute("Ecn",
                          "Whether its packets are ECN-capable, ECT(0).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&TrafficSource::m_ecn),
                          ns3::MakeBooleanChecker());
    return tid;
}

FlowIndex
TrafficSource::OpenFlow(const TrafficEnd& from, const TrafficEnd& to, uint32_t number) const
{
    FlowTable& flows = Run().Flows();
    FlowKey key;
    key.protocol = kProtocolUdp;
    key.source = Ipv4Bytes(from.host->Address());
    key.destination = Ipv4Bytes(to.host->Address());
    // Source ports walk with the flow's number, destination ports with the name.
    const uint64_t name = PathHash();
    uint32_t destination = static_cast<uint32_t>(name % kPorts) + number / kPorts;
    key.sourcePort = static_cast<uint16_t>(kFirstPort + ((name >> 32) + number) % kPorts);
    FlowIndex index = 0;
    do
    {
        key.destinationPort = static_cast<uint16_t>(kFirstPort + destination++ % kPorts);
        index = flows.Intern(key);
    } while (flows[index].receiver != nullptr);
    flows[index].destination = to.host->Index();
    flows[index].traffic = m_entry->PathHash();
    to.app->Listen(index, *m_entry);
    m_entry->AddFlow(index);
    return index;
}

PacketPtr
TrafficSource::MakePacket(FlowIndex flow, int64_t size) const
{
    FlowRecord& record = Run().Flows()[flow];
    PacketPtr packet = Run().Pool().Allocate();
    packet->created = Now();
    packet->lastMark = packet->created;
    packet->flow = flow;
    packet->number = record.sentNumber++;
    packet->flowHash = record.hash;
    packet->size = static_cast<uint32_t>(size);
    packet->payloadBytes = static_cast<uint32_t>(std::max(int64_t{0}, size - kUdpHeaders));
    packet->destination = record.destination;
    packet->dscp = static_cast<uint8_t>(m_dscp);
    packet->ecn = m_ecn ? Ecn::Capable0 : Ecn::NotCapable;
    return packet;
}

void
TrafficSource::Send(const TrafficEnd& from, PacketPtr packet) const
{
    Run().GetLedger().Born(*packet, packet->created, PathHash());
    m_entry->CountSent(*packet);
    from.app->Port().Send(std::move(packet));
}

} // namespace nexsim
