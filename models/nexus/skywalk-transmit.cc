// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What a nexus has of the packets that its channels send.

#include "models/host/processor.h"
#include "models/nexus/skywalk-nexus.h"

#include <fmt/format.h>

namespace nexsim
{

void
SkywalkNexus::DoAttach()
{
    m_transmitDrops.flowNotFound = &AddDropReason("TxFlowNotFound");
    m_transmitDrops.badId = &AddDropReason("TxFLowBadID"); // spelt so in XNU
    m_transmitDrops.fragment = &AddDropReason("TxContFrag");
}

void
SkywalkNexus::ConnectTransmit(const CostTable& costs)
{
    m_transmitCopies.Prepare(m_checksum, costs, Path());
    m_receiveCopies.Prepare(m_checksum, costs, Path());
    m_costs.verify = costs.Use("flow_verify");
    m_startCosts.doorbell = costs.Need("doorbell_cpu", Path());
    m_startCosts.notify = m_costs.notify;
    m_flowadv.Connect(m_processor->At(static_cast<uint32_t>(m_firstCore)), m_costs.notify);
}

/** Packets from transmit rings are on their way to a queue, dropped, or in a batch under way. */
std::optional<std::string>
SkywalkNexus::FindTransmitError() const
{
    const FlowswitchTransmitCounts& counts = m_transmitCounts;
    const int64_t dropped = m_transmitDrops.flowNotFound->dropped.packets +
                            m_transmitDrops.badId->dropped.packets +
                            m_transmitDrops.fragment->dropped.packets + counts.noMemory;
    if (counts.taken != counts.passed + dropped + counts.inBatch)
    {
        return fmt::format("{} packets came from transmit rings, but {} went on, {} were dropped "
                           "and {} are in work",
                           counts.taken,
                           counts.passed,
                           dropped,
                           counts.inBatch);
    }
    if (counts.copied != counts.passed - counts.cut + counts.cutInto)
    {
        return fmt::format("{} packets went on, of which {} were cut into {}, but {} left",
                           counts.passed,
                           counts.cut,
                           counts.cutInto,
                           counts.copied);
    }
    return std::nullopt;
}

void
SkywalkNexus::ReportTransmit(MetricVisitor& visitor) const
{
    const FlowswitchTransmitCounts& counts = m_transmitCounts;
    const CopyEngine::Traffic& moved = m_transmitCopies.Moved();
    int64_t doorbells = 0;
    int64_t requests = 0;
    int64_t starts = 0;
    int64_t delays = 0;
    for (const auto& transmitter : m_transmitters)
    {
        doorbells += transmitter->InlineDoorbells();
        requests += transmitter->Requests();
        starts += transmitter->Starts();
        delays += transmitter->Delays();
    }
    visitor.Counter({"tx_packets", "packets", "packets that it took from transmit rings"},
                    counts.taken);
    visitor.Counter({"tx_batches", "1", "batches that they came in"}, counts.batches);
    visitor.Quotient({"packets_per_tx_batch", "packets", "packets per such batch"},
                     counts.taken,
                     counts.batches);
    visitor.Counter({"tx_look_ups", "1", "packets whose flow was looked up to send them"},
                    counts.lookUps);
    visitor.Counter({"tx_previous_hits", "1", "of these, answered by the packet before"},
                    counts.previousHits);
    visitor.Counter({"tx_chains", "1", "packets of one flow of a batch, sent on together"},
                    counts.chains);
    visitor.Counter({"TxCopyPktToPkt", "packets", "packets copied for a NIC"}, counts.copied);
    visitor.Counter({"TxCopySum", "packets", "copies that summed up in the same pass"},
                    moved.summedCopies);
    visitor.Counter({"tx_bytes_read", "B", "read by copies and sums of what channels send"},
                    moved.read);
    visitor.Counter({"tx_bytes_written", "B", "written by them"}, moved.written);
    visitor.Counter({"TxFlowNotFound", "packets", "packets of a flow that nobody has opened"},
                    m_transmitDrops.flowNotFound->dropped.packets);
    visitor.Counter({"TxFLowBadID", "packets", "packets of a flow of another channel"},
                    m_transmitDrops.badId->dropped.packets);
    visitor.Counter(
        {"TxContFrag", "packets", "fragments that did not follow the first one of theirs"},
        m_transmitDrops.fragment->dropped.packets);
    visitor.Counter({"TxAQMDrop", "packets", "packets that queues dropped as one came"},
                    counts.aqmDropped);
    visitor.Counter({"GSOPackets", "packets", "packets that it cut"}, counts.cut);
    visitor.Counter({"GSOSegments", "packets", "segments that they became"}, counts.cutInto);
    visitor.Counter({"doorbells", "events", "doorbells rung in senders' threads"}, doorbells);
    visitor.Counter({"start_requests", "events", "requests to starter threads"}, requests);
    visitor.Counter({"starts", "events", "starts of transmission by them"}, starts);
    visitor.Counter({"start_delays", "events", "times that one waited for more packets"}, delays);
    visitor.Counter({"flow_feedback", "events", "flows told to go on, by the flowadv thread"},
                    m_flowadv.Resumes());
    visitor.Counter({"ce_reports", "events", "reports of congestion that it passed on"},
                    m_flowadv.Reports());
}

} // namespace nexsim
