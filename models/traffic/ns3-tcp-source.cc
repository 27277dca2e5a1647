// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/ns3-tcp-source.h"

#include "models/base/attributes.h"

#include "ns3/inet-socket-address.h"
#include "ns3/simulator.h"
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Ns3TcpSource);

ns3::TypeId
Ns3TcpSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Ns3TcpSource")
            .SetParent<EndToEndSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<Ns3TcpSource>()
            .AddAttribute("Size",
                          "Bytes to transfer; unlimited sends until the end of the run.",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&Ns3TcpSource::m_size),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)))
            .AddAttribute("Start",
                          "When the connection is opened.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&Ns3TcpSource::m_start),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1'000'000)));
    return tid;
}

const Ns3StackDatapath&
Ns3TcpSource::StackOf(const TrafficEnd& end) const
{
    const auto* stack = dynamic_cast<const Ns3StackDatapath*>(&end.app->Port());
    if (stack == nullptr)
    {
        throw std::invalid_argument(
            fmt::format("{}: {} does not run ns-3's stack; give both ends an application with "
                        "\"Datapath\": {{\"type\": \"Ns3Stack\"}} and name it: \"{}/app\"",
                        Path(),
                        end.app->Path(),
                        end.host->Path()));
    }
    return *stack;
}

void
Ns3TcpSource::DoAttach()
{
    const Ns3StackDatapath& from = StackOf(From());
    const Ns3StackDatapath& to = StackOf(To());
    if (from.Resolution() == AddressResolution::Known)
    {
        AddNs3Neighbour(*From().host, *To().host);
    }
    if (to.Resolution() == AddressResolution::Known)
    {
        AddNs3Neighbour(*To().host, *From().host);
    }
    m_flow = OpenFlow(From(), To(), 0, Entry(), kProtocolTcp);
    Run().Flows()[m_flow].group = &Entry();
    m_left = m_size.Value();
    m_startTimer.Bind<&Ns3TcpSource::Open>(*this, Priority::Timer);
}

void
Ns3TcpSource::Start()
{
    ns3::Simulator::ScheduleDestroy(&Ns3TcpSource::DropSockets, this);
    m_listener = StackOf(To()).CreateTcpSocket();
    const FlowKey& key = Run().Flows()[m_flow].key;
    m_listener->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), key.destinationPort));
    m_listener->Listen();
    m_listener->SetAcceptCallback(
        ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
        ns3::MakeCallback(&Ns3TcpSource::OnAccepted, this));
    m_startTimer.ArmAt(m_start);
}

void
Ns3TcpSource::Open()
{
    m_sender = StackOf(From()).CreateTcpSocket();
    m_sender->TraceConnectWithoutContext("Tx", ns3::MakeCallback(&Ns3TcpSource::OnTransmit, this));
    m_sender->TraceConnectWithoutContext("CongestionWindow",
                                         ns3::MakeCallback(&Ns3TcpSource::OnWindow, this));
    m_sender->TraceConnectWithoutContext("CongState",
                                         ns3::MakeCallback(&Ns3TcpSource::OnState, this));
    m_sender->SetSendCallback(ns3::MakeCallback(&Ns3TcpSource::OnSent, this));
    const FlowKey& key = Run().Flows()[m_flow].key;
    m_sender->Bind(
        ns3::InetSocketAddress(ns3::Ipv4Address(From().host->Address()), key.sourcePort));
    m_sender->Connect(
        ns3::InetSocketAddress(ns3::Ipv4Address(To().host->Address()), key.destinationPort));
    SendMore();
}

void
Ns3TcpSource::SendMore()
{
    constexpr int64_t kChunk = 65'536; // bytes per call, small against any buffer in use
    while (m_left > 0)
    {
        const int64_t chunk = std::min({m_left, kChunk, int64_t{m_sender->GetTxAvailable()}});
        if (chunk == 0 ||
            m_sender->Send(ns3::Create<ns3::Packet>(static_cast<uint32_t>(chunk)), 0) < 0)
        {
            return; // OnSent comes when there is room
        }
        m_left -= m_size.IsUnlimited() ? 0 : chunk;
    }
    m_sender->Close();
}

void
Ns3TcpSource::OnSent(ns3::Ptr<ns3::Socket> /*socket*/, uint32_t /*room*/)
{
    if (m_left > 0)
    {
        SendMore();
    }
}

void
Ns3TcpSource::OnAccepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address& /*from*/)
{
    m_receiver = socket;
    m_receiver->SetRecvCallback(ns3::MakeCallback(&Ns3TcpSource::Receive, this));
}

void
Ns3TcpSource::Receive(ns3::Ptr<ns3::Socket> socket)
{
    const int64_t before = m_received;
    while (const ns3::Ptr<ns3::Packet> packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            break; // the sender has closed
        }
        m_received += packet->GetSize();
    }
    if (before < m_size.Value() && m_received >= m_size.Value())
    {
        m_completionTime.Record((Now() - m_start).Value());
        m_receiver->Close();
    }
}

void
Ns3TcpSource::OnTransmit(ns3::Ptr<const ns3::Packet> packet,
                         const ns3::TcpHeader& header,
                         ns3::Ptr<const ns3::TcpSocketBase> /*socket*/)
{
    const ns3::SequenceNumber32 end = header.GetSequenceNumber() + packet->GetSize();
    if (packet->GetSize() > 0 && header.GetSequenceNumber() < m_sentUpTo)
    {
        ++m_retransmitted;
    }
    m_sentUpTo = std::max(m_sentUpTo, end);
}

void
Ns3TcpSource::OnWindow(uint32_t /*before*/, uint32_t now)
{
    m_window = now;
}

void
Ns3TcpSource::OnState(ns3::TcpSocketState::TcpCongState_t /*before*/,
                      ns3::TcpSocketState::TcpCongState_t now)
{
    m_recoveries += now == ns3::TcpSocketState::CA_RECOVERY ? 1 : 0;
    m_timeOuts += now == ns3::TcpSocketState::CA_LOSS ? 1 : 0;
}

void
Ns3TcpSource::DropSockets()
{
    m_sender = nullptr;
    m_listener = nullptr;
    m_receiver = nullptr;
}

void
Ns3TcpSource::DoDispose()
{
    DropSockets();
    EndToEndSource::DoDispose();
}

void
Ns3TcpSource::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Rate({"goodput", "bps", "bits that the receiving application got per second"},
                 m_received * 8);
    visitor.Counter({"received_bytes", "B", "bytes that the receiving application got"},
                    m_received);
    visitor.Counter({"retransmitted_packets", "packets", "segments sent before"}, m_retransmitted);
    visitor.Counter({"recoveries", "events", "losses detected without the timer"}, m_recoveries);
    visitor.Counter({"time_outs", "events", "entries into ns-3's state CA_LOSS"}, m_timeOuts);
    visitor.Level({"congestion_window", "B", "ns-3's congestion window"}, m_window);
    visitor.Distribution({"completion_time", "ps", "from Start to the last byte received"},
                         m_completionTime);
}

} // namespace nexsim
