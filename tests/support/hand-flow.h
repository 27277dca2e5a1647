// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HAND_FLOW_H
#define NEXSIM_HAND_FLOW_H

#include "models/base/fragments.h"
#include "models/base/segments.h"
#include "tests/support/mini-network.h"

namespace nexsim::testing
{

/** @brief A flow between two hosts by hand: opens it and sends packets. */
class HandFlow
{
  public:
    HandFlow(MiniNetwork& net, Host& from, Host& to, RecordingEntry& entry, uint16_t port = 9)
        : m_net(net), m_from(from)
    {
        FlowKey key;
        key.source = Ipv4Bytes(from.Address());
        key.destination = Ipv4Bytes(to.Address());
        key.destinationPort = port;
        m_flow = net.Context().Flows().Intern(key);
        net.Context().Flows()[m_flow].destination = to.Index();
        from.FindApp("")->Open(m_flow);
        to.FindApp("")->Listen(m_flow, entry);
    }

    /** @param segmentBytes payload of each segment of the packet; 0: it is one */
    void Send(int64_t size, uint8_t dscp = 0, int64_t segmentBytes = 0)
    {
        PacketPtr packet = Make(size);
        packet->dscp = dscp;
        if (segmentBytes > 0)
        {
            MakeSegments(m_net.Context(), *packet, segmentBytes);
        }
        Send(std::move(packet));
    }

    /** @brief So many bytes of a datagram of `total`, each behind its IP header. */
    void SendFragment(uint32_t identification, int64_t offset, int64_t bytes, int64_t total)
    {
        PacketPtr packet = Make(kIpv4HeaderBytes + bytes);
        packet->payloadBytes = static_cast<uint32_t>(bytes - (offset == 0 ? 8 : 0));
        MakeFragment(*packet, identification, offset, total);
        Send(std::move(packet));
    }

    FlowRecord& Record()
    {
        return m_net.Context().Flows()[m_flow];
    }

  private:
    PacketPtr Make(int64_t size)
    {
        FlowRecord& record = m_net.Context().Flows()[m_flow];
        PacketPtr packet = m_net.Context().Pool().Allocate();
        packet->created = packet->lastMark = m_net.Context().Now();
        packet->flow = m_flow;
        packet->flowHash = record.hash;
        packet->number = record.sentNumber++;
        packet->destination = record.destination;
        packet->size = static_cast<uint32_t>(size);
        packet->payloadBytes = static_cast<uint32_t>(size - 28);
        return packet;
    }

    void Send(PacketPtr packet)
    {
        m_net.GetLedger().Born(*packet, packet->created, 0);
        m_from.FindApp("")->Port().Send(std::move(packet));
    }

    MiniNetwork& m_net;
    Host& m_from;
    FlowIndex m_flow = 0;
};

} // namespace nexsim::testing

#endif // NEXSIM_HAND_FLOW_H
