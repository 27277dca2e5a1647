// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_SOURCE_H
#define NEXSIM_TCP_SOURCE_H

#include "models/base/attributes.h"
#include "models/base/random-quantity.h"
#include "models/traffic/end-to-end-source.h"
#include "models/transport/tcp-receiver.h"
#include "models/transport/tcp-sender.h"

namespace nexsim
{

/**
 * @brief TCP connections from one application to one other.
 *
 * PacketSize is the IP packet of a full segment: headers take 52 B of it. Latency and
 * throughput of the entry count segments with payload, retransmissions included, as they arrive.
 */
class TcpSource : public EndToEndSource
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;

    void ReportMetrics(MetricVisitor& visitor) const override;

    // For its connections.
    const TcpParameters& Parameters() const
    {
        return m_parameters;
    }

    /** @brief Of an end that does not open the connection. */
    const TcpParameters& AnsweringParameters() const
    {
        return m_answeringParameters;
    }

    TcpSenderCounts& Counts()
    {
        return m_counts;
    }

    ns3::Ptr<CongestionControl> MakeControl() const;

    MarkEcho Echo() const
    {
        return m_echo;
    }

    /** @brief Whether packets of the flow are still in the network. */
    bool IsUnderWay(FlowIndex flow) const;

    FlowIndex OpenData(uint32_t number, PacketSink& receiver) const;
    FlowIndex OpenAcks(FlowIndex data, PacketSink& receiver) const;
    FlowIndex OpenBack(FlowIndex data, PacketSink& receiver) const;
    PacketPtr MakeSegment(FlowIndex flow, int64_t ipBytes, int64_t payloadBytes) const;
    void SendData(PacketPtr segment) const;
    void SendBack(PacketPtr segment) const;
    void End(PacketPtr packet) const;

  protected:
    void DoAttach() override;

    /** @brief Start has come (attribute Start): open the first connections. */
    virtual void Begin() = 0;

  private:
    // attributes
    Bytes m_packetSize;
    ns3::Ptr<RandomQuantity> m_start;
    int64_t m_dscp = 0;
    bool m_ecn = false;
    bool m_l4s = false;
    Blueprint m_control;
    int64_t m_initialWindow = 10;
    Bytes m_receiveBuffer;
    SimTime m_leastTimeOut;
    SimTime m_delayedAck;
    int64_t m_ackEvery = 2;
    FlightMeasure m_flightSize = FlightMeasure::Outstanding;
    LossDetection m_lossDetection = LossDetection::SackCount;
    bool m_handshake = true;
    bool m_sack = true;
    bool m_pacing = false;

    Timer m_startTimer;
    TcpParameters m_parameters;
    TcpParameters m_answeringParameters;
    MarkEcho m_echo = MarkEcho::UntilReduced;
    TcpSenderCounts m_counts;
};

} // namespace nexsim

#endif // NEXSIM_TCP_SOURCE_H
