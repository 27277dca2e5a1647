// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_SOURCE_H
#define NEXSIM_TCP_SOURCE_H

#include "models/base/attributes.h"
#include "models/base/histogram.h"
#include "models/base/random-quantity.h"
#include "models/traffic/end-to-end-source.h"
#include "models/traffic/flow-result.h"
#include "models/traffic/tcp-transfer.h"

#include <memory>
#include <vector>

namespace nexsim
{

/**
 * @brief TCP connections from one application to one other.
 *
 * PacketSize is the IP packet of a full segment: headers take 52 B of it. Latency and
 * throughput of the entry count segments with payload, retransmissions included, as they arrive;
 * acknowledgements count apart. A transfer is complete with its last payload byte in order.
 */
class TcpSource : public EndToEndSource, public TransferSource
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<FlowResult> FlowResults() const override;

    void Start() override;

    void ReportMetrics(MetricVisitor& visitor) const override;

    // For its transfers.
    const TcpParameters& Parameters() const
    {
        return m_parameters;
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

    FlowIndex OpenData(uint32_t number, PacketSink& receiver) const;
    FlowIndex OpenAcks(FlowIndex data, PacketSink& receiver) const;
    PacketPtr MakeSegment(FlowIndex flow, int64_t ipBytes, int64_t payloadBytes) const;
    void SendData(PacketPtr segment) const;
    void SendAck(PacketPtr segment) const;
    void OnAcknowledgement(TcpTransfer& transfer, PacketPtr packet);
    void OnData(TcpTransfer& transfer, PacketPtr packet);

  protected:
    void DoAttach() override;

    /** @brief Start has come (attribute Start): open the first connections. */
    virtual void Begin() = 0;

    int64_t Begun() const
    {
        return static_cast<int64_t>(m_results.size());
    }

    /** @brief Opens a connection now. @param size payload bytes, or kUnlimited */
    void BeginTransfer(int64_t size);

  private:
    using Transfers = std::vector<std::unique_ptr<TcpTransfer>>;

    void Complete(TcpTransfer& transfer);
    void RetireOver();
    SimTime IdealTime(int64_t size) const;
    int64_t InOrderBytes() const;

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
    bool m_handshake = true;
    bool m_sack = true;
    bool m_pacing = false;

    Timer m_startTimer;
    TcpParameters m_parameters;
    MarkEcho m_echo = MarkEcho::UntilReduced;
    TcpSenderCounts m_counts;
    Transfers m_transfers; //!< open, or lingering until the network holds nothing of them
    size_t m_nextChecked = 0;
    std::vector<FlowResult> m_results;
    int64_t m_bytesOfRetired = 0;
    int64_t m_completed = 0;
    LogLinearHistogram m_completionTime;
    LogLinearHistogram m_slowdown;
};

} // namespace nexsim

#endif // NEXSIM_TCP_SOURCE_H
