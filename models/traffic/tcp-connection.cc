// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-connection.h"

#include "models/traffic/tcp-source.h"

#include <utility>

namespace nexsim
{

TcpConnection::End::End(TcpSource& source,
                        const TcpParameters& parameters,
                        bool isClient,
                        Callback onBytes)
    : m_source(source), m_isClient(isClient), m_onBytes(std::move(onBytes)),
      sender(source, *this, parameters, source.MakeControl(), source.Counts()),
      receiver(source, *this, parameters, source.Echo())
{
}

void
TcpConnection::End::Deliver(PacketPtr packet)
{
    const bool isSyn = (packet->flags & kTcpSyn) != 0;
    const bool isAck = (packet->flags & kTcpAck) != 0;
    if (isAck)
    {
        sender.OnSegment(*packet);
    }
    if (!isSyn || !isAck)
    {
        receiver.OnSegment(*packet);
    }
    const bool hasPayload = packet->payloadBytes > 0;
    m_source.End(std::move(packet));
    if (hasPayload && !m_isAbandoned)
    {
        m_onBytes(receiver.InOrder());
    }
}

PacketPtr
TcpConnection::End::MakeSegment(int64_t ipBytes, int64_t payloadBytes)
{
    return m_source.MakeSegment(flow, ipBytes, payloadBytes);
}

void
TcpConnection::End::AddAcknowledgement(Packet& segment)
{
    receiver.AcknowledgeWith(segment);
}

void
TcpConnection::End::SendSegment(PacketPtr segment)
{
    if (m_isClient)
    {
        m_source.SendData(std::move(segment));
        return;
    }
    m_source.SendBack(std::move(segment));
}

TcpConnection::TcpConnection(TcpSource& source,
                             uint32_t number,
                             Callback atServer,
                             Callback atClient)
    : m_source(source), m_client(source, source.Parameters(), true, std::move(atClient)),
      m_server(source, source.AnsweringParameters(), false, std::move(atServer))
{
    m_client.flow = source.OpenData(number, m_server);
    m_server.flow = source.OpenBack(m_client.flow, m_client);
}

void
TcpConnection::Open()
{
    m_server.sender.Open();
    m_client.sender.Open();
}

void
TcpConnection::Abandon()
{
    m_client.Abandon();
    m_server.Abandon();
}

bool
TcpConnection::IsOver() const
{
    for (const End* end : {&m_client, &m_server})
    {
        if (end->sender.Acknowledged() != end->sender.Written() || m_source.IsUnderWay(end->flow))
        {
            return false;
        }
    }
    return true;
}

void
TcpConnection::Retire()
{
    m_source.Retire(m_client.flow);
    m_source.Retire(m_server.flow);
}

} // namespace nexsim
