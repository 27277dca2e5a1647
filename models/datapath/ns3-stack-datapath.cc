// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/datapath/ns3-stack-datapath.h"

#include "models/base/attributes.h"

#include "ns3/tcp-congestion-ops.h"
#include "ns3/tcp-cubic.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/udp-l4-protocol.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Ns3StackDatapath);

ns3::TypeId
Ns3StackDatapath::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Ns3StackDatapath")
            .SetParent<Datapath>()
            .SetGroupName("nexsim/datapath")
            .AddConstructor<Ns3StackDatapath>()
            .AddAttribute("Tcp",
                          "Congestion control of ns-3, by its full name.",
                          BlueprintValue(Blueprint(ns3::TcpCubic::GetTypeId())),
                          MakePolicyTemplateAccessor(&Ns3StackDatapath::m_tcp),
                          MakePolicyTemplateChecker<ns3::TcpCongestionOps>())
            .AddAttribute("SegmentSize",
                          "Payload of a full TCP segment; with 52 B of headers it has to fit the "
                          "MTU.",
                          QuantityDefault(Bytes(1448)),
                          MakeQuantityAccessor(&Ns3StackDatapath::m_segmentSize),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(65'000)))
            .AddAttribute("SendBuffer",
                          "Unacknowledged and unsent bytes that a TCP socket keeps.",
                          QuantityDefault(Bytes(4'194'304)),
                          MakeQuantityAccessor(&Ns3StackDatapath::m_sendBuffer),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(1'073'741'824)))
            .AddAttribute("ReceiveBuffer",
                          "Bytes that a TCP socket takes ahead of its application.",
                          QuantityDefault(Bytes(4'194'304)),
                          MakeQuantityAccessor(&Ns3StackDatapath::m_receiveBuffer),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(1'073'725'440)))
            .AddAttribute("InitialWindow",
                          "Segments of the first congestion window.",
                          QuantityDefault(Packets(10)),
                          MakeQuantityAccessor(&Ns3StackDatapath::m_initialWindow),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(10'000)))
            .AddAttribute("MinRto",
                          "Least retransmission time-out; ns-3's own default is 1 s.",
                          QuantityDefault(Seconds(1)),
                          MakeQuantityAccessor(&Ns3StackDatapath::m_minimumRto),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(60)))
            .AddAttribute("DelayedAck",
                          "Longest wait of an acknowledgement for a second segment.",
                          QuantityDefault(MilliSeconds(200)),
                          MakeQuantityAccessor(&Ns3StackDatapath::m_delayedAck),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1)))
            .AddAttribute("Ecn",
                          "Whether TCP uses ECN.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&Ns3StackDatapath::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Sack",
                          "Whether TCP uses selective acknowledgements.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&Ns3StackDatapath::m_sack),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Arp",
                          "Whether Ethernet addresses are known or asked for.",
                          QuantityDefault(AddressResolution::Known),
                          MakeQuantityAccessor(&Ns3StackDatapath::m_resolution),
                          MakeChoiceChecker({"known", "requests"}));
    return tid;
}

void
Ns3StackDatapath::DoAttach()
{
    m_host = dynamic_cast<Host*>(ns3::PeekPointer(Network().GetNode()));
    InstallNs3Stack(*m_host);
}

void
Ns3StackDatapath::DoDispose()
{
    m_host = nullptr;
    Datapath::DoDispose();
}

void
Ns3StackDatapath::Send(PacketPtr packet)
{
    Network().Transmit(std::move(packet));
}

void
Ns3StackDatapath::Deliver(PacketPtr packet)
{
    PacketSink* receiver = Run().Flows()[packet->flow].receiver;
    receiver->Deliver(std::move(packet));
}

ns3::Ptr<ns3::TcpSocketBase>
Ns3StackDatapath::CreateTcpSocket() const
{
    const auto socket = ns3::DynamicCast<ns3::TcpSocketBase>(
        m_host->GetObject<ns3::TcpL4Protocol>()->CreateSocket());
    const auto bytes = [](auto amount) {
        return ns3::UintegerValue(static_cast<uint64_t>(amount.Value()));
    };
    socket->SetAttribute("SegmentSize", bytes(m_segmentSize));
    socket->SetAttribute("SndBufSize", bytes(m_sendBuffer));
    socket->SetAttribute("RcvBufSize", bytes(m_receiveBuffer));
    socket->SetAttribute("InitialCwnd", bytes(m_initialWindow));
    socket->SetAttribute("MinRto", ns3::TimeValue(ToNs3(m_minimumRto)));
    socket->SetAttribute("DelAckTimeout", ns3::TimeValue(ToNs3(m_delayedAck)));
    socket->SetAttribute("Sack", ns3::BooleanValue(m_sack));
    socket->SetUseEcn(m_ecn ? ns3::TcpSocketState::On : ns3::TcpSocketState::Off);
    socket->SetCongestionControlAlgorithm(m_tcp.CreateAs<ns3::TcpCongestionOps>());
    return socket;
}

ns3::Ptr<ns3::Socket>
Ns3StackDatapath::CreateUdpSocket() const
{
    return m_host->GetObject<ns3::UdpL4Protocol>()->CreateSocket();
}

} // namespace nexsim
