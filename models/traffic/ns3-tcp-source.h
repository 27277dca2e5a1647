// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_TCP_SOURCE_H
#define NEXSIM_NS3_TCP_SOURCE_H

#include "models/base/histogram.h"
#include "models/base/timer.h"
#include "models/datapath/ns3-stack-datapath.h"
#include "models/traffic/end-to-end-source.h"

namespace nexsim
{

/**
 * @brief One transfer by ns-3's TCP, as ns3::BulkSendApplication: as much as TCP takes, until done.
 *
 * Both ends need an application whose datapath is an Ns3StackDatapath. The entry of the traffic
 * counts the packets of the sender with their IP sizes, the hand-shake and retransmissions included;
 * what the receiving application gets, in order and once, is counted here. Acknowledgements are a
 * flow of no entry.
 */
class Ns3TcpSource : public EndToEndSource
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    const Ns3StackDatapath& StackOf(const TrafficEnd& end) const;
    void Open();
    void SendMore();
    void Receive(ns3::Ptr<ns3::Socket> socket);
    void DropSockets();

    // Called back by ns-3.
    void OnSent(ns3::Ptr<ns3::Socket> socket, uint32_t room);
    void OnAccepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address& from);
    void OnTransmit(ns3::Ptr<const ns3::Packet> packet,
                    const ns3::TcpHeader& header,
                    ns3::Ptr<const ns3::TcpSocketBase> socket);
    void OnWindow(uint32_t before, uint32_t now);
    void OnState(ns3::TcpSocketState::TcpCongState_t before,
                 ns3::TcpSocketState::TcpCongState_t now);

    // attributes
    Bytes m_size;
    SimTime m_start;

    FlowIndex m_flow = 0;
    ns3::Ptr<ns3::TcpSocketBase> m_sender;
    ns3::Ptr<ns3::TcpSocketBase> m_listener;
    ns3::Ptr<ns3::Socket> m_receiver;
    Timer m_startTimer;
    int64_t m_left = 0;     //!< bytes not given to TCP yet
    int64_t m_received = 0; //!< bytes
    int64_t m_retransmitted = 0;
    int64_t m_recoveries = 0;
    int64_t m_timeOuts = 0;
    int64_t m_window = 0; //!< bytes
    ns3::SequenceNumber32 m_sentUpTo{0};
    LogLinearHistogram m_completionTime;
};

} // namespace nexsim

#endif // NEXSIM_NS3_TCP_SOURCE_H
