// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-transfer.h"

#include "models/traffic/tcp-transfer-source.h"

namespace nexsim
{

TcpTransfer::TcpTransfer(TcpTransferSource& source, uint32_t place, int64_t size)
    : m_source(source), m_place(place), m_size(size), m_dataEnd(*this), m_ackEnd(*this),
      m_sender(source, m_dataEnd, source.Parameters(), source.MakeControl(), source.Counts()),
      m_receiver(source, m_ackEnd, source.Parameters(), source.Echo()),
      m_dataFlow(source.OpenData(place, m_ackEnd)),
      m_ackFlow(source.OpenAcks(m_dataFlow, m_dataEnd))
{
}

void
TcpTransfer::Open()
{
    m_sender.Write(m_size);
    m_sender.Open();
}

bool
TcpTransfer::IsOver() const
{
    return m_sender.Acknowledged() == static_cast<uint64_t>(m_size) &&
           !m_source.IsUnderWay(m_dataFlow) && !m_source.IsUnderWay(m_ackFlow);
}

void
TcpTransfer::Retire()
{
    m_source.Retire(m_dataFlow);
    m_source.Retire(m_ackFlow);
}

void
TcpTransfer::DataEnd::Deliver(PacketPtr packet)
{
    m_transfer.m_sender.OnSegment(*packet);
    m_transfer.m_source.End(std::move(packet));
}

PacketPtr
TcpTransfer::DataEnd::MakeSegment(int64_t ipBytes, int64_t payloadBytes)
{
    return m_transfer.m_source.MakeSegment(m_transfer.m_dataFlow, ipBytes, payloadBytes);
}

void
TcpTransfer::DataEnd::SendSegment(PacketPtr segment)
{
    m_transfer.m_source.SendData(std::move(segment));
}

void
TcpTransfer::AckEnd::Deliver(PacketPtr packet)
{
    m_transfer.m_receiver.OnSegment(*packet);
    m_transfer.m_source.OnData(m_transfer, std::move(packet));
}

PacketPtr
TcpTransfer::AckEnd::MakeSegment(int64_t ipBytes, int64_t payloadBytes)
{
    return m_transfer.m_source.MakeSegment(m_transfer.m_ackFlow, ipBytes, payloadBytes);
}

void
TcpTransfer::AckEnd::SendSegment(PacketPtr segment)
{
    m_transfer.m_source.SendBack(std::move(segment));
}

} // namespace nexsim
