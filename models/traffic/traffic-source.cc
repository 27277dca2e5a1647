// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/traffic-source.h"

#include <stdexcept>

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
    static const ns3::TypeId tid = ns3::TypeId("nexsim::TrafficSource")
                                       .SetParent<ns3::Object>()
                                       .SetGroupName("nexsim/traffic");
    return tid;
}

FlowIndex
TrafficSource::OpenFlow(const TrafficEnd& from,
                        const TrafficEnd& to,
                        uint32_t number,
                        PacketSink& receiver,
                        uint8_t protocol) const
{
    FlowTable& flows = Run().Flows();
    FlowKey key;
    key.protocol = protocol;
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
    if (from.app != nullptr) // else nobody opens it
    {
        from.app->Open(index);
    }
    Join(index, to, receiver);
    return index;
}

FlowIndex
TrafficSource::InternReverse(FlowIndex flow) const
{
    FlowTable& flows = Run().Flows();
    const FlowIndex index = flows.Intern(flows[flow].key.Reversed());
    if (flows[index].receiver != nullptr)
    {
        throw std::logic_error(Path() + ": flow " + flows[index].key.ToString() + " is in use");
    }
    flows[index].owner = flows[flow].ingress; // who hears the flow answers it
    return index;
}

FlowIndex
TrafficSource::OpenReverse(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const
{
    const FlowIndex index = InternReverse(flow);
    Join(index, to, receiver);
    return index;
}

FlowIndex
TrafficSource::OpenControl(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const
{
    const FlowIndex index = InternReverse(flow);
    Listen(index, to, receiver);
    m_entry->AddControlFlow(index);
    return index;
}

void
TrafficSource::Listen(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const
{
    Run().Flows()[flow].destination = to.host->Index();
    to.app->Listen(flow, receiver);
}

void
TrafficSource::Join(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const
{
    Listen(flow, to, receiver);
    m_entry->AddFlow(flow);
}

void
TrafficSource::Retire(FlowIndex flow) const
{
    FlowTable& flows = Run().Flows();
    static_cast<Datapath*>(flows[flow].ingress)->OnClosed(flow); // App::Listen
    flows.Retire(flow);
}

PacketPtr
TrafficSource::MakePacket(FlowIndex flow, int64_t size, int64_t payloadBytes) const
{
    FlowRecord& record = Run().Flows()[flow];
    PacketPtr packet = Run().Pool().Allocate();
    packet->created = Now();
    packet->lastMark = packet->created;
    packet->flow = flow;
    packet->number = record.sentNumber++;
    packet->flowHash = record.hash;
    packet->size = static_cast<uint32_t>(size);
    packet->payloadBytes = static_cast<uint32_t>(payloadBytes);
    packet->destination = record.destination;
    return packet;
}

void
TrafficSource::Send(const TrafficEnd& from, PacketPtr packet) const
{
    Run().GetLedger().Born(*packet, Now(), PathHash());
    m_entry->CountSent(*packet);
    from.app->Port().Send(std::move(packet));
}

void
TrafficSource::SendControl(const TrafficEnd& from, PacketPtr packet) const
{
    Run().GetLedger().Born(*packet, packet->created, PathHash());
    from.app->Port().Send(std::move(packet));
}

} // namespace nexsim
