// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_ENTRY_H
#define NEXSIM_TRAFFIC_ENTRY_H

#include "models/base/component.h"
#include "models/base/histogram.h"
#include "models/base/packet-sink.h"
#include "models/base/segments.h"
#include "models/traffic/transfer-totals.h"

#include <array>
#include <map>
#include <memory>

namespace nexsim
{

/**
 * @brief One entry of a scenario's traffic: all its sources report here, its packets end here.
 *
 * Latency runs from the application's send to the delivery of the last bit; it and the stages count
 * packets created at or after warm-up. The stages of a packet add up to its latency exactly. Packets
 * are counted as they are on the wire: one of several segments as so many, with their mean latency.
 */
class TrafficEntry : public Component, public PacketSink, public FlowGroup
{
  public:
    /** @brief Records the packet, which ends: every receiver hands its packets on to here. */
    void Deliver(PacketPtr packet) override;

    /** @brief A flow of this entry: drops of its packets, wherever they happen, count here too. */
    void AddFlow(FlowIndex flow)
    {
        FlowRecord& record = Run().Flows()[flow];
        record.traffic = PathHash();
        record.droppedOfGroup = &m_dropped;
        m_flowLatency.erase(flow); // the index may have been another flow's
    }

    /** @brief A flow of acknowledgements: in no statistics of packets but those of control. */
    void AddControlFlow(FlowIndex flow)
    {
        FlowRecord& record = Run().Flows()[flow];
        record.traffic = PathHash();
        record.droppedOfGroup = &m_controlDropped;
    }

    /** @brief A packet of such a flow ends here. */
    void DeliverControl(PacketPtr packet);

    /** @brief Latency is kept for each flow on its own, too; before the first packet. */
    void KeepFlowLatencies()
    {
        m_keepsFlowLatencies = true;
    }

    /** @brief Latency of one flow; null where it is not kept or there was none. */
    const LogLinearHistogram* FlowLatency(FlowIndex flow) const
    {
        const auto found = m_flowLatency.find(flow);
        return found == m_flowLatency.end() ? nullptr : &found->second;
    }

    /** @brief For sources that make transfers: asked for before the run, they are reported. */
    TransferTotals& Transfers()
    {
        if (!m_transfers)
        {
            m_transfers = std::make_unique<TransferTotals>();
        }
        return *m_transfers;
    }

    /** @brief A source offers a packet to its host. */
    void CountSent(const Packet& packet) final
    {
        m_sent.AddSegments(packet);
        m_sentBytes += SeparateIpBytes(packet);
    }

    const LogLinearHistogram& Latency() const
    {
        return m_latency;
    }

    /** @brief Time in one stage, over packets that passed it; null where none did. */
    const LogLinearHistogram* StageTimes(Stage stage) const
    {
        return m_stages[static_cast<size_t>(stage)].get();
    }

    /** @brief Time in all stages together, ps: the sum of Latency(), or something is wrong. */
    LogLinearHistogram::Total StageSum() const;

    void ReportMetrics(MetricVisitor& visitor) const override;

  private:
    void Record(const Packet& packet);

    Tally m_sent;
    Tally m_delivered;
    Tally m_dropped;
    Tally m_controlDelivered;
    Tally m_controlDropped;
    int64_t m_sentBytes = 0;      //!< IP bytes
    int64_t m_deliveredBytes = 0; //!< IP bytes
    int64_t m_marked = 0;
    LogLinearHistogram m_latency;
    bool m_keepsFlowLatencies = false;
    std::map<FlowIndex, LogLinearHistogram> m_flowLatency;
    std::array<std::unique_ptr<LogLinearHistogram>, kStageCount> m_stages;
    std::unique_ptr<TransferTotals> m_transfers; //!< null where no source makes any
};

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_ENTRY_H
